"""Rehearsing how a selection begins (演练：动议、职数、提名、报名、资格审查)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from quanheng.core.eligibility.qualification import candidate_verdict
from quanheng.core.inputs import Due
from quanheng.core.language.posts import Post
from quanheng.core.newcomers import posts_inside
from quanheng.core.rehearsal.scene import BY, Scene, Written
from quanheng.core.stages import eligibility, enrolment, establishment, motion
from quanheng.core.stages.nomination import tables as nomination


def motion_rows(scene: Scene[motion.Settings]) -> Written:
    """Analyses, a proposal that starts every post, and leaders who agree."""
    settings, today = scene.settings, scene.today
    posts = posts_inside(scene.slate, settings, scene.inputs)
    proposer = scene.somebody(*settings.proposed_by)
    scope, ways = next(iter(settings.ways_by_scope.items()), (BY, settings.ways))
    leaders = dict.fromkeys(m for body in settings.consults for m in scene.members(body))
    return {
        "analyses": [
            motion.Analysis(subject=f"{BY}{n}", content=BY, done_on=today, done_by=proposer)
            for n in range(1, settings.analyses + 1)
        ],
        "proposals": [
            motion.Proposal(
                post=post,
                basis=BY,
                conditions=BY,
                scope=scope,
                way=next(iter(ways), BY),
                work_plan=BY,
                proposer=proposer,
                proposed_on=today,
                signed=True,
            )
            for post in posts
        ],
        "consulted": [
            motion.Consulted(leader=leader, opinion="agree", consulted_on=today) for leader in leaders
        ],
    }


def establishment_rows(scene: Scene[establishment.Settings]) -> Written:
    """As many vacancies as the plan opens seats, for every unit and level."""
    settings, posts = scene.settings, scene.inputs.frame.posts
    bound = {
        post: scene.chance.randint(1, 3)
        for post in posts_inside(scene.slate, settings, scene.inputs)
        if settings.binds and posts[post].late_bound
    }
    wanted: dict[tuple[str, str], int] = {}
    for post in posts_inside(scene.slate, settings, scene.inputs):
        key = settings.key_of(posts[post].unit, posts[post].level)
        wanted[key] = wanted.get(key, 0) + max(scene.slate.seats.get(post, 0), bound.get(post, 0))
    counted_on = settings.counted_on or scene.today
    return {
        "numbers": [
            establishment.StaffNumber(
                unit=unit, level=level, approved=seats + 2, actual=2, counted_on=counted_on, document=BY
            )
            for (unit, level), seats in wanted.items()
        ],
        "bindings": [
            establishment.SeatBinding(post=post, seats=seats, document=BY) for post, seats in bound.items()
        ],
    }


def nomination_rows(scene: Scene[nomination.Settings]) -> Written:
    """Nominees for every post by the first channel, agreed to and taken up."""
    settings, inputs, today = scene.settings, scene.inputs, scene.today
    posts = [inputs.frame.posts[p] for p in posts_inside(scene.slate, settings, inputs)]
    chosen = list(zip(*spread(posts, scene), strict=True)) if posts else []
    channel = settings.channels[0]
    is_unit = channel in ("unit", "organisation")
    hands = {post.id: _nominators(scene, post.level) for post in posts}
    nominations = [
        nomination.Nomination(
            person=person,
            post=post,
            channel=channel,
            nominators="" if channel == "self" or is_unit else "、".join(hands[post]),
            unit=BY if is_unit else "",
            responsible=next(iter(hands[post]), "") if is_unit else "",
            reasons=BY * 200,
            performance=BY,
            integrity=BY,
            problems="无",
            relation="none",
            signed=True,
            nominated_on=today,
        )
        for person, post in chosen
    ]
    people = list(dict.fromkeys(person for person, _ in chosen))
    return {
        "nominations": nominations,
        "signatures": [
            nomination.Signature(signer=hand, person=n.person, post=n.post, signed_on=today)
            for n in nominations
            for hand in n.liable()
            if settings.signatures
        ],
        "agreements": [
            nomination.Agreement(
                person=person,
                gate=gate.id,
                agrees=True,
                given_by=person if gate.own else scene.somebody(gate.body),
                given_on=today,
                document=BY,
            )
            for person in people
            for gate in settings.gates
        ],
        "reviews": [
            nomination.Review(person=person, post=post, taken_up=True, reason=BY, reviewed_on=today)
            for person, post in chosen
            if settings.is_reviewed(channel)
        ],
    }


def _nominators(scene: Scene[nomination.Settings], level: str) -> list[str]:
    """As many as the first channel needs, of those who may nominate for a post of this level."""
    settings, channel = scene.settings, scene.settings.channels[0]
    rights = [r for r in settings.rights if channel in r.channels and (not r.levels or level in r.levels)]
    named = [body for r in rights for body in r.bodies] or [*settings.nominated_by]
    bodies = named or list(scene.inputs.frame.members)
    people = dict.fromkeys(m for body in bodies for m in scene.members(body))
    return list(people)[: max(1, settings.least(channel))]


def enrolment_rows(scene: Scene[enrolment.Settings]) -> Written:
    """Applicants for every post: enough for the plan's ratios, some with a second choice."""
    settings, inputs = scene.settings, scene.inputs
    if not scene.is_first:
        return {"applications": _applied(scene, scene.due_in("applications"))}
    if settings.enters:
        return {}
    posts = [inputs.frame.posts[p] for p in posts_inside(scene.slate, settings, inputs)]
    channel = settings.channels[0]
    named = [m for body in inputs.frame.members for m in scene.members(body)][
        : settings.recommenders_of(channel)
    ]
    people, chosen = spread(posts, scene)
    return {
        "applications": [
            enrolment.Application(
                person=person,
                post=post,
                channel=channel,
                recommended_by="、".join(named),
                statement="述" * settings.statement_at_least,
                applied_on=settings.deadline() or scene.today,
            )
            for person, post in zip(people, chosen, strict=True)
        ]
    }


