"""Rules (资格条件): eligibility as a tree of predicates, written as data in the plan."""

from __future__ import annotations

from datetime import date
from typing import Any, Literal

from pydantic import ConfigDict, Field, model_validator

from quanheng.core.language import histories, predicates
from quanheng.core.language.terms import Strict, Words, listed, wrong

GROUPS = ("all", "any", "not", "at_least_n")
PREDICATES = (
    "age",
    "sex",
    "nation",
    "education",
    "degree",
    "professional_title",
    "licence",
    "training",
    "award",
    "attribute",
    "flag",
    "identity",
    "establishment",
    "unit",
    "health",
    "party",
    "party_years",
    "work_years",
    "tenure",
    "terms",
    "stepwise",
    "matrix",
    "appraisals",
    "sanction",
    "ranking_bar",
    "remaining_service",
    "own_unit_barred",
    "flow",
    "recusal",
    "incumbent",
    "reserve_list",
)
FORMS = GROUPS + PREDICATES
MODIFIERS = (
    "id",
    "title",
    "strength",
    "as_of",
    "when",
    "relax",
    "exempt",
    "waivable",
    "until",
    "basis",
    "note",
)


class Basis(Strict):
    """What a rule rests on (依据): a law with its article, or a sentence.

    Shapes: a sentence may stand alone (`basis: 条例第二十四条`, or zh and en), without law and article.
    """

    law: str = ""
    article: str = ""
    text: Words | None = None

    @model_validator(mode="before")
    @classmethod
    def _sentence(cls, data: Any) -> Any:
        alone = isinstance(data, str) or (isinstance(data, dict) and "zh" in data)
        return {"text": data} if alone else data


