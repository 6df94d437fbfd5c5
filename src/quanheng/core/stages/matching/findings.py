"""Findings of two-way selection (双向选择结论): why a wish was met or not, and what becomes of the rest."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date

from quanheng.core.findings import by_plan, by_row, fact, found, title_of
from quanheng.core.inputs import Inputs
from quanheng.core.matching import Answer
from quanheng.core.spans import full_on
from quanheng.core.stages.matching.field import Field
from quanheng.core.stages.matching.tables import Adjustment, Choice, Preference
from quanheng.core.stages.matching.terms import Settings
from quanheng.core.values import Candidate, Evidence, Finding, Slate, Source, Text


def entered_by(field: Field, inputs: Inputs) -> tuple[Candidate, ...]:
    """Everyone's wishes, those chosen unasked, and those assigned; each once, in the order of the rows."""
    wishes = [Candidate(r.person, r.office) for r in inputs.table("preferences", Preference)]
    chosen = [Candidate(p, office) for p, own in sorted(field.placed.items()) for office in own]
    unasked = [Candidate(p, o) for r in field.results for p, own in r.wishes.items() for o in own]
    assigned = [Candidate(r.person, r.office) for r in inputs.table("adjustments", Adjustment) if r.office]
    return tuple(dict.fromkeys(wishes + unasked + chosen + assigned))


def reasons_and_notes(
    entered: Slate,
    staying: Collection[Candidate],
    standing: Collection[Candidate],
    field: Field,
    inputs: Inputs,
    settings: Settings,
) -> tuple[list[Finding], list[Finding]]:
    """Why every wish that was not met departs, and what explains those that were."""
    words = Words(field, inputs, settings)
    reasons = [words.refusal(c) for c in entered.candidates if c not in staying]
    notes = [n for c in entered.candidates if c in staying and c not in standing for n in words.placement(c)]
    return reasons, notes


