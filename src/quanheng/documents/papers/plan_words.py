"""Plan in words (方案用语): posts, conditions, choices, ratios and terms, as papers say them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from quanheng.core.language.posts import Frame, Overlay, Post
from quanheng.core.language.rules import Rule
from quanheng.core.language.terms import StageSettings
from quanheng.core.stages import opening, probation
from quanheng.documents.proceedings import Proceedings
from quanheng.documents.wording import condition, plain, sentence, zh_range, zh_span


def how_many(posts: list[Post]) -> str:
    """How many posts are open, and how many seats in all where that is fixed."""
    seats = sum(p.fixed_seats() for p in posts)
    fixed = all(isinstance(p.seats, int) for p in posts)
    total = f"，共 {seats} 名" if fixed else ""
    return f"本次竞争职位 {len(posts)} 个{total}，具体如下："


def seats_of(post: Post) -> str:
    """The seats of a post, or how they come about."""
    if isinstance(post.seats, int):
        return str(post.seats)
    if post.seats is None or post.late_bound:
        return "报名后确定"
    return f"按{plain(post.seats.share)}确定"


def conditions_of(proceedings: Proceedings) -> Iterator[str]:
    """The conditions for all, then what a post or a group of posts asks otherwise."""
    plan, frame = proceedings.plan, proceedings.facts.frame()
    for n, text in enumerate(_listed_conditions(plan.eligibility, frame), 1):
        yield f"{n}.{sentence(text)}"
    known = {} if plan.eligibility is None else _by_id(plan.eligibility, frame)
    own = [(c.title.zh, c.eligibility) for c in plan.classes] + [
        (p.title.zh, p.eligibility) for p in plan.posts
    ]
    for title, overlays in own:
        for overlay in overlays:
            yield _overlay(title, overlay, known, frame)


def _listed_conditions(rule: Rule | None, frame: Frame) -> tuple[str, ...]:
    """The conditions one by one: the parts of an 'all' on top, else the one rule there is."""
    if rule is None:
        return ()
    if rule.all and rule.title is None:
        return tuple(condition(part, frame) for part in rule.all)
    return (condition(rule, frame),)


def _by_id(rule: Rule, frame: Frame) -> dict[str, str]:
    own = {rule.id: condition(rule, frame)} if rule.id else {}
    for part in rule.parts():
        own |= _by_id(part, frame)
    return own


def _overlay(title: str, overlay: Overlay, known: Mapping[str, str], frame: Frame) -> str:
    said = [f"还应当{'；'.join(condition(r, frame) for r in overlay.add)}"] if overlay.add else []
    said += [f"“{known.get(i, i)}”改为“{condition(r, frame)}”" for i, r in overlay.replace.items()]
    said += [f"不要求“{known.get(i, i)}”" for i in overlay.drop]
    whom = f"（{condition(overlay.when, frame)}的人员）" if overlay.when else ""
    return f"报考{title}{whom}：{'；'.join(said)}。"


def choices_of(proceedings: Proceedings) -> str:
    """How many posts one person may stand for."""
    plan = proceedings.plan
    titles = {c.id: c.title.zh for c in plan.classes}
    most = plan.choices.max
    common = f"每人最多报 {most} 个职位" if most else "每人可报职位数量不限"
    groups = "、".join(f"{titles.get(g, g)}最多 {c.max} 个" for g, c in plan.choices.groups.items())
    mode = (
        {"single": "", "ranked": "，按志愿先后排列", "parallel": ""}[plan.choices.mode] if most != 1 else ""
    )
    return f"{common}{f'，其中{groups}' if groups else ''}{mode}。"


def ratios_of(proceedings: Proceedings) -> Iterator[str]:
    """What happens to posts for which too few enrol."""
    for stage in proceedings.plan.stages:
        if isinstance(stage, opening.Settings) and stage.ratio is not None:
            over = "达到" if stage.boundary == "at_least" else "超过"
            yield f"报名人数与职位数之比须{over} {plain(stage.ratio)}:1。"
            if stage.cancelled is not None:
                yield sentence(stage.cancelled.zh)


def when_held(proceedings: Proceedings, settings: StageSettings) -> str:
    """The days on which a stage is held, with its hour, worked out from the calendar; '' for none."""
    step = proceedings.steps().get(settings.id)
    if step is None or step.opens_on is None:
        return ""
    hour = f" {step.at}" if step.at and step.closes_on in (None, step.opens_on) else ""
    return zh_range(step.opens_on, step.closes_on or step.opens_on) + hour


def titles_of(proceedings: Proceedings) -> dict[str, str]:
    """The stages by id, as the plan calls them."""
    return {s.id: proceedings.stage_title(s) for s in proceedings.plan.stages}


def terms_of(proceedings: Proceedings) -> str:
    """Term and trial in one sentence, '' where the plan has neither."""
    term = proceedings.plan.term
    trial = next((s for s in proceedings.plan.stages if isinstance(s, probation.Settings)), None)
    said = [f"任期{zh_span(term.length)}"] if term else []
    said += [f"试用期{zh_span(trial.length)}"] if trial else []
    return f"任职人员{'，'.join(said)}。" if said else ""
