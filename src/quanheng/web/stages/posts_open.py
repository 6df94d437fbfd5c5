"""Posts open to a person (可报职位): rule by rule where they stand, before they apply.

Pure: values in, values out. Posts with the same answers stand together: nobody reads a rule ten times.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from quanheng.core.choosing import group_of, refused_post
from quanheng.core.eligibility.qualification import candidate_verdict
from quanheng.core.eligibility.verdicts import Verdict
from quanheng.core.incumbency import posts_held_of
from quanheng.core.inputs import Inputs
from quanheng.core.language.posts import Post
from quanheng.core.stages import enrolment
from quanheng.core.values import Candidate, Evidence, Refused, State, Text
from quanheng.web.stages.access import StageInView

Stage = StageInView[enrolment.Settings]


@dataclass(frozen=True, slots=True)
class RuleAnswer:
    """One rule: where the person stands, the facts behind it, and what would change it."""

    state: State
    text: Text
    change: Text
    evidence: tuple[Evidence, ...]
    source: Text
    on: date | None


@dataclass(frozen=True, slots=True)
class PostOpen:
    """One post as a person may choose it; `bar` says why not."""

    post: Post
    group: Text
    seats: int
    is_chosen: bool
    choice: int
    bar: Text | None


@dataclass(frozen=True, slots=True)
class RuleSet:
    """Posts under the same rules with the same answers."""

    state: State
    rules: tuple[RuleAnswer, ...]
    posts: tuple[PostOpen, ...]
    refusal: Text | None = None


def rule_sets_of(view: Stage, person: str, chosen: Mapping[str, int]) -> tuple[RuleSet, ...]:
    """Every post of the plan, grouped by the answers that the person gets there."""
    found: dict[tuple[State, tuple[RuleAnswer, ...], Text | None], list[PostOpen]] = {}
    for post in view.inputs.frame.posts.values():
        if post.excluded:
            continue
        state, answers, refusal = _answers(view, Candidate(person, post.id))
        found.setdefault((state, answers, refusal), []).append(_open(view, person, post, chosen))
    return tuple(
        RuleSet(state, rules, tuple(posts), refusal) for (state, rules, refusal), posts in found.items()
    )


def answers_for(inputs: Inputs, candidate: Candidate) -> tuple[RuleAnswer, ...]:
    """Where a person stands under each rule of a post; nothing where the facts contradict one another."""
    try:
        judged = candidate_verdict(candidate, inputs)
    except Refused:
        return ()
    return leaves_of(judged) if judged else ()


def _answers(view: Stage, candidate: Candidate) -> tuple[State, tuple[RuleAnswer, ...], Text | None]:
    try:
        judged = candidate_verdict(candidate, view.inputs)
    except Refused as contradiction:
        return "unknown", (), contradiction.text
    if judged is None:
        return "met", (), None
    return judged.counts_as, leaves_of(judged), None


def leaves_of(judged: Verdict) -> tuple[RuleAnswer, ...]:
    """Every rule that applies, as it is shown."""
    out_of_scope = {id(v) for v, note in judged.all_notes() if note.kind == "not_applicable"}
    return tuple(_answer(leaf) for leaf in judged.leaves() if id(leaf) not in out_of_scope)


def _answer(leaf: Verdict) -> RuleAnswer:
    soft = leaf.rule.strength == "soft" and leaf.state != "met"
    state: State = "note" if soft else leaf.state
    return RuleAnswer(state, leaf.text, leaf.change, leaf.evidence, leaf.source.text, leaf.on)


def _open(view: Stage, person: str, post: Post, chosen: Mapping[str, int]) -> PostOpen:
    frame = view.inputs.frame
    known = frame.classes.get(post.cls or "")
    group = known.title if known else Text(group_of(post))
    refusal = refused_post(view.inputs.people[person], post, frame)
    bar = refusal.text if refusal else _incumbent(view, person)
    return PostOpen(post, group, post.fixed_seats(), post.id in chosen, chosen.get(post.id, 0), bar)


def _incumbent(view: Stage, person: str) -> Text | None:
    held = posts_held_of(
        view.inputs.people[person], view.settings.bars_incumbents_of, view.inputs.frame.as_of
    )
    if not held:
        return None
    name = held[0].name
    return Text(f"现任“{name}”，方案规定不参加本次竞争", f"you hold '{name}' and by the plan do not compete")
