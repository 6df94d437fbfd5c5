"""Help (帮助): what each role does and where, in the words of the screens; whole in docs/roles."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from quanheng.core.authority import ROLES
from quanheng.core.values import Text
from quanheng.web.navigation import address


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that a role does. Shapes: `url` is the name of the page where it is done."""

    what: Text
    how: Text
    url: str = "my-work"


GUIDES: Mapping[str, tuple[Step, ...]] = {
    "organiser": (
        Step(
            Text("写方案、启动", "Write a plan, start a run"),
            Text(
                "沿用一份方案，改日期和职位，按检查结果改好，保存，启动运行",
                "Copy a plan, set dates and posts, mend what the checks find, save, start",
            ),
            "plans",
        ),
        Step(
            Text("定成员、办环节", "Name members, work the stages"),
            Text(
                "运行页“机构成员”定人；点上方的环节，“办理”或“录入”，齐备后结束",
                "Name the members; pick a stage, work on it, close it when nothing is missing",
            ),
            "runs",
        ),
        Step(
            Text("更正", "Correct"),
            Text(
                "已结束的环节先“退回”，写明理由；有人退出用“退出与取消”，先看影响",
                "Go back to a closed stage with a reason; withdrawals show their effect first",
            ),
            "runs",
        ),
        Step(
            Text("名册和职数", "Roster and seats"),
            Text("查找、导入、更正，都记入总册", "Find, import, correct: all of it is recorded"),
            "roster",
        ),
        Step(
            Text("监督和任后", "Supervision, after appointment"),
            Text("说明预警，登记任后事项", "Explain alerts, record what is due after an appointment"),
            "supervision",
        ),
    ),
    "unit_officer": (
        Step(
            Text("报年度空缺计划", "File the vacancy plan"),
            Text("每年一月，一行一种空缺；退回的改好再报", "In January, a line a kind; mended when returned"),
            "vacancies",
        ),
    ),
    "staff": (
        Step(
            Text("报名、填志愿、考试", "Apply, name offices, sit"),
            Text(
                "都在“我的工作”；资格逐条列出，截止前可以改",
                "All under My work; each condition is told, and you may change until the end",
            ),
        ),
        Step(
            Text("看自己的进展", "Follow your own way"),
            Text("“我的报名”里有得分、名次和下一环节", "My applications: marks, rank, the next stage"),
        ),
        Step(
            Text("看自己的档案", "Read your dossier"),
            Text("有差错的，持材料到组织人事部门更正", "Take papers to the organisers where it is wrong"),
            "dossier",
        ),
    ),
    "judge": (
        Step(
            Text("打分", "Mark"),
            Text(
                "点“我的工作”里的评分，一人一屏，保存后到下一位；结束前可改",
                "Under My work; one candidate a screen; you may change marks until the stage closes",
            ),
        ),
    ),
    "committee_member": (
        Step(
            Text("表态、调配、提名", "Vote, adjust, nominate"),
            Text(
                "都在“我的工作”；到会登记以后才能表态，主要负责人最后表态",
                "Under My work; voting opens once the attendance is in, the principal is last",
            ),
        ),
        Step(
            Text("查阅全过程", "Read the whole process"),
            Text("总表每一格点开看依据", "Every cell of a run's table opens its evidence"),
            "runs",
        ),
    ),
    "discipline_officer": (
        Step(
            Text("出具意见、核查异议", "Give opinions, settle objections"),
            Text(
                "都在“我的工作”；没有结论，公示不能结束", "Under My work; a notice waits for every conclusion"
            ),
        ),
        Step(
            Text("举报、预警、任后", "Reports, alerts, duties"),
            Text("受理、核销、登记谈话，各有期限", "Handle, close and record, each by its day"),
            "supervision",
        ),
        Step(
            Text("首提责任追究", "Accountability of nominators"),
            Text("从台账立案，依次办理", "Open a case from the register, step by step"),
            "nominations",
        ),
        Step(
            Text("廉政题库", "Question bank"),
            Text("只有您看得到题目", "You alone read the questions"),
            "questions",
        ),
    ),
    "auditor": (
        Step(
            Text("验证纪实", "Verify the trace"),
            Text("点开账册“验证全部”，首码抄到系统之外", "Verify all; write the head down elsewhere"),
            "trace",
        ),
        Step(
            Text("查得分和理由", "Check points and reasons"),
            Text("总表里点一格，展开到各个评分和票数", "A cell opens down to marks and votes"),
            "runs",
        ),
        Step(
            Text("查谁做了什么", "Who did what"),
            Text("按人、环节、事项跨运行查阅", "By person, stage and act, across runs"),
            "trace-explorer",
        ),
    ),
    "administrator": (
        Step(
            Text("开账户、授角色、发链接", "Accounts, roles, links"),
            Text("链接只显示一次，二十四小时内有效", "A link is shown once and lasts a day"),
            "accounts",
        ),
    ),
}
"""What a role does, the usual first."""


@require_GET
def guide(request: HttpRequest) -> HttpResponse:
    """What the reader's roles do, and where."""
    user: Any = request.user
    roles = user.roles_anywhere()
    guides = [
        (role, ROLES[role], [(step, address(step.url)) for step in GUIDES[role]])
        for role in ROLES
        if role in roles and role in GUIDES
    ]
    return render(request, "web/help.html", {"guides": guides})
