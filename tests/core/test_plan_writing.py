"""Writing into a plan's file: the change is there, and every other character is as it was."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quanheng.core.plans.reading import Unusable, read_part, read_written
from quanheng.core.plans.writing import Change, applied, plain, rewritten, thinned, written
from quanheng.core.values import Refused

PLANS = sorted((Path(__file__).parents[2] / "src" / "quanheng" / "data" / "plans").glob("*.yaml"))
TEXTS = [file.read_text(encoding="utf-8") for file in PLANS]

SMALL = """\
# About the plan.
title: {zh: 甲, en: "A, b"}  # its title
posts:
  - {id: a, seats: 1}
  # The second.
  - {id: b, seats: 2}

# The stages.
stages:
  - id: one
    note: >
      folded
      words
    time:
      on: 2026-03-02
  - id: two
empty:
last: [x, y]
"""


def edited(*change: Any, text: str = SMALL) -> list[tuple[str, str]]:
    """The lines that a change takes away and brings."""
    before, after = text.splitlines(), written(text, Change(*change)).splitlines()
    return [("-", x) for x in before if x not in after] + [("+", x) for x in after if x not in before]


def test_a_value_is_set_where_it_stands() -> None:
    assert edited("set", ("posts", 1, "seats"), 3) == [
        ("-", "  - {id: b, seats: 2}"),
        ("+", "  - {id: b, seats: 3}"),
    ]


def test_quotes_stay_and_the_comment_beside_them() -> None:
    assert edited("set", ("title", "en"), "Other") == [
        ("-", 'title: {zh: 甲, en: "A, b"}  # its title'),
        ("+", 'title: {zh: 甲, en: "Other"}  # its title'),
    ]


def test_words_that_would_be_read_otherwise_are_quoted() -> None:
    said = (
        "yes",
        "12",
        "null",
        "a: b",
        "[x",
        "# no",
        "",
        "两行\n字",
        "x, y",
        "是",
        "2/3",
        "2026-03-02",
        "k: 1, l: 2",
    )
    for words in said:
        assert read_part(plain(words)) == words
    assert [plain(v) for v in (None, True, False, 7, ["a", {"b": "1"}])] == [
        "null", "true", "false", "7", '[a, {b: "1"}]'
    ]  # fmt: skip


def test_a_new_key_goes_to_the_end_of_its_mapping() -> None:
    assert edited("set", ("posts", 0, "unit"), "办公室") == [
        ("-", "  - {id: a, seats: 1}"),
        ("+", "  - {id: a, seats: 1, unit: 办公室}"),
    ]
    assert edited("set", ("stages", 0, "minutes"), 5) == [("+", "    minutes: 5")]
    assert edited("set", ("empty",), ["z"]) == [("-", "empty:"), ("+", "empty: [z]")]
    assert edited("set", ("more", "inside"), 1) == [("+", "more: {inside: 1}")]
    assert edited("set", ("more", "and", "more"), 1) == [("+", "more: {and: {more: 1}}")]


def test_whole_parts_give_way_to_one_line() -> None:
    assert ("+", "    time: {on: 2026-04-01}") in edited("set", ("stages", 0, "time"), {"on": "2026-04-01"})
    assert ("+", "    note: short") in edited("set", ("stages", 0, "note"), "short")


def test_items_are_added_in_the_manner_of_their_list() -> None:
    assert edited("add", ("posts",), {"id": "c"}) == [("+", "  - {id: c}")]
    assert edited("add", ("stages",), {"id": "three", "kind": "talks"}) == [
        ("+", "  - id: three"),
        ("+", "    kind: talks"),
    ]
    assert edited("add", ("last",), "z") == [("-", "last: [x, y]"), ("+", "last: [x, y, z]")]
    assert edited("add", ("empty",), "z") == [("-", "empty:"), ("+", "empty: [z]")]
    assert edited("add", ("stages",), "word") == [("+", "  - word")]


def test_a_removed_item_takes_its_own_comment_and_no_other() -> None:
    assert edited("unset", ("posts", 1)) == [("-", "  # The second."), ("-", "  - {id: b, seats: 2}")]
    assert edited("unset", ("stages", 1)) == [("-", "  - id: two")]
    assert edited("unset", ("last", 0)) == [("-", "last: [x, y]"), ("+", "last: [y]")]
    assert edited("unset", ("last", 1)) == [("-", "last: [x, y]"), ("+", "last: [x]")]
    one = written(SMALL, Change("unset", ("posts", 0)))
    assert "posts:\n  # The second.\n  []\n" in written(one, Change("unset", ("posts", 0)))


def test_keys_are_left_out_and_renamed() -> None:
    assert edited("unset", ("title", "en"))[1] == ("+", "title: {zh: 甲}  # its title")
    assert edited("unset", ("stages", 0, "note")) == [
        ("-", "    note: >"), ("-", "      folded"), ("-", "      words")
    ]  # fmt: skip
    assert edited("unset", ("stages", 0, "id"))[-1] == ("+", "  - note: >")
    assert edited("unset", ("stages", 0, "time", "on"))[-1] == ("+", "      {}")
    assert edited("rename", ("last",), "first") == [("-", "last: [x, y]"), ("+", "first: [x, y]")]
    assert edited("unset", ("empty",)) == [("-", "empty:")]


def test_an_item_moves_with_its_comment() -> None:
    made = written(SMALL, Change("move", ("posts", 1), 0))
    assert made[made.index("posts") : made.index("# The stages")] == (
        "posts:\n  # The second.\n  - {id: b, seats: 2}\n  - {id: a, seats: 1}\n\n"
    )
    assert "last: [y, x]" in written(SMALL, Change("move", ("last", 0), 1))


@pytest.mark.parametrize(
    "change",
    [
        Change("set", (), 1),
        Change("set", ("posts", 9), 1),
        Change("set", ("posts", 9, "id"), 1),
        Change("set", ("title", "zh", "deep"), 1),
        Change("unset", ("nothing",)),
        Change("unset", ("posts", 2)),
        Change("move", ("posts", 0), 2),
        Change("rename", ("last",), "posts"),
        Change("set", ("posts", "id"), 1),
        Change("set", ("title", "zh", "deep", "er"), 1),
    ],
)
def test_a_change_that_does_not_fit_is_refused(change: Change) -> None:
    with pytest.raises(Refused) as refused:
        written(SMALL, change)
    assert refused.value.code == "change_misfits"


def test_a_text_that_cannot_be_read_is_not_changed() -> None:
    with pytest.raises(Unusable):
        written("a: [", Change("set", ("a",), 1))


def test_a_part_by_itself_is_read_with_its_problems() -> None:
    assert read_part("{a: 1}") == {"a": 1}
    with pytest.raises(Unusable):
        read_part("{a: 1, a: 2}")


def test_an_alias_that_a_change_would_carry_elsewhere_is_refused() -> None:
    with pytest.raises(Refused):
        written("a: &x {k: 1}\nb: *x\n", Change("set", ("a", "k"), 2))
    with pytest.raises(Refused):
        written("a: &x [1, 2]\nb: *x\n", Change("unset", ("a",)))
    with pytest.raises(Refused):
        rewritten("a: &x 1\nb: *x\n", {("a",): "2", ("b",): "3"})
    with pytest.raises(Refused):
        thinned("a: &x [1, 2]\nb: *x\n", ("a",), [0])


def test_several_values_at_once() -> None:
    made = rewritten(
        SMALL, {("posts", 0, "seats"): 4, ("stages", 0, "time", "on"): "2027-03-01", ("no", "where"): 1}
    )
    assert made == SMALL.replace("id: a, seats: 1", "id: a, seats: 4").replace("2026-03-02", "2027-03-01")
    assert rewritten(SMALL, {("posts", 9): 1, ("stages",): 1}) == SMALL


def test_a_list_is_thinned_in_one_pass() -> None:
    stages = "".join(f"  - id: s{n}\n    kind: talks\n" for n in range(6))
    made = thinned(f"stages:\n{stages}end: 1\n", ("stages",), [0, 2, 5])
    assert [s["id"] for s in read_written(made).data["stages"]] == ["s1", "s3", "s4"]
    assert made.endswith("end: 1\n")
    assert thinned(SMALL, ("last",), [0]) == SMALL.replace("[x, y]", "[y]")
    with pytest.raises(Refused):
        thinned(SMALL, ("none", "there"), [0])


def paths_in(data: Any, path: tuple[Any, ...] = ()) -> list[tuple[tuple[Any, ...], Any]]:
    """Every part of some data with its path."""
    items = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    return [(path, data), *(found for key, value in items for found in paths_in(value, (*path, key)))]


VALUES = st.one_of(
    st.text(max_size=12).map(str.strip), st.integers(0, 99), st.booleans(),
    st.fixed_dictionaries({"zh": st.sampled_from(["甲", "乙: 丙"]), "en": st.sampled_from(["A", "B, c"])}),
    st.lists(st.sampled_from(["x", "y z"]), max_size=2),
)  # fmt: skip


@st.composite
def changes(draw: Any) -> tuple[str, Change]:
    """A shipped plan and a change that fits it."""
    text = draw(st.sampled_from(TEXTS))
    data = read_written(text).data
    path, value = draw(st.sampled_from([p for p in paths_in(data) if p[0]]))
    acts = ["set", "unset"] + (["add"] if isinstance(value, list) else [])
    acts += ["move"] if isinstance(path[-1], int) else ["rename"]
    act = draw(st.sampled_from(acts))
    if act == "move":
        listed = data
        for step in path[:-1]:
            listed = listed[step]
        return text, Change("move", path, draw(st.integers(0, len(listed) - 1)))
    return text, Change(act, path, "renamed" if act == "rename" else draw(VALUES))


@settings(max_examples=60, deadline=None)
@given(changes())
def test_what_is_read_is_what_was_meant_and_every_comment_outlives_it(drawn: tuple[str, Change]) -> None:
    text, change = drawn
    made = written(text, change)
    assert read_written(made).data == applied(read_written(text).data, change)
    assert made.splitlines()[0] == text.splitlines()[0]