class AtLeastN(Strict):
    """At least n of these hold (至少满足 n 项)."""

    n: int = Field(ge=1)
    of: tuple[Rule, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _reachable(self) -> AtLeastN:
        if self.n > len(self.of):
            raise wrong(
                f"n 为 {self.n}，而 of 下只有 {len(self.of)} 条。",
                f"n is {self.n} but only {len(self.of)} rules stand under of",
            )
        return self


class Relaxation(Strict):
    """A wider rule for some (放宽): it stands in when the condition holds and the paper is on file.

    Shapes: `to` is a rule, or only the bounds that change; `needs` names the paper, recorded as a row of the
    table waivers; without `needs` the condition alone opens it.
    """

    to: Rule
    when: Rule | None = None
    needs: Words | None = None

    @model_validator(mode="after")
    def _key(self) -> Relaxation:
        if self.when is None and self.needs is None:
            raise wrong(
                "relax 须写 when（对谁放宽）或 needs（凭何材料）。",
                "relax needs when (for whom) or needs (which paper), or both",
            )
        return self


class Exemption(Strict):
    """For whom the rule counts as met (免除), with the reason."""

    when: Rule
    reason: Words


class Duty(Strict):
    """What is lacking may be made good within so long after appointment (限期补足)."""

    within: predicates.Window
    what: Words


class Rule(Strict):
    """One condition: a group of rules or one predicate, and how strictly it binds.

    Shapes: exactly one of `all`, `any`, `not`, `at_least_n` or a predicate; `when` limits it to some people
    (others meet it); `strength: soft` warns and asks for a reason; `as_of` replaces the plan's date from here
    down; a rule that can be waived, or relaxed on a paper, has an id by which the row names it.
    """

    model_config = ConfigDict(populate_by_name=True)

    id: str | None = Field(default=None, min_length=1, max_length=60)
    title: Words | None = None
    strength: Literal["hard", "soft"] = "hard"
    as_of: date | None = None
    when: Rule | None = None
    relax: tuple[Relaxation, ...] = ()
    exempt: tuple[Exemption, ...] = ()
    waivable: bool = False
    until: Duty | None = None
    basis: Basis | None = None
    note: Words | None = None

    all: tuple[Rule, ...] | None = Field(default=None, min_length=1)
    any: tuple[Rule, ...] | None = Field(default=None, min_length=1)
    not_: Rule | None = Field(default=None, alias="not")
    at_least_n: AtLeastN | None = None

    age: predicates.Age | None = None
    sex: predicates.OneOf | None = None
    nation: predicates.OneOf | None = None
    education: predicates.Education | None = None
    degree: predicates.Degree | None = None
    professional_title: histories.ProfessionalTitle | None = None
    licence: predicates.Licence | None = None
    training: histories.Training | None = None
    award: histories.Award | None = None
    attribute: predicates.Attribute | None = None
    flag: predicates.Flag | None = None
    identity: predicates.OneOf | None = None
    establishment: predicates.OneOf | None = None
    unit: predicates.OneOf | None = None
    health: predicates.OneOf | None = None
    party: predicates.OneOf | None = None
    party_years: predicates.Years | None = None
    work_years: predicates.Years | None = None
    tenure: histories.Tenure | None = None
    terms: histories.Terms | None = None
    stepwise: histories.Stepwise | None = None
    matrix: histories.Matrix | None = None
    appraisals: histories.Appraisals | None = None
    sanction: histories.Sanction | None = None
    ranking_bar: predicates.RankingBar | None = None
    remaining_service: predicates.RemainingService | None = None
    own_unit_barred: predicates.OwnUnitBarred | None = None
    flow: predicates.Flow | None = None
    recusal: predicates.Recusal | None = None
    incumbent: predicates.Incumbent | None = None
    reserve_list: predicates.ReserveList | None = None

    @model_validator(mode="before")
    @classmethod
    def _one_form(cls, data: Any) -> Any:
        if not isinstance(data, dict):
            return data
        said = {"not" if key == "not_" else key: value for key, value in data.items()}
        if any(k not in FORMS and k not in MODIFIERS for k in said):
            return data  # the check for unknown words answers this, with the nearest word
        forms = [k for k in said if k in FORMS and said[k] is not None]
        if len(forms) != 1:
            allowed = ", ".join(FORMS)
            raise wrong(
                f"每条资格条件须写且只写一项：{allowed}；现有：{'、'.join(forms) or '无'}。",
                f"a rule has exactly one of {allowed}; found {' and '.join(forms) or 'none'}",
            )
        return {**said, "relax": _relaxations(said, forms[0]), "exempt": listed(said.get("exempt"))}

    @model_validator(mode="after")
    def _named_and_firm(self) -> Rule:
        if self.id is None and (self.waivable or any(r.needs is not None for r in self.relax)):
            raise wrong(
                "可豁免（waivable）或凭材料放宽（needs）的条件须有 id。",
                "a rule that is waivable, or relaxed on a paper (needs), must have an id",
            )
        tested = [r for r in (self.not_, self.when) if r is not None]
        tested += [e.when for e in self.exempt] + [r.when for r in self.relax if r.when is not None]
        require_firm(*tested)
        return self

    def form(self) -> str:
        """Which group or predicate this rule is."""
        return next(f for f in FORMS if getattr(self, "not_" if f == "not" else f) is not None)

    def predicate(self) -> Any:
        """The value under the form: rules for a group, the predicate's own data else."""
        form = self.form()
        return getattr(self, "not_" if form == "not" else form)

    def parts(self) -> tuple[Rule, ...]:
        """The rules directly below a group, none below a predicate."""
        if self.at_least_n is not None:
            return self.at_least_n.of
        if self.not_ is not None:
            return (self.not_,)
        return self.all or self.any or ()


def require_firm(*rules: Rule) -> None:
    """Refuse soft rules and duties in a condition, where they would turn into their opposite.

    Errors: PydanticCustomError, for use inside validators.
    """
    if any(part.strength == "soft" or part.until is not None for rule in rules for _, part in walked(rule)):
        raise wrong(
            "not 与 when 之下不能写 strength: soft 或 until。",
            "neither strength: soft nor until may stand under not or when",
        )


def _relaxations(said: dict[str, Any], form: str) -> Any:
    return tuple(_completed(entry, said, form) for entry in listed(said.get("relax")))


def _completed(entry: Any, said: dict[str, Any], form: str) -> Any:
    """A relaxation whose `to` names only bounds, filled up from the predicate that it widens."""
    if not isinstance(entry, dict) or not isinstance(entry.get("to"), dict):
        return entry
    changed = entry["to"]
    if any(k in FORMS for k in changed) or form in GROUPS or not isinstance(said[form], dict):
        return entry
    opposite = {"at_most": "under", "under": "at_most", "at_least": "over", "over": "at_least"}
    replaced = set(changed) | {opposite[k] for k in changed if k in opposite}
    kept = {k: v for k, v in said[form].items() if k not in replaced}
    return {**entry, "to": {form: {**kept, **changed}}}


def walked(rule: Rule, path: str = "eligibility") -> tuple[tuple[str, Rule], ...]:
    """Every rule of a tree with its path, top first: the place by which findings and waivers name it."""
    found: list[tuple[str, Rule]] = [(path, rule)]
    for number, part in enumerate(rule.parts()):
        found.extend(walked(part, f"{path}.{rule.form()}.{number}"))
    return tuple(found)
