"""Polling (测评统计): tallies of groups and dimensions become points and rates."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Literal

from quanheng.core.inputs import Due, Inputs
from quanheng.core.language.scoring import (
    Denominator,
    Dimension,
    Grade,
    RateRule,
    RatingGroup,
    Scale,
    SmallGroup,
    VoterGroup,
)
from quanheng.core.language.terms import Rounding
from quanheng.core.scoring.disclosing import TOO_FEW, Telling, disclosed, few_for_rate, telling_of
from quanheng.core.scoring.scores import plain, rounded_at, weighted_mean
from quanheng.core.tallies.rating import Tally, rating, trimmed_tally
from quanheng.core.tallies.sheets import Counts, Reader, Reading, SheetRow
from quanheng.core.tallies.suppression import Disclosure
from quanheng.core.tallies.turnout import Turnout
from quanheng.core.values import Candidate, Evidence, Finding, Refused, Source, Text, Working


@dataclass(frozen=True)
class Rules:
    """How a plan turns tallies into points and rates."""

    stage: str
    title: Text
    dimensions: tuple[Dimension, ...]
    groups: tuple[RatingGroup, ...]
    denominator: Denominator
    empty_group: Literal["renormalise", "zero", "block"]
    small_group: SmallGroup | None
    approve: tuple[RateRule, ...]
    veto: tuple[RateRule, ...]
    rounding: tuple[Rounding, ...]
    disclosure: Disclosure | None = None


@dataclass(frozen=True)
class Poll:
    """One assessment counted: tallies by person and group, small groups merged where the plan says so."""

    rules: Rules
    counts: Counts
    turnouts: Mapping[str, Turnout]
    groups: tuple[RatingGroup, ...]
    reader: Reader

    @classmethod
    def of(
        cls,
        rules: Rules,
        counts: Counts,
        turnouts: Mapping[str, Turnout],
        sheets: Mapping[str, int],
        reader: Reader,
    ) -> Poll:
        """The poll after merging the groups that returned too few sheets."""
        small = rules.small_group
        if small is None or small.rule != "merge" or small.into is None:
            return cls(rules, counts, turnouts, rules.groups, reader)
        gone = {g.id for g in rules.groups if g.id != small.into and sheets.get(g.id, 0) < small.below}
        into = {g.id: small.into if g.id in gone else g.id for g in rules.groups}
        merged: Counts = {}
        for person, own in counts.items():
            groups: dict[str, tuple[Tally, ...]] = {}
            for group, tallies in own.items():
                have = groups.get(into[group])
                pairs = zip(have or (), tallies, strict=False)
                groups[into[group]] = tuple(a.plus(b) for a, b in pairs) if have else tallies
            merged[person] = groups
        whole: dict[str, Turnout] = {}
        for group, turnout in turnouts.items():
            whole[into[group]] = whole.get(into[group], Turnout()).plus(turnout)
        return cls(rules, merged, whole, tuple(g for g in rules.groups if g.id not in gone), reader)

    def points(self, person: str) -> Working:
        """One person's points: groups by weight, each group's dimensions by weight."""
        rounding = self.rules.rounding
        own = self.counts.get(person, {})
        groups = [g for g in self.groups if g.votes_on(person)]
        parts = [(g, self._group_points(g, own.get(g.id))) for g in groups]
        counting = [(g, p) for g, p in parts if p is not None]
        whole = weighted_mean(self.rules.title, [(p, g.weight) for g, p in counting])
        shown = self.telling(person).shown
        whole = disclosed(whole, [(p, shown[g.id]) for g, p in counting])
        return rounded_at(rounded_at(whole, rounding, "component"), rounding, "total")

    def telling(self, person: str) -> Telling:
        """How much may be told of the sheets on one person."""
        own = self.counts.get(person, {})
        sheets = {g: max((t.total() for t in tallies), default=0) for g, tallies in own.items()}
        raters = [g.id for g in self.groups if g.votes_on(person)]
        return telling_of(self.rules.disclosure, {g: sheets.get(g, 0) for g in raters})

    def told_counts(self) -> Counts:
        """The tallies, small groups merged, without those of groups that may not be told in full."""
        found: Counts = {}
        for person, own in self.counts.items():
            hidden = self.telling(person).hidden
            found[person] = {g: tallies for g, tallies in own.items() if g not in hidden}
        return found

    def told_spoiled(self, spoiled: Mapping[tuple[str, str], Text]) -> tuple[tuple[str, str, Text], ...]:
        """The sheets that do not count, in order; the reason is withheld with the group's marks."""
        told = {g.id for g in self.groups}
        if self.rules.disclosure is None:
            told |= {group for group, _ in spoiled}
        told -= {g for person in self.counts for g in self.telling(person).hidden}
        return tuple(
            (group, sheet, why if group in told else TOO_FEW)
            for (group, sheet), why in sorted(spoiled.items())
        )

    def _group_points(self, group: RatingGroup, tallies: Sequence[Tally] | None) -> Working | None:
        means = [] if tallies is None else self._dimension_points(group, tallies)
        counting = [
            (m, d.weight) for m, d in zip(means, self.rules.dimensions, strict=False) if m.value is not None
        ]
        if not counting:
            zero = Working(
                group.title, Decimal(0), Text("无有效票，计零分", "no valid sheet: zero"), tuple(means)
            )
            return None if self.rules.empty_group == "renormalise" else zero
        return rounded_at(weighted_mean(group.title, counting), self.rules.rounding, "group")

    def _dimension_points(self, group: RatingGroup, tallies: Sequence[Tally]) -> list[Working]:
        turnout = self.turnouts.get(group.id, Turnout())
        found = []
        for dimension, tally in zip(self.rules.dimensions, tallies, strict=True):
            source = f"{self.rules.stage}.sheets:{group.id}|{dimension.id}"
            grades = self.reader.grades_of(tally.given, dimension.reversed)
            cut, dropped = trimmed_tally(tally, grades, group.trim)
            mean = rating(dimension.title, cut, grades, self.rules.denominator, turnout, source)
            mean = mean if dropped is None else replace(mean, parts=(*mean.parts, dropped))
            found.append(mean if mean.value is None else rounded_at(mean, self.rules.rounding, "dimension"))
        return found

    def failed_rates(self, candidate: Candidate) -> tuple[Finding, ...]:
        """The rates that this candidate had to reach and did not, or that veto and hold."""
        found = []
        for index, rule in enumerate(self.rules.approve):
            count, base = self._rate(candidate.person, rule)
            if base == 0 or not rule.is_.holds(Decimal(count) / base):
                found.append(self._rate_finding(candidate, rule, count, base, f"approve.{index}"))
        for index, rule in enumerate(self.rules.veto):
            count, base = self._rate(candidate.person, rule)
            if base and rule.is_.holds(Decimal(count) / base):
                found.append(self._rate_finding(candidate, rule, count, base, f"veto.{index}"))
        return tuple(found)

    def may_tell_rates(self, person: str) -> bool:
        """Whether the shares of grades over all groups give no group away."""
        return self.telling(person).may_tell([g.id for g in self.groups])

    def rates(self, person: str) -> dict[str, Decimal]:
        """The share of each grade among one person's marks, over all groups and dimensions (得票率)."""
        found = {}
        for grade in self.reader.grades:
            rule = RateRule.model_validate({"grades": [grade.id], "is": {"at_least": 0}})
            count, base = self._rate(person, rule)
            if base:
                found[grade.id] = Decimal(count) / base
        return found

    def _rate(self, person: str, rule: RateRule) -> tuple[int, int]:
        """Marks with the wanted grades, and the base, over the rule's groups and dimensions together."""
        count = base = 0
        own = self.counts.get(person, {})
        for group in self.groups:
            if rule.groups is not None and group.id not in rule.groups:
                continue
            turnout = self.turnouts.get(group.id, Turnout())
            for dimension, tally in zip(self.rules.dimensions, own.get(group.id, ()), strict=False):
                if rule.dimension == dimension.id or (rule.dimension is None and not dimension.reversed):
                    values = self.reader.grades_of(tally.given).values
                    count += sum(n for g, n in tally.given.items() if g in rule.grades)
                    base += tally.cast(values).base(rule.denominator or self.rules.denominator, turnout)
        return count, base

    def _rate_finding(
        self, candidate: Candidate, rule: RateRule, count: int, base: int, place: str
    ) -> Finding:
        groups = rule.groups if rule.groups is not None else [g.id for g in self.groups]
        if not self.telling(candidate.person).may_tell(groups):
            return few_for_rate(candidate, rule.is_, Source("plan", f"stages.{self.rules.stage}.{place}"))
        titles = {g.id: g.title for g in self.reader.grades}
        zh = "、".join(titles[g].zh for g in rule.grades)
        en = ", ".join(titles[g].say("en") for g in rule.grades)
        rate = plain(Decimal(count) / base) if base else "-"
        bound = rule.is_.say_rate()
        veto = place.startswith("veto")
        return Finding(
            code="vetoed_by_rate" if veto else "rate_not_reached",
            state="not_met",
            text=Text(
                f"{zh}票 {count}/{base}，占 {rate}；{'达到否决线：' if veto else '要求'}{bound.zh}",
                f"{en}: {count} of {base}, {rate}; {'veto when' if veto else 'needed:'} {bound.en}",
            ),
            source=Source("plan", f"stages.{self.rules.stage}.{place}"),
            candidate=candidate,
            evidence=(
                Evidence(Text(f"{zh}票", en), Text(str(count), str(count))),
                Evidence(Text("基数", "base"), Text(str(base), str(base))),
            ),
        )


