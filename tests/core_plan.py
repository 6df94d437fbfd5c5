"""A plan small enough to read, for tests of the core; parts are changed by the test that needs it."""

from quanheng.core.plans.reading import ReadPlan, read_plan
from quanheng.core.plans.schema import Plan

HEAD = """\
language: 1
id: tiny
title: {zh: 小方案, en: Tiny}
organisation: {name: 某单位, kind: institution}
as_of: 2026-03-10
"""
POSTS = """
posts:
  - {id: x, title: 甲岗, seats: 1}
  - {id: y, title: 乙岗, seats: 1}
"""
STAGES = """
stages:
  - {id: enrolment, kind: enrolment}
"""


def text_of(more: str = "", posts: str = POSTS, stages: str = STAGES) -> str:
    """The plan as text."""
    return HEAD + posts + stages + more


def read(more: str = "", posts: str = POSTS, stages: str = STAGES) -> ReadPlan:
    """The plan as read, with places."""
    return read_plan(text_of(more, posts, stages), "tiny.yaml")


def plan_of(more: str = "", posts: str = POSTS, stages: str = STAGES) -> Plan:
    """The plan alone."""
    return read(more, posts, stages).plan
