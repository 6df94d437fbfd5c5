"""Navigation and words in templates."""

import pytest
from django.template import Context, Template
from django.utils import translation

from quanheng.core.authority import ROLES
from quanheng.core.values import Text
from quanheng.web.navigation import entries_for


def test_my_work_is_open_to_every_role_and_current_only_on_its_own_page():
    (home,) = [entry for entry in entries_for(frozenset({"staff"}), "/") if entry.href == "/"]
    assert (home.text, home.is_current) == (Text("我的工作", "My work"), True)
    elsewhere = entries_for(frozenset({"staff"}), "/runs/R1")
    assert [entry.is_current for entry in elsewhere if entry.href == "/"] == [False]


def test_without_a_role_nothing_is_open():
    assert entries_for(frozenset(), "/") == ()


def test_the_menu_in_its_order():
    everyone = frozenset(ROLES) - {"unit_officer"}
    shown = [entry.text.zh for entry in entries_for(everyone, "/")]
    assert shown == [
        "我的工作",
        "方案",
        "运行",
        "名册",
        "谁符合资格",
        "编制职数",
        "首提责任",
        "廉政题库",
        "监督",
    ]
    assert [entry.text.zh for entry in entries_for(frozenset({"unit_officer"}), "/")] == [
        "我的工作",
        "年度空缺计划",
    ]


@pytest.mark.parametrize(
    ("language", "expected"),
    [("zh-hans", "共 3 人；张&lt;三&gt;"), ("en", "3 people; 张&lt;三&gt;")],
)
def test_a_sentence_with_parts_is_filled_and_escaped(language, expected):
    template = Template('{% t "共 {n} 人；{who}" "{n} people; {who}" n=n who=who %}')
    with translation.override(language):
        assert template.render(Context({"n": 3, "who": "张<三>"})) == expected


@pytest.mark.parametrize(("language", "expected"), [("zh-hans", "公示 备注 "), ("en", "Notice 备注 ")])
def test_text_is_shown_in_the_readers_language(language, expected):
    template = Template("{{ value|text }} {{ plain|text }} {{ nothing|text }}")
    with translation.override(language):
        context = Context({"value": Text("公示", "Notice"), "plain": "备注", "nothing": None})
        assert template.render(context) == expected
