"""Rehearsing how people are heard (演练：民主推荐、谈话、测评、酝酿、讨论决定)."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil

from quanheng.core.inputs import Row
from quanheng.core.newcomers import posts_inside
from quanheng.core.rehearsal.beginning import spread
from quanheng.core.rehearsal.scene import BY, Scene, Written
from quanheng.core.stages import assessment, consultation, decision, talks
from quanheng.core.stages.decision import tables as meeting
from quanheng.core.stages.recommendation import tables as recommendation
from quanheng.core.values import Candidate

VOTERS = 24
"""Sheets in each group, enough that a plan's rules for small groups leave it alone."""


def recommendation_rows(scene: Scene[recommendation.Settings]) -> Written:
    """Sheets of every group, and of a second round where one is called for."""
    settings = scene.settings
    number = 1 if scene.is_first else 2
    first = 1
    sheets, turnout = [], []
    for group in settings.groups:
        numbers = range(first, first + VOTERS)
        if settings.numbering == "round":
            first += VOTERS
        for sheet in numbers:
            sheets += [
                recommendation.Ballot(
                    round=number,
                    sheet=str(sheet),
                    group=group.id,
                    post=candidate.post,
                    person=candidate.person,
                    mark=mark,
                    signed_by=f"{group.id}-{sheet}" if settings.signed else "",
                )
                for candidate, mark in _votes(scene)
            ]
        turnout.append(
            recommendation.GroupTurnout(
                round=number,
                group=group.id,
                should_attend=VOTERS,
                present=VOTERS,
                issued=VOTERS,
                returned=VOTERS,
            )
        )
    return {"turnout": turnout, "sheets": sheets}


def _votes(scene: Scene[recommendation.Settings]) -> list[tuple[Candidate, recommendation.Mark]]:
    """What one sheet says: names up to the number allowed, or a vote on everyone; the first are favoured."""
    settings = scene.settings
    standing = scene.candidates() or _written_in(scene)
    if settings.form == "approval":
        return [(c, _voice(scene, n)) for n, c in enumerate(standing)]
    fields: Sequence[Sequence[Candidate]] = [standing]
    if settings.limit_per == "post":
        fields = [[c for c in standing if c.post == post] for post in scene.slate.seats]
    found: list[tuple[Candidate, recommendation.Mark]] = []
    for field in fields:
        most = _most(scene, field)
        named = [c for c in field if scene.chance.random() < 0.7][:most]
        if settings.exactly:
            named += [c for c in field if c not in named][: max(0, most - len(named))]
        found += [(c, "approve") for c in named]
    return found or [(Candidate("", ""), "abstain")]


def _written_in(scene: Scene[recommendation.Settings]) -> tuple[Candidate, ...]:
    """Whom sheets without a list name: some for every post that the stage concerns."""
    inside = posts_inside(scene.slate, scene.settings, scene.inputs)
    posts = [scene.inputs.frame.posts[p] for p in inside]
    return tuple(Candidate(*pair) for pair in zip(*spread(posts, scene), strict=True))


def _most(scene: Scene[recommendation.Settings], field: Sequence[Candidate]) -> int:
    most = scene.settings.most
    if isinstance(most, int):
        return most
    return sum(scene.slate.seats.get(p, 0) for p in {c.post for c in field}) if most else len(field)


def _voice(scene: Scene[recommendation.Settings], place: int) -> recommendation.Mark:
    drawn = scene.chance.random()
    return "approve" if drawn < max(0.55, 0.95 - place * 0.02) else "oppose" if drawn < 0.97 else "abstain"


def talks_rows(scene: Scene[talks.Settings]) -> Written:
    """Talks with every group, who was named in them, and the summary."""
    today = scene.today
    return {
        "groups": [
            talks.TalkGroup(group=g.id, due=10, talked=10, talks=10, began_on=today, ended_on=today)
            for g in scene.settings.groups
        ],
        "named": [
            talks.NamedInTalks(group=g.id, post=c.post, person=c.person, times=scene.chance.randint(5, 10))
            for g in scene.settings.groups
            for c in scene.candidates()
        ],
        "summary": [talks.Summary(text=BY * scene.settings.summary_at_least, written_by=scene.somebody())],
    }


