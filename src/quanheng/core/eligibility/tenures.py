"""Answers over tenure (任职年限): time in the stretches that match, what is held now, how many posts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from quanheng.core.eligibility.ground import (
    Answer,
    Ground,
    Unknown,
    agreed,
    amount,
    every,
    lacking,
    listed,
    not_known,
    say_months,
    say_span,
    shown,
    truth,
)
from quanheng.core.eligibility.relations import is_held
from quanheng.core.eligibility.stays import (
    Reading,
    Run,
    cut_months,
    is_long_enough,
    level_unknown,
    readings,
    runs,
    stretch,
)
from quanheng.core.language import histories as asked_for
from quanheng.core.language.predicates import Lookup
from quanheng.core.language.terms import Span
from quanheng.core.values import Text

_KINDS = {
    "post": ("任职", "in post"),
    "rank": ("任职级", "in rank"),
    "title": ("任职称", "with title"),
    "secondment": ("挂职", "on secondment"),
    "work": ("工作", "at work"),
    "study": ("学习", "in study"),
}


@dataclass(frozen=True, slots=True)
class _Asked:
    """A tenure condition with its time worked out for one person."""

    tenure: asked_for.Tenure
    need: Span | None
    ground: Ground

    def runs(self, reading: Reading, as_of: date) -> tuple[Run, ...]:
        """The runs that may count: all, or only the one that reaches to now."""
        found = runs(self.tenure, reading, as_of, self.tenure.cumulative, self.ground)
        if not self.tenure.current or self.tenure.cumulative:
            return found
        return tuple(r for r in found if r.until == as_of and _holds_any(reading, as_of))

    def is_long(self, reading: Reading, as_of: date) -> bool:
        """Whether some run makes the time asked."""
        if self.need is None:
            return True
        shortening = self.tenure.shortened_by
        return any(is_long_enough(r, self.need, shortening, reading) for r in self.runs(reading, as_of))


def _holds_any(reading: Reading, as_of: date) -> bool:
    return any(is_held(t, as_of) for t in reading.tenures)


def tenure(asked: asked_for.Tenure, ground: Ground) -> Answer:
    """Time in the matching stretches, what is held now, how many posts: every part asked holds."""
    need = _need(asked, ground)
    fault = level_unknown(asked.level, ground) if asked.level is not None else None
    for unknown in (need, fault):
        if isinstance(unknown, Unknown):
            return not_known(unknown, _what(asked))
    words = _tenure_words(asked, need if isinstance(need, Span) else None)
    if "tenures" in ground.person.missing:
        return lacking("tenures", words, "任职经历", "tenures")
    whole = _Asked(asked, need if isinstance(need, Span) else None, ground)
    grade = asked.shortened_by.grade if asked.shortened_by is not None else None
    least, most = readings(asked, grade, ground)
    state = every(
        agreed((truth(part(whole, least)), truth(part(whole, most))))
        for part in (_long, _short, _current, _posts)
    )
    found = _tenure_found(whole, most if state == "unknown" else least)
    evidence = tuple(shown("经历", "history", stretch(t)) for t in most.tenures)
    if state == "met":
        return Answer(state, words, found, evidence)
    if state == "unknown":
        return _incomplete(words, found, evidence, least, most, whole)
    on = _long_on(whole, least)
    return Answer(state, words, found, evidence, _tenure_change(whole, least, on), on)


def _need(asked: asked_for.Tenure, ground: Ground) -> Span | Unknown | None:
    if not isinstance(asked.at_least, Lookup):
        return asked.at_least
    years = amount(asked.at_least, ground)
    return years if isinstance(years, Unknown) else Span(years=years)


def _long(asked: _Asked, reading: Reading) -> bool:
    return asked.is_long(reading, asked.ground.as_of)


def _short(asked: _Asked, reading: Reading) -> bool:
    most = asked.tenure.at_most
    if most is None:
        return True
    months = most.whole_months()
    found = asked.runs(reading, asked.ground.as_of)
    if months is None:
        return all(r.days() <= (most.days or 0) for r in found)
    return all(r.months() <= months for r in found)


def _current(asked: _Asked, reading: Reading) -> bool:
    wanted = asked.tenure.current
    return wanted is None or _holds_any(reading, asked.ground.as_of) is wanted


def _posts(asked: _Asked, reading: Reading) -> bool:
    wanted = asked.tenure.posts_count
    return wanted is None or len({(t.unit, t.name) for t in reading.tenures}) >= wanted


def _long_on(asked: _Asked, reading: Reading) -> date | None:
    """The first day on which the time suffices, if only time is lacking and it still runs."""
    today = asked.ground.as_of
    others: tuple[Callable[[_Asked, Reading], bool], ...] = (_current, _posts, _short)
    runs_on = _holds_any(reading, today) and asked.tenure.within is None
    if _long(asked, reading) or not runs_on or not all(part(asked, reading) for part in others):
        return None
    low, high = 0, 366 * 60
    if not asked.is_long(reading, today + timedelta(days=high)):
        return None
    while high - low > 1:
        middle = (low + high) // 2
        if asked.is_long(reading, today + timedelta(days=middle)):
            high = middle
        else:
            low = middle
    return today + timedelta(days=high)


def _tenure_found(asked: _Asked, reading: Reading) -> Text:
    today = asked.ground.as_of
    found = asked.runs(reading, today) or runs(
        asked.tenure, reading, today, asked.tenure.cumulative, asked.ground
    )
    if not found:
        return Text("无此经历", "no such history")
    best = max(found, key=lambda r: (r.days(), r.until))
    time = say_months(best.months())
    cut = cut_months(best, asked.tenure.shortened_by, reading)
    zh, en = f"实为 {time.zh}（自 {best.since}）", f"in fact {time.en} (from {best.since})"
    if asked.need is not None and asked.need.days is not None:
        zh, en = (
            f"实为 {best.days()} 天（自 {best.since}）",
            f"in fact {best.days()} days (from {best.since})",
        )
    if cut:
        shorter = say_months(cut)
        zh, en = f"{zh}，优秀年度缩短 {shorter.zh}", f"{en}, shortened by {shorter.en}"
    if asked.tenure.posts_count is not None:
        count = len({(t.unit, t.name) for t in reading.tenures})
        zh, en = f"{zh}，{count} 个岗位", f"{en}, {count} posts"
    if asked.tenure.current is not None and not _holds_any(reading, today):
        zh, en = f"{zh}，现已不任", f"{en}, not held now"
    return Text(zh, en)


def _tenure_change(asked: _Asked, reading: Reading, on: date | None) -> Text:
    if on is not None:
        return Text(f"自 {on} 起符合", f"met from {on} on")
    if not reading.tenures:
        return Text(
            "具有所要求的经历后；如已有而未登记，请补录任职经历",
            "once there is such a history; enter it if it exists",
        )
    return Text(
        "经历变动后；如有未登记的经历，请补录", "if the history changes; enter what is not entered yet"
    )


def _incomplete(
    words: Text, found: Text, evidence: tuple[object, ...], least: Reading, most: Reading, asked: _Asked
) -> Answer:
    """The answer when stretches without level, or years without grade, leave it open."""
    vague = [t for t in most.tenures if t not in least.tenures]
    years = sorted((least.years_out - most.years_out) | (most.years_good - least.years_good))
    zh = [f"“{stretch(t)}”的层级或单位" for t in vague] + [f" {y} 年度考核" for y in years]
    en = [f"level or unit of “{stretch(t)}”" for t in vague] + [f"the appraisal of {y}" for y in years]
    missing = tuple("tenures.level" for _ in vague[:1]) + tuple(f"appraisals.{y}" for y in years)
    return Answer(
        "unknown",
        words,
        Text(f"{found.zh}，缺{listed(zh)}", f"{found.en}; not entered: {', '.join(en)}"),
        tuple(shown("经历", "history", stretch(t)) for t in most.tenures),
        Text(f"需补录{listed(zh)}", f"enter {', '.join(en)}"),
        None,
        missing,
    )


def _what(asked: asked_for.Stay) -> Text:
    """The stretches described, in words."""
    zh, en = [], []
    if asked.unit is not None:
        units = {
            "same_as_post": ("本职位所在单位", "the unit of the post"),
            "own": ("现单位", "the present unit"),
        }
        where = (
            units[asked.unit]
            if isinstance(asked.unit, str)
            else (listed(asked.unit), " or ".join(asked.unit))
        )
        zh.append(f"在{where[0]}")
        en.append(f"in {where[1]}")
    if asked.grassroots is not None:
        zh.append("基层" if asked.grassroots else "非基层")
        en.append("at the grass roots" if asked.grassroots else "not at the grass roots")
    kinds = [_KINDS.get(kind, (kind, kind)) for kind in asked.kind] or [("任", "held")]
    zh.append("/".join(k[0] for k in kinds))
    en.insert(0, " or ".join(k[1] for k in kinds))
    if asked.leading is not None:
        zh.append("领导职务" if asked.leading else "非领导职务")
        en.append("a leading post" if asked.leading else "no leading post")
    if asked.level is not None:
        level = _level(asked.level)
        zh.append(level.zh)
        en.append(level.en)
    names = (asked.name_in or ()) + (asked.name_has or ())
    if names:
        zh.append(listed(names))
        en.append(" or ".join(names))
    return Text("".join(zh), " ".join(en))


def _level(level: asked_for.Level) -> Text:
    zh, en = [], []
    if level.in_ is not None:
        zh.append(listed(level.in_))
        en.append(" or ".join(level.in_))
    if level.at_least is not None:
        zh.append(f"{level.at_least}及以上")
        en.append(f"{level.at_least} or higher")
    if level.at_most is not None:
        zh.append(f"{level.at_most}及以下")
        en.append(f"{level.at_most} or lower")
    for offset, more_zh, more_en in (
        (level.post_offset, "", ""),
        (level.offset_at_least, "及以上", " or higher"),
    ):
        if offset is not None:
            step = "同级" if offset == 0 else f"{'低' if offset < 0 else '高'} {abs(offset)} 级"
            zh.append(f"与职位{step}{more_zh}" if offset == 0 else f"比职位{step}{more_zh}")
            en.append(f"the post's level {offset:+d}{more_en}")
    return Text("且".join(zh), " and ".join(en))


def _tenure_words(asked: asked_for.Tenure, need: Span | None) -> Text:
    what = _what(asked)
    held = {None: ("", ""), True: ("现", "now "), False: ("现不", "not now ")}[asked.current]
    zh, en = [f"{held[0]}{what.zh}"], [f"{held[1]}{what.en}"]
    if need is not None:
        time = say_span(need)
        zh[0] += f"{'累计' if asked.cumulative else ''}满 {time.zh}"
        en[0] += f" {'in all ' if asked.cumulative else ''}for {time.en}"
    if asked.at_most is not None:
        time = say_span(asked.at_most)
        zh.append(f"不超过 {time.zh}")
        en.append(f"no more than {time.en}")
    if asked.posts_count is not None:
        zh.append(f"{asked.posts_count} 个以上岗位")
        en.append(f"{asked.posts_count} posts or more")
    if asked.within is not None:
        time = say_span(asked.within)
        zh.append(f"近 {time.zh}内")
        en.append(f"within the last {time.en}")
    return Text("，".join(zh), ", ".join(en))
