"""Rehearsing what follows the choice (演练：考察、意见、报批、公示、培训、任职、试用、定岗、双向选择)."""

from __future__ import annotations

from decimal import Decimal

from quanheng.core.inputs import Row
from quanheng.core.rehearsal.scene import BY, Scene, Written
from quanheng.core.stages import (
    appointment,
    approval,
    assign_posts,
    clearance,
    inspection,
    matching,
    probation,
    public_notice,
    secondment,
    training,
)
from quanheng.core.stages.inspection import tables as inspecting
from quanheng.core.stages.inspection.extending import earlier_units
from quanheng.core.stages.matching import tables as choosing
from quanheng.core.stages.matching.choosers import choosers_of
from quanheng.core.stages.matching.field import field_of
from quanheng.core.stages.matching.training import hours_wanted
from quanheng.core.stages.public_notice import tables as publishing
from quanheng.core.stages.secondment import tables as seconding


def inspection_rows(scene: Scene[inspection.Settings]) -> Written:
    """A team, the notice, talks and a favourable report on everyone."""
    settings, today = scene.settings, scene.today
    members = scene.members(settings.team.from_) or tuple(
        dict.fromkeys(m for body in scene.inputs.frame.members for m in scene.members(body))
    )
    team = members[: settings.team.at_least]
    people = scene.slate.people()
    score = settings.score
    judges = scene.members(score.body) if score is not None and score.by == "members" else ()
    return {
        "team": [inspecting.TeamMember(person=m, leads=n == 0) for n, m in enumerate(team)],
        "notices": [
            inspecting.InspectionNotice(place=place, published_on=scene.inputs.opened_on)
            for place in [p.zh for p in settings.notice_places] or [BY]
            if settings.notice is not None
        ],
        "talks": [
            inspecting.Talk(person=p, talked_with=BY, talked_on=today, count=settings.talks.at_least)
            for p in people
            if settings.talks is not None
        ],
        "visits": [
            inspecting.Visit(person=p, unit=unit, visited_on=today, found=BY)
            for p in people
            for unit in earlier_units(p, scene.inputs, settings.extends)
        ],
        "reports": [
            inspecting.Report(
                person=p,
                **dict.fromkeys(
                    (
                        "basic_facts", "virtue", "ability", "diligence", "achievement", "integrity",
                        "strengths", "recommendation_results", "weaknesses",
                    ),
                    BY,
                ),
                conclusion="suitable",
                score=score.full_mark * 9 / 10 if score is not None and score.by == "report" else None,
                written_on=today,
                by=team[0],
            )
            for p in people
        ],
        "marks": [
            inspecting.Mark(judge=j, person=p, mark=score.full_mark * 9 / 10)
            for j in judges
            for p in people
            if score is not None
        ],
    }  # fmt: skip


def clearance_rows(scene: Scene[clearance.Settings]) -> Written:
    """Every opinion is given in writing, and clear."""
    settings = scene.settings
    found = []
    for person in scene.slate.people():
        for must in settings.musts:
            hands = scene.members(settings.giver_of(must)) or (scene.somebody(),)
            found.append(
                clearance.Opinion(
                    person=person,
                    must=must,
                    result="clear",
                    document=BY,
                    given_on=scene.today,
                    signed_by=hands[0],
                    second_signature=hands[-1] if settings.signatures == 2 else "",
                )
            )
    return {"opinions": found}


def approval_rows(scene: Scene[approval.Settings]) -> Written:
    """One request with all its papers, approved the same day."""
    settings, today = scene.settings, scene.today
    papers = "、".join(p.zh for p in settings.papers_needed())
    request = approval.ApprovalRequest(number=BY, to=settings.by[0], sent_on=today, attachments=papers)
    reply = approval.ApprovalReply(
        number=BY, result="approve", replied_by=settings.by[0], replied_on=today, document=BY
    )
    return {"requests": [request], "replies": [reply] if settings.mode == "approve" else []}


def public_notice_rows(scene: Scene[public_notice.Settings]) -> Written:
    """The notice goes up everywhere on the first day; nobody objects."""
    if not scene.is_first:
        return {}
    return {
        "publications": [
            publishing.Publication(place=place.zh, published_on=scene.inputs.opened_on)
            for place in scene.settings.places
        ]
    }


def training_rows(scene: Scene[training.Settings]) -> Written:
    """Everyone does every course."""
    return {
        "results": [
            training.CourseResult(
                person=p,
                course=course.id,
                hours=course.hours or 8,
                passed=True,
                finished_on=scene.today,
                document=BY,
            )
            for p in scene.slate.people()
            for course in scene.settings.courses
        ]
    }


def appointment_rows(scene: Scene[appointment.Settings]) -> Written:
    """Talks, pledges and documents of the day."""
    today = scene.today
    people = scene.slate.people()
    return {
        "talks": [
            appointment.Talk(person=p, talked_by=scene.somebody(), talked_on=today)
            for p in people
            if scene.settings.talk
        ],
        "pledges": [appointment.Pledge(person=p, signed_on=today) for p in people if scene.settings.pledge],
        "documents": [
            appointment.Document(
                person=c.person,
                post=c.post,
                number=f"{BY}〔{today.year}〕1号",
                issued_on=today,
                effective_on=today,
                filed_on=today,
            )
            for c in scene.candidates()
        ],
    }


