"""Matters of a stage (逐人事项): whom each row is about, what is known of them, what it begins with."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from quanheng.core.people import Person
from quanheng.core.spans import full_on
from quanheng.core.stages import assign_posts, consultation, inspection, probation
from quanheng.core.stages.assign_posts import Wish
from quanheng.core.stages.inspection.tables import Talk
from quanheng.core.values import Candidate, Text
from quanheng.documents.wording import present_posts
from quanheng.web.reader import now
from quanheng.web.stages.access import StageInView
from quanheng.web.stages.candidate_words import Known, Points, points_in_words, points_of

Facts = tuple[Known, ...]


@dataclass(frozen=True, slots=True)
class Wanted:
    """One row that is wanted: its key, whom it is about, what is known, what its form begins with."""

    key: str
    candidate: Candidate
    subject: Text
    facts: Facts
    given: Mapping[str, str]


def reports(view: StageInView[inspection.Settings]) -> tuple[Wanted, ...]:
    """The inspection's reports: with the results so far, and how many talks there were."""
    talks = Counter[str]()
    for talk in view.rows("talks", Talk):
        talks[talk.person] += talk.count
    found = []
    for c in view.slate.candidates:
        points = points_of(view, c)
        held = _talked(talks[c.person], view.settings)
        facts: Facts = (
            *_now(view, c),
            *_scores(points),
            *((Known(Text("个别谈话", "Talks"), held),) if view.settings.talks else ()),
        )
        given = {"written_on": _today(), "recommendation_results": points_in_words(points)}
        found.append(_about(view, c, facts, given))
    return tuple(found)


def may_mark(view: StageInView[Any]) -> bool:
    """Whether the reader is of those whose marks make the score of the inspection."""
    score, me = view.settings.score, view.run.actor.person
    if score is None or score.by != "members" or me is None:
        return False
    return view.run.may("record_marks") and view.inputs.frame.is_member(score.body or "", me)


def marks(view: StageInView[inspection.Settings]) -> tuple[Wanted, ...]:
    """The reader's own marks: each person once, with no word of what others gave."""
    me, most = view.run.actor.person or "", view.settings.score
    full = Text(str(most.full_mark) if most else "")
    found = []
    for person in view.slate.people():
        own = [c for c in view.slate.candidates if c.person == person]
        posts = [view.post(c.post) for c in own]
        subject = Text("、".join(p.zh for p in posts), ", ".join(p.say("en") for p in posts))
        facts: Facts = (*_now(view, own[0]), Known(Text("满分", "Full mark"), full))
        given = {"judge": me, "person": person}
        found.append(Wanted(f"{me}|{person}", own[0], subject, facts, given))
    return tuple(found)


def reviews(view: StageInView[probation.Settings]) -> tuple[Wanted, ...]:
    """The reviews at the end of a trial: from when to when it runs, and what has been on record since."""
    begins = probation.began_on(view.slate, view.inputs, view.settings)
    today, found = now().date(), []
    for c in view.slate.candidates:
        began = begins[c]
        full = full_on(began, view.settings.length, view.inputs.calendar)
        left = (full - today).days
        zh, en = (f"，还有 {left} 天", f", {left} days left") if left > 0 else ("，已满", ", full")
        period = Text(f"{began} 至 {full}{zh}", f"{began} to {full}{en}")
        events = "；".join(
            f"{e.on} {e.kind}（{e.document}）"
            for e in view.rows("events", probation.Event)
            if e.person == c.person
        )
        facts: Facts = (
            Known(Text("试用期", "Trial"), period),
            Known(
                Text("期间处分等", "Events"), Text(events) if events else Text("没有登记", "none on record")
            ),
        )
        found.append(_about(view, c, facts, {"reviewed_on": _today()}))
    return tuple(found)


