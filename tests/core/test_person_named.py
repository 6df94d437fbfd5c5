"""Whom a name means: one bearer is found, none leaves the words, many are refused with their units."""

import pytest

from quanheng.core.person_named import bearers_of, name_of_many, person_named
from quanheng.core.values import Refused

PEOPLE = (
    ("P3", "王伟", "财政所"),
    ("P1", "王伟", "党政办"),
    ("P2", "王伟", ""),
    ("P4", "李强", "党政办"),
    ("王伟", "赵敏", "党政办"),
)


def test_a_code_or_a_name_that_one_bears_is_that_person():
    assert [person_named(w, PEOPLE) for w in ("P3", "李强", "无此人", "王伟")] == [
        "P3",
        "P4",
        "无此人",
        "王伟",
    ]


def test_a_name_that_many_bear_is_refused_with_their_units():
    with pytest.raises(Refused) as refused:
        person_named("王伟", PEOPLE[:4])
    assert refused.value.code == "name_of_many"
    assert refused.value.text.zh == "“王伟”有 3 人同名：无单位 P2、党政办 P1、财政所 P3。"
    assert refused.value.text.en == "3 people are called '王伟': no unit P2, 党政办 P1, 财政所 P3."
    assert [p[0] for p in bearers_of("王伟", PEOPLE[:4])] == ["P2", "P1", "P3"]


def test_of_very_many_the_rest_is_counted():
    many = tuple((f"P{n:02}", "张敏", "局") for n in range(14))
    assert name_of_many("张敏", many).text.zh.endswith("局 P11，另 2 人。")
