"""Checks of a plan (方案检查): what breaks a rule in force or the plan's own sense, with place and remedy.

Source: docs/plan-checks.md; the rules and their numbers come from the catalogue of regulations.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Literal

from quanheng.core.plans.checks.ground import Breach, Ground, Level, Path, PlanCheck
from quanheng.core.plans.checks.register import CHECKS
from quanheng.core.plans.reading import Place, ReadPlan
from quanheng.core.plans.schema import Plan
from quanheng.core.plans.timeline import begins_on
from quanheng.core.regulations import DOUBT, Catalogue, Rule, Scope, may_be_error
from quanheng.core.values import Text
from quanheng.core.workdays import Calendar

Standing = Literal["bound", "by_reference", "for_orientation"]

LEVELS: tuple[Level, ...] = ("error", "warning", "note")
PARTY_RULES: frozenset[Scope] = frozenset({"leading_cadres", "internal_unit_posts"})
BOUND = frozenset({"party_organ", "government", "judiciary"})
"""Whom the rules on selecting cadres bind themselves: organs from the county up. Source: rule TL19-04."""
FOLLOWING = frozenset({"institution", "hospital", "school", "university", "mass_body"})
"""Who follows them by reference where no rule of their own scope says so. Source: rule TL19-04."""
REACH = "TL19-04"

_OF_KIND: Mapping[str, tuple[Scope, ...]] = {
    "party_organ": ("internal_unit_posts", "civil_servants"),
    "government": ("internal_unit_posts", "civil_servants"),
    "judiciary": ("internal_unit_posts", "civil_servants"),
    "street_office": ("internal_unit_posts", "civil_servants"),
    "township": ("internal_unit_posts", "civil_servants"),
    "mass_body": ("internal_unit_posts",),
    "institution": ("institution_staff",),
    "hospital": ("institution_staff",),
    "school": ("institution_staff",),
    "university": ("institution_staff",),
    "state_enterprise": ("enterprise_leaders",),
}


@dataclass(frozen=True, slots=True)
class Check:
    """One finding about a plan.

    Shapes: `rule` is the id of the rule in the catalogue, '' where the finding rests on no law; `text` says
    what is wrong and why it has this level; `confirmed` is why the plan's owner lets it stand.
    """

    level: Level
    code: str
    path: Path
    place: Place
    text: Text
    rule: str
    law: Text
    article: str
    remedy: Text
    confirmed: Text | None = None


def check_plan(
    read: ReadPlan, catalogue: Catalogue, as_of: date | None = None, calendar: Calendar | None = None
) -> tuple[Check, ...]:
    """All findings about a plan, in the order of their places.

    Shapes: `as_of` is the day whose rules are applied, the day on which the plan begins where none is given.
    """
    plan = read.plan
    ground = Ground(plan, catalogue, as_of or begins_on(plan), calendar or Calendar())
    judge = _Judge(ground, scopes_of(plan))
    found = [_placed(c, read) for spec in CHECKS for c in judge.checks_of(spec)]
    found = [_confirmed(c, plan) for c in found]
    found += [_placed(c, read) for c in (*_about_confirmations(plan, found), *_about_scopes(plan))]
    return tuple(sorted(found, key=lambda c: (c.place.line, c.place.column, LEVELS.index(c.level), c.code)))


def scopes_of(plan: Plan) -> frozenset[Scope]:
    """The scopes that the plan names, else those that organisations of its kind usually have."""
    return frozenset(plan.organisation.scopes or _OF_KIND.get(plan.organisation.kind, ()))


@dataclass(frozen=True)
class _Judge:
    """Decides which rules concern the plan, and on which level a breach stands."""

    ground: Ground
    scopes: frozenset[Scope]

    @cached_property
    def referred(self) -> frozenset[str]:
        """The rules that a rule of the plan's own scopes refers to."""
        own = self.ground.catalogue.in_force(self.ground.as_of, self.scopes)
        return frozenset(str(ref) for r in own if r.scope & self.scopes for ref in r.machine.get("ref", ()))

    def checks_of(self, spec: PlanCheck) -> Iterator[Check]:
        """The findings of one check, one for each place: that of the strictest rule."""
        if spec.leading and not self.ground.has_leading_posts():
            return
        if not spec.rules:
            yield from (_plain(spec.code, spec.level, breach) for breach in spec.function(self.ground, ()))
            return
        standings = {
            rule.id: standing
            for rule in map(self.ground.catalogue.rule, spec.rules)
            if rule.law.is_in_force(self.ground.as_of) and (standing := self._standing(rule)) is not None
        }
        rules = tuple(self.ground.catalogue.rule(r) for r in standings)
        strictest: dict[Path, Check] = {}
        for breach in spec.function(self.ground, rules) if rules else ():
            broken = [r for r in rules if breach.rule in ("", r.id)]
            made = min((self._check(spec, breach, r, standings[r.id]) for r in broken), key=_strictness)
            known = strictest.get(breach.path)
            if known is None or _strictness(made) < _strictness(known):
                strictest[breach.path] = made
        yield from strictest.values()

    def _standing(self, rule: Rule) -> Standing | None:
        """Whether the rule binds the plan, is followed by reference, or concerns it not at all."""
        kind = self.ground.plan.organisation.kind
        hit = rule.scope & (self.scopes | {"all"})
        if rule.scope <= PARTY_RULES and not self.ground.has_leading_posts():
            return None
        if hit - PARTY_RULES or (hit and kind in BOUND):
            return "bound"
        if hit or rule.id in self.referred:
            return "by_reference"
        return "for_orientation" if rule.scope & PARTY_RULES and kind in FOLLOWING else None

    def _check(self, spec: PlanCheck, breach: Breach, rule: Rule, standing: Standing) -> Check:
        level, why = self._level(rule, standing)
        if LEVELS.index(breach.most) > LEVELS.index(level):
            level = breach.most
            why = Text(
                f"{breach.because.zh}，故不按更高一级列出", f"{breach.because.en}, so it stands no higher"
            )
        return Check(
            level=level,
            code=spec.code,
            path=breach.path,
            place=Place(1, 1),
            text=Text(
                _doubt_last(f"{breach.text.zh}。{rule.cite()}：{why.zh}。"),
                f"{breach.text.en}. {_cited(rule)}: {why.en}.",
            ),
            rule=rule.id,
            law=Text(rule.law.name_zh, rule.law.name_en),
            article=rule.article,
            remedy=breach.remedy,
        )

    def _level(self, rule: Rule, standing: Standing) -> tuple[Level, Text]:
        """The level of a broken rule, and why it is that."""
        if rule.severity == "may" or rule.law.kind == "practice":
            return "note", Text("是可以采用的做法，不是必须", "this is a practice that may be followed")
        if standing == "for_orientation":
            return "note", Text(
                f"不适用于本方案的范围，供参考{self._reach().zh}",
                f"outside this plan's scope, for orientation{self._reach().en}",
            )
        if standing == "by_reference":
            return "warning", Text(
                f"本方案参照执行{self._reach().zh}", f"this plan follows it by reference{self._reach().en}"
            )
        doubts = [
            (rule.severity == "should", "规定为“一般应当”", "the rule says what is normally done"),
            (bool(rule.law.verify), "该法规的施行日期待核", "the dates of the law are still to be checked"),
            ("number" in rule.verify, "条款中的数字待核", "the number in the rule is still to be checked"),
            (rule.law.kind != "law", "由其他规定推导", "it follows from other rules"),
        ]
        said = [(zh, en) for holds, zh, en in doubts if holds]
        if may_be_error(rule) and not said:
            return "error", Text(
                "现行有效，适用于本方案，必须遵守", "it is in force, binds this plan and must be kept"
            )
        return "warning", Text("，".join(zh for zh, _ in said), ", ".join(en for _, en in said))

    def _reach(self) -> Text:
        """Where it is said whom the rules on cadres bind."""
        rule = self.ground.catalogue.rule(REACH)
        return Text(f"（适用范围见{rule.cite()}）", f" (whom it binds: {_cited(rule)})")


