"""Scenes of the demonstration (演示场景): one entry a run: plan, inputs, the stage where it stands."""

from __future__ import annotations

from quanheng.actions.demo_cases import case_closed, case_heard
from quanheng.actions.demo_nominations import ACCOUNTS as NOMINATORS
from quanheng.actions.demo_nominations import nominating
from quanheng.actions.demo_opinions import ACCOUNTS as SIGNERS
from quanheng.actions.demo_opinions import signed_once
from quanheng.actions.demo_runs import (
    DemoAccount,
    Scene,
    finished,
    in_notice,
    just,
    next_working_day,
    only,
    open_for_enrolment,
    standing_at,
    without_judge,
)
from quanheng.actions.demo_two_way import TWO_WAY
from quanheng.core.values import Text

STREET = ("s10-street-office", "s10")
NOMINATING = ("s3-first-nominator", "s3-first-nominator")
JUDGED = ("s4-competition-judged", "s4/judged")
SCORED = ("s4-competition-scored", "s4/scored")
YOUNG = ("s9-young-cadres", "s9")

SCENES: tuple[Scene, ...] = (
    Scene("s10-finished", Text("已办结的运行", "A run that is finished"), *STREET, finished),
    Scene(
        "s10-speech",
        Text("演讲打分中的运行", "A run with speeches being marked"),
        *STREET,
        standing_at("speech", entered=without_judge("speech", "HW007")),
    ),
    Scene(
        "s10-decision",
        Text("讨论决定中的运行", "A run before its decision"),
        *STREET,
        standing_at("decision", on=next_working_day),
    ),
    Scene(
        "s1-integrity",
        Text("公司中层干部：廉政考试", "Company managers: the integrity examination"),
        "s1-company-managers",
        "s1",
        standing_at("integrity-exam", entered=just("integrity-exam.questions")),
        accounts=(
            DemoAccount(
                "manager", "", "staff", "WS011", Text("参加廉政考试", "sits the integrity examination")
            ),
        ),
    ),
    Scene(
        "s2-shortlist",
        Text("机关非领导职务：党组研究考察对象", "Bureau posts: the party group fixes who is inspected"),
        "s2-bureau-posts",
        "s2",
        standing_at("shortlist", on=next_working_day),
        moves_roster=True,
    ),
    Scene(
        "s4-written",
        Text("竞争上岗（定量到定性）：笔试登分", "Competition judged: the written papers are marked"),
        *JUDGED,
        standing_at(
            "written", entered=only("written.marks", lambda row: getattr(row, "subject", "") == "common")
        ),
    ),
    Scene(
        "s4-judged",
        Text("竞争上岗（定量到定性）：凡提四必", "Competition judged: the four musts"),
        *JUDGED,
        standing_at("clearance", on=next_working_day),
        accounts=SIGNERS,
        then=signed_once,
    ),
    Scene(
        "s4-interview",
        Text(
            "竞争上岗（全部量化）：结构化面试和小组讨论", "Competition scored: interview and panel discussion"
        ),
        *SCORED,
        standing_at(
            "interview",
            entered=only("interview.judge_marks", lambda row: getattr(row, "judge", "") != "SJ002"),
        ),
        accounts=(
            DemoAccount("examiner", "", "judge", "SJ002", Text("给面试和讨论打分", "marks the interviews")),
        ),
    ),
    Scene(
        "s4-scored",
        Text("竞争上岗（全部量化）：考察计分", "Competition scored: the inspection is marked"),
        *SCORED,
        standing_at("inspection", entered=without_judge("inspection", "SJ001")),
        accounts=(DemoAccount("director", "", "judge", "SJ001", Text("给考察打分", "marks the inspection")),),
    ),
    Scene(
        "s4-placing",
        Text("竞争上岗（全部量化）：按名次和专长定岗", "Competition scored: posts by rank and profession"),
        *SCORED,
        standing_at("placing", on=next_working_day),
    ),
    Scene(
        "s9-structure",
        Text("优秀年轻干部：结构性择优", "Young cadres: the structure of the lists"),
        *YOUNG,
        standing_at("structure"),
    ),
    Scene(
        "s9-approval",
        Text("优秀年轻干部：报市委审批", "Young cadres: sent up for approval"),
        *YOUNG,
        standing_at("approval", on=next_working_day),
    ),
    Scene(
        "s10-notice",
        Text("正在公示的运行", "A run in public notice"),
        *STREET,
        in_notice("notice", "decision"),
    ),
    Scene(
        "s3-finished",
        Text("首提责任制：已办结", "Nominations: finished"),
        *NOMINATING,
        finished,
        then=case_closed,
        at_last=case_heard,
    ),
    Scene(
        "s3-nomination",
        Text("首提责任制：正在提名", "Nominations: being made"),
        *NOMINATING,
        standing_at("nomination", on=next_working_day, entered=nominating),
        accounts=NOMINATORS,
    ),
    Scene(
        "s10-open",
        Text("正在报名的运行", "A run open for enrolment"),
        *STREET,
        open_for_enrolment("enrolment"),
    ),
    *TWO_WAY,
)
"""Every run of the demonstration; the first must be one that is finished."""
