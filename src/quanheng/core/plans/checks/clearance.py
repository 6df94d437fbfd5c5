"""Checks of the clearance (廉政意见检查): the four musts before a decision, and who signs."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from quanheng.core.plans.checks.ground import Breach, Ground, Level, rung_in
from quanheng.core.regulations import Rule
from quanheng.core.stages.clearance import MUSTS, Must, Settings
from quanheng.core.values import Text


def must(wanted: Must) -> Callable[[Ground, tuple[Rule, ...]], Iterator[Breach]]:
    """The check that this opinion is at hand before the decision."""

    def check(ground: Ground, rules: tuple[Rule, ...]) -> Iterator[Breach]:
        number = ground.first("decision")
        if number is None or any(i < number and wanted in s.musts for i, s in ground.of(Settings)):
            return
        first = next((i for i, _ in ground.of(Settings)), None)
        words = Text(MUSTS.words[wanted].zh, MUSTS.words[wanted].say("en"))
        after = any(wanted in s.musts for _, s in ground.of(Settings))
        when = (
            Text("排在讨论决定之后", "comes after the decision")
            if after
            else Text("没有安排", "is not provided for")
        )
        yield Breach(
            ("stages", number) if first is None else ("stages", first, "musts"),
            Text(f"“{words.zh}”{when.zh}", f"'{words.en}' {when.en}"),
            Text(
                f"在讨论决定之前的 clearance 环节的 musts 中写明 {wanted}。",
                f"Name {wanted} in the musts of a clearance before the decision.",
            ),
            most=_most(ground, wanted),
            because=Text(
                "职位低于须报告个人有关事项的层次",
                "the posts are below the rank that reports personal matters",
            ),
        )

    return check


def _most(ground: Ground, wanted: Must) -> Level:
    """Personal matters are reported from a rank up; below it, their check is worth a note."""
    if wanted != "personal_matters":
        return "error"
    least = rung_in(str(ground.catalogue.rule("SX-02").machine["scope"]))
    heights = [ground.height(post) for _, post in ground.posts]
    reported = least is None or any(h is not None and h >= least for h in heights)
    return "error" if reported else "note"


def signatures(ground: Ground, rules: tuple[Rule, ...]) -> Iterator[Breach]:
    """The integrity opinion carries two signatures."""
    machine = rules[0].machine
    asked = int(machine.get("signatures", len(machine.get("requires_signatures", ()))))
    for number, stage in ground.of(Settings):
        if "discipline_opinion" in stage.musts and stage.signatures < asked:
            yield Breach(
                ("stages", number, "signatures"),
                Text(
                    f"廉政意见只要求 {stage.signatures} 人签字，规定为 {asked} 人",
                    f"the opinion needs {stage.signatures} signature; {asked} are asked",
                ),
                Text(f"写明 signatures: {asked}。", f"Write signatures: {asked}."),
            )


def written(ground: Ground, rules: tuple[Rule, ...]) -> Iterator[Breach]:
    """Opinions before a decision are written."""
    for number, stage in ground.of(Settings):
        if not stage.written:
            yield Breach(
                ("stages", number, "written"),
                Text("意见可以不以书面提出", "an opinion need not be written"),
                Text("写明 written: true。", "Write written: true."),
                most="warning",
            )


def audit(ground: Ground, rules: tuple[Rule, ...]) -> Iterator[Breach]:
    """Candidates who are subject to an audit are audited first."""
    principal = next((p for _, p in ground.posts if p.principal), None)
    number = ground.first("decision")
    if principal is None or number is None or any("audit" in s.musts for _, s in ground.of(Settings)):
        return
    yield Breach(
        ("stages", number),
        Text("有正职职位，而未安排经济责任审计", "there are principal posts, and no audit is provided for"),
        Text(
            "需要审计的，在 clearance 的 musts 中加上 audit。",
            "Where one is due, add audit to the musts of the clearance.",
        ),
        most="note",
        because=Text("是否须审计，视人选的职务而定", "whether one is due depends on the person"),
    )
