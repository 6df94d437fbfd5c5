"""A plan in words (方案文字): its rules as a tree of sentences, its stages as facts with names.

Pure: values in, values out.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from pydantic import BaseModel

from quanheng.core.eligibility.asked import asked_by
from quanheng.core.kinds import KINDS
from quanheng.core.language.posts import Choices, Frame, PostClass
from quanheng.core.language.rules import Rule
from quanheng.core.language.terms import Bound, Condition, Rounding, Share, Span, StageSettings
from quanheng.core.parts import exact
from quanheng.core.parts import said as said_number
from quanheng.core.plans.schema import Plan
from quanheng.core.plans.timeline import said_span
from quanheng.core.stages.enrolment import MustEnrol
from quanheng.core.values import Text
from quanheng.core.words import YES_NO
from quanheng.web.plans.keys import key_words
from quanheng.web.plans.values import value_words
from quanheng.web.plans.vocabulary import QUANTITIES, VALUES, rounding_words

NOTHING = Text("")


@dataclass(frozen=True, slots=True)
class RuleNode:
    """One rule in words with the rules below it; `remarks` say how strictly it binds."""

    text: Text
    path: str
    parts: tuple[RuleNode, ...] = ()
    basis: Text = NOTHING
    remarks: tuple[Text, ...] = ()


@dataclass(frozen=True, slots=True)
class StageWords:
    """One stage in words."""

    id: str
    kind: str
    title: Text
    kind_title: Text
    facts: tuple[tuple[Text, Text], ...]
    note: Text


def rule_tree(plan: Plan) -> RuleNode | None:
    """The plan's eligibility in words."""
    return _node(plan.eligibility, plan.frame({}, {}), "eligibility") if plan.eligibility else None


def overlay_rules(plan: Plan) -> tuple[tuple[Text, RuleNode], ...]:
    """Rules that posts add of their own, with the post's title."""
    frame = plan.frame({}, {})
    found = []
    for number, post in enumerate(plan.posts):
        for index, overlay in enumerate(post.eligibility):
            rule = getattr(overlay, "rule", None) or getattr(overlay, "add", None)
            if isinstance(rule, Rule):
                found.append((post.title, _node(rule, frame, f"posts.{number}.eligibility.{index}")))
    return tuple(found)


def stage_words(plan: Plan) -> tuple[StageWords, ...]:
    """Every stage of the plan with what it says of itself."""
    return tuple(_stage(plan, stage) for stage in plan.stages)


def limits_of_choice(choices: Choices, classes: Mapping[str, PostClass]) -> list[Text]:
    """What the plan says about how many posts one person may name, in words."""
    found = []
    if choices.max is not None:
        found.append(Text(f"最多报 {choices.max} 个职位", f"at most {choices.max} posts"))
    for group, limit in choices.groups.items():
        title = classes[group].title if group in classes else Text(group, group)
        alone = Text("", "") if limit.together else Text("，且不得兼报其他类别", " and none of another group")
        found.append(
            Text(
                f"“{title.zh}”最多 {limit.max} 个{alone.zh}",
                f"of '{title.say('en')}' at most {limit.max}{alone.en}",
            )
        )
    if choices.own_unit_barred:
        found.append(Text("不得报本单位职位", "none of one's own unit"))
    if choices.mode == "ranked":
        found.append(Text("须排出志愿顺序", "in order of preference"))
    return found


def _node(rule: Rule, frame: Frame, path: str) -> RuleNode:
    form = rule.form()
    parts = tuple(_node(part, frame, f"{path}.{form}.{i}") for i, part in enumerate(rule.parts()))
    return RuleNode(asked_by(rule, frame), path, parts, _basis(rule), _remarks(rule, frame))


def _basis(rule: Rule) -> Text:
    if rule.basis is None:
        return Text("")
    law = "".join(part for part in (rule.basis.law, rule.basis.article) if part)
    return Text(law, law) if law else rule.basis.text or Text("")


