"""The story of the water company (情节：水务公司中层干部): own department, company, market in turn."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from organisation import Organisation, Seats, Someone
from play import Tables
from selection import Selection
from tables import read_questions
from usual import USUAL, make_decision

from quanheng.core.inputs import Row
from quanheng.core.stages import enrolment, integrity_exam, talks
from quanheng.core.stages.decision import tables as meeting
from quanheng.core.stages.integrity_exam import drawing
from quanheng.core.stages.nomination import tables as nomination
from quanheng.core.stages.recommendation import tables as recommendation
from quanheng.core.values import Slate

BANK = Path(__file__).parents[1] / "src" / "quanheng" / "data" / "demo" / "bank" / "questions.csv"
HEAD, DEPUTY, BACKBONE = "中层正职", "中层副职", "业务骨干"
CAST = (
    Someone("L1", "WLD", "党委书记、董事长", "企业正职", 2019, leading=True, sex="男"),
    Someone("L2", "WLD", "总经理", "企业正职", 2021, leading=True),
    Someone("L3", "WLD", "副总经理", "企业副职", 2020, leading=True),
    Someone("L4", "WLD", "副总经理、总工程师", "企业副职", 2018, leading=True),
    Someone("L5", "WLD", "财务总监", "企业副职", 2022, leading=True, sex="女"),
    Someone("L6", "WLD", "纪委书记", "企业副职", 2021, leading=True),
    Someone("P1", "WRL", "人力资源部经理", HEAD, 2020, leading=True, sex="女"),
    Someone("P2", "WRL", "人力资源部主管", BACKBONE, 2021, kind="work"),
    Someone("P3", "WRL", "人力资源部主管", BACKBONE, 2019, kind="work"),
    Someone("D2", "WJW", "纪委办公室主任", DEPUTY, 2020, leading=True),
    Someone("Y1", "WYY", "运营部副经理", DEPUTY, 2020, leading=True, sex="女"),
    Someone("Y2", "WYY", "运营部调度主管", BACKBONE, 2019, kind="work"),
    Someone("Y3", "WYY", "水厂值班长", BACKBONE, 2018, kind="work"),
    Someone("C1", "WCW", "财务部会计主管", BACKBONE, 2022, kind="work", school="大学专科"),
    Someone("C2", "WCW", "财务部出纳", BACKBONE, 2023, kind="work"),
    Someone("G1", "WGC", "工程部项目经理", BACKBONE, 2018, kind="work"),
    Someone("G2", "WGC", "工程部技术主管", BACKBONE, 2019, kind="work", sex="女"),
    Someone("G3", "WGC", "工程部预算主管", BACKBONE, 2020, kind="work"),
    Someone("M1", "WSC", "市场部核算主管", BACKBONE, 2020, kind="work"),
    Someone(
        "X1", "WSH", "江左会计师事务所项目经理", "", 2018, kind="work", source="outside", grassroots=False
    ),
    Someone("X2", "WSH", "云岭食品公司财务主管", "", 2020, kind="work", source="outside", grassroots=False),
    *(
        Someone(f"W{n}", ("WYY", "WGC", "WCW", "WSC")[n % 4], "一线职工", "", 2017 + n % 5, kind="work")
        for n in range(1, 9)
    ),
)
TOLD = Organisation(
    prefix="WS",
    units=(
        ("WS", "河湾水务有限公司", "", "企业"),
        ("WLD", "公司领导班子", "WS", "领导班子"),
        ("WRL", "人力资源部", "WS", "部门"),
        ("WJW", "公司纪委", "WS", "部门"),
        ("WYY", "运营部", "WS", "部门"),
        ("WCW", "财务部", "WS", "部门"),
        ("WGC", "工程部", "WS", "部门"),
        ("WSC", "市场部", "WS", "部门"),
        ("WSH", "社会应聘人员", "", "外单位"),
    ),
    seats=(
        Seats("WYY", HEAD, 1),
        Seats("WYY", DEPUTY, 1),
        Seats("WCW", DEPUTY, 1),
        Seats("WGC", DEPUTY, 2),
        Seats("WRL", HEAD, 1),
        Seats("WJW", DEPUTY, 1),
    ),
    cast=CAST,
    as_of=date(2026, 4, 1),
    identity="其他",
    establishment="企业员工",
    steps=(("技术员", ""), ("主办", "")),
    paper="河水司〔2024〕17号",
)
BODIES = {
    "leaders": ("L1", "L2", "L3", "L4", "L5", "L6"),
    "personnel": ("P1", "P2", "P3"),
    "discipline": ("L6", "D2"),
}
WISHES: dict[str, str] = {}
STRENGTH = {"Y1": 91, "Y2": 82, "G1": 90, "G2": 88, "G3": 81, "C1": 74, "X1": 87, "X2": 79}
NAMED = {
    "operations-head": ("Y1", "Y2"),
    "finance-deputy": ("C1",),
    "engineering-deputy": ("G1", "G2", "G3"),
}
GROUPS = {"heads": 6, "backbone": 12, "workers": 8}
WORDS = {
    "mark": "河水司",
    "office": "人力资源部",
    "room": "公司四楼会议室",
    "recommended": "推荐会与个别谈话推荐结果一致，考察中的民主测评见测评汇总。",
    "voters-present": "24",
    "noticed": "2026-05-07",
    "objected": "G1",
    "objection": "反映其负责的管网改造项目分包给熟人",
    "finding": "经查该分包经公开比选，本人未参与评审，反映的问题不存在",
    "talks_by": "L1",
}


def make_meeting(run: Selection, slate: Slate) -> Tables:
    """Everyone present names as many as there are seats, from the department itself."""
    chance = run.chance("meeting")
    sheets, turnout, number = [], [], 0
    for group, voters in GROUPS.items():
        for _ in range(voters):
            number += 1
            for post, keys in NAMED.items():
                weights = [run.strength[key] - 70 for key in keys]
                named = {chance.choices(keys, weights)[0] for _ in range(slate.seats[post])}
                sheets += [
                    recommendation.Ballot(sheet=str(number), group=group, post=post, person=run.codes[key])
                    for key in sorted(named)
                ]
        turnout.append(
            recommendation.GroupTurnout(
                group=group, should_attend=voters, present=voters, issued=voters, returned=voters
            )
        )
    return {"turnout": turnout, "sheets": sheets}


def make_talks(run: Selection, slate: Slate) -> Tables:
    """Talks with the backbone and the workers, who mostly say what the meeting said."""
    chance, sizes = run.chance("talks"), {"backbone": 10, "workers": 6}
    return {
        "groups": [
            talks.TalkGroup(group=g, due=n, talked=n, talks=n + 1, began_on=run.today, ended_on=run.today)
            for g, n in sizes.items()
        ],
        "named": [
            talks.NamedInTalks(
                group=g,
                post=c.post,
                person=c.person,
                times=max(1, min(n, round(n * (run.worth(c.person) - 68) / 25 + chance.random()))),
            )
            for g, n in sizes.items()
            for c in slate.candidates
        ],
        "summary": [
            talks.Summary(
                text="多数谈话对象认为运营部、工程部人选成熟；财务部人选业务面较窄，建议扩大选人范围。",
                written_by=run.codes["P2"],
            )
        ],
    }


def make_own_review(run: Selection, slate: Slate) -> Tables:
    """The leaders take the best of each post; for finance nobody of the department suits."""
    found = dict(make_decision(run, slate))
    refused = run.codes["C1"]
    votes = [v.model_copy(update={"vote": "disagree"}) if v.person == refused else v for v in found["votes"]]
    agreed = {}
    for vote in votes:
        agreed[vote.person, vote.post] = agreed.get((vote.person, vote.post), 0) + (vote.vote == "agree")
    reasons = {True: "推荐、谈话情况一致，同意列为考察对象", False: "推荐得票较低，暂不列为考察对象"}
    found["votes"] = votes
    found["resolutions"] = [
        meeting.Resolution(
            person=c.person,
            post=c.post,
            result="adopted" if agreed[c.person, c.post] > len(run.seats("leaders")) / 2 else "not_adopted",
            reason="未负责过全面预算，本部门暂无合适人选，扩大到全公司"
            if c.person == refused
            else reasons[agreed[c.person, c.post] > len(run.seats("leaders")) / 2],
        )
        for c in slate.candidates
    ]
    return found


def make_company(run: Selection, slate: Slate) -> Tables:
    """Personnel proposes one person of the company; the leaders do not take them up."""
    person, post = run.codes["M1"], "finance-deputy"
    return {
        "nominations": [
            nomination.Nomination(
                person=person,
                post=post,
                channel="organisation",
                unit="人力资源部",
                responsible=run.codes["P1"],
                reasons="熟悉成本核算，群众基础好",
                signed=True,
                nominated_on=run.today,
            )
        ],
        "reviews": [
            nomination.Review(
                person=person,
                post=post,
                taken_up=False,
                reason="没有总账和融资工作经历，不适合本岗位",
                reviewed_on=run.today,
            )
        ],
    }


def make_outside(run: Selection, slate: Slate) -> Tables:
    """Two people from outside apply for the post that is still open."""
    return {
        "applications": [
            enrolment.Application(
                person=run.codes[key], post="finance-deputy", statement=said, applied_on=date(2026, 4, day)
            )
            for key, said, day in (
                ("X1", "主持过三家企业的年度审计", 15),
                ("X2", "有八年制造企业财务经历", 20),
            )
        ]
    }


def make_inspection(run: Selection, slate: Slate) -> Tables:
    """As usual, but one of those from outside is found unsuitable."""
    found = dict(USUAL["kind:inspection"](run, slate))
    found["reports"] = [
        r.model_copy(update={"conclusion": "unsuitable", "reason": "原单位反映其离职前有两笔账务未交清"})
        if r.person == run.codes["X2"]
        else r
        for r in found["reports"]
    ]
    return found


def make_integrity_exam(run: Selection, slate: Slate) -> Tables:
    """The bank as it is shipped; everyone draws a paper by the rule, and one passes only the second time."""
    settings, chance, weak = run.plan.stage(run.stage), run.chance("integrity"), run.codes["G2"]
    questions = read_questions(BANK)
    bank = {q.question: q.as_question() for q in questions}
    papers: list[Row] = []
    attempts: list[Row] = []
    for person in slate.people():
        for attempt, wrong in ((1, 6), (2, 1)) if person == weak else ((1, chance.randint(0, 3)),):
            seed = f"{chance.getrandbits(64):016x}"
            asked = drawing.drawn(bank, settings, seed)
            papers.append(
                integrity_exam.Paper(
                    person=person,
                    attempt=attempt,
                    seed=seed,
                    questions="、".join(asked),
                    seconds=chance.randint(900, 2200),
                )
            )
            attempts += [
                integrity_exam.Answer(
                    person=person,
                    attempt=attempt,
                    question=question,
                    answer=_wrong(bank[question].answer) if number < wrong else bank[question].answer,
                )
                for number, question in enumerate(asked)
            ]
    return {"questions": questions, "papers": papers, "attempts": attempts}


def _wrong(answer: str) -> str:
    return "B" if answer != "B" else "A"


MAKERS = {
    **USUAL,
    "meeting": make_meeting,
    "talks": make_talks,
    "own-review": make_own_review,
    "company": make_company,
    "outside": make_outside,
    "inspection": make_inspection,
    "integrity-exam": make_integrity_exam,
}