def opinions(view: StageInView[consultation.Settings]) -> tuple[Wanted, ...]:
    """The opinions of every side on every candidate, side by side."""
    found = []
    for party in view.settings.parties:
        for c in view.slate.candidates:
            given = {"party": party.id, "person": c.person, "post": c.post, "given_on": _today()}
            subject = Text(
                f"{party.title.zh}对其任{view.post(c.post).zh}的意见",
                f"{party.title.say('en')}, on {view.post(c.post).say('en')}",
            )
            facts: Facts = (_asked(view, party.id), *_now(view, c), *_scores(points_of(view, c)))
            found.append(Wanted(f"{party.id}|{c.person}|{c.post}", c, subject, facts, given))
    return tuple(found)


def assignments(view: StageInView[assign_posts.Settings]) -> tuple[Wanted, ...]:
    """The posts to be given to the winners of a level, the best rank first."""
    stands = [(points_of(view, c), c) for c in view.slate.candidates if c.post in view.settings.places]
    stands.sort(key=lambda stand: stand[0][-1].rank or 0 if stand[0] else 0)
    found = []
    for points, c in stands:
        person = view.inputs.people.get(c.person)
        degrees = _degrees(person) if person and view.run.may("view_roster") else ""
        wishes = sorted(
            (w for w in view.rows("wishes", Wish) if (w.person, w.pool) == (c.person, c.post)),
            key=lambda w: w.choice,
        )
        facts: Facts = (
            *_now(view, c),
            *_scores(points),
            *((Known(Text("学历专业", "Education"), Text(degrees)),) if degrees else ()),
            *((Known(Text("岗位意愿", "Wishes"), _wished(view, wishes)),) if view.settings.wishes else ()),
            Known(Text("可定岗的职位", "Posts to give"), _free(view, c.post)),
        )
        given = {"person": c.person, "pool": c.post, "decided_on": _today()}
        rank = points[-1].rank if points else None
        subject = Text(f"第 {rank} 名", f"#{rank}") if rank else view.post(c.post)
        found.append(Wanted(f"{c.person}|{c.post}", c, subject, facts, given))
    return tuple(found)


def _degrees(person: Person) -> str:
    return "、".join(f"{e.level} {e.major}".strip() for e in person.educations)


def _talked(held: int, settings: inspection.Settings) -> Text:
    least = settings.talks.at_least if settings.talks else 0
    return Text(f"{held} 人次，至少须 {least} 人次", f"{held}; at least {least} are needed")


def _asked(view: StageInView[consultation.Settings], party: str) -> Known:
    row = next((a for a in view.rows("asked", consultation.Asked) if a.party == party), None)
    said = (
        Text(row.asked_on.isoformat())
        if row
        else Text("尚未征求，先登记征求", "not asked yet; enter that first")
    )
    return Known(Text("征求日期", "Asked on"), said)


def _free(view: StageInView[assign_posts.Settings], pool: str) -> Text:
    """The posts of a level with the seats that are left in each."""
    taken = Counter(a.post for a in view.rows("assignments", assign_posts.Assignment))
    left = [
        (view.post(post), view.inputs.frame.posts[post].fixed_seats() - taken[post])
        for post in view.settings.places[pool]
    ]
    return Text(
        "、".join(f"{title.zh}（余 {n}）" for title, n in left),
        ", ".join(f"{title.say('en')} ({n} left)" for title, n in left),
    )


def _wished(view: StageInView[Any], wishes: list[Wish]) -> Text:
    if not wishes:
        return Text("没有填报", "none")
    posts = [view.post(w.post) for w in wishes]
    return Text("、".join(p.zh for p in posts), ", ".join(p.say("en") for p in posts))


def _about(view: StageInView[Any], c: Candidate, facts: Facts, given: Mapping[str, str]) -> Wanted:
    whole = {"person": c.person, "post": c.post, **given}
    return Wanted(f"{c.person}|{c.post}", c, view.post(c.post), facts, whole)


def _now(view: StageInView[Any], c: Candidate) -> Facts:
    person = view.inputs.people.get(c.person)
    said = present_posts(person, view.inputs.frame.as_of) if person else ""
    return (Known(Text("现任", "Now"), Text(said)),) if said else ()


def _scores(points: tuple[Points, ...]) -> Facts:
    return tuple(Known(p.title, p.said(), p.stage) for p in points)


def _today() -> str:
    return now().date().isoformat()
