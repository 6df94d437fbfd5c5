"""Words of two-way selection (双向选择的用语): seats, answers and pairs as plain sentences.

Pure: values in, values out.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from quanheng.core.engine import RunFacts
from quanheng.core.inputs import Inputs
from quanheng.core.plans.timeline import said_span
from quanheng.core.stages.matching import Settings
from quanheng.core.stages.matching.board import OfficeCard, Refusal, Seat
from quanheng.core.stages.matching.field import Field
from quanheng.core.stages.matching.findings import Words
from quanheng.core.stages.matching.pairs import Pair
from quanheng.core.stages.matching.rounds import PHASES, Deadlines
from quanheng.core.stages.matching.terms import Circle
from quanheng.core.values import Candidate, Text

REACH: Mapping[str, Text] = {
    "own_unit": Text("限本单位岗位", "one's own unit"),
    "group": Text("限本单位和同片岗位", "one's own unit and group"),
    "all": Text("不限单位", "any unit"),
}


def said_seat(seat: Seat) -> Text:
    """How somebody came to the seat: by which wish, at which place of the office's order."""
    wish = Text(f"第 {seat.wish} 志愿", f"choice {seat.wish}") if seat.wish else Text("未填报", "not named")
    if seat.way == "before":
        return Text("已在岗", "there already")
    if seat.way in ("adjusted", "concurrent"):
        kind = (
            Text("兼岗", "beside another post") if seat.way == "concurrent" else Text("调配", "by adjustment")
        )
        return Text(f"{kind.zh} · {wish.zh}", f"{kind.en} · {wish.en}")
    return Text(f"{wish.zh} · 选用第 {seat.place} 位", f"{wish.en} · place {seat.place}")


def said_refusals(
    refusals: Sequence[Refusal], field: Field, inputs: Inputs, settings: Settings
) -> list[tuple[Refusal, Text]]:
    """Each wish that was not met with its reason: who holds the seats, and why this person came after."""
    words = Words(field, inputs, settings)
    return [(r, words.refusal(Candidate(r.person, r.office)).text) for r in refusals]


def said_other(refusal: Refusal, card: OfficeCard, inputs: Inputs) -> Text:
    """Why somebody who wanted this office more is not in it, in one line."""
    name, answer = inputs.name_of(refusal.person), refusal.answer
    if answer.kind == "not_chosen":
        why = f"（{refusal.remark}）" if refusal.remark else ""
        return Text(
            f"{name}：本岗位未选用{why}", f"{name}: not chosen{' (' + refusal.remark + ')' if why else ''}"
        )
    if answer.kind == "gave_way":
        other = inputs.name_of(answer.last)
        return Text(f"{name}：与{other}有回避关系", f"{name}: recusal, related to {other}")
    if not answer.held:
        return Text(f"{name}：没有空缺岗位", f"{name}: there was no seat")
    last = inputs.name_of(answer.last)
    place = (refusal.place or 0) - answer.ahead
    return Text(
        f"{name}：第 {refusal.place} 位，排在最后选用的{last}（第 {place} 位）之后",
        f"{name}: place {refusal.place}, after {last}, who was last (place {place})",
    )


def said_pair(pair: Pair, inputs: Inputs) -> Text:
    """Why two would rather have each other."""
    post = inputs.frame.posts.get(pair.office)
    office = post.title if post else Text(pair.office, pair.office)
    name, over = inputs.name_of(pair.person), inputs.name_of(pair.over) if pair.over else ""
    who = Text(
        f"{name}更愿意去“{office.zh}”，该岗位把其排在第 {pair.place} 位",
        f"{name} would rather be in '{office.say('en')}', which ordered them {pair.place}",
    )
    why = {
        "seat": Text("而现在还有空缺", "and has a free seat"),
        "unasked": Text(f"而调入的{over}不是其所选", f"and did not choose {over}, who was moved in"),
        "later": Text(
            f"排在现任的{over}（第 {pair.over_place} 位）之前", f"before {over} (place {pair.over_place})"
        ),
    }[pair.why]
    return Text(f"{who.zh}，{why.zh}。", f"{who.en}, {why.en}.")


def said_phase(deadlines: Deadlines, at: datetime) -> Text:
    """What is open now, and until when."""
    phase = deadlines.phase(at)
    end = deadlines.wishes_end()
    if end is None:
        return Text("填报志愿和机构选人", "Both sides choose")
    words = PHASES[phase]
    if phase == "wishing":
        return Text(f"{words.zh}，{end:%m-%d %H:%M} 截止", f"{words.en} until {end:%m-%d %H:%M}")
    if phase == "choosing" and deadlines.choices:
        return Text(
            f"{words.zh}，至 {deadlines.choices:%m-%d}", f"{words.en} until {deadlines.choices:%m-%d}"
        )
    return words


def said_without(settings: Settings) -> tuple[Text, ...]:
    """What the plan says of those who name no office, and of those whom no office takes."""
    said = [settings.not_registered] if settings.not_registered.zh else []
    if settings.waiting is not None:
        zh, en = said_span(settings.waiting.length)
        more = [t for t in (settings.waiting.pay, settings.waiting.then) if t.zh]
        if settings.waiting.training_hours:
            hours = settings.waiting.training_hours
            more.insert(1, Text(f"期间完成培训 {hours} 学时", f"with {hours} hours of training"))
        said.append(
            Text(
                "，".join([f"没有选上的，待岗 {zh}", *(t.zh for t in more)]),
                ", ".join([f"whoever is not chosen waits for {en}", *(t.say("en") for t in more)]),
            )
        )
    return tuple(said)


def said_circle(circle: Circle, facts: RunFacts) -> Text:
    """How far a round reaches and what it opens."""
    posts = {p.id: p.title for p in facts.plan.posts}
    classes = {c.id: c.title for c in facts.plan.classes}
    named = [posts.get(o) or classes.get(o) or Text(o, o) for o in circle.offices]
    zh, en = [REACH[circle.reach].zh], [REACH[circle.reach].en]
    if named:
        zh.append(f"开放：{'、'.join(t.zh for t in named)}")
        en.append(f"opens: {', '.join(t.say('en') for t in named)}")
    if circle.opens_reserved:
        zh.append("放出预留席位")
        en.append("opens the reserved seats")
    return Text("；".join(zh), "; ".join(en))