def _applied(scene: Scene[enrolment.Settings], dues: Sequence[Due]) -> list[enrolment.Application]:
    """An application of each person of whom nobody can say by rule whether they are listed."""
    post = posts_inside(scene.slate, scene.settings, scene.inputs)[0]
    return [
        enrolment.Application(
            person=due.person, post=post, channel=scene.settings.channels[0], recommended_by=BY,
            applied_on=scene.today,
        )
        for due in dues
        if due.person
    ]  # fmt: skip


def spread(posts: list[Post], scene: Scene[Any]) -> tuple[list[str], list[str]]:
    """Who stands for which post: each person for one whose source is open to them, the posts in turn."""
    wanted = [
        (post, max(1, scene.slate.seats.get(post.id, 0)) * scene.per_seat)
        for post in posts
        if post.id not in scene.assigned_later
    ]
    turns = range(max((number for _, number in wanted), default=0))
    people, chosen, left = [], [], list(scene.spare)
    for post in (post for turn in turns for post, number in wanted if turn < number):
        fitting = next((p for p in left if scene.may_come(p, post)), None)
        if fitting is not None:
            left.remove(fitting)
            people.append(fitting)
            chosen.append(post.id)
    return people, chosen


def eligibility_rows(scene: Scene[eligibility.Settings]) -> Written:
    """Reviewers settle whatever is not known: nine in ten qualify; nobody turns what the facts decide."""
    if scene.is_first:
        return {}
    by = scene.somebody(scene.settings.reviewed_by)
    judged = {c: candidate_verdict(c, scene.inputs) for c in scene.slate.candidates}
    failed = {c.person for c, v in judged.items() if v is not None and v.counts_as == "not_met"}
    return {
        "reviews": [
            eligibility.Review(
                person=person,
                verdict="qualified" if scene.chance.random() < 0.9 else "not_qualified",
                reason=f"{BY}：档案已核对",
                by=by,
            )
            for person in scene.slate.people()
            if person not in failed
        ]
    }
