"""What people usually enter (常规录入), by kind of stage: stories say only where theirs goes another way."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from decimal import Decimal
from math import ceil

from play import Tables
from reports import STOCK
from selection import Selection

from quanheng.core.stages import (
    appointment,
    approval,
    clearance,
    consultation,
    eligibility,
    enrolment,
    establishment,
    motion,
    probation,
)
from quanheng.core.stages import assessment as assessing
from quanheng.core.stages.decision import tables as meeting
from quanheng.core.stages.examination import tables as examination
from quanheng.core.stages.inspection import tables as inspecting
from quanheng.core.stages.public_notice import tables as publishing
from quanheng.core.values import Slate
from quanheng.core.workdays import Calendar


def make_motion(run: Selection, slate: Slate) -> Tables:
    """An analysis, and a proposal that starts every post."""
    proposer = run.seats("party_group")[0]
    posts = [p for p in run.plan.posts if slate.seats.get(p.id)]
    analysis = motion.Analysis(
        subject=run.words["whole"],
        content=run.words["analysis"],
        done_on=run.opened_on,
        done_by=run.words["office"],
    )
    return {
        "analyses": [analysis],
        "proposals": [
            motion.Proposal(
                post=post.id,
                basis=run.words["basis"],
                conditions="按方案规定的资格条件",
                scope=run.words["scope"],
                way=run.words["way"],
                work_plan=run.plan.title.zh,
                proposer=proposer,
                proposed_on=run.today,
                signed=True,
            )
            for post in posts
        ],
    }


def make_establishment(run: Selection, slate: Slate) -> Tables:
    """The numbers of every unit and level, each with the vacancy that the plan uses."""
    settings = run.plan.stage(run.stage)
    wanted: dict[tuple[str, str], int] = {}
    for post in run.plan.posts:
        key = settings.key_of(post.unit, post.level)
        wanted[key] = wanted.get(key, 0) + slate.seats.get(post.id, 0)
    return {
        "numbers": [
            establishment.StaffNumber(
                unit=unit,
                level=level,
                approved=seats + 1,
                actual=1,
                counted_on=run.opened_on,
                document=run.words["establishment"],
            )
            for (unit, level), seats in wanted.items()
        ]
    }


def make_enrolment(run: Selection, slate: Slate) -> Tables:
    """Everyone of the story for the post they stand for."""
    settings = run.plan.stage(run.stage)
    titles = {p.id: p.title.zh for p in run.plan.posts}
    channel = settings.channels[0]
    return {
        "applications": [
            enrolment.Application(
                person=run.codes[key],
                post=post,
                channel=channel,
                recommended_by="" if channel == "self" else run.words["office"],
                statement=f"熟悉{run.people[run.codes[key]].unit}工作，愿任{titles[post]}。",
                applied_on=run.opened_on + timedelta(days=number % (1 + (run.today - run.opened_on).days)),
            )
            for number, (key, post) in enumerate(run.wishes.items())
        ]
    }


def make_eligibility(run: Selection, slate: Slate) -> Tables:
    """Whatever the archive does not know is settled from the papers."""
    by = run.seats("office")[0]
    return {
        "reviews": [
            eligibility.Review(
                person=person, verdict="qualified", reason="已核对原始材料，符合条件，名册待补录", by=by
            )
            for person in dict.fromkeys(due.person for due in run.dues())
        ]
    }


def make_written(run: Selection, slate: Slate) -> Tables:
    """Numbers drawn, papers marked blind; one person does not come."""
    chance = run.chance("written")
    subjects = run.plan.stage(run.stage).subjects
    classes = {p.id: p.cls for p in run.plan.posts}
    numbers, marks, absences, rooms = [], [], [], []
    for subject in subjects:
        takers = [c.person for c in slate.candidates if subject.is_for(c.post, classes[c.post])]
        drawn = chance.sample(range(1, len(takers) + 1), len(takers))
        for person, number in zip(takers, drawn, strict=True):
            if person == run.codes.get(run.words.get("absent", "")):
                absences.append(examination.ExamAbsence(subject=subject.id, person=person, reason="因病缺考"))
                continue
            numbers.append(examination.ExamNumber(subject=subject.id, person=person, number=f"{number:02d}"))
            rooms.append(examination.ExamRoom(subject=subject.id, person=person, room="第一考场"))
            mark = _half(run.worth(person) - 4 + chance.gauss(0, 2.5))
            marks.append(examination.SubjectMark(subject=subject.id, examinee=f"{number:02d}", mark=mark))
    return {"numbers": numbers, "rooms": rooms, "marks": marks, "absences": absences}


def make_interview(run: Selection, slate: Slate) -> Tables:
    """Seven examiners mark everyone in every subject."""
    chance = run.chance("interview")
    return {
        "judge_marks": [
            examination.JudgeMark(
                judge=judge,
                subject=subject.id,
                examinee=person,
                mark=_half(run.worth(person) + chance.gauss(0, 1.8)),
            )
            for subject in run.plan.stage(run.stage).subjects
            for judge in run.seats("panel")
            for person in slate.people()
        ]
    }


def make_assessment(run: Selection, slate: Slate) -> Tables:
    """Every group fills its sheets, a grade for each candidate under each heading."""
    chance = run.chance("assessment")
    settings = run.plan.stage(run.stage)
    headings = [d.title.zh for d in settings.dimensions]
    grades = [g.title.zh for g in settings.grades]
    sheets, turnout, number = [], [], 0
    for group in settings.groups:
        voters = int(run.words[f"voters-{group.id}"])
        for _ in range(voters):
            number += 1
            kind = chance.gauss(0, 3)
            sheets += [
                assessing.Sheet(
                    sheet=str(number),
                    group=group.id,
                    person=person,
                    marks={
                        h: grades[_grade(run.worth(person) + kind + chance.gauss(0, 4))] for h in headings
                    },
                )
                for person in slate.people()
            ]
        turnout.append(
            assessing.GroupTurnout(
                group=group.id,
                should_attend=voters + voters // 12,
                present=voters,
                issued=voters,
                returned=voters,
            )
        )
    return {"turnout": turnout, "sheets": sheets}


def make_inspection(run: Selection, slate: Slate) -> Tables:
    """A team, the notice in time, talks enough, a report on everyone, marks where the plan has them."""
    settings, chance = run.plan.stage(run.stage), run.chance("inspection")
    team = run.seats(settings.team.from_)[: settings.team.at_least]
    least = settings.talks.at_least
    groups = ("班子成员和主要负责人", "所在单位干部职工", "服务对象和基层代表")
    counts = (least // 3, least - 2 * (least // 3) + 1, least // 3)
    notice = settings.notice and run.closings[-2].closed_on if len(run.closings) > 1 else None
    score = settings.score
    return {
        "team": [inspecting.TeamMember(person=p, leads=p == team[0]) for p in team],
        "notices": [
            inspecting.InspectionNotice(place=place.zh, published_on=notice)
            for place in settings.notice_places
            if notice
        ],
        "talks": [
            inspecting.Talk(person=person, talked_with=who, talked_on=run.today, count=count)
            for person in slate.people()
            for who, count in zip(groups, counts, strict=True)
        ],
        "reports": [_report(run, person, team[n % len(team)]) for n, person in enumerate(slate.people())],
        "marks": [
            inspecting.Mark(judge=judge, person=person, mark=_half(run.worth(person) + chance.gauss(0, 1.5)))
            for judge in (run.seats(score.body) if score else ())
            for person in slate.people()
        ],
    }


def _report(run: Selection, person: str, by: str) -> inspecting.Report:
    chance, known = run.chance(f"report-{person}"), run.people[person]
    educated = "、".join(f"{e.level}（{'全日制' if e.full_time else '在职'}）" for e in known.educations)
    held = known.tenures[-1].name if known.tenures else ""
    return inspecting.Report(
        person=person,
        basic_facts=f"{known.name}，{known.sex}，{known.nation}，{known.born}出生，{known.party}，"
        f"{known.work_started}参加工作，{educated}，现任{known.unit}{held}。",
        recommendation_results=run.words["recommended"],
        conclusion="suitable",
        written_on=run.today,
        by=by,
        **{part: chance.choice(sentences) for part, sentences in STOCK.items()},
    )


def make_clearance(run: Selection, slate: Slate) -> Tables:
    """Every must is answered in writing, by those who give it; what the story says is not clear."""
    settings = run.plan.stage(run.stage)
    asked = run.codes.get(run.words.get("not_clear", ""))
    opinions, number = [], 0
    for person in slate.people():
        for must in settings.musts:
            hands = [p for p in run.seats(settings.giver_of(must)) if p != person]
            number += 1
            bad = person == asked and must == "personal_matters"
            opinions.append(
                clearance.Opinion(
                    person=person,
                    must=must,
                    result="not_clear" if bad else "clear",
                    document=run.paper(number, "核"),
                    given_on=run.today,
                    signed_by=hands[0],
                    second_signature=hands[-1] if settings.signatures == 2 else "",
                    note="漏报一处房产，情节较重，取消考察对象资格" if bad else "",
                )
            )
    return {"opinions": opinions}


def make_consultation(run: Selection, slate: Slate) -> Tables:
    """The leaders in charge are asked, and agree."""
    parties = run.plan.stage(run.stage).parties
    return {
        "asked": [
            consultation.Asked(party=p.id, asked_on=run.opened_on, document=run.paper(30)) for p in parties
        ],
        "opinions": [
            consultation.PartyOpinion(
                party=p.id,
                person=c.person,
                post=c.post,
                opinion="agree",
                given_on=run.today,
                given_by=run.seats(p.body)[-1],
                document=run.paper(31 + n),
            )
            for p in parties
            for n, c in enumerate(slate.candidates)
        ],
    }


def make_decision(run: Selection, slate: Slate) -> Tables:
    """The best of each post are agreed to; one member is away, the principal speaks last."""
    settings = run.plan.stage(run.stage)
    first, *others = run.seats(settings.body)
    away, present = others[-1], [*others[:-1], first]
    order = {post: sorted(slate.of(post), key=lambda c: -run.worth(c.person)) for post in slate.seats}
    passing = {c for post, seats in slate.seats.items() for c in order[post][: ceil(seats)]}
    votes = [
        meeting.Vote(
            member=member,
            person=c.person,
            post=c.post,
            order=place,
            vote="agree"
            if c in passing and not (place == 2 and number % 3 == 1)
            else "abstain"
            if c in passing
            else "disagree",
        )
        for number, c in enumerate(slate.candidates)
        for place, member in enumerate(present, 1)
    ]
    return {
        "meeting": [
            meeting.Meeting(
                held_on=run.today,
                place=run.words["room"],
                chair=first,
                recorder=run.words["office"],
                agenda=f"{settings.title.zh}",
            )
        ],
        "attendance": [
            meeting.Attendance(member=m, present=m != away, reason="在外学习" if m == away else "")
            for m in (*others, first)
        ],
        "votes": votes,
    }


def make_approval(run: Selection, slate: Slate) -> Tables:
    """One request with all its papers, and the approval."""
    settings = run.plan.stage(run.stage)
    number, sent = run.paper(21), run.opened_on
    return {
        "requests": [
            approval.ApprovalRequest(
                number=number,
                to=settings.by[0],
                sent_on=sent,
                attachments="、".join(p.zh for p in settings.papers_needed()),
            )
        ],
        "replies": [
            approval.ApprovalReply(
                number=number,
                result="approve",
                replied_by=settings.by[0],
                replied_on=run.today,
                document=f"公管复〔{run.today.year}〕{run.today.month}{run.today.day}号",
            )
        ],
    }


def make_notice(run: Selection, slate: Slate) -> Tables:
    """Every place carries the notice; one objection comes and is not upheld."""
    settings, start = run.plan.stage(run.stage), date.fromisoformat(run.words["noticed"])
    working = settings.lasts.working_days
    days = int(working or settings.lasts.days)
    last = Calendar().notice_end(start, days, "working" if working else "calendar").last
    about = run.codes[run.words["objected"]]
    by = run.seats(settings.objections_to)[-1]
    found = {
        "publications": [
            publishing.Publication(place=place.zh, published_on=start, until=last)
            for place in settings.places
        ]
    }
    if about in slate.people():
        found["objections"] = [
            publishing.Objection(
                number="1",
                person=about,
                received_on=start + timedelta(days=1),
                signed=True,
                from_whom="一名干部",
                text=run.words["objection"],
            )
        ]
        found["settlements"] = [
            publishing.Settlement(
                number="1",
                result="not_upheld",
                finding=run.words["finding"],
                settled_on=start + timedelta(days=4),
                by=by,
            )
        ]
    return found


def make_appointment(run: Selection, slate: Slate) -> Tables:
    """A talk and a pledge of everyone, and one document."""
    settings, first = run.plan.stage(run.stage), run.words["talks_by"]
    return {
        "talks": [
            appointment.Talk(person=p, talked_by=run.codes[first], talked_on=run.today)
            for p in slate.people()
        ],
        "pledges": [
            appointment.Pledge(person=p, signed_on=run.today) for p in slate.people() if settings.pledge
        ],
        "documents": [
            appointment.Document(
                person=c.person,
                post=c.post,
                number=run.paper(40),
                issued_on=run.today,
                effective_on=run.today,
                filed_on=run.today if settings.filed_with else None,
            )
            for c in slate.candidates
        ],
    }


def make_training(run: Selection, slate: Slate) -> Tables:
    """Nothing is entered: the archive knows who was trained, the others make it up."""
    return {}


def make_probation(run: Selection, slate: Slate) -> Tables:
    """Everyone passes."""
    return {
        "reviews": [
            probation.Review(person=c.person, post=c.post, result="passed", reviewed_on=run.today)
            for c in slate.candidates
        ]
    }


def _half(points: float) -> Decimal:
    return Decimal(round(max(60.0, min(97.0, points)) * 2)) / 2


def _grade(liked: float) -> int:
    return next((n for n, least in enumerate((84, 74, 66)) if liked >= least), 3)


USUAL: Mapping[str, Callable[[Selection, Slate], Tables]] = {
    "kind:motion": make_motion,
    "kind:establishment": make_establishment,
    "kind:enrolment": make_enrolment,
    "kind:eligibility": make_eligibility,
    "kind:assessment": make_assessment,
    "kind:inspection": make_inspection,
    "kind:clearance": make_clearance,
    "kind:consultation": make_consultation,
    "kind:decision": make_decision,
    "kind:approval": make_approval,
    "kind:public_notice": make_notice,
    "kind:appointment": make_appointment,
    "kind:training": make_training,
    "kind:probation": make_probation,
}
