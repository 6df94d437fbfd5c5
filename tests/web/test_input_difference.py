"""What a file would change, without a browser."""

from decimal import Decimal

from quanheng.core.kinds import KINDS
from quanheng.core.stages.speech import Mark
from quanheng.core.values import Refused, Text
from quanheng.web.inputs.difference import Change, Changed, Difference, changes_of, difference

TABLE = KINDS["speech"].table("marks")


def mark(person, value, note=""):
    return Mark(judge="HW001", person=person, mark=Decimal(value), note=note)


def test_new_changed_unchanged_and_kept():
    held = [mark("A", "90"), mark("B", "80"), mark("C", "70")]
    given = [mark("A", "90"), mark("B", "81", "更正"), mark("D", "60")]
    places = ["m.csv:2", "m.csv:3", "m.csv:4"]
    assert difference(TABLE, held, given, places) == Difference(
        new=(("m.csv:4", given[2]),),
        changed=(
            Changed(
                "m.csv:3",
                given[1],
                (
                    Change(Text("得分", "Mark"), Decimal("80"), Decimal("81"), "mark"),
                    Change(Text("备注", "Note"), "", "更正", "note"),
                ),
            ),
        ),
        unchanged=1,
        kept=1,
        refused=(),
    )


def test_refused_rows_keep_their_place_in_the_file():
    refusal = Refused("mark_too_high", "超过满分。", "Above the full mark.")
    found = difference(TABLE, [], [mark("A", "9"), mark("B", "101")], ["m.csv:2", "m.csv:3"], [(1, refusal)])
    assert found.refused == (("m.csv:3", refusal),)
    assert [row.person for _, row in found.new] == ["A"]
    assert found.enters == 1


def test_rows_of_a_secret_table_are_always_new():
    table = KINDS["assessment"].table("sheets")
    row = table.row(sheet="1", group="staff", person="A", marks={"virtue": "excellent"})
    found = difference(table, [row], [row], ["s.csv:2"])
    assert (found.new, found.unchanged, found.kept) == ((("s.csv:2", row),), 0, 0)


def test_equal_rows_have_no_changes():
    assert changes_of(mark("A", "90"), mark("A", "90.0")) == ()