class Words:
    """Says for one person and office what happened, looking rows up once."""

    def __init__(self, field: Field, inputs: Inputs, settings: Settings) -> None:
        self.field, self.inputs, self.settings = field, inputs, settings
        self.wishes = {(r.person, r.office): r for r in inputs.table("preferences", Preference)}
        self.choices = {(r.office, r.person, r.round): r for r in inputs.table("choices", Choice)}
        rows = inputs.table("adjustments", Adjustment)
        self.adjusted = {r.person: r for r in rows if r.accepted and not r.concurrent}
        self.assigned = {(r.person, r.office): r for r in rows}
        self.rounds: dict[tuple[str, str], int] = {}
        for number, result in enumerate(field.results, start=1):
            self.rounds |= dict.fromkeys(result.answers, number)

    def refusal(self, candidate: Candidate) -> Finding:
        """Why this wish was not met."""
        person, office = candidate.person, candidate.post
        row = self.assigned.get((person, office))
        if row is not None and not row.accepted:
            text = Text(
                f"本人不服从安排（{row.decided_by}）", f"The person does not accept it ({row.decided_by})"
            )
            return self._by(row, candidate, "refused_assignment", text)
        number = self.rounds.get((person, office))
        if number is None:
            text = Text("已不在参加双向选择的人员之列", "no longer among those who take part")
            return found("not_in_pool", "not_met", text, by_plan(self.settings, "takers"), candidate)
        answer = self.field.results[number - 1].answers[person, office]
        if answer.kind == "placed":
            row = self.adjusted[person]
            return self._by(row, candidate, "adjusted_away", self._away(row))
        code, text, source = self._answered(candidate, answer, number)
        return found(code, "not_met", text, source, candidate, self._evidence(candidate, number))

    def placement(self, candidate: Candidate) -> Iterable[Finding]:
        """How this person came to this office."""
        person, office = candidate.person, candidate.post
        row = self.assigned.get((person, office))
        if row is not None:
            zh, en = (
                ("兼岗", "Placed beside the main post")
                if row.concurrent
                else ("经调配安排", "Placed by adjustment")
            )
            text = Text(f"{zh}：{row.reason}（{row.decided_by}）", f"{en}: {row.reason} ({row.decided_by})")
            return [self._by(row, candidate, "concurrent" if row.concurrent else "assigned", text, "met")]
        number = self.rounds[person, office]
        title = title_of(office, self.inputs)
        wish = self.wishes.get((person, office))
        zh = f"第 {wish.order} 志愿，" if wish else "本人未选报，"
        en = f"choice number {wish.order}" if wish else "not named by the person"
        text = Text(f"{zh}“{title.zh}”选用", f"Chosen by {title.say('en')}: {en}")
        source = by_plan(self.settings, "preferences")
        return [found("placed", "met", text, source, candidate, self._evidence(candidate, number))]

    def _by(
        self, row: Adjustment, candidate: Candidate, code: str, text: Text, state: str = "not_met"
    ) -> Finding:
        source = by_row(self.settings, "adjustments", row, "decision")
        return found(code, "met" if state == "met" else "not_met", text, source, candidate)

    def _away(self, row: Adjustment) -> Text:
        if not row.office:
            return Text(
                f"经调配不安排岗位：{row.reason}（{row.decided_by}）",
                f"No post by adjustment: {row.reason} ({row.decided_by})",
            )
        title = title_of(row.office, self.inputs)
        return Text(
            f"经调配改到“{title.zh}”：{row.reason}（{row.decided_by}）",
            f"Moved by adjustment to {title.say('en')}: {row.reason} ({row.decided_by})",
        )

    def _answered(self, candidate: Candidate, answer: Answer, number: int) -> tuple[str, Text, Source]:
        person, office = candidate.person, candidate.post
        title, plan = title_of(office, self.inputs), by_plan(self.settings, "preferences")
        if answer.kind == "placed_higher":
            got = title_of(self.field.matched[person][0], self.inputs)
            text = Text(f"已由更先的岗位“{got.zh}”选用", f"Chosen by {got.say('en')}, which comes first")
            return "placed_higher", text, plan
        if answer.kind == "gave_way":
            other = self.inputs.name_of(answer.last)
            together = self.field.results[number - 1].placed.get(answer.last) == office
            zh, en = "；对方最后不在此岗位，可予调配", "; who is not placed there after all"
            if together:
                zh, en = "", ""
            text = Text(
                f"与{other}有回避关系，不能同在“{title.zh}”{zh}",
                f"Recusal in {title.say('en')}: related to {other}{en}",
            )
            return "recused", text, by_plan(self.settings, "relatives")
        if answer.kind == "full":
            return "office_full", self._full(answer, candidate, number), plan
        row = self.choices.get((office, person, number))
        why = f"：{row.remark}" if row and row.remark else ""
        why_en = f": {row.remark}" if row and row.remark else ""
        source = by_row(self.settings, "choices", row) if row else plan
        return (
            "not_chosen",
            Text(f"“{title.zh}”未选用{why}", f"Not chosen by {title.say('en')}{why_en}"),
            source,
        )

    def _full(self, answer: Answer, candidate: Candidate, number: int) -> Text:
        title = title_of(candidate.post, self.inputs)
        own = self.field.rounds[number - 1].orders[candidate.post][candidate.person] + 1
        if not answer.held:
            return Text(
                f"“{title.zh}”没有空缺岗位（本人第 {own} 位）",
                f"{title.say('en')} has no seat (own place {own})",
            )
        last, place = self.inputs.name_of(answer.last), own - answer.ahead
        by, by_en = self._points(candidate, answer.last, number)
        return Text(
            f"“{title.zh}”{answer.held} 个岗位已满：最后选用的{last}第 {place} 位，本人第 {own} 位{by}",
            f"{title.say('en')} is full ({answer.held}): "
            f"{last} was last, place {place}; own place {own}{by_en}",
        )

    def _points(self, candidate: Candidate, last: str, number: int) -> tuple[str, str]:
        """By how many points the one chosen last is ahead, where the office goes by scores."""
        own = self.choices[candidate.post, candidate.person, number].score
        other = self.choices[candidate.post, last, number].score
        if self.settings.chosen_by != "score" or own is None or other is None:
            return "", ""
        return f"，相差 {other - own} 分", f", {other - own} points behind"

    def _evidence(self, candidate: Candidate, number: int) -> list[Evidence]:
        person, office = candidate.person, candidate.post
        wish = self.wishes.get((person, office))
        place = self.field.rounds[number - 1].orders.get(office, {}).get(person)
        shown = [fact("轮次", "Round", number)]
        if wish is not None:
            shown.append(fact("志愿顺序", "Choice", wish.order))
        if place is not None:
            shown.append(fact("岗位选用次序", "Place in the office's order", place + 1))
        return shown


