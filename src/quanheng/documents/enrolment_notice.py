"""Enrolment notice (报名公告): posts, conditions, how to enrol and what follows, all from the plan."""

from __future__ import annotations

from collections.abc import Mapping

from quanheng.core.language.posts import Frame, Overlay, Post
from quanheng.core.language.rules import Rule
from quanheng.core.stages import enrolment, opening, probation
from quanheng.core.values import Text
from quanheng.documents.paper import Column, Draft, Paper, zh_date
from quanheng.documents.proceedings import Proceedings
from quanheng.documents.wording import condition, plain, sentence, zh_schedule, zh_span

KIND = "enrolment_notice"


def enrolment_notices(proceedings: Proceedings, stage: str) -> tuple[Paper, ...]:
    """The one notice that opens an enrolment."""
    settings = proceedings.plan.stage(stage)
    assert isinstance(settings, enrolment.Settings)
    parts = (f"关于{proceedings.subject}", "报名的公告")
    title = Text("".join(parts), f"Call for applications: {proceedings.plan.title.say('en')}")
    draft = Draft(KIND, title, parts)
    _opening_words(draft, proceedings)
    _posts(draft, proceedings)
    _conditions(draft, proceedings)
    _manner(draft, proceedings, settings)
    _steps(draft, proceedings)
    _terms(draft, proceedings)
    if proceedings.plan.discipline:
        draft.heading("工作纪律").paragraphs(sentence(t.zh) for t in proceedings.plan.discipline)
    on = proceedings.opened_on(stage) or proceedings.plan.begins_on
    return (draft.signature(proceedings.organisation, on).paper(),)


def _opening_words(draft: Draft, proceedings: Proceedings) -> None:
    plan = proceedings.plan
    purpose = sentence(plan.purpose.zh) if plan.purpose else ""
    basis = f"根据{'、'.join(t.zh for t in plan.basis)}和" if plan.basis else "根据"
    draft.paragraph(f"{purpose}{basis}《{plan.title.zh}》，现将报名有关事项公告如下。")


def _posts(draft: Draft, proceedings: Proceedings) -> None:
    posts = [p for p in proceedings.plan.posts if not p.excluded]
    seats = sum(p.fixed_seats() for p in posts)
    fixed = all(isinstance(p.seats, int) for p in posts)
    total = f"，共 {seats} 名" if fixed else ""
    draft.heading("竞争职位").paragraph(f"本次竞争职位 {len(posts)} 个{total}，具体如下：")
    columns = [
        Column("序号", 2),
        Column("职位", 6, "left"),
        Column("所在单位", 5, "left"),
        Column("层级", 3),
        Column("职数", 2),
    ]
    draft.table(
        columns,
        [(str(n), p.title.zh, p.unit or "—", p.level or "—", _seats(p)) for n, p in enumerate(posts, 1)],
    )
    draft.paragraphs(f"{p.title.zh}：{sentence(p.note.zh)}" for p in posts if p.note)


def _seats(post: Post) -> str:
    if isinstance(post.seats, int):
        return str(post.seats)
    if post.seats is None or post.late_bound:
        return "报名后确定"
    return f"按{plain(post.seats.share)}确定"


def _conditions(draft: Draft, proceedings: Proceedings) -> None:
    plan, frame = proceedings.plan, proceedings.facts.frame()
    common = _listed_conditions(plan.eligibility, frame)
    own = [(c.title.zh, c.eligibility) for c in plan.classes] + [
        (p.title.zh, p.eligibility) for p in plan.posts
    ]
    changed = [(title, overlays) for title, overlays in own if overlays]
    if not common and not changed:
        return
    draft.heading("报名条件").paragraph(f"年龄、任职年限等计算截至{zh_date(plan.as_of)}。")
    for n, text in enumerate(common, 1):
        draft.paragraph(f"{n}.{sentence(text)}")
    known = {} if plan.eligibility is None else _by_id(plan.eligibility, frame)
    for title, overlays in changed:
        for overlay in overlays:
            draft.paragraph(_overlay(title, overlay, known, frame))


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


