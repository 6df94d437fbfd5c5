"""Entries (录入内容): what the people of the made-up competition enter at each stage."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from random import Random

from competition import Competition, Maker
from play import Tables
from reports import report_on
from story import (
    ALSO,
    CHOICES,
    CLOSED_ON,
    COMMITTEE,
    DISCIPLINE,
    INSPECTORS,
    JUDGES,
    LEADING_GROUP,
    OPEN_TO_MORE,
    PARTS,
    PLACES,
    RECUSED_LEADER,
)

from quanheng.core.inputs import Row
from quanheng.core.stages import (
    appointment,
    assessment,
    clearance,
    eligibility,
    enrolment,
    inspection,
    opening,
    probation,
    public_notice,
    shortlist,
    speech,
)
from quanheng.core.stages.decision import tables as decision_tables
from quanheng.core.values import Slate


def make_enrolment(run: Competition, slate: Slate) -> Tables:
    """The story's thirty people, and as many others as are asked for."""
    chance = run.chance("enrolment")
    wishes = {run.part(p.key): [CHOICES[p.key[0]], *filter(None, [ALSO.get(p.key)])] for p in PARTS}
    more = run.applicants - len(wishes)
    if not 0 <= more <= len(run.street.others):
        most = len(PARTS) + len(run.street.others)
        raise ValueError(f"applicants are at least {len(PARTS)} and here at most {most}")
    for person in chance.sample(run.street.others, more):
        first = chance.choice(OPEN_TO_MORE)
        second = chance.choice(("area-head", "area-deputy", ""))
        wishes[person] = list(dict.fromkeys(filter(None, (first, second))))
    rows = [_application(run, chance, person, posts) for person, posts in wishes.items()]
    return {"applications": [row for own in rows for row in own]}


def _application(run: Competition, chance: Random, person: str, posts: list[str]) -> list[Row]:
    channel = chance.choices(("self", "mass", "organisation"), (80, 12, 8))[0]
    titles = {p.id: p.title.zh for p in run.plan.posts}
    names = {"self": "", "organisation": "党政综合办公室"}
    others = [run.people[p].name for p in chance.sample(run.street.others, min(2, len(run.street.others)))]
    return [
        enrolment.Application(
            person=person,
            post=post,
            choice=number,
            channel=channel,
            recommended_by=names.get(channel, "、".join(others)),
            statement=f"熟悉{run.people[person].unit}业务，愿竞聘{titles[post]}。",
            applied_on=date(2026, 3, 10),
        )
        for number, post in enumerate(posts, 1)
    ]


def make_eligibility(run: Competition, slate: Slate) -> Tables:
    """The leading group settles everyone on whom a fact is missing: from the papers, or against them."""
    reviewer = run.leader(LEADING_GROUP[3])
    refused = run.part("G4")
    reviews = [
        eligibility.Review(
            person=person,
            verdict="not_qualified" if person == refused else "qualified",
            reason="本人未能提供2025年度考核登记表，单位亦无考核记录"
            if person == refused
            else "已核对年度考核登记表原件，等次符合条件，名册待补录",
            by=reviewer,
        )
        for person in dict.fromkeys(due.person for due in run.dues())
    ]
    return {"reviews": reviews}


def make_opening(run: Competition, slate: Slate) -> Tables:
    """The one candidate of the cancelled post chooses another."""
    person, old, new = run.part("D2"), "family-deputy", "agriculture-deputy"
    day = CLOSED_ON["opening"]
    return {
        "qualifications": [
            opening.Qualification(
                person=person, post=new, reviewed_on=day, reviewed_by="竞争上岗工作领导小组"
            )
        ],
        "rechoices": [opening.Rechoice(person=person, from_post=old, to_post=new, chosen_on=day)],
    }


def make_speech(run: Competition, slate: Slate) -> Tables:
    """Every judge marks every speaker once, in half points."""
    chance = run.chance("speech")
    judges = [run.leader(n) for n in JUDGES]
    lean = {judge: chance.uniform(-2, 2) for judge in judges}
    marks = [
        speech.Mark(
            judge=judge, person=person, mark=_half(run.strength[person] + lean[judge] + chance.gauss(0, 1.5))
        )
        for judge in judges
        for person in slate.people()
    ]
    return {"marks": marks}


