"""Opening ratio (开考比例): whether enough compete for each post, and what happens if not."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from quanheng.core.admission import refuse_while_due, refused_rows, slate_check, unknown_person, unknown_post
from quanheng.core.choosing import refused_choices, refused_post
from quanheng.core.eligibility.qualification import candidate_verdict
from quanheng.core.findings import by_plan, fact, found, outcome_of, title_of
from quanheng.core.inputs import Due, Inputs, Row
from quanheng.core.language.posts import Overlay, Post
from quanheng.core.parts import said
from quanheng.core.people import Person
from quanheng.core.stages.opening.ratio import DONE, OPEN, PostOpening, Settings, openings, settled
from quanheng.core.stages.opening.tables import TABLES, Qualification, Rechoice
from quanheng.core.values import Candidate, Evidence, Finding, Outcome, Refused, Slate, Text

__all__ = [
    "RECORD",
    "TABLES",
    "TITLE",
    "Qualification",
    "Rechoice",
    "Settings",
    "admit",
    "close",
    "due",
    "openings",
]

TITLE = Text("开考比例", "Opening ratio")


@dataclass(frozen=True, slots=True)
class OpeningRecord:
    """Every post of the plan, in plan order. Shapes: `moved` is (person, from post, to post)."""

    posts: tuple[PostOpening, ...]
    moved: tuple[tuple[str, str, str], ...] = ()

    def of(self, post: str) -> PostOpening:
        """What became of this post. Errors: KeyError."""
        return {p.post: p for p in self.posts}[post]


RECORD = OpeningRecord


def admit(
    table: str, rows: Sequence[Row], slate: Slate, inputs: Inputs, settings: Settings
) -> tuple[tuple[int, Refused], ...]:
    """Refusals of new choices: only from a cancelled post to one that opens, within the plan's limits."""
    if table == "qualifications":
        on_slate = slate_check(slate, inputs)
        return refused_rows(
            rows, Qualification, lambda row: on_slate(row.person, "") or unknown_post(row.post, inputs)
        )
    return refused_rows(rows, Rechoice, _rechoice_check(rows, slate, inputs, settings))


def due(slate: Slate, inputs: Inputs, settings: Settings) -> tuple[Due, ...]:
    """Nothing is waited for: whoever may choose anew and does not, leaves with the post."""
    return ()


def close(slate: Slate, inputs: Inputs, settings: Settings) -> Outcome:
    """Open, reduce or cancel every post; candidates of cancelled posts leave, or move where they chose."""
    refuse_while_due(due(slate, inputs, settings), settings, TITLE)
    first = {p.post: p for p in openings(slate, inputs, settings)}
    moves = _moves(slate, inputs, settings, first)
    standing = set(slate.candidates)
    joined = slate.joined_by(dict.fromkeys(to for to in moves.values() if to not in standing))
    last = settled(first, joined, inputs, settings)
    by_post = {p.post: p for p in last}
    reasons: list[Finding] = []
    findings: list[Finding] = []
    for candidate in joined.candidates:
        opening = by_post[candidate.post]
        finding = _finding(candidate, opening, moves.get(candidate), inputs, settings)
        (findings if opening.done in OPEN else reasons).append(finding)
    findings += [_vacancy(p, inputs, settings) for p in last if p.seats < p.seats_before]
    moved = tuple((old.person, old.post, new.post) for old, new in moves.items())
    seats = {**slate.seats, **{p.post: p.seats for p in last}}
    return outcome_of(settings, joined, reasons, findings, OpeningRecord(last, moved), seats=seats)


def _moves(
    slate: Slate, inputs: Inputs, settings: Settings, first: Mapping[str, PostOpening]
) -> dict[Candidate, Candidate]:
    """Who goes where: by merging of posts, and by the candidates' own new choices."""
    merged = {p.post: p.merged_into for p in first.values() if p.done == "merged"}
    moves = {c: Candidate(c.person, merged[c.post]) for c in slate.candidates if c.post in merged}
    for row in inputs.table("rechoices", Rechoice):
        old = Candidate(row.person, row.from_post)
        if old in slate.candidates and first[row.from_post].done == "cancelled":
            moves[old] = Candidate(row.person, row.to_post)
    return moves


