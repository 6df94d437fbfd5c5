"""A small competition with every fact that a paper may state, and some that were never entered."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal

from quanheng.core.engine import Closing, RunFacts
from quanheng.core.people import Appraisal, Education, Person, Sanction, Tenure
from quanheng.core.plans.schema import Plan
from quanheng.core.stages import appointment, decision, inspection, public_notice
from quanheng.core.stages.decision.tables import Attendance, Vote
from quanheng.core.stages.decision.votes import CandidateDecision
from quanheng.core.values import (
    Candidate,
    Departure,
    Finding,
    Outcome,
    Score,
    Slate,
    Source,
    Text,
    Working,
)
from quanheng.core.voting import Count
from quanheng.core.workdays import Calendar, PartialDate
from quanheng.documents.proceedings import Proceedings

PLAN = Plan.model_validate(
    {
        "language": 1,
        "id": "three-posts",
        "title": {"zh": "镇中层干部竞争上岗实施方案", "en": "Middle posts of a town by competition"},
        "organisation": {"name": "清源镇党委", "kind": "township"},
        "purpose": "公开、平等、竞争、择优",
        "basis": ["《公务员法》"],
        "as_of": date(2026, 3, 1),
        "begins_on": date(2026, 3, 2),
        "bodies": [
            {"id": "judges", "title": "评委组"},
            {"id": "committee", "title": "镇党委会"},
            {"id": "discipline", "title": "镇纪委"},
        ],
        "classes": [{"id": "office", "title": "办公室职位"}],
        "posts": [
            {"id": "office-head", "class": "office", "title": "办公室主任", "unit": "党政办公室",
             "level": "中层正职"},
            {"id": "farm-deputy", "class": "office", "title": "农业办副主任", "unit": "农业办公室",
             "seats": 2},
            {"id": "park-head", "title": "园区主任", "note": "须有驾驶证"},
        ],
        "choices": {"max": 2, "mode": "parallel", "groups": {"office": {"max": 1}}},
        "eligibility": {
            "all": [
                {"title": "在编在岗的机关干部", "identity": {"in": ["公务员"]}},
                {"age": {"at_most": 45}},
            ]
        },
        "stages": [
            {"id": "enrolment", "kind": "enrolment", "time": {"on": date(2026, 3, 5), "at": "17:00"},
             "channels": ["self", "mass"]},
            {"id": "speech", "kind": "speech", "title": "竞聘演讲", "judges": "judges",
             "time": {"on": date(2026, 3, 9)},
             "rounding": [{"at": "component", "digits": 2}]},
            {"id": "composite", "kind": "composite",
             "components": [{"id": "speech", "from": "speech", "weight": 100}],
             "rounding": [{"at": "total", "digits": 2}]},
            {"id": "inspection", "kind": "inspection",
             "time": {"from": date(2026, 3, 10), "to": date(2026, 3, 12)},
             "covers": ["virtue", "ability"]},
            {"id": "clearance", "kind": "clearance", "musts": ["discipline_opinion"],
             "given_by": "discipline",
             "time": {"on": date(2026, 3, 13)}},
            {"id": "decision", "kind": "decision", "body": "committee",
             "quorum": {"share": "2/3", "of": "members"},
             "majority": {"over": "1/2", "of": "due"}},
            {"id": "notice", "kind": "public_notice", "time": {"after": "decision", "by": {"days": 1}},
             "lasts": {"working_days": 5}, "places": ["镇公示栏", "镇政府网"], "objections_to": "discipline"},
            {"id": "appointment", "kind": "appointment", "filed_with": "县委组织部",
             "holders_lose_post": True},
            {"id": "probation", "kind": "probation", "length": {"months": 3}},
        ],
        "term": {"length": {"years": 3}},
        "discipline": ["不准拉票贿选"],
    }
)  # fmt: skip

ZHANG = Person(
    "P1",
    "张伟",
    sex="男",
    born=PartialDate(1985, 4),
    nation="汉族",
    party="中共党员",
    party_joined=PartialDate(2008, 6),
    work_started=PartialDate(2007, 7, 1),
    identity="公务员",
    unit="党政办公室",
    educations=(Education("本科", "学士", True, "省师范大学", "中文", date(2007, 6, 30)),),
    tenures=(
        Tenure("post", "科员", date(2007, 7, 1), date(2018, 3, 1), "农业办公室"),
        Tenure("post", "办公室副主任", date(2018, 3, 1), None, "党政办公室", "中层副职", True),
    ),
    appraisals=(Appraisal(2025, "优秀"), Appraisal(2024, "称职")),
    sanctions=(Sanction("警告", date(2012, 5, 6), date(2012, 11, 6)),),
)
LI = Person("P2", "李敏", missing=frozenset({"tenures", "appraisals", "sanctions", "educations"}))
WANG = Person("P3", "王强", sex="男", unit="园区办")
PEOPLE: Mapping[str, Person] = {
    p.id: p for p in (ZHANG, LI, WANG, *(Person(f"C{n}", name) for n, name in enumerate("赵钱孙周吴", 1)))
}

HEAD, FARM, PARK = (
    Candidate("P1", "office-head"),
    Candidate("P2", "farm-deputy"),
    Candidate("P3", "park-head"),
)
SEATS = {"office-head": 1, "farm-deputy": 2, "park-head": 1}
ALL = Slate((HEAD, FARM, PARK), SEATS)
LEFT = Slate((HEAD, FARM), SEATS)


def _score(candidate: Candidate, value: str, rank: int = 1) -> Score:
    return Score(candidate, Decimal(value), Working(Text("得分"), Decimal(value)), rank)


def _passed(stage: str, slate: Slate, record: object = None) -> Outcome:
    return Outcome(stage, slate, slate, record=record)


WHY = Finding(
    "below_cut", "not_met", Text("未入围：得 70.10 分"), Source("plan", "stages.composite.keep"), PARK
)
OUTCOMES: dict[str, Outcome] = {
    "enrolment": _passed("enrolment", ALL),
    "speech": replace(
        _passed("speech", ALL), scores=(_score(HEAD, "91.20"), _score(FARM, "88.00"), _score(PARK, "70.10"))
    ),
    "composite": Outcome(
        "composite",
        ALL,
        LEFT,
        (Departure(PARK, WHY),),
        scores=(_score(HEAD, "91.20"), _score(FARM, "88.00"), _score(PARK, "70.10")),
    ),
    "inspection": _passed("inspection", LEFT),
    "clearance": _passed("clearance", LEFT),
}
OUTCOMES["decision"] = _passed(
    "decision",
    LEFT,
    decision.DecisionRecord(
        date(2026, 3, 16), "二楼会议室", "C1", "档案员", "讨论中层干部任用", 5, 5, 4, (4,), "show_of_hands",
        (
            CandidateDecision("P1", "office-head", Count(3), 5, 3, "adopted", ("C2",)),
            CandidateDecision("P2", "farm-deputy", Count(3, 0, 0, 1), 5, 3, "adopted"),
        ),
    ),
)  # fmt: skip
OUTCOMES["notice"] = _passed("notice", LEFT)
OUTCOMES["appointment"] = _passed(
    "appointment",
    LEFT,
    appointment.AppointmentRecord(
        tuple(
            appointment.Appointed(
                c.person,
                c.post,
                "清委〔2026〕8号",
                date(2026, 3, 25),
                date(2026, 3, 16),
                date(2026, 6, 25),
                date(2029, 3, 16),
            )
            for c in LEFT.candidates
        ),
        (("P3", "园区办副主任"),),
        Text("县委组织部"),
    ),
)
CLOSED = {
    "enrolment": date(2026, 3, 5),
    "speech": date(2026, 3, 9),
    "composite": date(2026, 3, 9),
    "inspection": date(2026, 3, 12),
    "clearance": date(2026, 3, 13),
    "decision": date(2026, 3, 16),
    "notice": date(2026, 3, 24),
    "appointment": date(2026, 3, 25),
}
REPORTS = (
    inspection.Report(
        person="P1",
        virtue="政治坚定",
        ability="组织协调能力强。",
        strengths="主持修订办公室工作制度",
        weaknesses="调查研究不够深入",
        conclusion="suitable",
        written_on=date(2026, 3, 12),
        by="C1",
    ),
    inspection.Report(
        person="P2", conclusion="unsuitable", reason="缺少基层经历", written_on=date(2026, 3, 12), by="C2"
    ),
)
ROWS = {
    "inspection": {
        "team": (inspection.TeamMember(person="C1", leads=True), inspection.TeamMember(person="C2")),
        "talks": (
            inspection.Talk(person="P1", talked_with="分管领导", talked_on=date(2026, 3, 11), count=4),
        ),
        "reports": REPORTS,
    },
    "decision": {
        "attendance": tuple(
            Attendance(member=f"C{n}", present=n != 5, recused_for="P1" if n == 2 else "", reason=reason)
            for n, reason in enumerate(("", "夫妻关系", "", "", "因公出差"), 1)
        ),
        "votes": tuple(
            Vote(member=m, person="P1", post="office-head", vote="agree", order=n)
            for n, m in enumerate(("C3", "C4", "C1"), 1)
        ),
    },
    "notice": {
        "publications": (
            public_notice.Publication(place="镇公示栏", published_on=date(2026, 3, 17)),
            public_notice.Publication(place="镇政府网", published_on=date(2026, 3, 17)),
        )
    },
}
FACTS = RunFacts(
    plan=PLAN,
    people=PEOPLE,
    calendar=Calendar(),
    members={"committee": ("C1", "C2", "C3", "C4", "C5"), "discipline": ("C5",)},
    principals={"committee": "C1"},
    rows=ROWS,
    closings=tuple(Closing(stage, on, on) for stage, on in CLOSED.items()),
)


def proceedings(*closed: str, **changes: object) -> Proceedings:
    """The competition after these stages."""
    facts = replace(FACTS, closings=tuple(c for c in FACTS.closings if c.stage in closed))
    return replace(Proceedings(facts, {s: OUTCOMES[s] for s in closed}), **changes)
