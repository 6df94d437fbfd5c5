"""The catalogue of regulations (法规目录): laws with their dates in force, and the rules they set."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from typing import Any, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from quanheng.core.values import Refused, Text

Scope = Literal[
    "leading_cadres",
    "internal_unit_posts",
    "civil_servants",
    "institution_leaders",
    "institution_staff",
    "enterprise_leaders",
    "elected_posts",
    "term_change",
    "all",
]

SCOPES_OF: Mapping[str, frozenset[Scope]] = {
    "leading party/government cadres": frozenset({"leading_cadres", "internal_unit_posts"}),
    "civil servants": frozenset({"civil_servants"}),
    "institutions": frozenset({"institution_leaders", "institution_staff"}),
    "SOE": frozenset({"enterprise_leaders"}),
    "all": frozenset({"all"}),
}
"""What the words of `applies_to` cover; a rule that is narrower says its own `scope` in the file."""


DOUBT = "（条号待核）"
"""What stands behind an article whose number is inferred."""


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Law(_Strict):
    """One law, Party regulation or document (法规).

    Shapes: `kind` law | practice (custom, local rule) | derived (follows from other laws); `named_as` is how
    sources cite it; `verify` holds "date" where a date in force is not certain; both dates are inclusive.
    """

    slug: str = Field(pattern=r"^[a-z0-9-]+$")
    name_zh: str
    name_en: str
    year: int | None
    kind: Literal["law", "practice", "derived"]
    status: Literal["in force", "repealed"]
    in_force_from: date | None
    in_force_to: date | None
    date_source: str
    verify: tuple[Literal["date"], ...] = ()
    named_as: str
    note: str = ""

    @model_validator(mode="after")
    def _dates_agree(self) -> Law:
        if (self.status == "repealed") != (self.in_force_to is not None):
            raise ValueError("a repealed law, and only a repealed law, has an end date")
        if self.in_force_from and self.in_force_to and self.in_force_to < self.in_force_from:
            raise ValueError("the law ends before it begins")
        if self.kind == "law" and self.in_force_from is None:
            raise ValueError("a law needs a date from which it is in force")
        return self

    def is_in_force(self, on: date) -> bool:
        """Whether the law stands on that day; custom without dates always does."""
        begun = self.in_force_from is None or self.in_force_from <= on
        return begun and (self.in_force_to is None or on <= self.in_force_to)


class Rule(_Strict):
    """One rule of a law (条款).

    Shapes: `rule_zh` and `rule` paraphrase it in Chinese and English; `machine` is the rule as data, its
    `kind` as docs/regulations.md says, numbers in it int or Decimal; `verify` names what must be checked
    before it is relied on (article number, number in the rule).
    """

    id: str = Field(pattern=r"^[A-Za-z0-9-]+$")
    article: str
    subject: Literal[
        "eligibility", "procedure", "recommendation", "inspection", "records", "accountability",
        "decision", "notice", "probation", "appointment", "term", "recusal", "appraisal", "headcount",
        "grading", "supervision",
    ]  # fmt: skip
    rule_zh: str = Field(min_length=1)
    rule: str = Field(min_length=1)
    machine: Mapping[str, Any]
    applies_to: str
    scope: frozenset[Scope]
    severity: Literal["mandatory", "should", "may"]
    confidence: Literal["seen", "known"]
    evidence: Literal["text", "secondary", "older", "parallel", "memory"]
    verify: tuple[Literal["article", "number"], ...] = ()
    url: str | None
    note: str = ""
    law: Law

    @model_validator(mode="before")
    @classmethod
    def _scope_of_words(cls, data: Any) -> Any:
        if not isinstance(data, Mapping) or "scope" in data:
            return data
        words = str(data.get("applies_to"))
        if words not in SCOPES_OF:
            raise ValueError(f"applies_to: {words!r} is none of {', '.join(SCOPES_OF)}")
        return {**data, "scope": SCOPES_OF[words]}

    @model_validator(mode="after")
    def _kind_is_known(self) -> Rule:
        if self.machine.get("kind") not in _KINDS:
            raise ValueError(f"machine.kind must be one of {', '.join(_KINDS)}")
        return self

    @property
    def text(self) -> Text:
        """The paraphrase in both languages."""
        return Text(self.rule_zh, self.rule)

    def bound(self) -> Fraction | None:
        """The number that the rule compares with, exact (2/3, not 0.6667); None where there is none."""
        if "fraction" in self.machine:
            return Fraction(str(self.machine["fraction"]))
        value = self.machine.get("value")
        if isinstance(value, int | Decimal) and not isinstance(value, bool):
            return Fraction(value)
        return None

    def cite(self) -> str:
        """Law and article, as a finding cites it; an inferred article number says so by `DOUBT`."""
        article = self.article.removesuffix(" (条号推算)") if "article" in self.verify else self.article
        number = re.sub(r"^(\d+([-/]\d+)?)", r"第\1条", article)
        doubt = DOUBT if "article" in self.verify else ""
        return f"《{self.law.name_zh}》{number}{doubt}"


_Model = TypeVar("_Model", bound=BaseModel)
_KINDS = ("compare", "block", "effect", "order", "require", "forbid", "any_of", "table", "enum", "param")


def may_be_error(rule: Rule) -> bool:
    """Whether breaking the rule may be reported as an error; else it is at most a warning.

    Shapes: mandatory, of a law (not custom) whose dates are certain, its number not still to be checked.
    """
    return (
        rule.severity == "mandatory"
        and rule.law.kind == "law"
        and not rule.law.verify
        and "number" not in rule.verify
    )


@dataclass(frozen=True)
class Catalogue:
    """All laws with their rules, in the order of their files."""

    laws: tuple[Law, ...] = ()
    rules: tuple[Rule, ...] = ()

    @cached_property
    def _by_id(self) -> Mapping[str, Rule]:
        return {rule.id: rule for rule in self.rules}

    def rule(self, id: str) -> Rule:
        """The rule of that id. Errors: Refused(regulation_unknown)."""
        if id not in self._by_id:
            raise Refused("regulation_unknown", f"法规目录中没有 {id}。", f"No rule {id} in the catalogue.")
        return self._by_id[id]

    def in_force(self, on: date, applies: Iterable[Scope]) -> tuple[Rule, ...]:
        """The rules in force on a day for any of the scopes; rules for all always apply."""
        wanted = {"all", *applies}
        return tuple(r for r in self.rules if r.law.is_in_force(on) and wanted & r.scope)

    def of(self, slug: str) -> tuple[Rule, ...]:
        """The rules of one law, in file order."""
        return tuple(r for r in self.rules if r.law.slug == slug)


def catalogue_of(files: Mapping[str, str]) -> Catalogue:
    """The catalogue that the text of some files makes up, the files by name.

    Shapes: each file is JSON, {"law": header, "rules": [...]}; numbers with a point are read as Decimal.
    Errors: Refused(regulation_file) naming file, rule and field; Refused(regulation_twice) for an id or a law
    that stands twice.
    """
    laws: dict[str, Law] = {}
    rules: dict[str, Rule] = {}
    for name, text in files.items():
        law, own = _read(name, text)
        _refuse_second(law.slug, laws, name)
        laws[law.slug] = law
        for rule in own:
            _refuse_second(rule.id, rules, name)
            rules[rule.id] = rule
    return Catalogue(tuple(laws.values()), tuple(rules.values()))


def _read(name: str, text: str) -> tuple[Law, list[Rule]]:
    try:
        content = json.loads(text, parse_float=Decimal)
    except ValueError as error:
        raise _bad_file(name, str(error)) from None
    if (
        not isinstance(content, dict)
        or set(content) != {"law", "rules"}
        or not isinstance(content["rules"], list)
    ):
        raise _bad_file(name, 'expected {"law": {...}, "rules": [...]}')
    law = _built(Law, content["law"], f"{name} · law")
    rules = [
        _built(
            Rule, {**item, "law": law} if isinstance(item, dict) else item, f"{name} · {_id_of(item, place)}"
        )
        for place, item in enumerate(content["rules"], start=1)
    ]
    return law, rules


def _id_of(item: Any, place: int) -> str:
    return str(item["id"]) if isinstance(item, dict) and "id" in item else f"rules[{place}]"


def _built(kind: type[_Model], item: Any, where: str) -> _Model:
    try:
        return kind.model_validate(item)
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(map(str, first["loc"]))
        raise _bad_file(f"{where}.{field}" if field else where, first["msg"]) from None


def _bad_file(where: str, reason: str) -> Refused:
    return Refused(
        "regulation_file",
        f"法规文件有误：{reason}。",
        f"The regulation file is wrong: {reason}.",
        where,
        "请按 docs/regulations.md 更正。",
        "Correct it as docs/regulations.md says.",
    )


def _refuse_second(key: str, known: Mapping[str, object], name: str) -> None:
    if key in known:
        raise Refused(
            "regulation_twice",
            f"{key} 在法规目录中出现两次。",
            f"{key} stands twice in the catalogue.",
            name,
            "请改用别的编号。",
            "Give it another id.",
        )
