"""Full-process trace (全程纪实)."""

import json
import tracemalloc
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from itertools import islice

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quanheng.core.trace import (
    NO_PREVIOUS,
    Broken,
    Entry,
    Head,
    Verified,
    digest_of,
    from_line,
    from_lines,
    is_available,
    next_entry,
    to_line,
    verify,
)
from quanheng.core.values import Refused

AT = "2026-03-02T09:00:00+08:00"
few = settings(max_examples=40)
texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | texts,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=6,
)
bodies = st.dictionaries(texts, values, max_size=3)


def chain(bodies_, algorithm="sha256", book="run-1"):
    head = None
    for i, body in enumerate(bodies_):
        entry = next_entry(
            head,
            at=AT,
            actor="张三",
            act="close_stage",
            subject=f"s{i}",
            body=body,
            book=book,
            algorithm=algorithm,
        )
        head = entry.head()
        yield entry


chains = st.lists(bodies, min_size=3, max_size=8).map(lambda b: list(chain(b)))


def refusal(call, *args, **kwargs):
    with pytest.raises(Refused) as caught:
        call(*args, **kwargs)
    assert caught.value.text.zh and caught.value.text.en
    return caught.value.code


def broken(result):
    assert isinstance(result, Broken)
    assert result.reason.zh and result.reason.en
    return result.number, result.code


def write(body, **other):
    return next_entry(
        None, **{"at": AT, "actor": "a", "act": "x", "subject": "s", "book": "b", "body": body, **other}
    )


def test_an_entry_as_it_stands_on_disk():
    # The digest was computed with sha256sum from the canonical form written by hand.
    entry = write({"得分": Decimal("91.50"), "on": date(2026, 3, 2), "names": ("李四",), "n": 3, "ok": True})
    assert entry == Entry(
        book="b",
        number=1,
        at=AT,
        actor="a",
        act="x",
        subject="s",
        body={"得分": "91.50", "on": "2026-03-02", "names": ["李四"], "n": 3, "ok": True},
        previous=NO_PREVIOUS,
        digest="5b48c9796c40e0082b4eb2a5ca9ff9ebdd66c41ccde2fd6e4a1142e4938bdbdb",
        algorithm="sha256",
    )


def test_sm3_where_the_machine_has_it():
    if not is_available("sm3"):
        assert refusal(write, {}, algorithm="sm3") == "trace_algorithm"
        return
    entries = list(chain([{}, {"a": 1}], algorithm="sm3"))
    assert verify(entries) == Verified(2, entries[1].head())
    assert entries[0].digest != next(chain([{}])).digest
    assert broken(verify([entries[0], replace(entries[1], algorithm="sha256")])) == (2, "algorithm")


def test_an_unknown_algorithm_is_refused_and_breaks():
    assert refusal(write, {}, algorithm="md5") == "trace_algorithm"
    assert broken(verify([replace(write({}), algorithm="md5")])) == (1, "algorithm")


def test_an_empty_book_holds():
    assert verify([]) == Verified(0, None)
    assert broken(verify([], Head("run-1", 2, "0" * 64))) == (1, "truncated")


def test_the_short_head_is_four_groups_of_four():
    assert Head("b", 7, "0123456789abcdef" + "0" * 48).short() == "0123 4567 89ab cdef"


@pytest.mark.parametrize(
    "body",
    [
        {"x": 1.0},
        {"x": [{"y": float("nan")}]},
        {"x": Decimal("NaN")},
        {"x": 2**53},
        {"x": {1, 2}},
        {"x": b"raw"},
        {"x": datetime(2026, 3, 2)},  # noqa: DTZ001
        {1: "x"},
        {"x": "\ud800"},
        {"\ud800": "x"},
        {"x": {2: 3}},
    ],
)
def test_what_json_cannot_carry_exactly_is_refused(body):
    assert refusal(write, body) == "trace_value"


