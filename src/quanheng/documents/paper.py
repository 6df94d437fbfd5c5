"""Papers (文书) as values: a title and a row of blocks, before any word processor has seen them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from quanheng.core.values import Text

LetterForm = Literal["document", "letter", "minutes"]
Align = Literal["left", "center", "right"]


@dataclass(frozen=True, slots=True)
class Letterhead:
    """Who issues the paper, in red at its head (发文机关标志), and under which number (发文字号)."""

    mark: str
    form: LetterForm = "document"
    number: str = ""
    on: date | str | None = None


@dataclass(frozen=True, slots=True)
class Addressee:
    """To whom the paper is sent (主送机关)."""

    text: str


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading with its number already in the text: level 1 "一、", 2 "（一）", 3 "1."."""

    text: str
    level: int = 1


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of the body; `label` stands before it in black type (报名时间：…)."""

    text: str
    label: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table; Units: `weight` is its share of the width."""

    title: str
    weight: int = 1
    align: Align = "center"


@dataclass(frozen=True, slots=True)
class Table:
    """A table whose header repeats on every page; every cell is text as it will be read.

    Shapes: `each` makes its rows those of a template, repeated for every entry of a list (人 in 人选).
    """

    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    title: str = ""
    each: str = ""

    def __post_init__(self) -> None:
        if not self.columns or any(len(row) != len(self.columns) for row in self.rows):
            raise ValueError("every row of a table has one cell for each column")


@dataclass(frozen=True, slots=True)
class Attendance:
    """One list of names after minutes (出席、请假、列席)."""

    label: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Attachments:
    """What is attached (附件)."""

    titles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Signature:
    """Who signs and when (发文机关署名、成文日期); a date that is not fixed leaves no line.

    Shapes: `on` is the field that holds the date where the paper is a template.
    """

    organisation: str
    on: date | str | None = None


@dataclass(frozen=True, slots=True)
class Form:
    """A form to fill in (表格): rows of cells, labels in black; a cell as wide as its weight.

    Shapes: a cell is (text, share of the width, is it a label); every row shares out the same width.
    Units: `heights` in lines that each row takes at least, one where none is given.
    """

    rows: tuple[tuple[tuple[str, int, bool], ...], ...]
    heights: tuple[int, ...] = ()

    def height(self, n: int) -> int:
        """How many lines the row takes at least."""
        return self.heights[n] if n < len(self.heights) else 1


@dataclass(frozen=True, slots=True)
class Control:
    """A line of a template: when or how often what follows stands (if 字号, for 组 in 职位, endif)."""

    words: str


@dataclass(frozen=True, slots=True)
class Note:
    """A remark under the date (附注), set in brackets."""

    text: str


@dataclass(frozen=True, slots=True)
class CopyTo:
    """Other bodies that get the paper (抄送)."""

    bodies: tuple[str, ...]


Block = (
    Letterhead
    | Addressee
    | Heading
    | Paragraph
    | Table
    | Attendance
    | Attachments
    | Signature
    | Note
    | CopyTo
    | Form
    | Control
)


@dataclass(frozen=True)
class Paper:
    """One paper: which it is, its title as it stands on the page, and its blocks in order.

    Shapes: `title_parts` together are the Chinese title, cut where a long one may break.
    """

    kind: str
    title: Text
    blocks: tuple[Block, ...]
    title_parts: tuple[str, ...] = ()

    @property
    def signature(self) -> Signature | None:
        """The signature, when the paper has one."""
        return next((b for b in self.blocks if isinstance(b, Signature)), None)

    def text(self) -> str:
        """Every word of the paper in reading order, one line a block or a table row."""
        return "\n".join((self.title.zh, *(line for block in self.blocks for line in lines_of(block))))


LEFT_FROM = 5
"""A column as wide as this holds words that stand at the left."""
DIGITS = "一二三四五六七八九十"


def chinese_number(n: int) -> str:
    """The number as headings count: 一 to 九十九."""
    if not 1 <= n <= 99:
        raise ValueError("headings are counted from 1 to 99")
    tens, units = divmod(n, 10)
    before = {0: "", 1: "十"}.get(tens, DIGITS[tens - 1] + "十")
    return before + (DIGITS[units - 1] if units else "")


def zh_date(day: date) -> str:
    """The date in Arabic numerals without leading zeros: 2026年3月20日."""
    return f"{day.year}年{day.month}月{day.day}日"


def said_date(day: date | str | None) -> str:
    """A date in words; a field that holds one stays as it is."""
    return zh_date(day) if isinstance(day, date) else day or ""


def lines_of(block: Block) -> tuple[str, ...]:
    """The words of one block as lines of text."""
    match block:
        case Letterhead():
            return tuple(x for x in (block.mark, block.number, said_date(block.on)) if x)
        case Addressee() | Heading():
            return (block.text,)
        case Paragraph():
            return (block.label + block.text,)
        case Table():
            rows = (tuple(c.title for c in block.columns), *block.rows)
            return (*((block.title,) if block.title else ()), *("\t".join(row) for row in rows))
        case Attendance():
            return (f"{block.label}：{'、'.join(block.names)}",)
        case Attachments():
            return tuple(attachment_lines(block))
        case Signature():
            return (block.organisation, *((said_date(block.on),) if block.on else ()))
        case Note():
            return (f"（{block.text}）",)
        case CopyTo():
            return (f"抄送：{'，'.join(block.bodies)}。",)
        case Form():
            return tuple("\t".join(text for text, _, _ in row) for row in block.rows)
        case Control():
            return ()


