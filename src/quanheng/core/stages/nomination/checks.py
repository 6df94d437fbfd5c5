"""What a nomination is refused for (提名的录入核对): rights, kin, oneself, twice, expired, withdrawn."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from quanheng.core.admission import refused_rows, unknown_person
from quanheng.core.channels import CHANNELS
from quanheng.core.dating import before_plan, in_future, out_of_order
from quanheng.core.inputs import Inputs, Row
from quanheng.core.listing import names_in
from quanheng.core.newcomers import refused_newcomer
from quanheng.core.recusal import is_related
from quanheng.core.spans import full_on
from quanheng.core.stages.nomination.tables import (
    GROUNDS,
    RELATIONS,
    Agreement,
    Gate,
    Nomination,
    Review,
    Settings,
    Signature,
    Withdrawal,
)
from quanheng.core.values import Candidate, Refused, Slate, Text

KIN_LAW = Text(
    "亲属指夫妻、直系血亲、三代以内旁系血亲和近姻亲（《公务员回避规定》（2020）任职回避，条号待核）",
    "kin are spouses, direct and collateral blood relations within three generations and close in-laws "
    "(Rules on the recusal of civil servants, 2020; article to be verified)",
)


def admit(
    table: str, rows: Sequence[Row], slate: Slate, inputs: Inputs, settings: Settings
) -> tuple[tuple[int, Refused], ...]:
    """Refusals: forms without right, expired or unsigned; what concerns nobody who is nominated."""
    if table == "nominations":
        return refused_rows(rows, Nomination, lambda row: _refused_form(row, slate, inputs, settings))
    if table == "signatures":
        return refused_rows(rows, Signature, lambda row: _refused_signature(row, inputs, settings))
    if table == "withdrawals":
        return refused_rows(rows, Withdrawal, lambda row: _refused_withdrawal(row, inputs, settings))
    nominated = {Candidate(n.person, n.post) for n in standing_nominations(inputs, settings)}
    if table == "reviews":
        return refused_rows(rows, Review, lambda row: _refused_review(row, nominated, inputs))
    people = {c.person for c in nominated}
    return refused_rows(rows, Agreement, lambda row: _refused_agreement(row, people, inputs, settings))


def still_liable(row: Nomination, inputs: Inputs) -> tuple[str, ...]:
    """Who answers for a nomination and has not taken it back."""
    gone = {w.nominator for w in inputs.table("withdrawals", Withdrawal) if _is_about(w, row)}
    return tuple(p for p in row.liable() if p not in gone)


def _is_about(other: Withdrawal | Signature, row: Nomination) -> bool:
    return (other.person, other.post) == (row.person, row.post)


def is_withdrawn(row: Nomination, inputs: Inputs, settings: Settings) -> bool:
    """Whether a nomination no longer stands: nobody is left behind it, or too few for a joint one."""
    least = settings.least(row.channel) if row.channel == "joint" else 1
    return len(still_liable(row, inputs)) < least


def standing_nominations(inputs: Inputs, settings: Settings) -> tuple[Nomination, ...]:
    """The nominations that were not taken back."""
    held = inputs.table("nominations", Nomination)
    return tuple(n for n in held if not is_withdrawn(n, inputs, settings))


def signed_on(row: Nomination, person: str, inputs: Inputs) -> date | None:
    """When somebody signed a nomination themselves, None while they have not."""
    rows = inputs.table("signatures", Signature)
    return next((s.signed_on for s in rows if s.signer == person and _is_about(s, row)), None)


def valid_until(row: Nomination, inputs: Inputs, settings: Settings) -> date:
    """The last day on which a nomination may be taken up."""
    return full_on(row.nominated_on, settings.valid_for, inputs.calendar)


def _refused_form(row: Nomination, slate: Slate, inputs: Inputs, settings: Settings) -> Refused | None:
    return (
        refused_newcomer(Candidate(row.person, row.post), slate, inputs, settings)
        or _refused_channel(row, settings)
        or _refused_nominators(row, inputs, settings)
        or _refused_kin(row, inputs, settings)
        or _refused_twice(row, inputs, settings)
        or _refused_number(row, inputs, settings)
        or _refused_content(row, inputs, settings)
    )


def _refused_channel(row: Nomination, settings: Settings) -> Refused | None:
    if row.channel in settings.channels:
        return None
    allowed = [CHANNELS.say(c) for c in settings.channels]
    return Refused(
        "channel_not_allowed",
        f"方案没有“{CHANNELS.say(row.channel).zh}”这一提名方式。",
        f"The plan takes no nominations by '{row.channel}'.",
        where=row.key(),
        remedy_zh=f"可用：{'、'.join(t.zh for t in allowed)}。",
        remedy_en=f"Allowed: {', '.join(t.en for t in allowed)}.",
    )


def _refused_nominators(row: Nomination, inputs: Inputs, settings: Settings) -> Refused | None:
    named = names_in(row.nominators)
    people = [*named, *([row.responsible] if row.responsible else [])]
    for person in people:
        refusal = unknown_person(person, inputs)
        if refusal is not None:
            return refusal.at(row.key())
    if row.channel != "self" and row.person in people:
        return _refused(
            row,
            "nominates_oneself",
            "本人不得作为他人提名的提名人",
            "nominees may not nominate themselves here",
            _line(settings, "channels"),
        )
    if row.channel in ("unit", "organisation") and not (row.unit and row.responsible):
        return _refused(
            row, "responsible_missing", "须填提名单位及其主要负责人", "name the unit and its principal"
        )
    if row.channel not in ("unit", "organisation") and len(named) < settings.least(row.channel):
        least = settings.least(row.channel)
        return _refused(
            row,
            "nominators_missing",
            f"须有 {least} 名提名人，现有 {len(named)} 名",
            f"{least} nominators are needed, {len(named)} are named",
            _line(settings, "nominators"),
        )
    return _refused_rights(row, inputs, settings)


def _refused_rights(row: Nomination, inputs: Inputs, settings: Settings) -> Refused | None:
    """Who has no right to nominate: outside the bodies, for this level, or under the effect of a sanction."""
    level = inputs.frame.posts[row.post].level
    rights = [r for r in settings.rights if row.channel in r.channels]
    for person in row.liable() if row.channel != "self" else ():
        name = inputs.name_of(person)
        bodies = settings.nominated_by
        if bodies and not any(inputs.frame.is_member(b, person) for b in bodies):
            zh, en = f"{name}无提名权", f"{name} may not nominate"
            return _refused(row, "not_a_nominator", zh, en, _line(settings, "nominated_by"))
        own = [r for r in rights if not r.bodies or any(inputs.frame.is_member(b, person) for b in r.bodies)]
        if settings.rights and not own:
            channel = CHANNELS.say(row.channel)
            zh = f"{name}没有以“{channel.zh}”方式提名的权限"
            en = f"{name} has no right to nominate by '{channel.en}'"
            return _refused(row, "not_a_nominator", zh, en, _line(settings, "rights"))
        if settings.rights and not any(not r.levels or level in r.levels for r in own):
            allowed = "、".join(dict.fromkeys(w for r in own for w in r.levels))
            zh = f"{name}对“{level}”职位没有提名权，可提名：{allowed}"
            en = f"{name} has no right to nominate for '{level}'; allowed: {allowed}"
            return _refused(row, "no_right_for_level", zh, en, _line(settings, "rights"))
        refusal = _refused_effect(row, person, inputs, settings)
        if refusal is not None:
            return refusal
    return None


def _refused_effect(row: Nomination, person: str, inputs: Inputs, settings: Settings) -> Refused | None:
    known = inputs.people.get(person)
    for held in known.sanctions if known else ():
        in_effect = held.decided_on <= row.nominated_on and (
            held.effect_until is None or row.nominated_on <= held.effect_until
        )
        if held.kind in settings.free_of and in_effect:
            name, end = inputs.name_of(person), held.effect_until or "—"
            zh = f"{name}处于“{held.kind}”影响期（至 {end}），不得提名"
            en = f"{name} is under the effect of '{held.kind}' until {end} and may not nominate"
            return _refused(row, "nominator_under_effect", zh, en, _line(settings, "free_of"))
    return None


def _refused_kin(row: Nomination, inputs: Inputs, settings: Settings) -> Refused | None:
    """Nobody nominates their own kin, whether the archive knows it or the form declares it."""
    if settings.relatives == "allow" or row.channel == "self":
        return None
    related = [p for p in row.liable() if is_related(p, row.person, inputs.people)]
    if not related and row.relation != "kin":
        return None
    names = "、".join(inputs.name_of(p) for p in related) or RELATIONS.say("kin").zh
    nominee = inputs.name_of(row.person)
    zh = f"{names}与{nominee}有亲属关系，应当回避，不得提名；{KIN_LAW.zh}"
    en = f"{names} and {nominee} are related: recusal, no nomination; {KIN_LAW.en}"
    return Refused(
        "nominates_kin",
        f"{zh}。",
        f"{en}.",
        where=row.key(),
        remedy_zh=f"请由其他有提名权的人提名（{_line(settings, 'relatives').zh}）。",
        remedy_en=f"Let somebody else nominate ({_line(settings, 'relatives').en}).",
    )


def _refused_twice(row: Nomination, inputs: Inputs, settings: Settings) -> Refused | None:
    """A nominator nominates a person once; for another post again only where people may choose several."""
    several = inputs.frame.choices.max is None or inputs.frame.choices.max > 1
    for other in standing_nominations(inputs, settings):
        if other.key() == row.key() or other.person != row.person or (several and other.post != row.post):
            continue
        twice = [p for p in row.liable() if p in other.liable()]
        if twice:
            name, nominee = inputs.name_of(twice[0]), inputs.name_of(row.person)
            zh = f"{name}已于 {other.nominated_on} 提名过{nominee}，同一人不重复提名"
            en = f"{name} nominated {nominee} on {other.nominated_on} already"
            return Refused(
                "nominated_twice",
                f"{zh}。",
                f"{en}.",
                where=row.key(),
                remedy_zh=f"需改动的，先撤回原提名再提（{_line(settings, 'valid_for').zh}）。",
                remedy_en=f"To change it, withdraw the first one ({_line(settings, 'valid_for').en}).",
            )
    return None


def _refused_number(row: Nomination, inputs: Inputs, settings: Settings) -> Refused | None:
    most = settings.per_nominator
    if most is None:
        return None
    for person in row.liable():
        others = {
            n.person
            for n in standing_nominations(inputs, settings)
            if person in n.liable() and n.key() != row.key()
        }
        if len(others | {row.person}) > most:
            name = inputs.name_of(person)
            zh, en = f"{name}最多提名 {most} 人", f"{name} may nominate {most} people"
            return _refused(row, "too_many_nominations", zh, en, _line(settings, "per_nominator"))
    return None


def _refused_content(row: Nomination, inputs: Inputs, settings: Settings) -> Refused | None:
    refusal = in_future(row.key(), Text("提名日期", "The nomination"), row.nominated_on, inputs)
    if refusal is not None:
        return refusal
    if not row.signed:
        return _refused(row, "nomination_unsigned", "提名表未签名", "the form is not signed")
    if len(row.reasons) < settings.reasons_at_least:
        least = settings.reasons_at_least
        zh, en = f"提名理由至少 {least} 字", f"the reasons need {least} characters"
        return _refused(row, "reasons_too_short", zh, en, _line(settings, "reasons_at_least"))
    for ground in settings.grounds:
        given = getattr(row, ground)
        if not given or given == "unstated":
            what = GROUNDS[ground]
            zh, en = f"提名表没有写明“{what.zh}”", f"the form does not state '{what.en}'"
            return _refused(row, "ground_missing", zh, en, _line(settings, "grounds"))
    until = valid_until(row, inputs, settings)
    if until < inputs.closed_on:
        return Refused(
            "nomination_expired",
            f"提名已于 {until} 失效。",
            f"The nomination expired on {until}.",
            where=row.key(),
            remedy_zh=f"请重新提名，填新的提名表（{_line(settings, 'valid_for').zh}）。",
            remedy_en=f"Nominate anew with a new form ({_line(settings, 'valid_for').en}).",
        )
    return None


def _line(settings: Settings, field: str) -> Text:
    """The line of the plan on which a refusal rests."""
    return Text(f"方案 stages.{settings.id}.{field}", f"plan line stages.{settings.id}.{field}")


def _refused(row: Row, code: str, zh: str, en: str, line: Text | None = None) -> Refused:
    place_zh, place_en = (f"（{line.zh}）", f" ({line.en})") if line else ("", "")
    return Refused(
        code,
        f"{zh}{place_zh}。",
        f"{en[0].upper()}{en[1:]}{place_en}.",
        where=row.key(),
        remedy_zh="请核对提名材料。",
        remedy_en="Check the papers of the nomination.",
    )


def _own(person: str, nominee: str, post: str, inputs: Inputs, settings: Settings) -> list[Nomination]:
    """The standing nominations of somebody for a post for which a person answers."""
    return [
        n
        for n in standing_nominations(inputs, settings)
        if (n.person, n.post) == (nominee, post) and person in still_liable(n, inputs)
    ]


def _refused_signature(row: Signature, inputs: Inputs, settings: Settings) -> Refused | None:
    return _refused_own(row, row.signer, (Text("签名日期", "The signature"), row.signed_on), inputs, settings)


def _refused_withdrawal(row: Withdrawal, inputs: Inputs, settings: Settings) -> Refused | None:
    reviews = inputs.table("reviews", Review)
    if any((r.person, r.post) == (row.person, row.post) and r.taken_up for r in reviews):
        return Refused(
            "nomination_taken_up",
            f"对{inputs.name_of(row.person)}的提名已经综合审核采纳，不能撤回。",
            f"The nomination of {inputs.name_of(row.person)} is taken up and cannot be withdrawn.",
            where=row.key(),
            remedy_zh="被提名人退出或有问题的，在“退出与取消”中办理；首提责任不因此免除。",
            remedy_en="Where the nominee withdraws or is unfit, enter that under Withdrawals; whoever "
            "nominated still answers for it.",
        )
    day = (Text("撤回日期", "The withdrawal"), row.withdrawn_on)
    return _refused_own(row, row.nominator, day, inputs, settings)


def _refused_own(
    row: Signature | Withdrawal, who: str, day: tuple[Text, date], inputs: Inputs, settings: Settings
) -> Refused | None:
    own = _own(who, row.person, row.post, inputs, settings)
    if not own:
        name, nominee = inputs.name_of(who), inputs.name_of(row.person)
        zh = f"{name}不是{nominee}这一职位有效提名的首提责任人"
        en = f"{name} does not answer for a standing nomination of {nominee} for this post"
        return _refused(row, "not_first_nominator", zh, en, _line(settings, "channels"))
    first = min(n.nominated_on for n in own)
    what, on = day
    return in_future(row.key(), what, on, inputs) or out_of_order(
        row.key(), (Text("提名日期", "the nomination"), first), (what, on)
    )


def _refused_review(row: Review, nominated: set[Candidate], inputs: Inputs) -> Refused | None:
    if Candidate(row.person, row.post) not in nominated:
        return _refused(
            row, "not_nominated", "没有此人此职位的提名", "nobody nominated this person for this post"
        )
    reviewed = (Text("审核日期", "The review"), row.reviewed_on)
    return in_future(row.key(), *reviewed, inputs) or before_plan(row.key(), *reviewed, inputs)


def _refused_agreement(
    row: Agreement, people: set[str], inputs: Inputs, settings: Settings
) -> Refused | None:
    gate = next((g for g in settings.gates if g.id == row.gate), None)
    if gate is None:
        known = "、".join(g.id for g in settings.gates) or "-"
        return _refused(
            row,
            "unknown_gate",
            f"方案没有“{row.gate}”，可填：{known}",
            f"no gate '{row.gate}'; known: {known}",
        )
    if row.person not in people:
        return _refused(row, "not_nominated", "没有此人的提名", "nobody nominated this person")
    refusal = unknown_person(row.given_by, inputs)
    if refusal is not None:
        return refusal.at(row.key())
    if not _is_hand(gate, row, inputs):
        return _refused(
            row,
            "giver_not_allowed",
            f"“{gate.title.zh}”须由有权者出具",
            f"'{gate.title.say('en')}' is given by others",
        )
    return in_future(row.key(), Text("意见日期", "The opinion"), row.given_on, inputs) or out_of_order(
        row.key(),
        (Text("最早的提名日期", "the first nomination"), _first_on(row.person, inputs)),
        (Text("意见日期", "The opinion"), row.given_on),
    )


def _is_hand(gate: Gate, row: Agreement, inputs: Inputs) -> bool:
    if gate.own:
        return row.given_by == row.person
    if gate.body is None:
        return row.given_by != row.person
    return inputs.frame.is_member(gate.body, row.given_by) and row.given_by != row.person


def _first_on(person: str, inputs: Inputs) -> date:
    return min(n.nominated_on for n in inputs.table("nominations", Nomination) if n.person == person)
