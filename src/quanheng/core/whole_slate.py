"""The whole slate (整批人选): what is asked again, or of all together, when a stage has closed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from quanheng.core.eligibility.qualification import Waiver, candidate_verdict, rules_reason
from quanheng.core.eligibility.verdicts import verdict
from quanheng.core.inputs import Inputs
from quanheng.core.language.limits import Limit
from quanheng.core.values import Candidate, Departure, Outcome, Refused, Slate


def rechecked(outcome: Outcome, waivers: Sequence[Waiver], inputs: Inputs) -> Outcome:
    """The outcome less those who, as the facts stand, do not meet the rules of their post (复核资格)."""
    gone = []
    for candidate in outcome.remaining.candidates:
        judged = candidate_verdict(candidate, inputs, waivers)
        if judged is not None and judged.counts_as == "not_met":
            reason = rules_reason("not_eligible", candidate, judged, judged.wanting("not_met"))
            gone.append(Departure(candidate, reason))
    left = outcome.remaining.without(d.candidate for d in gone)
    return replace(outcome, remaining=left, departures=(*outcome.departures, *gone))


def refuse_broken(limits: Iterable[Limit], stage: str, slate: Slate, inputs: Inputs) -> None:
    """Refuse a set of people that a limit of the plan does not allow, with who they are.

    Errors: Refused(limit_broken).
    """
    for limit in limits:
        if stage not in limit.at:
            continue
        counted: dict[str, list[str]] = {}
        for c in slate.candidates:
            own = counted.setdefault(_part(limit, c, inputs), [])
            if _is_counted(limit, c, inputs):
                own.append(c.person)
        for part, people in counted.items():
            whole = _on_record(limit, part, inputs)
            if not limit.holds(len(set(people)), whole):
                names = [inputs.name_of(p) for p in dict.fromkeys(people)]
                raise _broken(limit, stage, part, names, whole)


def _part(limit: Limit, candidate: Candidate, inputs: Inputs) -> str:
    person, post = inputs.people.get(candidate.person), inputs.frame.posts.get(candidate.post)
    if limit.per == "unit":
        return (person.unit if person else None) or ""
    if limit.per == "post_unit":
        return post.unit if post else ""
    return candidate.post if limit.per == "post" else ""


def _on_record(limit: Limit, part: str, inputs: Inputs) -> int:
    """Of how many people a share is taken: those of the unit, or all, who meet the rule that narrows them."""
    if not limit.is_share():
        return 0
    here = (p for p in inputs.people.values() if limit.per == "plan" or p.unit == part)
    rule, frame = limit.among, inputs.frame
    return sum(
        rule is None or verdict(rule, person, None, frame, frame.as_of).state == "met" for person in here
    )


def _is_counted(limit: Limit, candidate: Candidate, inputs: Inputs) -> bool:
    person, post = inputs.people.get(candidate.person), inputs.frame.posts.get(candidate.post)
    if limit.who is None or person is None:
        return limit.who is None
    return verdict(limit.who, person, post, inputs.frame, inputs.frame.as_of).state == "met"


def _broken(limit: Limit, stage: str, part: str, names: Sequence[str], whole: int) -> Refused:
    least, most = limit.bounds(whole)
    zh = [f"至少 {least} 人"] * bool(least)
    en = [f"at least {least}"] * bool(least)
    if most is not None:
        zh, en = [*zh, f"至多 {most} 人"], [*en, f"at most {most}"]
    return Refused(
        "limit_broken",
        f"“{limit.title.zh}”：{part}有 {len(names)} 人（{'、'.join(names) or '无'}），须{'、'.join(zh)}。",
        f"'{limit.title.say('en')}': {part or 'the plan'} has {len(names)} ({', '.join(names) or 'nobody'}), "
        f"and needs {', '.join(en)}.",
        where=f"stages.{stage}",
        remedy_zh="请调整本环节的人选，或修改方案的 limits。",
        remedy_en="Change who passes this stage, or the plan's limits.",
    )
