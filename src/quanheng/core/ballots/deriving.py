"""Deriving ballots (生成票面): a stage's settings and its slate become the form of its ballots."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from quanheng.core.ballots.forms import VOTE, BallotForm, Limit, Said, Slices, Subject
from quanheng.core.inputs import Inputs
from quanheng.core.language.scoring import Scale, VoterGroup
from quanheng.core.language.terms import StageSettings
from quanheng.core.scoring.disclosing import disclosure_in
from quanheng.core.scoring.scores import plain
from quanheng.core.stages import assessment, decision, recommendation
from quanheng.core.stages.recommendation.tables import MARKS, Mark
from quanheng.core.tallies.suppression import Disclosure
from quanheng.core.values import Candidate, Refused, Slate, Text

DECIDING = (
    Said("agree", "同意", "Agree"),
    Said("disagree", "不同意", "Disagree"),
    Said("postpone", "缓议", "Postpone"),
    Said("abstain", "弃权", "Abstain"),
)
WHOLE_COST = Said(
    "cost",
    "整张票作为一张选票：每人打的一组分数可能独一无二，公开后能被认出或被要求出示。",
    "The sheet is one ballot: its marks together may be unlike any other, so it may be recognised.",
)


def form_of_stage(settings: StageSettings, slate: Slate, inputs: Inputs, round: int = 1) -> BallotForm:
    """The ballots of a stage for the people who stand in it; in a second round, for those who stand again.

    Errors: Refused(no_secret_ballot) for a stage that does not vote by secret ballot, or on nobody;
    Refused(own_unit_needs_slices) where a group votes in its own unit on sheets that cannot be sliced.
    """
    form = _form(settings, slate, inputs, round)
    if form.unit_groups and form.slices not in ("person", "candidate"):
        raise Refused(
            "own_unit_needs_slices",
            "按整张票计的票面不能让各人只评本单位的人选。",
            "On sheets counted as a whole, voters cannot be kept to their own unit.",
            where=f"stages.{settings.id}.groups",
            remedy_zh="请去掉整张票的约束或名额，或改用纸质票。",
            remedy_en="Leave out what binds the whole sheet, or use paper.",
        )
    return form


def disclosure_of(settings: StageSettings) -> Disclosure:
    """What may be shown of a stage's ballots: as the plan says; a body's vote is recorded in full."""
    if isinstance(settings, decision.Settings):
        return Disclosure(hidden_below=0, mean_below=0, merge_below=0)
    counts_sheets = (assessment.Settings, recommendation.Settings)
    said = settings.disclosure if isinstance(settings, counts_sheets) else None
    return disclosure_in(said, None) or Disclosure()


def _form(settings: StageSettings, slate: Slate, inputs: Inputs, round: int) -> BallotForm:
    if isinstance(settings, assessment.Settings) and slate.candidates:
        return _assessing(settings, slate, inputs)
    if isinstance(settings, recommendation.Settings) and not settings.signed:
        if round == 2:
            slate = recommendation.standing_again(slate, inputs, settings)
        if slate.candidates or (settings.names == "open" and round == 1):
            return _recommending(settings, slate, inputs, round)
    if isinstance(settings, decision.Settings) and settings.manner == "secret" and slate.candidates:
        return _deciding(settings, slate, inputs)
    raise Refused(
        "no_secret_ballot",
        f"环节“{settings.title.zh if settings.title else settings.id}”不用无记名票，或没有人选。",
        f"Stage '{settings.title.say('en') if settings.title else settings.id}' takes no secret ballots, "
        "or there is nobody to vote on.",
        where=f"stages.{settings.id}",
        remedy_zh="可用于民主测评、民主推荐和无记名投票的讨论决定。",
        remedy_en="Ballots serve assessments, recommendations and decisions by secret vote.",
    )


def _assessing(settings: assessment.Settings, slate: Slate, inputs: Inputs) -> BallotForm:
    whole = []
    if settings.sheet_rules:
        whole.append(Said("rules", "方案限定一张票上某些等次的人数。", "The marks of a sheet are bounded."))
    if settings.all_equal_invalid:
        whole.append(Said("equal", "方案规定评价全部相同的票无效。", "Sheets that mark all alike are void."))
    scale = settings.scale
    return BallotForm(
        stage=settings.id,
        asks="numbers" if scale else "grades",
        slices="sheet" if whole else "person",
        subjects=tuple(_person(p, settings.groups, inputs) for p in slate.people()),
        questions=tuple(_said(d.id, d.title) for d in settings.dimensions),
        choices=tuple(_said(g.id, g.title) for g in settings.grades),
        groups=_groups(settings.groups),
        points={g.id: plain(g.value) for g in settings.grades if g.value is not None},
        scale=_scale(scale),
        blank=settings.blank,
        rules=tuple(r.model_dump(mode="json", exclude_none=True) for r in settings.sheet_rules),
        all_equal_invalid=settings.all_equal_invalid,
        unit_groups=tuple(g.id for g in settings.groups if g.rates == "own_unit"),
        comments=settings.comments,
        whole=(*whole, WHOLE_COST) if whole else (),
    )


def _scale(scale: Scale | None) -> tuple[str, str, str] | None:
    if scale is None:
        return None
    return plain(scale.min), plain(scale.max), plain(scale.step) if scale.step else ""


def _recommending(settings: recommendation.Settings, slate: Slate, inputs: Inputs, round: int) -> BallotForm:
    posts = tuple(dict.fromkeys([*(c.post for c in slate.candidates), *slate.seats]))
    names = settings.form == "naming"
    slices: Slices = "post" if names or settings.most is not None or settings.names == "open" else "candidate"
    whole: tuple[Said, ...] = ()
    if settings.most is not None and settings.limit_per == "sheet" and len(posts) > 1:
        slices = "sheet"
        limit = Said("limit", "方案按整张票限定推荐人数。", "The plan limits the names of a whole sheet.")
        whole = (limit, WHOLE_COST)
    marks: tuple[Mark, ...] = ("approve",) if names else ("approve", "oppose", "abstain")
    if names and settings.names_for == "oppose":
        marks = ("oppose",)
    return BallotForm(
        stage=settings.id,
        asks="names" if names else "votes",
        slices=slices,
        subjects=tuple(_candidate(c, settings, inputs) for c in slate.candidates),
        questions=(Said(VOTE, "意见", "Vote"),),
        choices=tuple(_choice(m) for m in marks),
        groups=_groups(settings.groups),
        posts=tuple(_said(p, inputs.frame.posts[p].title) for p in posts),
        blank="abstain" if names else settings.unmarked,
        limits=tuple(_limits(settings, slate, posts)),
        write_in=settings.names == "open" and round == 1,
        write_in_with_oppose=settings.write_in == "with_oppose",
        unit_groups=tuple(g.id for g in settings.groups if g.rates == "own_unit"),
        round=round,
        whole=whole,
    )


def _choice(mark: Mark) -> Said:
    words = MARKS.say(mark)
    return Said(mark, words.zh, words.say("en").capitalize())


def _limits(settings: recommendation.Settings, slate: Slate, posts: tuple[str, ...]) -> Iterable[Limit]:
    if settings.most is None:
        return
    scopes: Mapping[str, int] = {p: slate.seats.get(p, 0) for p in posts}
    if settings.limit_per == "sheet":
        scopes = {"": sum(scopes.values())}
    for scope, seats in scopes.items():
        most = seats if settings.most == "seats" else settings.most
        yield Limit(scope, most, settings.exactly, settings.outsiders)


def _deciding(settings: decision.Settings, slate: Slate, inputs: Inputs) -> BallotForm:
    groups = tuple(dict.fromkeys(q.group for q in settings.quorum)) or ("",)
    return BallotForm(
        stage=settings.id,
        asks="votes",
        slices="candidate",
        subjects=tuple(_subject(c, inputs) for c in slate.candidates),
        questions=(Said(VOTE, "表态", "Vote"),),
        choices=DECIDING,
        groups=tuple(Said(g or settings.body, g or settings.body) for g in groups),
        posts=tuple(
            _said(p, inputs.frame.posts[p].title) for p in dict.fromkeys(c.post for c in slate.candidates)
        ),
        blank="abstain",
    )


def _person(code: str, groups: tuple[VoterGroup, ...], inputs: Inputs) -> Subject:
    known = inputs.people.get(code)
    unit = known.unit or "" if known else ""
    return Subject(code, code, "", inputs.name_of(code), unit, False, _raters(code, groups))


def _candidate(candidate: Candidate, settings: recommendation.Settings, inputs: Inputs) -> Subject:
    subject = _subject(candidate, inputs)
    outside = bool(settings.inside_units) and subject.unit not in settings.inside_units
    raters = _raters(candidate.person, settings.groups)
    known = candidate.person in inputs.people
    return Subject(
        subject.id, subject.person, subject.post, subject.name, subject.unit, outside and known, raters
    )


def _subject(candidate: Candidate, inputs: Inputs) -> Subject:
    known = inputs.people.get(candidate.person)
    unit = known.unit or "" if known else ""
    name = inputs.name_of(candidate.person)
    return Subject(str(candidate), candidate.person, candidate.post, name, unit)


def _raters(person: str, groups: tuple[VoterGroup, ...]) -> tuple[str, ...] | None:
    """The groups that vote on a person, where the plan does not leave it to all."""
    own = tuple(g.id for g in groups if g.votes_on(person))
    return None if len(own) == len(groups) else own


def _groups(groups: tuple[VoterGroup, ...]) -> tuple[Said, ...]:
    return tuple(_said(g.id, g.title) for g in groups)


def _said(id_: str, title: Text) -> Said:
    return Said(id_, title.zh, title.en)
