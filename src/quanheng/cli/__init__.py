"""The command line (命令行): `quanheng`, for those who work with files."""

from __future__ import annotations

from quanheng.cli.lazy import Lazy, LazyGroup

WEB = "quanheng.config.settings"
HEADLESS = "quanheng.config.headless"

main = LazyGroup(
    name="quanheng",
    help="铨衡：按方案选人用人，全程留痕。Quanheng: selects and appoints by a written plan.",
    commands={
        "plan": Lazy("quanheng.cli.plan", "检查方案、排日程。Check a plan, lay out its calendar."),
        "inputs": Lazy(
            "quanheng.cli.inputs", "写出一个方案的空白录入表。Write the empty tables that a plan takes."
        ),
        "run": Lazy("quanheng.cli.run", "用文件跑完一个方案。Run a whole plan from files.", HEADLESS),
        "screen": Lazy("quanheng.cli.screen", "按方案筛查整个名册。Judge a whole roster by a plan.", WEB),
        "form": Lazy("quanheng.cli.form", "核对、打印、转换任免审批表。Appointment forms."),
        "paper": Lazy("quanheng.cli.paper", "文书和文书模板。Papers and their templates."),
        "ballots": Lazy("quanheng.cli.ballots", "重新计票、印制票。Recount secret ballots, print slips."),
        "trace": Lazy("quanheng.cli.trace", "核验纪实。Verify a trace."),
        "account": Lazy("quanheng.cli.account", "开账户、发登录链接。Open accounts, issue sign-in links."),
        "case": Lazy("quanheng.cli.case", "首提责任追究案件。Accountability cases."),
        "roster": Lazy("quanheng.cli.roster", "导入名册。Import the roster."),
        "serve": Lazy("quanheng.cli.serve", "启动网页服务。Start the web server.", WEB),
        "demo": Lazy("quanheng.cli.demo", "启动演示。Start the demonstration."),
    },
)