def _remarks(rule: Rule, frame: Frame) -> tuple[Text, ...]:
    found: list[Text] = []
    if rule.strength == "soft":
        found.append(Text("软性条件：不符合时须说明理由", "soft: a reason is needed when it fails"))
    if rule.waivable:
        found.append(Text("可经批准豁免", "may be waived with approval"))
    if rule.when is not None:
        scope = asked_by(rule.when, frame)
        found.append(Text(f"只适用于：{scope.zh}", f"only for: {scope.say('en')}"))
    for relaxation in rule.relax:
        wider = asked_by(relaxation.to, frame)
        needs = relaxation.needs
        paper = Text(f"，凭{needs.zh}", f", on {needs.say('en')}") if needs else Text("")
        found.append(
            Text(f"可放宽为：{wider.zh}{paper.zh}", f"may be relaxed to: {wider.say('en')}{paper.en}")
        )
    found.extend(Text(f"免除：{e.reason.zh}", f"exempt: {e.reason.say('en')}") for e in rule.exempt)
    if rule.until is not None:
        found.append(
            Text(f"任职后限期补足：{rule.until.what.zh}", f"to be made good: {rule.until.what.say('en')}")
        )
    if rule.note is not None:
        found.append(rule.note)
    return tuple(found)


def _stage(plan: Plan, stage: StageSettings) -> StageWords:
    names = _Names(plan)
    said = [
        (
            key_words(name.removesuffix("_"), stage.kind),
            names.setting(name, getattr(stage, name), stage.kind),
        )
        for name in type(stage).model_fields
        if name in stage.model_fields_set and (name not in StageSettings.model_fields or name in SCOPE)
    ]
    kind = KINDS[stage.kind].title
    return StageWords(
        stage.id,
        stage.kind,
        stage.title or kind,
        kind,
        tuple(p for p in said if p[1].zh),
        stage.note or Text(""),
    )


SCOPE = frozenset(
    {"when", "only_posts", "only_classes", "skip_posts", "skip_classes", "supervised_by", "minutes"}
)
"""Settings common to all stages that a reader wants to see."""


_NAMES_OF_THE_PLAN = frozenset({"TieBreak.by", "Stay.kind", "Training.kind"})
"""Fields that hold a name of the plan's own or of the record, which is no fixed value."""


