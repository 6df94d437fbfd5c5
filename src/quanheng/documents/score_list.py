"""Score list (成绩公布单): the points and ranks of every candidate, with what they are made of."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from quanheng.core.language.posts import Post
from quanheng.core.language.scoring import Component
from quanheng.core.language.terms import StageSettings
from quanheng.core.stages import composite
from quanheng.core.values import Candidate, Outcome, Score, Text
from quanheng.documents.paper import Column, Draft, Paper
from quanheng.documents.points import digits_of, shown
from quanheng.documents.proceedings import Proceedings
from quanheng.documents.wording import plain, sentence

KIND = "score_list"


def score_lists(proceedings: Proceedings, stage: str) -> tuple[Paper, ...]:
    """The one list that a scored stage publishes; none before it is closed."""
    outcome = proceedings.outcomes.get(stage)
    if outcome is None or not outcome.scores:
        return ()
    settings = proceedings.plan.stage(stage)
    what = (
        "成绩公布单"
        if isinstance(settings, composite.Settings)
        else f"{proceedings.stage_title(settings)}成绩公布单"
    )
    parts = (proceedings.subject, what)
    draft = Draft(KIND, Text("".join(parts), "Score list"), parts)
    draft.paragraph(
        f"根据《{proceedings.plan.title.zh}》，现将{proceedings.stage_title(settings)}结果公布如下："
    )
    for post, candidates in proceedings.posts_in_order(s.candidate for s in outcome.scores):
        _post_table(draft, proceedings, settings, outcome, post, candidates)
    notes = [f for f in outcome.findings if f.state == "note" and f.candidate is not None and f.text.zh]
    for finding in notes:
        name = proceedings.name(finding.candidate.person) if finding.candidate else ""
        draft.paragraph(f"{name}：{sentence(finding.text.zh)}")
    return (draft.signature(proceedings.organisation, proceedings.signed_on(stage)).paper(),)


def _post_table(
    draft: Draft,
    proceedings: Proceedings,
    settings: StageSettings,
    outcome: Outcome,
    post: Post,
    candidates: Sequence[Candidate],
) -> None:
    """One post by rank; a column of remarks only where the list has any."""
    components = _components(settings, post)
    columns = [Column("名次", 2), Column("姓名", 3)]
    columns += [Column(_header(proceedings, c), 4) for c in components]
    columns += [Column("综合得分" if components else "得分", 4)]
    has_remarks = any(outcome.departure_of(s.candidate) for s in outcome.scores)
    columns += [Column("备注", 5, "left")] if has_remarks else []
    digits = digits_of(settings, outcome.scores)
    rows = []
    for score in sorted(_scores_of(outcome, candidates), key=lambda s: s.rank or len(candidates) + 1):
        row = ["—" if score.rank is None else str(score.rank), proceedings.name(score.candidate.person)]
        row += [_component_points(proceedings, settings, c, score.candidate) for c in components]
        row += [shown(score.value, digits)]
        departure = outcome.departure_of(score.candidate)
        row += [departure.finding.text.zh if departure else ""] if has_remarks else []
        rows.append(row)
    seats = outcome.remaining.seats.get(post.id)
    draft.table(columns, rows, post.title.zh + (f"（职数 {seats}）" if seats else ""))


def _scores_of(outcome: Outcome, candidates: Sequence[Candidate]) -> list[Score]:
    return [s for s in outcome.scores if s.candidate in candidates]


def _components(settings: StageSettings, post: Post) -> tuple[Component, ...]:
    """What the total of this post is made of, nested parts laid flat."""
    if not isinstance(settings, composite.Settings):
        return ()
    tree, _ = settings.scheme_of(post.id, post.cls)
    return tuple(leaf for component in tree for leaf in component.leaves())


def _header(proceedings: Proceedings, component: Component) -> str:
    if component.title is not None:
        title = component.title.zh
    elif component.from_ is not None:
        title = proceedings.stage_title(proceedings.plan.stage(component.from_))
    else:
        title = component.id
    return title + (f"\n（权重 {plain(component.weight)}）" if component.weight is not None else "")


def _component_points(
    proceedings: Proceedings, settings: StageSettings, component: Component, candidate: Candidate
) -> str:
    """The points before weighting: of the earlier stage, or as they were entered."""
    if component.from_ is not None:
        earlier = proceedings.outcomes.get(component.from_)
        score = earlier.score_of(candidate) if earlier else None
        if earlier is None or score is None:
            return "—"
        return shown(score.value, digits_of(proceedings.plan.stage(component.from_), earlier.scores))
    rows = proceedings.rows(settings.id, "points", composite.Points)
    own = {r.post: r.points for r in rows if r.person == candidate.person and r.component == component.id}
    value: Decimal | None = own.get(candidate.post, own.get(""))
    return "—" if value is None else plain(value)
