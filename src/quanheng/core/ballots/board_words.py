"""Board in words (公示板用语): whom a style is about, and what the board tells of it, a line a question."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from quanheng.core.ballots.election import Style
from quanheng.core.ballots.forms import COMMENT, BallotForm, Said
from quanheng.core.ballots.results import BLANK, WRITTEN
from quanheng.core.values import Text

SHEET: Final = Text("整张票", "whole sheet")
REMARKS: Final = Text("意见建议", "remarks")
UNMARKED: Final = Text("未填", "Left blank")


def words_of(said: Said) -> Text:
    """The words of something on a ballot; Chinese ones where there are no others."""
    return Text(said.zh, said.en or said.zh)


def group_words(form: BallotForm, style: Style) -> Text:
    """The group that votes in a style."""
    return next((words_of(g) for g in form.groups if g.id == style.group), Text(style.group))


def subject_words(form: BallotForm, style: Style) -> Text:
    """Whom or what a style is about."""
    person = next((s for s in form.subjects if s.id == style.subject), None)
    posts = {p.id: words_of(p) for p in form.posts}
    if person is not None:
        post = posts.get(person.post) if len(posts) > 1 else None
        found = (
            Text(f"{person.name}（{post.zh}）", f"{person.name} ({post.say('en')})")
            if post
            else Text(person.name, person.name)
        )
    else:
        found = posts.get(style.subject, SHEET)
    if style.kind == COMMENT:
        return Text(f"{found.zh}：{REMARKS.zh}", f"{found.say('en')}: {REMARKS.say('en')}")
    return found


def told_lines(form: BallotForm, told: Mapping[str, Any]) -> Iterator[Text]:
    """What the board tells of one style. Shapes: `told` holds `means` or `tally` by cell, as `result`."""
    for cell, mean in told.get("means", {}).items():
        yield _lined(form, cell, [Text(f"平均 {mean or '—'}", f"mean {mean or '—'}")])
    for cell, answers in told.get("tally", {}).items():
        if cell == COMMENT:
            yield from (Text(remark, remark) for remark in sorted(answers) if remark != BLANK)
        elif answers:
            yield _lined(form, cell, list(_answers(form, answers)))


def _answers(form: BallotForm, answers: Mapping[str, int]) -> Iterator[Text]:
    """Each answer and how often it was given, in the order of the ballot; names written in as they were."""
    words = {c.id: words_of(c) for c in form.choices} | {BLANK: UNMARKED}
    for answer in [*(w for w in words if w in answers), *sorted(set(answers) - set(words))]:
        written = answer.rpartition("|")[2]
        said = words.get(answer, Text(written, written))
        yield Text(f"{said.zh} {answers[answer]}", f"{said.say('en')} {answers[answer]}")


def _lined(form: BallotForm, cell: str, words: list[Text]) -> Text:
    title = _title(form, cell)
    zh, en = " · ".join(w.zh for w in words), " · ".join(w.say("en") for w in words)
    return Text(f"{title.zh}：{zh}", f"{title.say('en')}: {en}") if title.zh else Text(zh, en)


def _title(form: BallotForm, cell: str) -> Text:
    """The question of a cell, with the person on a whole sheet; nothing where there is one question only."""
    if cell == WRITTEN:
        return Text("另写", "Written in")
    subject, _, question = cell.rpartition("|")
    person = next((s.name for s in form.subjects if s.id == subject), "")
    asked = next((words_of(q) for q in form.questions if q.id == question), Text(""))
    if len(form.questions) == 1:
        return Text(person, person)
    return Text(f"{person} {asked.zh}".strip(), f"{person} {asked.say('en')}".strip())