@dataclass
class Numbers:
    """The sheet numbers seen so far, against what was given out and to whom."""

    limits: Mapping[str, int]
    issued: Mapping[str, int]
    numbering: Literal["round", "group"]
    seen: dict[str, set[str]] = field(default_factory=dict)
    holder: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(
        cls, turnouts: Mapping[str, Turnout], groups: Iterable[str], numbering: Literal["round", "group"]
    ) -> Numbers:
        """The limits that the turnout sets, where it is known."""
        issued = {group: t.issued for group, t in turnouts.items()}
        limits = dict(issued)
        if numbering == "round":
            all_known = set(groups) <= set(issued)
            limits = dict.fromkeys(groups, sum(issued.values())) if all_known else {}
        return cls(limits, issued, numbering)

    def refused(self, group: str, sheet: str) -> Refused | None:
        """Takes note of a sheet; a refusal when it cannot be one of those given out."""
        numbers = self.seen.setdefault(group, set())
        if sheet in numbers:
            return None
        if self.numbering == "round" and self.holder.setdefault(sheet, group) != group:
            return _sheet_refused(
                "sheet_in_two_groups",
                group,
                sheet,
                f"票号 {sheet} 已录在“{self.holder[sheet]}”组。",
                f"Sheet {sheet} is entered under group '{self.holder[sheet]}' already.",
            )
        limit, issued = self.limits.get(group), self.issued.get(group)
        beyond = limit is not None and sheet.isdecimal() and not 1 <= int(sheet) <= limit
        if beyond or (issued is not None and len(numbers) >= issued):
            return _sheet_refused(
                "sheet_beyond_issued",
                group,
                sheet,
                f"票号 {sheet} 超出发出的票数（本组发出 {issued} 张，编号至 {limit or '-'}）。",
                f"Sheet {sheet} is beyond those given out ({issued} in this group, up to {limit or '-'}).",
            )
        numbers.add(sheet)
        return None


