"""Commands about appointment forms (干部任免审批表): check, docx, pdf, convert, roster."""

from __future__ import annotations

from quanheng.cli.lazy import Lazy, LazyGroup

command = LazyGroup(
    name="form",
    help="核对、打印、转换干部任免审批表。Check, print and convert appointment forms.",
    commands={
        "check": Lazy("quanheng.cli.form_check", "核对三龄二历等。Check forms for what contradicts itself."),
        "docx": Lazy("quanheng.cli.form_docx", "生成 Word 表。Draw up the form as DOCX."),
        "pdf": Lazy("quanheng.cli.form_pdf", "生成 PDF 表。Draw up the form as PDF."),
        "convert": Lazy("quanheng.cli.form_convert", "旧 .lrm 转 .lrmx。Turn an older .lrm into .lrmx."),
        "roster": Lazy("quanheng.cli.form_roster", "由审批表生成名册。Make roster tables from forms."),
    },
)