def assessment_rows(scene: Scene[assessment.Settings]) -> Written:
    """Sheets of every group on everyone: mostly the two best grades, or the upper half of the marks."""
    settings = scene.settings
    if not scene.candidates():
        return {}
    sheets, turnout, first = [], [], 1
    for group in settings.groups:
        numbers = range(first, first + VOTERS)
        if settings.numbering == "round":
            first += VOTERS
        sheets += [
            assessment.Sheet(sheet=str(n), group=group.id, person=person, marks=_marks(scene, place))
            for n in numbers
            for place, person in enumerate(scene.slate.people())
        ]
        turnout.append(
            assessment.GroupTurnout(
                group=group.id, should_attend=VOTERS, present=VOTERS, issued=VOTERS, returned=VOTERS
            )
        )
    return {"turnout": turnout, "sheets": sheets}


def _marks(scene: Scene[assessment.Settings], place: int) -> dict[str, str]:
    """One cell a dimension; people later on the slate fare a little worse, so that there is an order."""
    return {d.id: _mark(scene, place) for d in scene.settings.dimensions}


def _mark(scene: Scene[assessment.Settings], place: int) -> str:
    settings = scene.settings
    if settings.scale is None:
        grades = [g.id for g in settings.grades]
        drawn = scene.chance.random()
        best = max(0.2, 0.75 - place * 0.03)
        return grades[0] if drawn < best else grades[1] if drawn < 0.97 else scene.chance.choice(grades)
    step = settings.scale.step or 1
    low = settings.scale.min + (settings.scale.max - settings.scale.min) * 6 / 10
    steps = int((settings.scale.max - low) / step)
    return str(settings.scale.max - step * scene.chance.randint(0, max(0, steps)))


def consultation_rows(scene: Scene[consultation.Settings]) -> Written:
    """Every side is asked and agrees."""
    parties, today = scene.settings.parties, scene.today
    return {
        "asked": [consultation.Asked(party=p.id, asked_on=today, document=BY) for p in parties],
        "opinions": [
            consultation.PartyOpinion(
                party=p.id,
                person=c.person,
                post=c.post,
                opinion="agree",
                given_on=today,
                given_by=scene.somebody(p.body),
                document=BY,
            )
            for p in parties
            for c in scene.candidates()
        ],
    }


def decision_rows(scene: Scene[decision.Settings]) -> Written:
    """A full meeting that agrees to the first of each post, as many as it may let through."""
    settings = scene.settings
    members = scene.members(settings.body)
    passing = {
        c
        for post, seats in scene.slate.seats.items()
        for c in _by_rank(scene, post)[: ceil(seats * settings.per_seat) if settings.limited else None]
    }
    last = scene.inputs.frame.principals.get(settings.body)
    order = sorted(members, key=lambda m: (m == last, members.index(m)))
    written: dict[str, list[Row]] = {
        "meeting": [
            meeting.Meeting(held_on=scene.today, place=BY, chair=last or members[0], recorder=BY, agenda=BY)
        ],
        "tellers": [meeting.Teller(person=m, role="scrutineer") for m in members[: settings.scrutineers]],
        "attendance": [
            meeting.Attendance(member=m, present=True, group=_group(scene, n)) for n, m in enumerate(members)
        ],
    }
    for c in scene.candidates():
        agrees = c in passing
        if settings.manner == "secret":
            written.setdefault("counts", []).extend(_counts(scene, c, len(members), agrees))
        else:
            written.setdefault("votes", []).extend(
                meeting.Vote(
                    member=m, person=c.person, post=c.post, vote="agree" if agrees else "disagree", order=n
                )
                for n, m in enumerate(order, start=1)
            )
        if settings.reference:
            result: meeting.Decided = "adopted" if agrees else "not_adopted"
            written.setdefault("resolutions", []).append(
                meeting.Resolution(person=c.person, post=c.post, result=result, reason=BY)
            )
    return written


def _by_rank(scene: Scene[decision.Settings], post: str) -> list[Candidate]:
    """The candidates of a post in the order that the decision follows, where it follows one."""
    followed = scene.inputs.earlier.get(scene.settings.follows or "")
    ranks = {s.candidate: s.rank or 0 for s in followed.scores} if followed else {}
    return sorted(scene.slate.of(post), key=lambda c: ranks.get(c, 0))


def _group(scene: Scene[decision.Settings], place: int) -> str:
    groups = [q.group for q in scene.settings.quorum if q.group]
    return groups[place % len(groups)] if groups else ""


def _counts(
    scene: Scene[decision.Settings], candidate: Candidate, members: int, agrees: bool
) -> list[meeting.BallotCount]:
    groups = [q.group for q in scene.settings.quorum if q.group] or [""]
    found = []
    for n, group in enumerate(groups):
        size = len(range(n, members, len(groups)))
        votes = {"agree": size} if agrees else {"agree": 0, "disagree": size}
        found.append(meeting.BallotCount(person=candidate.person, post=candidate.post, group=group, **votes))
    return found