def test_the_place_of_a_refused_value_is_named():
    with pytest.raises(Refused) as caught:
        write({"marks": [{"judge": "a"}, {"points": 9.5}]})
    assert caught.value.where == "body.marks[1].points"


def test_an_entry_needs_an_offset_a_book_and_one_algorithm():
    head = write({}).head()
    assert refusal(write, {}, at="2026-03-02T09:00:00") == "trace_time"
    assert refusal(write, {}, at="yesterday") == "trace_time"
    assert refusal(write, {}, book="") == "trace_book"
    plain = {"at": AT, "actor": "a", "act": "x", "subject": "s", "body": {}}
    assert refusal(next_entry, head, book="other", **plain) == "trace_book"
    assert refusal(next_entry, head, algorithm="sm3", **plain) == "trace_algorithm"
    assert refusal(next_entry, replace(head, digest=head.digest[:16]), **plain) == "trace_head"
    assert next_entry(head, **plain).book == "b"


def test_a_body_changed_by_its_owner_afterwards_does_not_change_the_entry():
    votes = {"yes": [1]}
    entry = write(votes)
    votes["yes"].append(2)
    assert verify([entry]) == Verified(1, entry.head())


def test_a_body_tampered_with_a_float_or_worse_breaks_and_does_not_crash():
    entry = write({"n": 1})
    for body in ({"n": 1.0}, {"n": float("nan")}, {"n": object()}, {1: "n", "m": 2}, {"n": "\ud800"}):
        assert broken(verify([replace(entry, body=body)])) == (1, "digest")


@few
@given(chains)
def test_a_chain_as_written_holds(entries):
    assert verify(entries) == Verified(len(entries), entries[-1].head())
    for head in (e.head() for e in entries):  # the book may have grown since the head was taken
        assert verify(entries, head) == Verified(len(entries), entries[-1].head())
        assert verify(entries, replace(head, digest=head.short())) == Verified(
            len(entries), entries[-1].head()
        )


@few
@given(chains, st.data())
def test_any_change_of_any_field_is_found_at_its_number(entries, data):
    at = data.draw(st.integers(0, len(entries) - 1))
    entry = entries[at]
    name, value = data.draw(
        st.sampled_from(
            [
                ("book", "run-2"),
                ("number", entry.number + 1),
                ("number", entry.number - 1),
                ("at", "2026-03-02T09:00:01+08:00"),
                ("actor", "李四"),
                ("act", "reopen_stage"),
                ("subject", "t"),
                ("body", {**entry.body, "another": 1}),
                ("previous", "f" * 64),
                ("digest", "f" * 64),
                ("algorithm", "sm3"),
            ]
        )
    )
    changed = [*entries[:at], replace(entry, **{name: value}), *entries[at + 1 :]]
    assert broken(verify(changed))[0] == entry.number


@few
@given(chains, st.data())
def test_a_changed_entry_with_its_digest_made_good_is_found_at_the_next(entries, data):
    at = data.draw(st.integers(0, len(entries) - 2))
    forged = replace(entries[at], actor="李四")
    forged = replace(forged, digest=digest_of(forged))
    changed = [*entries[:at], forged, *entries[at + 1 :]]
    assert broken(verify(changed)) == (entries[at].number + 1, "previous")
    assert broken(verify(changed, entries[at].head())) == (entries[at].number, "head")


@few
@given(chains, st.data())
def test_removal_before_the_end_is_found(entries, data):
    at = data.draw(st.integers(0, len(entries) - 2))
    assert broken(verify(entries[:at] + entries[at + 1 :])) == (at + 1, "gap")


@few
@given(chains, st.data())
def test_a_swap_is_found(entries, data):
    at = data.draw(st.integers(0, len(entries) - 2))
    swapped = [*entries[:at], entries[at + 1], entries[at], *entries[at + 2 :]]
    assert broken(verify(swapped)) == (at + 1, "gap")