def probation_rows(scene: Scene[probation.Settings]) -> Written:
    """Everyone passes, once the trial is over."""
    if scene.is_first:
        return {}
    voted = scene.settings.vote is not None
    return {
        "reviews": [
            probation.Review(
                person=c.person,
                post=c.post,
                result="passed",
                reviewed_on=scene.today,
                favourable=20 if voted else None,
                ballots=20 if voted else None,
            )
            for c in scene.candidates()
        ]
    }


def secondment_rows(scene: Scene[secondment.Settings]) -> Written:
    """Everybody is posted, is there all the time, and the host is content."""
    people, today = scene.slate.people(), scene.today
    month = f"{today:%Y-%m}"
    return {
        "postings": [
            seconding.Posting(person=p, host=BY, post=BY, since=scene.inputs.opened_on, document=BY)
            for p in people
        ],
        "days": [
            seconding.Days(person=p, month=month, present=Decimal(31), whole=Decimal(31))
            for p in people
            if scene.settings.attendance is not None
        ],
        "opinions": [
            seconding.Opinion(person=p, opinion=BY, given_on=today)
            for p in people
            if scene.settings.host_opinion
        ],
    }


def assign_posts_rows(scene: Scene[assign_posts.Settings]) -> Written:
    """Winners get the posts of their pool in turn."""
    places = {
        pool: [p for p in posts for _ in range(max(1, scene.inputs.frame.posts[p].fixed_seats()))]
        for pool, posts in scene.settings.places.items()
    }
    return {
        "assignments": [
            assign_posts.Assignment(
                person=c.person,
                pool=c.post,
                post=places[c.post].pop(0),
                reason=BY,
                resolution=BY,
                decided_on=scene.today,
            )
            for c in scene.candidates()
            if places.get(c.post)
        ]
    }


def matching_rows(scene: Scene[matching.Settings]) -> Written:
    """Whoever waited is trained; all name offices in the widest round, offices choose, the rest is placed."""
    settings = scene.settings
    if scene.due_in("courses"):
        return {"courses": _courses(scene)}
    if scene.is_first and settings.settles == "two_way":
        return {"preferences": _preferences(scene)}
    return {
        "choices": _choices(scene) if scene.due_in("choices") else [],
        "adjustments": _adjustments(scene) if scene.due_in("adjustments") else [],
    }


def _courses(scene: Scene[matching.Settings]) -> list[Row]:
    hours = hours_wanted(scene.inputs, scene.settings)
    return [
        choosing.Course(person=due.person, course=BY, hours=hours, finished_on=scene.today)
        for due in scene.due_in("courses")
    ]


def _preferences(scene: Scene[matching.Settings]) -> list[Row]:
    settings = scene.settings
    field = field_of(scene.slate, scene.inputs, settings)
    widest = next((n for n, c in enumerate(settings.rounds, start=1) if c.reach == "all"), None)
    open_here = settings.rounds[widest - 1].offices if widest else ()
    offices = [
        office
        for office in field.seats
        if office in (open_here or field.seats) and choosers_of(office, scene.inputs, settings) != frozenset()
    ]
    if widest is None or len(offices) < settings.preferences.min:
        return []
    wished: list[Row] = [
        choosing.Preference(person=p, office=office, order=n, round=widest, stated_on=scene.today)
        for p in sorted(field.pool)
        for n, office in enumerate(
            scene.chance.sample(offices, min(settings.preferences.max, len(offices))), start=1
        )
    ]
    refused = dict(matching.admit("preferences", wished, scene.slate, scene.inputs, settings))
    return [] if refused else wished


def _choices(scene: Scene[matching.Settings]) -> list[Row]:
    settings = scene.settings
    field = field_of(scene.slate, scene.inputs, settings)
    rows = scene.inputs.table("preferences", choosing.Preference)
    first = {row.person: row for row in rows if row.order == 1}
    found: list[Row] = []
    for office in dict.fromkeys(row.office for row in rows):
        seekers = [p for p, row in first.items() if row.office == office][: field.seats[office]]
        heads = sorted(choosers_of(office, scene.inputs, settings) or ())
        found += [
            choosing.Choice(
                office=office,
                person=person,
                order=n if settings.chosen_by == "order" else None,
                score=Decimal(100 - n) if settings.chosen_by == "score" else None,
                grade=settings.grades[0] if settings.chosen_by == "grade" else "",
                place=n if settings.chosen_by == "grade" else None,
                round=first[person].round,
                chosen_by=next(iter(heads), ""),
            )
            for n, person in enumerate(seekers, start=1)
        ]
    return found


def _adjustments(scene: Scene[matching.Settings]) -> list[Row]:
    settings = scene.settings
    field = field_of(scene.slate, scene.inputs, settings)
    filled = field.filled()
    free = [office for office in field.seats for _ in range(field.seats[office] - filled[office])]
    by = scene.somebody(settings.adjusted_by)
    return [
        choosing.Adjustment(person=p, office=free.pop(0) if free else "", reason=BY, decided_by=by)
        for p in sorted(field.pool)
        if p not in field.placed
    ]