def make_assessment(run: Competition, slate: Slate) -> Tables:
    """Everyone present fills one sheet: a grade for each speaker under each heading."""
    chance = run.chance("assessment")
    settings = run.plan.stage("assessment")
    headings = [d.title.zh for d in settings.dimensions]
    grades = [g.title.zh for g in settings.grades]
    group = settings.groups[0].id
    sheets = []
    for sheet in range(1, run.voters + 1):
        kind = chance.gauss(0, 3)
        for person in slate.people():
            liked = run.strength[person] + kind
            marks = {h: grades[_grade(liked + chance.gauss(0, 4))] for h in headings}
            sheets.append(assessment.Sheet(sheet=str(sheet), group=group, person=person, marks=marks))
    turnout = assessment.GroupTurnout(
        group=group,
        should_attend=run.voters + run.voters // 20,
        present=run.voters,
        issued=run.voters,
        returned=run.voters,
    )
    return {"turnout": [turnout], "sheets": sheets}


def _grade(liked: float) -> int:
    return next((n for n, least in enumerate((84, 74, 66)) if liked >= least), 3)


def _half(points: float) -> Decimal:
    return Decimal(round(max(60.0, min(99.0, points)) * 2)) / 2


def make_shortlist(run: Competition, slate: Slate) -> Tables:
    """The committee parts equals across the cut by a vote, where there are any."""
    tied = {due.person for due in run.dues() if due.table == "tie_breaks"}
    scores = run.outcomes["composite"]
    equals: dict[tuple[str, Decimal], list[str]] = {}
    for candidate in slate.candidates:
        score = scores.score_of(candidate)
        if candidate.person in tied and score is not None:
            equals.setdefault((candidate.post, score.value), []).append(candidate.person)
    rows = [
        shortlist.TieBroken(
            post=post, person=person, place=place, way="vote", record="党工委会议纪要〔2026〕3号"
        )
        for (post, _), people in equals.items()
        if len(people) > 1
        for place, person in enumerate(people, 1)
    ]
    return {"tie_breaks": rows} if rows else {}


def make_inspection(run: Competition, slate: Slate) -> Tables:
    """Three inspectors, a notice, two rounds of talks and one report on each candidate."""
    chance = run.chance("inspection")
    team = [run.leader(n) for n in INSPECTORS]
    talks = [
        inspection.Talk(
            person=person, talked_with=who, talked_on=date(2026, 3, day), count=chance.randint(3, 9)
        )
        for person in slate.people()
        for who, day in (("所在单位干部职工", 16), ("村（社区）书记", 17))
    ]
    written, scores = CLOSED_ON["inspection"], run.outcomes["composite"]
    return {
        "team": [inspection.TeamMember(person=p, leads=p == team[0]) for p in team],
        "notices": [
            inspection.InspectionNotice(place=place, published_on=CLOSED_ON["shortlist"]) for place in PLACES
        ],
        "talks": talks,
        "reports": [
            report_on(c, run.people[c.person], scores, team[n % len(team)], written, chance)
            for n, c in enumerate(slate.candidates)
        ],
    }


def make_clearance(run: Competition, slate: Slate) -> Tables:
    """The discipline body answers in writing; about one person the answer is not clear."""
    asked = run.part("F1")
    opinions = []
    for number, person in enumerate(slate.people(), 1):
        bad = person == asked
        opinions.append(
            clearance.Opinion(
                person=person,
                must="discipline_opinion",
                result="not_clear" if bad else "clear",
                document=f"河街纪函〔2026〕{number}号",
                given_on=CLOSED_ON["clearance"],
                signed_by=run.leader(DISCIPLINE[0]),
                note="有一件反映其违规审批的问题线索正在核查，暂不宜提拔使用" if bad else "",
            )
        )
    return {"opinions": opinions}


