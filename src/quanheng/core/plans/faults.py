"""Faults of writing (写法错误): what the reader of YAML found wrong with a file, told in Chinese too."""

from __future__ import annotations

from quanheng.core.values import Text

_SAID = (
    ("mapping values are not allowed", "此处不能再写“键: 值”；请检查缩进，值中有冒号的须加引号"),
    ("sequence entries are not allowed", "此处不能写列表项“- ”；请检查缩进"),
    ("could not find expected ':'", "缺少冒号；每一项写成“键: 值”，冒号后空一格"),
    ("expected <block end>", "缩进与上文不一致；同一层的各项须左边对齐"),
    ("expected ',' or ']'", "方括号没有写完；请检查逗号和“]”"),
    ("expected ',' or '}'", "花括号没有写完；请检查逗号和“}”"),
    ("expected the node content", "此处没有写完：请检查括号是否成对，冒号、短横线后面是否有内容"),
    ("found unexpected end of stream", "引号没有成对，一直到文件末尾都没有结束"),
    (r"found character '\t'", "不能用制表符（Tab）缩进，请改用空格"),
    ("that cannot start any token", "此处的符号不能作为开头；须原样书写的请加引号"),
    ("found unknown escape character", "双引号内的反斜杠写法有误；请改用单引号"),
    ("found undefined alias", "“*”引用的名称前面没有用“&”定义；星号须原样书写的请加引号"),
    ("another document", "一个文件只能写一个方案，不能有第二个“---”"),
    ("special characters are not allowed", "含有不能使用的控制字符，请删去"),
)
_OTHERWISE = "写法有误，请检查缩进、冒号与引号"


def fault_of_writing(said: str) -> Text:
    """What the reader said, in both languages; the Chinese of what is seldom met is general."""
    zh = next((zh for start, zh in _SAID if start in said), _OTHERWISE)
    return Text(f"不是合法的 YAML：{zh}。", f"not valid YAML: {said}")