def attachment_lines(block: Attachments) -> list[str]:
    """附件：one line a title, numbered when there are several."""
    if len(block.titles) == 1:
        return [f"附件：{block.titles[0]}"]
    numbered = [f"{n}.{title}" for n, title in enumerate(block.titles, 1)]
    return [f"附件：{numbered[0]}", *numbered[1:]]


def _shares(row: Sequence[str]) -> Sequence[int]:
    """A label takes three parts of twenty, a blank four; the last blank what is left."""
    if len(row) == 1:
        return [20]
    shares = [3 if n % 2 == 0 else 4 for n in range(len(row))]
    return [*shares[:-1], 20 - sum(shares[:-1])]


class Draft:
    """A paper being written (拟稿): each call adds a block; headings count themselves."""

    def __init__(self, kind: str, title: Text, title_parts: tuple[str, ...] = ()) -> None:
        self.kind = kind
        self.title = title
        self._parts = title_parts
        self._blocks: list[Block] = []
        self._counts = [0, 0, 0]

    def letterhead(
        self, mark: str, form: LetterForm = "document", number: str = "", on: date | str | None = None
    ) -> Draft:
        """The issuing body at the head of the first page."""
        return self._with(Letterhead(mark, form, number, on))

    def addressee(self, text: str) -> Draft:
        """To whom: a full-width colon closes it."""
        return self._with(Addressee(text.rstrip("：:") + "："))

    def heading(self, text: str, level: int = 1) -> Draft:
        """A heading with the next number of its level; the levels below begin again."""
        self._counts[level - 1] += 1
        self._counts[level:] = [0] * (3 - level)
        n = self._counts[level - 1]
        number = {1: f"{chinese_number(n)}、", 2: f"（{chinese_number(n)}）", 3: f"{n}."}[level]
        return self._with(Heading(number + text, level))

    def paragraph(self, text: str, label: str = "") -> Draft:
        """A paragraph of the body."""
        return self._with(Paragraph(text, label))

    def paragraphs(self, texts: Iterable[str]) -> Draft:
        """Several paragraphs in order."""
        for text in texts:
            self.paragraph(text)
        return self

    def table(
        self, columns: Sequence[Column], rows: Iterable[Sequence[str]], title: str = "", each: str = ""
    ) -> Draft:
        """A table; every cell is text as it will be read."""
        return self._with(Table(tuple(columns), tuple(tuple(row) for row in rows), title, each))

    def listing(self, each: str, title: str = "", **weights: int) -> Draft:
        """A table of a template: a row for every entry, columns called as the fields that stand in them."""
        entry = each.split(" ")[0]
        columns = [Column(name, w, "left" if w >= LEFT_FROM else "center") for name, w in weights.items()]
        return self.table(columns, [[f"{{{{ {entry}.{name} }}}}" for name in weights]], title, each)

    def form(self, *rows: Sequence[str], heights: Sequence[int] = ()) -> Draft:
        """A form: labels and blanks take turns in every row; a row of one cell is as wide as the form."""
        made = (
            tuple(
                (text, share, n % 2 == 0 and len(row) > 1)
                for n, (text, share) in enumerate(zip(row, _shares(row), strict=True))
            )
            for row in rows
        )
        return self._with(Form(tuple(made), tuple(heights)))

    def when(self, field: str) -> Draft:
        """What follows, up to `end`, stands only where the field has something to say."""
        return self._with(Control(f"if {field}"))

    def each(self, words: str) -> Draft:
        """What follows, up to `done`, stands once for every entry of a list (组 in 职位)."""
        return self._with(Control(f"for {words}"))

    def end(self) -> Draft:
        """The end of what `when` began."""
        return self._with(Control("endif"))

    def done(self) -> Draft:
        """The end of what `each` began."""
        return self._with(Control("endfor"))

    def attendance(self, label: str, names: Iterable[str]) -> Draft:
        """A list of names, left out when there is nobody on it."""
        found = tuple(names)
        return self._with(Attendance(label, found)) if found else self

    def attachments(self, *titles: str) -> Draft:
        """What is attached, left out when there is nothing."""
        return self._with(Attachments(titles)) if titles else self

    def signature(self, organisation: str, on: date | str | None) -> Draft:
        """Who signs, and the date once it is fixed."""
        return self._with(Signature(organisation, on))

    def note(self, text: str) -> Draft:
        """A remark in brackets under the date."""
        return self._with(Note(text))

    def copy_to(self, *bodies: str) -> Draft:
        """Who gets a copy, left out when nobody does."""
        return self._with(CopyTo(bodies)) if bodies else self

    def paper(self) -> Paper:
        """The finished paper."""
        return Paper(self.kind, self.title, tuple(self._blocks), self._parts)

    def _with(self, block: Block) -> Draft:
        self._blocks.append(block)
        return self