def _rechoice_check(
    rows: Sequence[Row], slate: Slate, inputs: Inputs, settings: Settings
) -> Callable[[Rechoice], Refused | None]:
    on_slate = slate_check(slate, inputs)
    done = {p.post: p for p in openings(slate, inputs, settings)}
    replaced = {row.key() for row in rows}
    chosen: dict[str, list[str]] = {}
    for candidate in slate.candidates:
        if done[candidate.post].done in OPEN:
            chosen.setdefault(candidate.person, []).append(candidate.post)
    for row in inputs.table("rechoices", Rechoice):
        if row.key() not in replaced:
            chosen.setdefault(row.person, []).append(row.to_post)

    def check(row: Rechoice) -> Refused | None:
        refusal = (
            _refused_own_day(row, inputs, settings)
            or _refused_move(row, done, inputs, settings)
            or on_slate(row.person, row.from_post)
            or _refused_target(row, chosen.setdefault(row.person, []), inputs)
        )
        if refusal is None:
            chosen[row.person].append(row.to_post)
        return refusal

    return check


def _refused_own_day(row: Rechoice, inputs: Inputs, settings: Settings) -> Refused | None:
    """For oneself the clock decides: the day is today, and not after the plan's last one."""
    if inputs.own_at is None:
        return None
    today, last = inputs.own_at.date(), settings.last_day()
    if last is not None and today > last:
        return _refused(
            row,
            "after_deadline",
            (f"改报已于 {last} 截止。", f"New choices ended on {last}."),
            (
                "截止前交过书面改报的，由组织人事干部录入。",
                "One handed in on paper in time is entered by the organiser.",
            ),
        )
    if row.chosen_on in (None, today):
        return None
    return _refused(
        row,
        "not_today",
        (f"本人改报的日期就是当天 {today}。", f"Your own choice is of today, {today}."),
        ("请填当天，或留空。", "Give today, or leave it empty."),
    )


def _refused_move(
    row: Rechoice, done: Mapping[str, PostOpening], inputs: Inputs, settings: Settings
) -> Refused | None:
    refusal = unknown_post(row.from_post, inputs) or unknown_post(row.to_post, inputs)
    if refusal is not None:
        return refusal
    if not settings.rechoose:
        return _refused(
            row,
            "no_new_choice",
            ("方案不允许改报。", "The plan allows no new choice."),
            ("该人选随职位取消而退出。", "The candidate leaves with the post."),
        )
    old, new = title_of(row.from_post, inputs), title_of(row.to_post, inputs)
    if row.from_post not in done or done[row.from_post].done != "cancelled":
        return _refused(
            row,
            "post_not_cancelled",
            (f"职位“{old.zh}”没有取消，不得改报。", f"The post '{old.say('en')}' is not cancelled."),
            ("只有被取消职位的人选可以改报。", "Only candidates of a cancelled post may choose anew."),
        )
    if row.to_post not in done or done[row.to_post].done not in OPEN:
        return _refused(
            row,
            "post_not_open",
            (f"职位“{new.zh}”不开考，不能改报。", f"The post '{new.say('en')}' does not open."),
            ("请改报仍开考的职位。", "Choose a post that opens."),
        )
    return None


def _refused_target(row: Rechoice, chosen: Sequence[str], inputs: Inputs) -> Refused | None:
    person, post = inputs.people.get(row.person), inputs.frame.posts[row.to_post]
    if person is None:
        return unknown_person(row.person, inputs)
    if row.to_post in chosen:
        return _refused(
            row,
            "already_chosen",
            (
                f"{person.name}已是职位“{post.title.zh}”的人选。",
                f"{person.name} already stands for '{post.title.say('en')}'.",
            ),
            ("请改报其他职位。", "Choose another post."),
        )
    refusal = refused_post(person, post, inputs.frame) or refused_choices(
        person, [*chosen, row.to_post], inputs.frame
    )
    if refusal is not None:
        return refusal.at(row.key())
    return _refused_unqualified(row, person, post, inputs)


