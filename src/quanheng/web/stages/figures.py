"""Figures of a stage (环节数据): what stands behind its state, as small tables above the people.

Pure: values in, values out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from quanheng.core.engine import RunFacts
from quanheng.core.language.terms import StageSettings
from quanheng.core.scoring.judging import COEFFICIENT, OVERALL_BY_MEAN
from quanheng.core.stages import (
    establishment,
    examination,
    follow_up,
    motion,
    pay,
    quota_selection,
    secondment,
    training,
)
from quanheng.core.stages.examination.tables import ExamRoom
from quanheng.core.stages.quota_selection import QuotaFigures
from quanheng.core.stages.secondment.tables import PARTIES
from quanheng.core.values import Outcome, Text, Working
from quanheng.web.evidence import plain_points

NONE = Text("")


@dataclass(frozen=True, slots=True)
class Figures:
    """One small table. Shapes: the first column names the row; the others hold numbers, or words."""

    title: Text
    header: tuple[Text, ...]
    rows: tuple[tuple[Text, ...], ...]
    note: Text = NONE
    in_words: bool = False


def figures_of(facts: RunFacts, stage: StageSettings, outcome: Outcome | None) -> tuple[Figures, ...]:
    """The figures of a stage as it stands, or as it came out; none for a kind that has none of its own."""
    said = _BY_KIND.get(stage.kind)
    found = said(facts, stage, outcome) if said else ()
    return tuple(f for f in found if f.rows)


def _rows(facts: RunFacts, stage: StageSettings, table: str) -> tuple[Any, ...]:
    return tuple(facts.rows.get(stage.id, {}).get(table, ()))


def _number(value: object) -> Text:
    return Text(str(value), str(value))


def _by_post(
    facts: RunFacts, title: Text, gained: tuple[Text, Iterable[Any]], lost: tuple[Text, Iterable[Any]]
) -> Figures:
    came, went = list(gained[1]), list(lost[1])
    per, less = Counter(r.post for r in came), Counter(r.post for r in went)
    people = len({r.person for r in came})
    rows = tuple(
        (post.title, _number(post.fixed_seats()), _number(per[post.id]), _number(less[post.id]))
        for post in facts.plan.posts
        if not post.excluded
    )
    note = Text(f"合计 {people} 人、{len(came)} 人次", f"people: {people}, in all: {len(came)}")
    header = (Text("职位", "Post"), Text("职数", "Seats"), gained[0], lost[0])
    return Figures(title, header, rows, note)


def _applications(facts: RunFacts, stage: StageSettings, outcome: Outcome | None) -> tuple[Figures, ...]:
    came, went = _rows(facts, stage, "applications"), _rows(facts, stage, "withdrawals")
    found = _by_post(
        facts,
        Text("报名情况", "Applications"),
        (Text("已报", "Applied"), came),
        (Text("退出", "Taken back"), went),
    )
    late = sum(bool(r.late_because) for r in came)
    if not late:
        return (found,)
    note = Text(
        f"{found.note.zh}；截止后补录 {late} 件", f"{found.note.en}; {late} entered late, with the reason"
    )
    return (Figures(found.title, found.header, found.rows, note),)


def _nominations(facts: RunFacts, stage: StageSettings, outcome: Outcome | None) -> tuple[Figures, ...]:
    came = _rows(facts, stage, "nominations")
    taken = [r for r in _rows(facts, stage, "reviews") if r.taken_up]
    title = Text("提名情况", "Nominations")
    if not came:
        return ()
    return (_by_post(facts, title, (Text("提名", "Nominated"), came), (Text("采纳", "Taken up"), taken)),)


def _proposals(facts: RunFacts, stage: StageSettings, outcome: Outcome | None) -> tuple[Figures, ...]:
    titles = {p.id: p.title for p in facts.plan.posts}
    rows = tuple(
        (
            titles.get(r.post, Text(r.post)),
            motion.RESULTS.say(r.result),
            *(Text(word or "—") for word in (r.way, r.scope, r.conditions, r.work_plan)),
            _person(facts, r.proposer),
            _number(r.proposed_on),
        )
        for r in _rows(facts, stage, "proposals")
    )
    header = (
        Text("职位", "Post"), Text("结果", "Result"), Text("方式", "Way"), Text("范围", "Scope"),
        Text("任职条件", "Conditions"), Text("工作方案", "Work plan"), Text("动议人", "Proposer"),
        Text("日期", "On"),
    )  # fmt: skip
    analyses = len(_rows(facts, stage, "analyses"))
    note = Text(f"分析研判 {analyses} 份", f"{analyses} analyses")
    return (Figures(Text("动议", "Proposals"), header, rows, note, in_words=True),)


def _courses(facts: RunFacts, stage: Any, outcome: Outcome | None) -> tuple[Figures, ...]:
    """Who has done which course, and by when it is made up."""
    if outcome is None:
        return ()
    record: training.TrainingRecord = outcome.record
    done = set(record.done)
    owed = {(t.candidate.person, t.course): t.by for t in record.to_make_up}
    rows = tuple(
        (_person(facts, person), *(_course(person, c.id, done, owed) for c in stage.courses))
        for person in outcome.entered.people()
    )
    header = (Text("人员", "Person"), *(c.title or Text(c.id) for c in stage.courses))
    return (Figures(Text("培训情况", "Courses"), header, rows, in_words=True),)


def _course(
    person: str, course: str, done: set[tuple[str, str]], owed: Mapping[tuple[str, str], date]
) -> Text:
    if (person, course) in done:
        return Text("已完成", "done")
    by = owed.get((person, course))
    return Text(f"须于 {by} 前补训", f"to be made up by {by}") if by else Text("未完成", "not done")


def _person(facts: RunFacts, code: str) -> Text:
    known = facts.people.get(code)
    return Text(f"{known.name}（{code}）", f"{known.name} ({code})") if known else Text(code)


def _talks(facts: RunFacts, stage: Any, outcome: Outcome | None) -> tuple[Figures, ...]:
    titles = {g.id: g.title for g in stage.groups}
    rows = tuple(
        (
            titles.get(r.group, Text(r.group)),
            _number(r.due),
            _number(r.talked),
            _number(r.talks),
            Text(f"{r.began_on} 至 {r.ended_on}", f"{r.began_on} to {r.ended_on}"),
        )
        for r in _rows(facts, stage, "groups")
    )
    header = (
        Text("组别", "Group"), Text("应谈", "Due"), Text("实谈", "Talked to"), Text("人次", "Talks"),
        Text("时间", "When"),
    )  # fmt: skip
    return (Figures(Text("谈话情况", "Talks"), header, rows),)


def _establishment(facts: RunFacts, stage: StageSettings, outcome: Outcome | None) -> tuple[Figures, ...]:
    if outcome is None:
        return ()
    record: establishment.EstablishmentRecord = outcome.record
    rows = tuple(
        (
            Text(f"{line.unit} {line.level}".strip()),
            *(
                _number(n)
                for n in (line.approved, line.actual, line.vacant, line.extra, line.opened, line.over)
            ),
            Text(line.document),
        )
        for line in record.lines
    )
    header = (
        Text("单位、层级", "Unit, level"), Text("核定", "Approved"), Text("实有", "Actual"),
        Text("空缺", "Vacant"), Text("批准增加", "On top"), Text("使用", "Opened"), Text("超出", "Over"),
        Text("文号", "Document"),
    )  # fmt: skip
    return (Figures(Text("职数核对", "Seats held against the numbers"), header, rows),)


def _quotas(facts: RunFacts, stage: Any, outcome: Outcome | None) -> tuple[Figures, ...]:
    if outcome is None:
        return ()
    record: quota_selection.QuotaRecord = outcome.record
    titles = {p.id: p.title for p in facts.plan.posts}
    header = (
        Text("结构要求", "Quota"),
        Text("名单中", "In the list"),
        Text("不少于", "At least"),
        Text("不多于", "At most"),
    )
    return tuple(
        Figures(
            titles.get(one.post, Text(one.post)),
            header,
            tuple(_quota(stage, quota) for quota in one.quotas),
            _cost(one),
        )
        for one in record.lists
    )


def _quota(stage: Any, figures: QuotaFigures) -> tuple[Text, ...]:
    quota = next((q for q in stage.quotas if q.id == figures.quota), None)
    title = quota.title if quota is not None and quota.title else Text(figures.quota)
    if figures.unit:
        title = Text(f"{title.zh}（{figures.unit}）", f"{title.say('en')} ({figures.unit})")
    least = _number(figures.at_least) if figures.at_least else Text("—", "—")
    most = _number(quota.at_most) if quota is not None and quota.at_most is not None else Text("—", "—")
    return title, _number(figures.count), least, most


def _cost(one: quota_selection.ListFigures) -> Text:
    less = one.top_total - one.total
    total, top = plain_points(one.total), plain_points(one.top_total)
    if not less:
        return Text(
            f"{one.seats} 人，总分 {total}；结构要求没有使总分减少",
            f"{one.seats} people, {total} points in all; the quotas cost none",
        )
    return Text(
        f"{one.seats} 人，总分 {total}；只按得分为 {top}，结构要求使总分少 {plain_points(less)}",
        f"{one.seats} people, {total} points; {top} by points alone: the quotas cost {plain_points(less)}",
    )


def _rooms(facts: RunFacts, stage: Any, outcome: Outcome | None) -> tuple[Figures, ...]:
    """How the rooms of each subject were made comparable: their means and coefficients."""
    if outcome is None:
        return ()
    record: examination.ExaminationRecord = outcome.record
    rows: list[tuple[Text, ...]] = []
    for subject in (s for s in stage.subjects if s.normalise is not None):
        rooms = (r for r in _rows(facts, stage, "rooms") if isinstance(r, ExamRoom))
        sat = {r.person: r.room for r in rooms if r.subject == subject.id}
        people = Counter(sat.get(person, "") for person in record.points[subject.id])
        shown: dict[str, Working] = {}
        for person, working in record.points[subject.id].items():
            found = _coefficient_in(working)
            if found is not None:
                shown.setdefault(sat.get(person, ""), found)
        for room, coefficient in sorted(shown.items()):
            overall, mean = _worked_out(coefficient).parts
            numbers = (mean.value, overall.value, coefficient.value)
            rows.append(
                (
                    Text(f"{subject.title.zh} {room}", f"{subject.title.say('en')} {room}"),
                    _number(people[room]),
                    *(_number(plain_points(n)) for n in numbers),
                )
            )
    header = (
        Text("科目、考场", "Subject, room"), Text("人数", "People"), Text("本组平均", "Mean of the room"),
        Text("总平均", "Overall mean"), Text("修正系数", "Coefficient"),
    )  # fmt: skip
    note = Text(
        "修正后得分 = 原始分 × 修正系数；系数 = 总平均 ÷ 本组平均。逐人的算式在各人得分中打开。",
        "Points = raw points × overall mean ÷ mean of the room. Each working opens in the points.",
    )
    return (Figures(Text("考场修正", "Rooms made comparable"), header, tuple(rows), note),)


def _coefficient_in(working: Working) -> Working | None:
    """The coefficient in a working, as it was used: rounded where the plan rounds it."""
    for part in working.parts:
        if part.label == COEFFICIENT:
            return part
        found = _coefficient_in(part)
        if found is not None:
            return found
    return None


def _worked_out(coefficient: Working) -> Working:
    while coefficient.rule != OVERALL_BY_MEAN:
        coefficient = coefficient.parts[0]
    return coefficient


def _pots(facts: RunFacts, stage: Any, outcome: Outcome | None) -> tuple[Figures, ...]:
    """What became of every pot of money."""
    if outcome is None:
        return ()
    record: pay.PayRecord = outcome.record
    left = dict(record.left)
    rows = []
    for pot in stage.pots:
        own = [p.amount for p in record.paid if p.pot == pot.id]
        given, rest = sum(own, Decimal(0)), left[pot.id]
        whole = None if rest is None else given + rest
        numbers = (_yuan(given), *(Text("—", "—") if n is None else _yuan(n) for n in (whole, rest)))
        rows.append((pot.title, _number(len(own)), *numbers))
    header = (
        Text("盘子", "Pot"), Text("人次", "Shares"), Text("分配（元）", "Paid (yuan)"),
        Text("总额（元）", "Whole (yuan)"), Text("余额（元）", "Left (yuan)"),
    )  # fmt: skip
    total = sum((p.amount for p in record.paid), Decimal(0))
    note = Text(
        f"合计 {total:.2f} 元。每人的算式在其金额中打开。",
        f"{total:.2f} yuan in all. Each working opens in the amounts.",
    )
    return (Figures(Text("各盘子", "Pots"), header, tuple(rows), note),)


def _yuan(amount: Decimal) -> Text:
    return _number(f"{amount:.2f}")


def _stays(facts: RunFacts, stage: Any, outcome: Outcome | None) -> tuple[Figures, ...]:
    """Who is seconded where, until when, and where the year is appraised."""
    if outcome is None:
        return ()
    record: secondment.SecondmentRecord = outcome.record
    directions = {d.id: d.title for d in stage.directions}
    rows = tuple(
        (
            _person(facts, stay.person),
            Text(stay.home or "—"),
            Text(f"{stay.host} {stay.post}"),
            directions.get(stay.direction, Text("—", "—")),
            Text(f"{stay.since} 至 {stay.until}", f"{stay.since} to {stay.until}"),
            stay.attended.say() if stay.attended else Text("—", "—"),
            PARTIES[stay.appraised_at],
        )
        for stay in record.stays
    )
    header = (
        Text("人员", "Person"), Text("派出单位", "From"), Text("接收单位与职务", "Host and post"),
        Text("方向", "Direction"), Text("起止", "From and to"), Text("在岗天数", "Days at the post"),
        Text("年度考核在", "Appraised at"),
    )  # fmt: skip
    return (Figures(Text("挂职情况", "Secondments"), header, rows, in_words=True),)


def _tasks(facts: RunFacts, stage: Any, outcome: Outcome | None) -> tuple[Figures, ...]:
    """Every duty with its day, when it was done, and what became of it."""
    if outcome is None:
        return ()
    record: follow_up.FollowUpRecord = outcome.record
    titles = {t.id: t.title for t in stage.tasks}
    rows = tuple(
        (
            _person(facts, done.candidate.person),
            titles[done.task],
            _number(done.number),
            _number(done.by),
            _number(done.on),
            follow_up.SAID[done.state],
        )
        for done in record.duties
    )
    header = (
        Text("人员", "Person"), Text("任务", "Task"), Text("第几次", "Number"), Text("期限", "By"),
        Text("日期", "Reported on"), Text("结果", "Result"),
    )  # fmt: skip
    return (Figures(Text("督办落实情况", "Follow-up"), header, rows, in_words=True),)


_BY_KIND: Mapping[str, Callable[[RunFacts, Any, Outcome | None], tuple[Figures, ...]]] = {
    "enrolment": _applications,
    "nomination": _nominations,
    "talks": _talks,
    "motion": _proposals,
    "training": _courses,
    "establishment": _establishment,
    "quota_selection": _quotas,
    "examination": _rooms,
    "pay": _pots,
    "secondment": _stays,
    "follow_up": _tasks,
}
