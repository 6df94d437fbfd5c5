"""Corners of the trace: another book in between, text that no file can hold."""

from dataclasses import replace

import pytest

from quanheng.core.trace import Broken, from_line, next_entry, to_line, verify
from quanheng.core.values import Refused

AT = "2026-03-10T09:00:00+08:00"


def test_an_entry_of_another_book_is_named():
    first = next_entry(None, at=AT, actor="a", act="x", subject="s", body={}, book="one")
    second = next_entry(first.head(), at=AT, actor="a", act="x", subject="s", body={})
    found = verify([first, replace(second, book="two")])
    assert isinstance(found, Broken)
    assert (found.number, found.code) == (2, "book")


def test_half_a_character_is_no_line():
    line = to_line(next_entry(None, at=AT, actor="a", act="x", subject="s", body={}, book="one"))
    with pytest.raises(Refused) as refused:
        from_line(line.replace('"actor":"a"', '"actor":"\\ud800"'), 7)
    assert refused.value.where == "line 7"