def _refused_unqualified(row: Rechoice, person: Person, post: Post, inputs: Inputs) -> Refused | None:
    """Whoever chooses a post with other rules must meet them, or be reviewed for it first."""
    old = inputs.frame.posts[row.from_post]
    if (old.eligibility, _class_rules(old, inputs)) == (post.eligibility, _class_rules(post, inputs)):
        return None
    try:
        judged = candidate_verdict(Candidate(row.person, row.to_post), inputs)
    except Refused as contradiction:
        return contradiction.at(row.key())
    state = judged.counts_as if judged else "met"
    reviewed = {(q.person, q.post): q for q in inputs.table("qualifications", Qualification)}
    review = reviewed.get((row.person, row.to_post))
    if state == "met" or (review is not None and (state == "unknown" or review.basis)):
        return None
    rules = judged.wanting(state) if judged else ()
    why, why_en = "；".join(v.text.zh for v in rules), "; ".join(v.text.say("en") for v in rules)
    return _refused(
        row,
        "not_qualified" if state == "not_met" else "not_reviewed",
        (
            f"{person.name}改报“{post.title.zh}”的资格：{why}",
            f"{person.name} for '{post.title.say('en')}': {why_en}",
        ),
        (
            "请先在“改报资格复核”中录入复核结果；不符合而获准的，须填依据。",
            "Record the review under 'qualifications' first, with its basis where a rule is not met.",
        ),
    )


def _class_rules(post: Post, inputs: Inputs) -> tuple[Overlay, ...]:
    known = inputs.frame.classes.get(post.cls or "")
    return known.eligibility if known else ()


def _refused(row: Rechoice, code: str, words: tuple[str, str], remedy: tuple[str, str]) -> Refused:
    return Refused(code, *words, row.key(), *remedy)


def _finding(
    candidate: Candidate,
    opening: PostOpening,
    to: Candidate | None,
    inputs: Inputs,
    settings: Settings,
) -> Finding:
    """What became of one candidate's post, and where they went if they left it."""
    done, title = DONE[opening.done], title_of(opening.post, inputs)
    zh, en = f"“{title.zh}”{done.zh}", f"{title.say('en')}: {done.en}"
    if to is not None:
        new = title_of(to.post, inputs)
        zh, en = f"{zh}；改报“{new.zh}”", f"{en}; now stands for {new.say('en')}"
    return found(
        f"post_{opening.done}",
        "met" if opening.done == "open" else "not_met" if opening.done not in OPEN else "note",
        Text(zh, en),
        by_plan(
            settings, "ratio" if settings.ratio_of(inputs.frame.posts[opening.post]) else "min_candidates"
        ),
        candidate,
        _evidence(opening, inputs, settings),
    )


def _vacancy(opening: PostOpening, inputs: Inputs, settings: Settings) -> Finding:
    """The seats that a post loses here, and what the plan says becomes of them."""
    title, lost = title_of(opening.post, inputs), opening.seats_before - opening.seats
    then = settings.cancelled or Text("", "")
    return found(
        "seats_not_filled",
        "note",
        Text(
            f"“{title.zh}”{DONE[opening.done].zh}，空出 {lost} 个职数。{then.zh}",
            f"{title.say('en')}: {DONE[opening.done].en}; seats left: {lost}. {then.say('en')}".strip(),
        ),
        by_plan(settings, "else"),
        None,
        _evidence(opening, inputs, settings),
    )


def _evidence(opening: PostOpening, inputs: Inputs, settings: Settings) -> list[Evidence]:
    ratio = settings.ratio_of(inputs.frame.posts[opening.post])
    wanted = [fact("要求比例", "Ratio wanted", f"{said(ratio)}:1")] if ratio is not None else []
    if ratio is None or settings.min_candidates > 1:
        wanted.append(fact("最少人数", "Least candidates", settings.min_candidates))
    return [
        fact("人选数", "Candidates", opening.candidates),
        fact("原有职数", "Seats before", opening.seats_before),
        fact("开考职数", "Seats now", opening.seats),
        *wanted,
    ]