def _sheet_refused(code: str, group: str, sheet: str, zh: str, en: str) -> Refused:
    return Refused(
        code,
        zh,
        en,
        where=f"{group}|{sheet}",
        remedy_zh="请核对票面编号、组别与到会登记。",
        remedy_en="Check the number on the sheet, its group and the turnout.",
    )


def sheets_by_group(rows: Iterable[SheetRow]) -> dict[str, set[str]]:
    """The sheet numbers entered in each group. Shapes: groups sorted, however the rows lie."""
    found: dict[str, set[str]] = {}
    for group, sheet in {(r.group, r.sheet) for r in rows}:
        found.setdefault(group, set()).add(sheet)
    return dict(sorted(found.items()))


def unknown_group(group: str, known: Iterable[str]) -> Refused:
    """A group that the plan does not have."""
    names = sorted(known)
    return Refused(
        "unknown_group",
        f"方案中没有测评组“{group}”。",
        f"The plan has no group '{group}'.",
        where=group,
        remedy_zh=f"可填：{'、'.join(names)}。",
        remedy_en=f"Known: {', '.join(names)}.",
    )


def not_a_rater(group: VoterGroup, person: str, name: str) -> Refused | None:
    """A refusal when the plan does not let a group vote on a person."""
    if group.votes_on(person):
        return None
    return Refused(
        "group_does_not_rate",
        f"按方案，“{group.title.zh}”组不评价{name}。",
        f"By the plan, group '{group.title.say('en')}' does not vote on {name}.",
        where=f"{group.id}|{person}",
        remedy_zh="请核对组别与人员；须由该组评价的，修改方案中该组的 rates。",
        remedy_en="Check group and person; if the group is to vote on them, change its rates in the plan.",
    )


