"""What a rule asks (所问), in words, before anybody is judged by it."""

from __future__ import annotations

from quanheng.core.eligibility.ground import Ground
from quanheng.core.eligibility.verdicts import ANSWERS
from quanheng.core.language.posts import Frame, Post
from quanheng.core.language.rules import Rule
from quanheng.core.people import Person
from quanheng.core.values import Text

_GROUPS = {
    "all": Text("须全部符合", "All of these hold"),
    "any": Text("符合其中一项即可", "Any of these holds"),
    "not": Text("不得有下列情形", "This must not be so"),
}


def asked_by(rule: Rule, frame: Frame, post: Post | None = None) -> Text:
    """The rule's own title; else of a group how many must hold, of a predicate its own words."""
    if rule.title is not None:
        return rule.title
    if rule.at_least_n is not None:
        n = rule.at_least_n.n
        return Text(f"至少符合以下 {n} 项", f"At least {n} of these hold")
    form = rule.form()
    if form in _GROUPS:
        return _GROUPS[form]
    nobody = Ground(Person("", ""), post, frame, rule.as_of or frame.as_of)
    return ANSWERS[form](rule.predicate(), nobody).asked
