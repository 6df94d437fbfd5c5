"""Set up an election (筹备投票): the roll, the ways of voting, the slips; all of it before anything opens."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from quanheng.actions.acting import Act, acting
from quanheng.actions.stage_dates import closing_now
from quanheng.core.authority import Actor
from quanheng.core.ballots.blind import issuer_key
from quanheng.core.ballots.deriving import form_of_stage
from quanheng.core.ballots.encoding import to_bytes
from quanheng.core.ballots.forms import BallotForm
from quanheng.core.ballots.hours import check_hours
from quanheng.core.ballots.roll import RollLine, roll_faults
from quanheng.core.ballots.suppression import Disclosure, merged_groups
from quanheng.core.engine import inputs_for, slate_of
from quanheng.core.language.scoring import SmallGroup
from quanheng.core.language.terms import StageSettings
from quanheng.core.plans.schema import Plan
from quanheng.core.values import Refused, RefusedMany, Text
from quanheng.store import elections
from quanheng.store.elections import ElectionFacts, RollEntry

Way = Literal["phones", "slips"]
ISSUERS = ("A", "B")
_ADDRESS = re.compile(r"https?://[A-Za-z0-9.:-]+/?")
_CODE = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")


@dataclass(frozen=True)
class Wish:
    """What the organiser asks for.

    Shapes: `roll` names voters and their groups; `unnamed` counts the voters of groups that nobody lists
    (the public); `ways` says how each group votes, by phone where it says nothing; `issuers` is 1 or 2,
    `second` the address of the other; `times` as in `core.ballots.hours`.
    """

    code: str
    stage: str
    roll: tuple[RollEntry, ...]
    ways: Mapping[str, Way] = field(default_factory=dict)
    unnamed: Mapping[str, int] = field(default_factory=dict)
    issuers: int = 1
    second: str = ""
    disclosure: Disclosure = Disclosure()
    times: Mapping[str, str] = field(default_factory=dict)
    round: int = 1


def form_of(act: Act, stage: str, at: datetime, round_: int = 1) -> BallotForm:
    """The ballots of a stage as it stands.

    Errors: Refused unless it is open, reached, and takes secret ballots on somebody.
    """
    settings = settings_of(act.facts.plan, stage)
    if stage in act.outcomes:
        raise Refused(
            "stage_closed",
            f"环节“{stage}”已经结束，不能再投票。",
            f"Stage '{stage}' is closed: nobody can vote in it.",
            where=stage,
            remedy_zh="确需重投的，先“退回”到该环节并写明理由。",
            remedy_en="If it must be voted again, go back to the stage with a reason first.",
        )
    order = [s.id for s in act.facts.plan.stages]
    before = {s: act.outcomes[s] for s in order[: order.index(stage)] if s in act.outcomes}
    closing = closing_now(act.facts, act.outcomes, stage, at.date())
    slate = slate_of(act.facts, before, closing)
    return form_of_stage(settings, slate, inputs_for(act.facts, before, closing), round_)


def settings_of(plan: Plan, stage: str) -> StageSettings:
    """A stage's settings. Errors: Refused(unknown_stage)."""
    found = next((s for s in plan.stages if s.id == stage), None)
    if found is None:
        known = "、".join(s.id for s in plan.stages)
        raise Refused(
            "unknown_stage",
            f"方案中没有环节“{stage}”。",
            f"The plan has no stage '{stage}'.",
            where=stage,
            remedy_zh=f"环节为：{known}。",
            remedy_en=f"Its stages are: {known}.",
        )
    return found


def set_up_election(actor: Actor, run_code: str, wish: Wish, at: datetime) -> None:
    """Set an election up for a stage, from its plan and the roll.

    Errors: Refused for a code that is taken, a stage that nobody votes in, groups too small to count apart;
    RefusedMany for people and groups of the roll that are not known.
    """
    with acting(actor, "set_up_election", run_code, at) as act:
        form = form_of(act, wish.stage, at, wish.round)
        _refuse_unusable(wish, run_code)
        check_hours(wish.times)
        _check_roll(wish, act, form)
        homes = _homes(wish, settings_of(act.facts.plan, wish.stage))
        roll = tuple(RollEntry(v.person, homes[v.group]) for v in wish.roll)
        rules = {**_rules(wish, homes), "styles": [s.id for s in form.of_groups(homes.values()).styles()]}
        facts = ElectionFacts(wish.code, run_code, wish.stage, wish.round, "set_up", rules, "")
        elections.save_election(act.run, facts, roll)
        act.subject = f"{wish.stage}:{wish.code}"
        act.body = {
            "stage": wish.stage,
            "election": wish.code,
            "voters": {**Counter(v.group for v in roll), **rules["unnamed"]},
            **{name: rules[name] for name in ("ways", "issuers", "disclosure", "homes")},
        }