@few
@given(chains, st.data())
def test_a_repeated_entry_is_found(entries, data):
    at = data.draw(st.integers(0, len(entries) - 1))
    assert broken(verify([*entries[: at + 1], *entries[at:]])) == (at + 2, "repeated")


@few
@given(chains, st.data())
def test_removal_at_the_end_is_found_with_the_head_only(entries, data):
    left = data.draw(st.integers(0, len(entries) - 1))
    head = entries[-1].head()
    assert isinstance(verify(entries[:left]), Verified)
    assert broken(verify(entries[:left], head)) == (left + 1, "truncated")


@few
@given(chains)
def test_a_chain_rebuilt_throughout_is_found_with_the_head_only(entries):
    rebuilt = list(chain([{**e.body, "forged": True} for e in entries]))
    assert isinstance(verify(rebuilt), Verified)
    assert broken(verify(rebuilt, entries[-1].head())) == (len(entries), "head")
    assert (
        broken(verify(rebuilt, replace(entries[-1].head(), digest=entries[-1].head().short())))[1] == "head"
    )


def test_a_head_too_short_to_mean_anything_never_matches():
    entry = write({})
    assert broken(verify([entry], replace(entry.head(), digest=entry.digest[:4]))) == (1, "head")


@few
@given(chains)
def test_lines_read_back(entries):
    lines = [to_line(e) for e in entries]
    assert [line for line in lines if "\n" in line] == []
    assert list(from_lines(line + "\n" for line in lines)) == entries


@few
@given(chains, st.data())
def test_any_altered_character_of_a_file_is_found(entries, data):
    lines = [to_line(e) for e in entries]
    row = data.draw(st.integers(0, len(lines) - 1))
    column = data.draw(st.integers(0, len(lines[row]) - 1))
    character = data.draw(st.sampled_from('0aZ" {},:中').filter(lambda c: c != lines[row][column]))
    lines[row] = lines[row][:column] + character + lines[row][column + 1 :]
    try:
        result = verify(from_lines(lines), entries[-1].head())
    except Refused as refused:
        assert (refused.code, refused.where) == ("trace_line", f"line {row + 1}")
    else:
        assert broken(result)[0] == row + 1


def test_lines_that_are_not_entries_are_refused_with_their_number():
    good = to_line(write({"n": 1}))
    facts = json.loads(good)
    bad = [
        "",
        "[]",
        "not json",
        good[:-1],
        good.replace('"n":1', '"n":1.5'),
        good.replace('"n":1', '"n":NaN'),
        good.replace('"n":1', '"n":1,"n":1'),
        good.replace('"n":1', '"n":"\\ud800"'),
        good.replace('"number":1', '"number":"1"'),
        good.replace('"number":1', '"number":true'),
        good.replace('"body":{"n":1}', '"body":[]'),
        json.dumps(facts, sort_keys=True),
        json.dumps({k: v for k, v in facts.items() if k != "actor"}, sort_keys=True),
        json.dumps({**facts, "extra": 1}, sort_keys=True),
        "[" * 100_000,
    ]
    for line in bad:
        with pytest.raises(Refused) as caught:
            list(from_lines([good, line]))
        assert (caught.value.code, caught.value.where) == ("trace_line", "line 2")
    assert from_line(good + "\r\n", 1) == write({"n": 1})


def test_a_long_book_is_not_kept_in_memory():
    def peak(count):
        tracemalloc.start()
        result = verify(from_lines(map(to_line, chain({"n": i} for i in range(count)))))
        top = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert isinstance(result, Verified) and result.count == count
        return top

    peak(10)  # first use fills caches
    assert peak(4000) < peak(40) + 50_000


@settings(max_examples=20)
@given(st.lists(bodies, max_size=5))
def test_the_canonical_form_is_that_of_any_json_library(bodies_):
    for entry in islice(chain(bodies_), 5):
        facts = json.loads(to_line(entry))
        assert json.dumps(facts, sort_keys=True, ensure_ascii=False, separators=(",", ":")) == to_line(entry)