def leaving(field: Field, inputs: Inputs, settings: Settings) -> tuple[str, ...]:
    """Those whom the organisation assigns no post, or who do not accept it."""
    if settings.settles == "two_way":
        return ()
    return tuple(sorted(field.pool - set(field.placed)))


def lives_without(
    field: Field, lost: Collection[str], inputs: Inputs, settings: Settings
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Those who wait for a post, and those of them who named no office."""
    if settings.settles == "organisation":
        return (), ()
    named = {r.person for r in inputs.table("preferences", Preference)}
    without = field.pool - set(field.placed)
    bound = {
        "everyone": without,
        "losers": {p for p in without if p in named or p in lost},
        "nobody": without & named,
    }[settings.must_take_part]
    return tuple(sorted(bound)), tuple(sorted(bound - named))


def waits_until(inputs: Inputs, settings: Settings) -> date | None:
    """The day on which the time of waiting is full, counted from the day the stage closes."""
    if settings.waiting is None:
        return None
    return full_on(inputs.closed_on, settings.waiting.length, inputs.calendar)


def about_people(field: Field, lost: Collection[str], inputs: Inputs, settings: Settings) -> list[Finding]:
    """What becomes of everyone who took part and has no place, one finding a person."""
    unplaced, silent = lives_without(field, lost, inputs, settings)
    until = waits_until(inputs, settings)
    waiting, wait_en, then, then_en = "", "", "", ""
    evidence: list[Evidence] = []
    if settings.waiting is not None:
        waiting, wait_en = f"待岗至 {until}", f"waits for a post until {until}"
        then = "，".join(t.zh for t in (settings.waiting.pay, settings.waiting.then) if t.zh)
        then_en = ", ".join(t.say("en") for t in (settings.waiting.pay, settings.waiting.then) if t.zh)
        evidence = [fact("待岗期满", "Waits until", until)]
    findings = []
    for person in unplaced:
        why, why_en = ("双向选择未上岗", "not placed by two-way selection")
        if person in silent:
            why, why_en = settings.not_registered.zh, settings.not_registered.say("en")
        if person in lost:
            why, why_en = f"竞争落选；{why}", f"lost the competition; {why_en}"
        name = inputs.name_of(person)
        zh = "；".join(part for part in (f"{name}：{why}", waiting, then) if part)
        en = "; ".join(part for part in (f"{name}: {why_en}", wait_en, then_en) if part)
        code = "not_registered" if person in silent else "waits_for_post"
        source = by_plan(settings, "waiting")
        findings.append(found(code, "not_met", Text(zh, en), source, Candidate(person, ""), evidence))
    for person in leaving(field, inputs, settings):
        name = inputs.name_of(person)
        text = Text(f"{name}未安排岗位，予以分流", f"{name} gets no post and leaves")
        findings.append(found("leaves", "not_met", text, by_plan(settings, "settles"), Candidate(person, "")))
    return findings


def vacancies(field: Field, inputs: Inputs, settings: Settings) -> list[Finding]:
    """A note for every office with seats left over."""
    filled = field.filled()
    findings = []
    for office, seats in field.seats.items():
        if filled[office] == seats:
            continue
        title, left = title_of(office, inputs), seats - filled[office]
        text = Text(f"“{title.zh}”空缺 {left} 个岗位", f"{title.say('en')}: {left} vacant")
        evidence = [fact("岗位数", "Seats", seats), fact("已安排", "Placed", filled[office])]
        findings.append(found("vacant_seats", "note", text, by_plan(settings, "offices"), None, evidence))
    return findings