def _rules(wish: Wish, homes: Mapping[str, str]) -> dict[str, Any]:
    """What is frozen from now on, in words that the roll's side keeps."""
    ways = {homes[group]: wish.ways.get(group, "phones") for group in homes}
    for group, home in homes.items():
        if wish.ways.get(group, "phones") != ways[home]:
            raise _bad_wish(
                "ways",
                f"“{group}”并入“{home}”，投票方式须相同",
                f"'{group}' votes with '{home}': one way only",
            )
    unnamed: Counter[str] = Counter()
    for group, voters in wish.unnamed.items():
        if ways[homes[group]] != "slips":
            raise _bad_wish("ways", f"“{group}”没有名册，只能用印制票", f"'{group}' has no roll: slips only")
        unnamed[homes[group]] += voters
    return {
        "issuers": list(ISSUERS[: wish.issuers]) if "phones" in ways.values() else [],
        "second": wish.second.rstrip("/"),
        "ways": ways,
        "unnamed": dict(unnamed),
        "disclosure": wish.disclosure.plain(),
        "times": dict(wish.times),
        "homes": dict(homes),
        "due": dict(_voters(wish)),
    }


def _voters(wish: Wish) -> Counter[str]:
    return Counter(v.group for v in wish.roll) + Counter(dict(wish.unnamed))


def _homes(wish: Wish, settings: StageSettings) -> dict[str, str]:
    """The group in whose ballots each group of the plan votes: small ones join the plan's target."""
    small: SmallGroup | None = getattr(settings, "small_group", None)
    return merged_groups(_voters(wish), small.into if small else None, wish.disclosure)


def cancel_election(actor: Actor, run_code: str, code: str, at: datetime) -> None:
    """Give up an election that has not opened; its code is free again."""
    with acting(actor, "set_up_election", run_code, at) as act:
        with elections.election_held(code, "set_up", Text("撤销", "cancelling")) as row:
            elections.cancel(row)
        act.subject = code
        act.body = {"election": code, "cancelled": True}


def commit_slips(
    actor: Actor, run_code: str, code: str, slips: Mapping[str, Sequence[str]], at: datetime
) -> int:
    """Register the credentials of printed slips, before anybody votes; how many slips there are.

    Shapes: credentials in hexadecimal by ballot style, as the slip maker wrote them; earlier ones go.
    Errors: Refused for unknown styles, styles of one group with different numbers, anything that is no hash.
    """
    with acting(actor, "commit_slips", run_code, at) as act:
        with elections.election_held(code, "set_up", Text("登记印制票清单", "committing slips")) as row:
            facts = elections.election_facts(code)
            _check_slips(slips, facts, form_of(act, facts.stage, at, facts.round))
            elections.save_slips(row, slips)
        numbers = {style: len(own) for style, own in slips.items()}
        act.subject = code
        act.body = {"election": code, "slips": numbers}
    return sum({style.split("|")[1]: n for style, n in numbers.items()}.values())


def register_keys(
    actor: Actor, run_code: str, code: str, issuer: str, keys: Mapping[str, str], at: datetime
) -> None:
    """Register the public keys of an issuer elsewhere, before the election opens.

    Errors: Refused for keys of other styles than those by phone, or that are no such keys.
    """
    with acting(actor, "open_election", run_code, at) as act:
        with elections.election_held(code, "set_up", Text("登记公钥", "registering keys")):
            rules = elections.election_facts(code).rules
            wanted = {s for s in rules["styles"] if rules["ways"][s.split("|")[1]] == "phones"}
            if issuer not in rules["issuers"] or set(keys) != wanted:
                raise _bad_keys("票种与本次投票不一致", "the styles are not those of this election")
            try:
                for key in keys.values():
                    issuer_key(to_bytes(key))
            except ValueError as error:
                raise _bad_keys("公钥不合规格", str(error)) from None
            elections.replace_keys(code, issuer, {style: (key, "") for style, key in keys.items()})
        act.subject = code
        act.body = {"election": code, "issuer": issuer, "keys": len(keys)}