def _doubt_last(zh: str) -> str:
    """The sentence with its doubt about article numbers said once, at its end."""
    return f"{zh.replace(DOUBT, '').rstrip('。')}{DOUBT}。" if DOUBT in zh else zh


def _cited(rule: Rule) -> str:
    year = f" ({rule.law.year})" if rule.law.year else ""
    article = f"article {rule.article}" if rule.article[:1].isdigit() else rule.article
    return f"{rule.law.name_en}{year}, {article}"


def _strictness(check: Check) -> int:
    return LEVELS.index(check.level)


def _plain(code: str, level: Level, breach: Breach) -> Check:
    """A finding that rests on no law."""
    return Check(
        level=level,
        code=code,
        path=breach.path,
        place=Place(1, 1),
        text=Text(f"{breach.text.zh.rstrip('。')}。", f"{breach.text.say('en').rstrip('.')}."),
        rule="",
        law=Text(""),
        article="",
        remedy=breach.remedy,
    )


def _placed(check: Check, read: ReadPlan) -> Check:
    return replace(check, place=read.place(check.path))


_FIRM = frozenset(spec.code for spec in CHECKS if spec.firm)


def _confirmed(check: Check, plan: Plan) -> Check:
    """The finding as a note where the plan's owner lets it stand; a rule in force is not put off by that."""
    reason = next((c.reason for c in plan.confirmations if c.check in (check.code, check.rule)), None)
    if reason is None:
        return check
    if (check.level == "error" and check.rule) or check.code in _FIRM:
        more = Text("方案虽已确认，此项不因确认而免除。", "It was confirmed; that does not set it aside.")
        return replace(check, text=Text(f"{check.text.zh}{more.zh}", f"{check.text.en} {more.en}"))
    text = Text(f"{check.text.zh}已确认：{reason.zh}", f"{check.text.en} Confirmed: {reason.say('en')}")
    return replace(check, level="note", text=text, confirmed=reason)