def make_decision(run: Competition, slate: Slate) -> Tables:
    """The committee votes by hands: one is away, one steps out for a relation, the first speaks last."""
    away, related = run.leader(7), run.leader(RECUSED_LEADER)
    members = [run.leader(n) for n in (*COMMITTEE[1:], COMMITTEE[0])]
    relations = {r.to for r in run.people[related].relations}
    recused_for = [p for p in slate.people() if p in relations]
    attendance = [_attendance(m, m == away, recused_for if m == related else []) for m in members]
    votes = []
    for number, candidate in enumerate(slate.candidates):
        barred = {away, related} if candidate.person in recused_for else {away}
        voters = [m for m in members if m not in barred]
        votes += [
            decision_tables.Vote(
                member=m,
                person=candidate.person,
                post=candidate.post,
                vote="abstain" if number % 5 == 2 and order == 2 else "agree",
                order=order,
            )
            for order, m in enumerate(voters, 1)
        ]
    meeting = decision_tables.Meeting(
        held_on=CLOSED_ON["decision"],
        place="街道三楼会议室",
        chair=run.leader(0),
        recorder=run.part("A3"),
        agenda="讨论决定中层干部竞争上岗拟任人选",
    )
    return {"meeting": [meeting], "attendance": attendance, "votes": votes}


def _attendance(member: str, is_away: bool, recused_for: list[str]) -> decision_tables.Attendance:
    reason = "在市委党校学习" if is_away else "与人选有亲属关系" if recused_for else ""
    return decision_tables.Attendance(
        member=member, present=not is_away, recused_for="、".join(recused_for), reason=reason
    )


def make_notice(run: Competition, slate: Slate) -> Tables:
    """Both places carry the notice; one objection comes and is not upheld."""
    start, end = date(2026, 3, 21), date(2026, 3, 24)
    about = run.part("A1") if run.part("A1") in slate.people() else slate.people()[0]
    return {
        "publications": [
            public_notice.Publication(place=place, published_on=start, until=end) for place in PLACES
        ],
        "objections": [
            public_notice.Objection(
                number="1",
                person=about,
                received_on=date(2026, 3, 23),
                signed=True,
                from_whom="办公室一名工作人员",
                text="反映其2024年评优材料与实际工作不符",
            )
        ],
        "settlements": [
            public_notice.Settlement(
                number="1",
                result="not_upheld",
                finding="经查阅评优档案并走访，材料属实，反映的问题不存在",
                settled_on=date(2026, 3, 24),
                by=run.leader(DISCIPLINE[1]),
            )
        ],
    }


def make_appointment(run: Competition, slate: Slate) -> Tables:
    """A talk with everyone, and one document that names them all."""
    day = CLOSED_ON["appointment"]
    talks = [
        appointment.Talk(person=p, talked_by=run.leader(4 if n % 2 else 0), talked_on=date(2026, 3, 25))
        for n, p in enumerate(slate.people())
    ]
    documents = [
        appointment.Document(
            person=c.person,
            post=c.post,
            number="河街工委〔2026〕12号",
            issued_on=day,
            effective_on=CLOSED_ON["decision"],
        )
        for c in slate.candidates
    ]
    return {"talks": talks, "documents": documents}


def make_probation(run: Competition, slate: Slate) -> Tables:
    """After three months everyone is reviewed, and one is not up to the post."""
    weak = run.part("H2") if run.part("H2") in slate.people() else slate.people()[-1]
    return {
        "reviews": [
            probation.Review(
                person=c.person,
                post=c.post,
                result="failed" if c.person == weak else "passed",
                reviewed_on=CLOSED_ON["probation"],
                note="试用期内两次未完成防汛值守任务，测评不合格" if c.person == weak else "",
            )
            for c in slate.candidates
        ]
    }


MAKERS: Mapping[str, Maker] = {
    "enrolment": make_enrolment,
    "eligibility": make_eligibility,
    "opening": make_opening,
    "speech": make_speech,
    "assessment": make_assessment,
    "shortlist": make_shortlist,
    "inspection": make_inspection,
    "clearance": make_clearance,
    "decision": make_decision,
    "notice": make_notice,
    "appointment": make_appointment,
    "probation": make_probation,
}