def fewer_than_entered(group: str, returned: int, entered: int) -> Refused | None:
    """A refusal when more sheets are entered than the turnout says came back."""
    if returned >= entered:
        return None
    return Refused(
        "fewer_returned_than_entered",
        f"收回 {returned} 张，但已录入 {entered} 张。",
        f"{returned} sheets returned, but {entered} are entered.",
        where=group,
        remedy_zh="请核对收回票数，或删去多录的票。",
        remedy_en="Check the count, or take out the sheets that do not belong.",
    )


_FAULTS: Mapping[str, tuple[str, str]] = {
    "unknown_column": ("测评项目中没有这一列", "no such dimension"),
    "over_mark": ("一项只能选一个等次", "one grade may be given, not several"),
    "no_mark": ("这一项没有评价", "no mark is given"),
    "unknown_mark": ("不是方案中的等次或允许的分数", "not a grade or number that the plan allows"),
}


def unreadable(
    where: str,
    reading: Reading,
    dimensions: Sequence[Dimension],
    grades: Sequence[Grade],
    scale: Scale | None,
) -> Refused:
    """A row whose cells cannot be read, naming the cell and what may stand there."""
    zh, en = _FAULTS[reading.fault or ""]
    if reading.fault == "unknown_column":
        may_zh, may_en = "、".join(d.title.zh for d in dimensions), ", ".join(d.id for d in dimensions)
    elif scale is not None:
        may_zh = may_en = f"{plain(scale.min)}–{plain(scale.max)}"
    else:
        may_zh, may_en = "、".join(g.title.zh for g in grades), ", ".join(g.id for g in grades)
    return Refused(
        reading.fault or "",
        f"“{reading.cell}”：{zh}。",
        f"'{reading.cell}': {en}.",
        where=where,
        remedy_zh=f"可填：{may_zh}。请核对原票。",
        remedy_en=f"Allowed: {may_en}. Check the sheet itself.",
    )


def group_due(
    group: VoterGroup, turnout: Turnout | None, entered: int, needed: bool, small: SmallGroup | None
) -> list[Due]:
    """What one group still owes: its turnout, its quorum, sheets returned but not entered, enough sheets."""
    name = group.title
    found = []
    if small is not None and small.rule == "block" and entered < small.below:
        zh = f"“{name.zh}”组只有 {entered} 张票，不足 {small.below} 张"
        en = f"group '{name.say('en')}': {entered} sheets, {small.below} are needed"
        found.append(Due(Text(zh, en), "sheets"))
    if turnout is None:
        text = Text(f"“{name.zh}”组未登记到会与票数", f"group '{name.say('en')}' has no turnout")
        return [*found, Due(text, "turnout")] if needed else found
    share = Decimal(turnout.present) / turnout.should_attend if turnout.should_attend else Decimal(0)
    is_merged = small is not None and small.into not in (None, group.id) and turnout == Turnout()
    if group.quorum is not None and not is_merged and not group.quorum.holds(share):
        bound = group.quorum.say_rate()
        came = f"{turnout.present}/{turnout.should_attend}"
        zh = f"“{name.zh}”组实到/应到 {came}，不符合{bound.zh}的要求，须重新组织"
        en = f"group '{name.say('en')}': {came} came, not {bound.en}; hold it again"
        found.append(Due(Text(zh, en), "turnout"))
    if entered < turnout.returned:
        zh = f"“{name.zh}”组收回 {turnout.returned} 张，只录入 {entered} 张"
        en = f"group '{name.say('en')}': {turnout.returned} sheets returned, {entered} entered"
        found.append(Due(Text(zh, en), "sheets"))
    return found


def sheets_due(person: str, groups: Sequence[VoterGroup], inputs: Inputs) -> Due:
    """A person on whom some groups have said nothing."""
    name = inputs.name_of(person)
    zh, en = "、".join(g.title.zh for g in groups), ", ".join(g.title.say("en") for g in groups)
    return Due(Text(f"{name}尚无测评票：{zh}", f"{name} has no sheets from: {en}"), "sheets", person)
