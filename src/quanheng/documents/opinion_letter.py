"""Opinion letter (征求廉政意见函): asks each body, before anything is discussed, for its written opinion."""

from __future__ import annotations

from quanheng.core.stages import clearance
from quanheng.core.values import Text
from quanheng.documents.paper import Column, Draft, Paper, zh_date
from quanheng.documents.proceedings import Proceedings
from quanheng.documents.wording import month_of, present_posts, said

KIND = "opinion_letter"


def opinion_letters(proceedings: Proceedings, stage: str) -> tuple[Paper, ...]:
    """One letter to every body that the plan asks for an opinion; none while nobody stands."""
    settings = proceedings.plan.stage(stage)
    assert isinstance(settings, clearance.Settings)
    if not proceedings.slate_before(stage).candidates:
        return ()
    givers = dict.fromkeys(settings.giver_of(must) for must in settings.musts)
    return tuple(_letter(proceedings, settings, giver) for giver in givers)


def _letter(proceedings: Proceedings, settings: clearance.Settings, giver: str) -> Paper:
    musts = [m for m in settings.musts if settings.giver_of(m) == giver]
    what = "廉政意见" if musts == ["discipline_opinion"] else "任用前审核意见"
    parts = (f"关于征求{proceedings.subject}人选", f"{what}的函")
    draft = Draft(KIND, Text("".join(parts), "Request for a written opinion"), parts)
    draft.letterhead(proceedings.organisation, "letter", proceedings.number)
    if giver:
        draft.addressee(proceedings.body_title(giver))
    people = proceedings.slate_before(settings.id).people()
    matters = "、".join(clearance.MUSTS.say(m).zh for m in musts)
    draft.paragraph(
        f"根据《{proceedings.plan.title.zh}》，拟对下列 {len(people)} 名人选提交讨论。"
        f"现就“{matters}”事项征求意见，名单如下："
    )
    on = proceedings.opened_on(settings.id)
    draft.table(
        [
            Column("序号", 2),
            Column("姓名", 3),
            Column("性别", 3),
            Column("出生年月", 4),
            Column("现任职务", 6, "left"),
            Column("人选职位", 6, "left"),
        ],
        [(str(n), *_row(proceedings, settings.id, person)) for n, person in enumerate(people, 1)],
    )
    draft.paragraph(_asked(settings))
    return draft.signature(proceedings.organisation, on).paper()


def _row(proceedings: Proceedings, stage: str, code: str) -> tuple[str, ...]:
    person = proceedings.person(code)
    posts = [
        proceedings.post_title(c.post) for c in proceedings.slate_before(stage).candidates if c.person == code
    ]
    held = present_posts(person, proceedings.opened_on(stage) or proceedings.plan.as_of)
    return (person.name, said(person.sex), month_of(person.born), held, "、".join(posts))


def _asked(settings: clearance.Settings) -> str:
    """What the answer must be like and by when, as far as the plan says."""
    time = settings.time
    day = (time.to or time.on) if time else None
    by = f"请于{zh_date(day)}前" if day else "请在讨论决定之前"
    form = "书面" if settings.written else ""
    signed = "，并由两名负责人签字" if settings.signatures == 2 else ""
    return f"{by}逐人提出{form}意见，说明有无影响任用的问题{signed}。"
