"""Answers over terms (任期届数): how many were served, a part of one as the plan says."""

from __future__ import annotations

from quanheng.core.eligibility.ground import (
    Answer,
    Ground,
    agreed,
    lacking,
    not_known,
    say_months,
    shown,
    truth,
)
from quanheng.core.eligibility.stays import Reading, level_unknown, readings, runs, stretch
from quanheng.core.language import histories as asked_for
from quanheng.core.values import Text


def terms(asked: asked_for.Terms, ground: Ground) -> Answer:
    """No more terms than allowed, and no fewer than asked, were served."""
    words = _words(asked)
    fault = level_unknown(asked.level, ground) if asked.level is not None else None
    if fault is not None:
        return not_known(fault, words)
    if "tenures" in ground.person.missing:
        return lacking("tenures", words, "任职经历", "tenures")
    least, most = readings(asked, None, ground)
    state = agreed(truth(_fits(asked, _served(asked, reading, ground))) for reading in (least, most))
    low, high = sorted(_served(asked, reading, ground) for reading in (least, most))
    number = str(low) if low == high else f"{low}—{high}"
    evidence = tuple(shown("经历", "history", stretch(t)) for t in most.tenures)
    found = Text(f"已任 {number} 届", f"{number} served")
    if state == "unknown":
        change = Text("需补录任职的层级、单位或考核", "enter level, unit or grades of the history")
        return Answer(state, words, found, evidence, change, None, ("tenures.level",))
    change = Text("另选职位，或任满后", "choose another post, or once the term is full")
    return Answer(state, words, found, evidence, change if state == "not_met" else Text(""))


def _served(asked: asked_for.Terms, reading: Reading, ground: Ground) -> int:
    return sum(asked.count(run.months()) for run in runs(asked, reading, ground.as_of, False, ground))


def _fits(asked: asked_for.Terms, served: int) -> bool:
    return served >= (asked.at_least or 0) and (asked.at_most is None or served <= asked.at_most)


def _words(asked: asked_for.Terms) -> Text:
    whole, part = (say_months(n) for n in asked.months())
    zh = [f"至少 {asked.at_least} 届"] * (asked.at_least is not None)
    zh += [f"至多 {asked.at_most} 届"] * (asked.at_most is not None)
    en = [f"at least {asked.at_least}"] * (asked.at_least is not None)
    en += [f"at most {asked.at_most}"] * (asked.at_most is not None)
    return Text(
        f"任职{'、'.join(zh)}（每届 {whole.zh}，满 {part.zh}计一届）",
        f"terms served {', '.join(en)} ({whole.en} each, counted from {part.en} on)",
    )