def _about_confirmations(plan: Plan, found: list[Check]) -> Iterator[Check]:
    """Confirmations that name no check, and those with nothing to confirm."""
    names = {spec.code for spec in CHECKS} | {rule for spec in CHECKS for rule in spec.rules}
    met = {c.code for c in found} | {c.rule for c in found}
    for number, confirmation in enumerate(plan.confirmations):
        path: Path = ("confirmations", number)
        name = confirmation.check
        if name in names and name in met:
            continue
        text = Text(f"没有“{name}”这项检查", f"there is no check '{name}'")
        if name in names:
            text = Text(f"“{name}”没有发现问题，无须确认", f"'{name}' found nothing to confirm")
        breach = Breach(path, text, Text("删去这一条，或核对编号。", "Leave it out, or check the code."))
        level: Level = "note" if name in names else "warning"
        yield _plain("confirmation.unused" if name in names else "confirmation.unknown", level, breach)


def _about_scopes(plan: Plan) -> Iterator[Check]:
    """Which rules bind the plan, where it does not say so itself."""
    if plan.organisation.scopes:
        return
    taken = "、".join(sorted(scopes_of(plan))) or "无"
    english = ", ".join(sorted(scopes_of(plan))) or "none"
    text = Text(
        f"方案没有写适用范围，按单位性质取：{taken}",
        f"the plan names no scopes; taken by its kind: {english}",
    )
    remedy = Text("写明 organisation.scopes。", "Say organisation.scopes.")
    yield _plain("organisation.scopes", "note", Breach(("organisation",), text, remedy))