def _manner(draft: Draft, proceedings: Proceedings, settings: enrolment.Settings) -> None:
    draft.heading("报名办法")
    hour = f" {settings.time.at}" if settings.time and settings.time.at else ""
    deadline = settings.deadline()
    if deadline is not None:
        first = settings.time.from_ if settings.time else None
        since = f"自{zh_date(first)}起" if first else ""
        until = f"{since}至{zh_date(deadline)}{hour}截止。"
    else:
        until = sentence(zh_schedule(settings.time, _titles(proceedings)))
    draft.paragraph(until, "报名时间：")
    draft.paragraph(
        sentence("、".join(enrolment.CHANNELS.say(c).zh for c in settings.channels)), "报名方式："
    )
    for channel in settings.channels:
        needed = settings.recommenders_of(channel)
        if needed > 1:
            draft.paragraph(f"{enrolment.CHANNELS.say(channel).zh}须有 {needed} 名以上推荐人。")
    draft.paragraph(_choices(proceedings), "限报职位：")
    if settings.statement_at_least:
        draft.paragraph(f"报名时须提交不少于 {settings.statement_at_least} 字的报名陈述。")
    if settings.must_enrol is not None:
        titles = {p.id: p.title.zh for p in proceedings.plan.posts}
        held = "、".join(titles.get(name, name) for name in settings.must_enrol.incumbents_of)
        draft.paragraph(f"现任{held}职务的人员。{sentence(settings.must_enrol.otherwise.zh)}", "必须报名：")
    if settings.note is not None:
        draft.paragraph(sentence(settings.note.zh))


def _choices(proceedings: Proceedings) -> str:
    plan = proceedings.plan
    titles = {c.id: c.title.zh for c in plan.classes}
    most = plan.choices.max
    common = f"每人最多报 {most} 个职位" if most else "每人可报职位数量不限"
    groups = "、".join(f"{titles.get(g, g)}最多 {c.max} 个" for g, c in plan.choices.groups.items())
    mode = (
        {"single": "", "ranked": "，按志愿先后排列", "parallel": ""}[plan.choices.mode] if most != 1 else ""
    )
    return f"{common}{f'，其中{groups}' if groups else ''}{mode}。"


def _steps(draft: Draft, proceedings: Proceedings) -> None:
    """The steps that follow, and what happens to posts for which too few enrol."""
    titles = _titles(proceedings)
    draft.heading("竞争程序")
    draft.table(
        [Column("序号", 2), Column("环节", 5, "left"), Column("时间", 8, "left")],
        [
            (str(n), proceedings.stage_title(s), zh_schedule(s.time, titles))
            for n, s in enumerate(proceedings.plan.stages, 1)
        ],
    )
    for stage in proceedings.plan.stages:
        if isinstance(stage, opening.Settings) and stage.ratio is not None:
            over = "达到" if stage.boundary == "at_least" else "超过"
            draft.paragraph(f"报名人数与职位数之比须{over} {plain(stage.ratio)}:1。")
            if stage.cancelled is not None:
                draft.paragraph(sentence(stage.cancelled.zh))


def _titles(proceedings: Proceedings) -> dict[str, str]:
    return {s.id: proceedings.stage_title(s) for s in proceedings.plan.stages}


def _terms(draft: Draft, proceedings: Proceedings) -> None:
    term = proceedings.plan.term
    trial = next((s for s in proceedings.plan.stages if isinstance(s, probation.Settings)), None)
    said = [f"任期{zh_span(term.length)}"] if term else []
    said += [f"试用期{zh_span(trial.length)}"] if trial else []
    if said:
        draft.heading("任期和试用").paragraph(f"任职人员{'，'.join(said)}。")
