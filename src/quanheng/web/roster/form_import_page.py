"""Page of an import of forms (导入审批表页面): each form with its match, its differences, its gaps."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from quanheng.actions.import_forms import Entering, FormsComparison
from quanheng.core.form.appointment_form import SPECS
from quanheng.core.form.consistency import inconsistencies
from quanheng.core.form.form_match import Match
from quanheng.core.form.taken_rows import TAKEN
from quanheng.core.roster_difference import RowDifference
from quanheng.core.roster_sheets import BY_NAME
from quanheng.core.roster_wording import KINDS, said_value, title_of_field
from quanheng.core.values import Refused, Text
from quanheng.documents.lrmx import ReadForm
from quanheng.documents.lrmx_archive import Batch

NEW, SKIP = "new", "skip"
MATCHED: Mapping[str, Text] = {
    "number": Text("身份证号相同", "Same identity number"),
    "name": Text("姓名与出生年月相同", "Same name and month of birth"),
    "several": Text("请选择是哪一位", "Choose who it is"),
    "nobody": Text("名册中没有此人", "Not in the roster"),
}
SHOWN = 60
"""So many changes of one form are listed."""
_TITLES = {spec.element: spec.title for spec in SPECS}
_HIDDEN = frozenset({"person", "code"})


@dataclass(frozen=True, slots=True)
class Choice:
    """What the reader chose for one form. Shapes: `who` is a code, `new`, `skip`, or '' while open."""

    who: str
    tables: frozenset[str] | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """One row that would change: its table, which row it is, and each field before and after."""

    kind: str
    said: Text
    table: Text
    row: str
    fields: list[tuple[Text, Text, Text]]


@dataclass(frozen=True, slots=True)
class Remark:
    """One thing found in a form, and where."""

    severity: str
    place: Text
    text: Text


@dataclass(frozen=True)
class FormCard:
    """One form on the page."""

    number: int
    read: ReadForm
    match: Match
    matched: Text
    choice: Choice
    entering: Entering | None
    tables: list[tuple[str, Text, int, bool]]
    changes: list[Change]
    more: int
    notes: list[Remark]
    findings: list[Remark]


def page_of(
    read: Batch,
    matches: Sequence[Match],
    choices: Sequence[Choice],
    compared: FormsComparison | None,
    problems: Sequence[Refused],
) -> dict[str, Any]:
    """What the page needs: a card a form, what could not be read, and whether it may be confirmed."""
    entering = {each.read.file: each for each in compared.entering} if compared else {}
    told = zip(read.forms, matches, choices, strict=True)
    cards = [
        _card(n, form, match, choice, entering.get(form.file), compared)
        for n, (form, match, choice) in enumerate(told)
    ]
    is_open = sum(not card.choice.who for card in cards)
    return {
        "cards": cards,
        "refusals": read.refusals,
        "problems": problems,
        "open": is_open,
        "entering": len(entering),
        "new": sum(each.is_new for each in entering.values()),
        "digest": compared.digest if compared else "",
        "may_confirm": compared is not None and bool(entering) and not is_open,
    }


def _card(
    number: int,
    read: ReadForm,
    match: Match,
    choice: Choice,
    entering: Entering | None,
    compared: FormsComparison | None,
) -> FormCard:
    found = compared.differences_of(entering.code) if compared and entering else []
    changes = [_change(difference) for difference in found]
    notes = [*read.notes, *(entering.facts.notes if entering else ())]
    return FormCard(
        number,
        read,
        match,
        MATCHED[match.by],
        choice,
        entering,
        _tables(entering),
        changes[:SHOWN],
        max(0, len(changes) - SHOWN),
        [Remark("note", _TITLES.get(n.element, Text(n.element)), n.text) for n in notes],
        [Remark(f.severity, _TITLES[f.element], f.text) for f in inconsistencies(read.form)],
    )


def _tables(entering: Entering | None) -> list[tuple[str, Text, int, bool]]:
    """The tables that the form has news for, how many rows, and whether they are taken over."""
    if entering is None:
        return []
    return [
        (name, BY_NAME[name].title, len(entering.offered[name]), name in entering.taken)
        for name in TAKEN
        if name in entering.offered and name != "missing"
    ]


def _change(difference: RowDifference) -> Change:
    table = BY_NAME[difference.table]
    fields = [
        (
            title_of_field(table, f.field),
            said_value(table, f.field, f.before),
            said_value(table, f.field, f.after),
        )
        for f in difference.fields
        if f.field not in _HIDDEN and f.before != f.after
    ]
    row = difference.key.partition("|")[2].strip("|").replace("|", " ")
    return Change(difference.kind, KINDS[difference.kind], table.title, row, fields)