def _bad_keys(zh: str, en: str) -> Refused:
    return Refused(
        "bad_issuer_keys",
        f"公钥文件不能登记：{zh}。",
        f"The public keys cannot be registered: {en}.",
        where="keys",
        remedy_zh="请用第二发证方由本次投票的发证单生成的文件。",
        remedy_en="Use the file that the second issuer made from this election's order.",
    )


def _check_slips(slips: Mapping[str, Sequence[str]], facts: ElectionFacts, form: BallotForm) -> None:
    ways = facts.rules["ways"]
    known = {s.id: s for s in form.styles() if ways.get(s.group) == "slips"}
    for style in slips:
        if style not in known:
            raise _bad_slips(style, f"没有用印制票的票种“{style}”", f"no printed ballot style '{style}'")
    for group in {known[s].group for s in slips}:
        if group in form.unit_groups:
            raise _bad_slips(
                group, "这一组只评本单位的人，不能用印制票", "this group votes on its own unit only"
            )
        own = [s for s in known if known[s].group == group]
        if len({len(slips.get(s, ())) for s in own}) != 1:
            raise _bad_slips(group, "同一组各票种的张数不同", "the styles of one group differ in number")
    every = [c for own in slips.values() for c in own]
    if not all(re.fullmatch(r"[0-9a-f]{64}", c) for c in every) or len(set(every)) != len(every):
        raise _bad_slips(facts.code, "清单中有不是摘要的内容或重复", "something is no hash, or stands twice")


def _bad_slips(where: str, zh: str, en: str) -> Refused:
    return Refused(
        "bad_slips",
        f"印制票清单不能登记：{zh}。",
        f"The list of slips cannot be committed: {en}.",
        where=where,
        remedy_zh="请用本次投票的制票文件重新制票。",
        remedy_en="Make the slips again from this election's file.",
    )


def _refuse_unusable(wish: Wish, run_code: str) -> None:
    if not _CODE.fullmatch(wish.code):
        raise _bad_wish(
            "code",
            "投票编号只能用小写字母、数字和短横线，不超过 40 个",
            "its code: lower-case letters, digits and hyphens, 40 at most",
        )
    if elections.is_code_taken(wish.code):
        raise _bad_wish("code", f"已有编号为“{wish.code}”的投票", f"an election '{wish.code}' exists")
    if elections.election_of_stage(run_code, wish.stage, wish.round) is not None:
        raise _bad_wish("stage", "这个环节已有一次投票", "this stage has an election already")
    if not _voters(wish):
        raise _bad_wish("roll", "选民名册是空的", "the roll is empty")
    if wish.issuers not in (1, 2):
        raise _bad_wish("issuers", "发证方为一方或两方", "one or two issuers")
    if wish.issuers == 2 and not _ADDRESS.fullmatch(wish.second):
        raise _bad_wish("second", "请填第二发证方的网址", "give the address of the second issuer")


def _bad_wish(where: str, zh: str, en: str) -> Refused:
    return Refused(
        "election_unusable",
        f"不能筹备这次投票：{zh}。",
        f"The election cannot be set up: {en}.",
        where=where,
        remedy_zh="请改正后再提交。",
        remedy_en="Mend it and send it again.",
    )


def _check_roll(wish: Wish, act: Act, form: BallotForm) -> None:
    groups = {g.id for g in form.groups}
    lines = [RollLine(n, f"roll:{n}", v.person, v.group) for n, v in enumerate(wish.roll, start=1)]
    unknown = [
        _bad_wish("roll", f"方案中没有“{g}”组", f"no group '{g}'") for g in wish.unnamed if g not in groups
    ]
    problems = unknown + roll_faults(lines, act.facts.people, groups)
    if problems:
        raise RefusedMany(problems)
