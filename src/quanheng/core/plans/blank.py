"""Blank plan (空白方案): the least that a plan must say, as the file with which the editor begins."""

from __future__ import annotations

from datetime import date

from quanheng.core.plans.writing import plain
from quanheng.core.workdays import Calendar

ENROLMENT_DAYS = 5
"""Units: working days; how long enrolment runs until somebody says otherwise."""


def blank_plan(plan: str, title: str, organisation: str, kind: str, begins_on: date, post: str) -> str:
    """The text of a plan with one post and an enrolment, to be gone on with in the form or the file."""
    until = Calendar().add_working_days(begins_on, ENROLMENT_DAYS).day
    return f"""\
# 左边表单、中间文件，改哪一边都可以；写在 # 后面的是给自己看的话。
# Form and file are one: change either; what stands behind # is a note of your own.
language: 1
id: {plain(plan)}
title: {plain(title)}
organisation:
  name: {plain(organisation)}
  kind: {plain(kind)}
as_of: {begins_on}
begins_on: {begins_on}

posts:
  - id: post-1
    title: {plain(post)}
    seats: 1

stages:
  - id: enrolment
    kind: enrolment
    time: {{from: {begins_on}, to: {until}}}
"""
