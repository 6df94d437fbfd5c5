"""Papers on appointment (任职文书): the talk before it, the pledge, and the review of the trial."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from quanheng.core.stages import appointment, probation
from quanheng.core.values import Candidate, Text
from quanheng.documents.paper import Draft, zh_date
from quanheng.documents.papers.kind import TITLE, PaperKind, Written, common
from quanheng.documents.papers.people import PersonLine, person_line
from quanheng.documents.proceedings import Proceedings
from quanheng.documents.templates.fields import PaperFields, Told


@dataclass(frozen=True)
class AppointmentTalk(PaperFields):
    """The record of the talk with one person."""

    name: Annotated[str, Told("姓名", "Name", "张伟", needed=True)]
    present: Annotated[str, Told("现任职务", "Present post", "办公室副主任")]
    posts: Annotated[str, Told("拟任职务", "Intended post", "办公室主任")]
    talked_on: Annotated[str, Told("谈话日期", "Day of the talk", "2026年3月25日")]
    talked_by: Annotated[str, Told("谈话人", "Who talked", "赵明")]


@dataclass(frozen=True)
class Pledge(PaperFields):
    """The pledge of one person."""

    name: Annotated[str, Told("姓名", "Name", "张伟", needed=True)]
    posts: Annotated[str, Told("拟任职务", "Intended post", "办公室主任", needed=True)]
    signed_on: Annotated[str, Told("签订日期", "Signed on", "2026年3月25日")]


@dataclass(frozen=True)
class ProbationForm(PaperFields):
    """The review of one trial."""

    person: Annotated[tuple[PersonLine, ...], Told("人员", "The person, one row")]
    post: Annotated[str, Told("试任职务", "Post on trial", "办公室主任", needed=True)]
    began: Annotated[str, Told("试用开始", "Trial began", "2026年3月25日")]
    ends: Annotated[str, Told("试用期满", "Trial ends", "2026年6月25日")]
    votes: Annotated[str, Told("民主测评", "Ballots", "40票中赞成31票")]
    events: Annotated[str, Told("期间情况", "What happened", "无")]
    note: Annotated[str, Told("考核说明", "Note", "")]
    result: Annotated[str, Told("考核结果", "Result", "合格", needed=True)]
    reviewed: Annotated[str, Told("考核日期", "Reviewed on", "2026年6月25日")]


TALK_LAYOUT = (
    Draft("appointment_talk", TITLE)
    .form(
        ("谈话对象", "{{ 姓名 }}", "现任职务", "{{ 现任职务 }}"),
        ("拟任职务", "{{ 拟任职务 }}"),
        ("谈话人", "{{ 谈话人 }}", "谈话日期", "{{ 谈话日期 }}"),
        ("谈话地点", "", "记录人", ""),
        ("肯定成绩、指出不足", ""),
        ("提出的要求（履职、廉洁、作风）", ""),
        ("本人表态", ""),
        ("谈话对象签名", "", "谈话人签名", ""),
        heights=(1, 1, 1, 1, 4, 4, 3, 1),
    )
    .paper()
)
PLEDGE_LAYOUT = (
    Draft("pledge", TITLE)
    .addressee("{{ 单位 }}")
    .paragraph("本人{{ 姓名 }}，拟任{{ 拟任职务 }}。为严格遵守廉洁自律规定，自觉接受监督，现郑重承诺：")
    .paragraph("1.严守政治纪律和政治规矩，坚决执行上级和本单位的决策部署。")
    .paragraph("2.依法依规履行职责，不以权谋私，不违规插手工程项目、物资采购和人事安排。")
    .paragraph("3.不收受可能影响公正执行公务的礼品、礼金、消费卡和宴请。")
    .paragraph("4.如实报告个人有关事项，管好配偶、子女和身边工作人员。")
    .paragraph("5.厉行节约，反对浪费，遵守公务用车、公务接待和办公用房规定。")
    .paragraph("以上承诺，请组织和群众监督。如有违反，愿意接受组织处理。")
    .signature(
        "承诺人：　　　　　　", "{% if 签订日期 %}{{ 签订日期 }}{% else %}　　　　年　　月　　日{% endif %}"
    )
    .paper()
)
PROBATION_LAYOUT = (
    Draft("probation_form", TITLE)
    .each("人 in 人员")
    .form(
        ("姓名", "{{ 人.姓名 }}", "性别", "{{ 人.性别 }}", "出生年月", "{{ 人.出生年月 }}"),
        ("学历学位", "{{ 人.学历学位 }}", "政治面貌", "{{ 人.政治面貌 }}"),
        ("试任职务", "{{ 试任职务 }}"),
        ("试用开始", "{{ 试用开始 }}", "试用期满", "{{ 试用期满 }}"),
        ("试用期工作小结", ""),
        ("民主测评", "{{ 民主测评 }}"),
        ("期间情况", "{{ 期间情况 }}"),
        ("考核说明", "{{ 考核说明 }}"),
        ("考核结果", "{{ 考核结果 }}", "考核日期", "{{ 考核日期 }}"),
        ("单位意见", "\n　　　　　　　　（盖章）　　　　　　年　　月　　日"),
        ("审批意见", "\n　　　　　　　　（盖章）　　　　　　年　　月　　日"),
        heights=(1, 1, 1, 1, 4, 1, 1, 1, 1, 2, 2),
    )
    .done()
    .paper()
)


def appointment_talks(proceedings: Proceedings, stage: str) -> tuple[Written, ...]:
    """One record for everyone who is to be appointed, where the plan asks for a talk."""
    settings = proceedings.plan.stage(stage)
    assert isinstance(settings, appointment.Settings)
    held = {t.person: t for t in proceedings.rows(stage, "talks", appointment.Talk)}
    return tuple(
        _talk(proceedings, stage, person, posts, held.get(person))
        for person, posts in (_standing(proceedings, stage) if settings.talk else {}).items()
    )


def _talk(
    proceedings: Proceedings, stage: str, person: str, posts: str, held: appointment.Talk | None
) -> Written:
    on = held.talked_on if held else None
    line = person_line(proceedings, 1, person, posts, on)
    said = AppointmentTalk(
        **common(proceedings, ("任前谈话记录",), on),
        name=line.name,
        present=line.present,
        posts=posts,
        talked_on=zh_date(on) if on else "",
        talked_by=proceedings.name(held.talked_by) if held else "",
    )
    return Written(
        "appointment_talk", Text(f"任前谈话记录：{line.name}", f"Talk before appointment: {line.name}"), said
    )


def pledges(proceedings: Proceedings, stage: str) -> tuple[Written, ...]:
    """One pledge for everyone who is to be appointed, where the plan asks for it."""
    settings = proceedings.plan.stage(stage)
    assert isinstance(settings, appointment.Settings)
    signed = {p.person: p.signed_on for p in proceedings.rows(stage, "pledges", appointment.Pledge)}
    return tuple(
        _pledge(proceedings, person, posts, signed.get(person))
        for person, posts in (_standing(proceedings, stage) if settings.pledge else {}).items()
    )


def _pledge(proceedings: Proceedings, person: str, posts: str, on: date | None) -> Written:
    name = proceedings.name(person)
    said = Pledge(
        **common(proceedings, ("廉政承诺书",), on),
        name=name,
        posts=posts,
        signed_on=zh_date(on) if on else "",
    )
    return Written("pledge", Text(f"廉政承诺书：{name}", f"Pledge of integrity: {name}"), said)


def _standing(proceedings: Proceedings, stage: str) -> dict[str, str]:
    """Everyone on the slate with their posts."""
    candidates = proceedings.slate_before(stage).candidates
    people = dict.fromkeys(c.person for c in candidates)
    return {p: "、".join(proceedings.post_title(c.post) for c in candidates if c.person == p) for p in people}


def probation_forms(proceedings: Proceedings, stage: str) -> tuple[Written, ...]:
    """One form for every trial; before its review the parts of the review are blank."""
    outcome = proceedings.outcomes.get(stage)
    trials = (
        outcome.record.trials if outcome and isinstance(outcome.record, probation.ProbationRecord) else ()
    )
    return tuple(
        _probation(proceedings, stage, c, trials) for c in proceedings.slate_before(stage).candidates
    )


def _probation(
    proceedings: Proceedings, stage: str, candidate: Candidate, trials: tuple[probation.TrialEnd, ...]
) -> Written:
    trial = next((t for t in trials if (t.person, t.post) == (candidate.person, candidate.post)), None)
    rows = proceedings.rows(stage, "reviews", probation.Review)
    review = next((r for r in rows if (r.person, r.post) == (candidate.person, candidate.post)), None)
    events = [e for e in proceedings.rows(stage, "events", probation.Event) if e.person == candidate.person]
    post, name = proceedings.post_title(candidate.post), proceedings.name(candidate.person)
    on = review.reviewed_on if review else None
    has_votes = review is not None and review.ballots is not None and review.favourable is not None
    said = ProbationForm(
        **common(proceedings, ("试用期满考核表",), on),
        person=(person_line(proceedings, 1, candidate.person, post, on),),
        post=post,
        began=zh_date(trial.began_on) if trial else "",
        ends=zh_date(trial.full_on) if trial else "",
        votes=f"{review.ballots}票中赞成{review.favourable}票" if review and has_votes else "",
        events="；".join(f"{zh_date(e.on)}{e.kind}（{e.document}）" for e in events) or "无",
        note=review.note if review else "",
        result=probation.RESULTS.say(review.result).zh if review else "",
        reviewed=zh_date(on) if on else "",
    )
    title = Text(f"试用期满考核表：{name}（{post}）", f"Review of a trial: {name}")
    return Written("probation_form", title, said)


APPOINTMENT_TALK = PaperKind(
    "appointment_talk", Text("任前谈话记录", "Talk before appointment"), ("appointment",),
    AppointmentTalk, TALK_LAYOUT, appointment_talks,
)  # fmt: skip
PLEDGE = PaperKind(
    "pledge", Text("廉政承诺书", "Pledge of integrity"), ("appointment",), Pledge, PLEDGE_LAYOUT, pledges
)
PROBATION_FORM = PaperKind(
    "probation_form", Text("试用期满考核表", "Review of a trial"), ("probation",),
    ProbationForm, PROBATION_LAYOUT, probation_forms,
)  # fmt: skip