@dataclass(frozen=True)
class _Names:
    """Says values, with bodies, posts, classes and stages by their titles."""

    plan: Plan

    def setting(self, name: str, value: Any, part: str = "") -> Text:
        """The value of a setting in words; a ratio of candidates to seats is said as one."""
        key = f"{part}.{name}"
        if name == "ratio" and isinstance(value, Decimal):
            number = said_number(exact(value))
            return Text(f"{number}∶1", f"{number}:1")
        if name == "ratios" and isinstance(value, Mapping):
            return _joined(
                Text(f"{word.zh} {ratio.zh}", f"{word.say('en')} {ratio.say('en')}")
                for key, one in value.items()
                for word, ratio in [(self._key(str(key)), self.setting("ratio", one))]
            )
        if isinstance(value, str):
            return self._word(value, key)
        if isinstance(value, tuple) and all(isinstance(one, str) for one in value):
            return _joined(self._word(one, key) for one in value)
        return self.say(value)

    def say(self, value: Any) -> Text:
        """A value of the plan in words."""
        if isinstance(value, bool):
            return YES_NO.say(value)
        if isinstance(value, Text):
            return value
        if isinstance(value, Bound):
            return value.say()
        if isinstance(value, Span):
            return Text(*said_span(value))
        if isinstance(value, Decimal):
            return Text(said_number(exact(value)))
        if isinstance(value, Rounding):
            return rounding_words(value)
        if isinstance(value, MustEnrol):
            posts = self.say(value.incumbents_of)
            return Text(f"现任{posts.zh}职务人员", f"those who hold {posts.say('en')}")
        if isinstance(value, BaseModel):
            return self._model(value)
        if isinstance(value, Mapping):
            return _joined(self._pair(str(k), v) for k, v in value.items())
        if isinstance(value, tuple | list | frozenset):
            return _joined(self.say(v) for v in value)
        return self._word(value)

    def _test(self, quantity: str, bound: Bound) -> Text:
        """One test of a condition: a grade that somebody has, or a quantity within its bound."""
        said, within = _joined(map(self._quantity, quantity.split("+")), " + ", " + "), bound.say()
        if quantity.startswith("grade.") and bound.at_least == 1:
            return said
        return Text(f"{said.zh}{within.zh}", f"{said.say('en')} {within.say('en')}")

    def _quantity(self, quantity: str) -> Text:
        """A quantity in words; one of a stage's grades with both titles."""
        kind, _, rest = quantity.strip().partition(".")
        stage_id, _, own = rest.partition(".")
        stage = next((s for s in self.plan.stages if s.id == stage_id), None)
        if stage is None:
            return QUANTITIES.get(quantity.strip(), Text(quantity.strip(), quantity.strip()))
        title = stage.title or KINDS[stage.kind].title
        grade = next((g.title for g in getattr(stage, "grades", ()) if g.id == own), Text(own, own))
        share = Text("得票率", " share") if kind == "rate" else NOTHING
        return Text(f"{title.zh}“{grade.zh}”{share.zh}", f"{title.say('en')} '{grade.say('en')}'{share.en}")

    def _word(self, value: Any, key: str = "") -> Text:
        own = VALUES.get(f"{key}.{value}")
        if own is not None:
            return own
        if value is None or value == "":
            return Text("")
        if isinstance(value, date | int):
            return Text(str(value))
        parts: list[Any] = [*self.plan.bodies, *self.plan.posts, *self.plan.classes]
        if key == "SmallGroup.into":
            parts = [group for stage in self.plan.stages for group in getattr(stage, "groups", ())]
        for part in parts:
            if part.id == value:
                return part.title if isinstance(part.title, Text) else Text(str(value))
        for stage in self.plan.stages:
            if stage.id == value:
                return stage.title or KINDS[stage.kind].title
        if key in _NAMES_OF_THE_PLAN:
            return VALUES.get(str(value), Text(str(value), str(value)))
        return value_words(value)

    def _pair(self, key: str, value: Any, part: str = "") -> Text:
        label, said = self._key(key, part), self.setting(key, value, part)
        return Text(f"{label.zh} {said.zh}", f"{label.say('en')} {said.say('en')}")

    def _key(self, key: str, part: str = "") -> Text:
        if part:
            return key_words(key.removesuffix("_"), part)
        known = self._word(key)
        return key_words(key.removesuffix("_")) if known.zh == key else known

    def _model(self, value: BaseModel) -> Text:
        if isinstance(value, Rule):
            return asked_by(value, self.plan.frame({}, {}))
        if isinstance(value, Condition) and value.quantity is not None and value.is_ is not None:
            return self._test(value.quantity, value.is_)
        title = getattr(value, "title", None)
        rest = [
            self._pair(name, getattr(value, name), type(value).__name__)
            for name in type(value).model_fields
            if name in value.model_fields_set
            and name not in ("id", "title")
            and self.setting(name, getattr(value, name)).zh
        ]
        inside = _joined(rest, "，", ", ")
        if isinstance(value, Share) or not isinstance(title, Text):
            is_named = title is None and getattr(value, "from_", None) is None
            name = str(getattr(value, "id", "")) if is_named else ""
            return Text(
                " ".join(w for w in (name, inside.zh) if w),
                " ".join(w for w in (name, inside.say("en")) if w),
            )
        if not rest:
            return title
        return Text(f"{title.zh}（{inside.zh}）", f"{title.say('en')} ({inside.say('en')})")


def _joined(texts: Iterable[Text], zh: str = "；", en: str = "; ") -> Text:
    said = [t for t in texts if t.zh]
    return Text(zh.join(t.zh for t in said), en.join(t.say("en") for t in said))
