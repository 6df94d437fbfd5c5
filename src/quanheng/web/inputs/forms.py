"""Forms of rows (录入表单): made from a row model, in both languages, losing nothing when refused."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from types import UnionType
from typing import Any, Literal, Union, get_args, get_origin

from django import forms
from pydantic import ValidationError
from pydantic.fields import FieldInfo

from quanheng.core.inputs import Column, InputTable, Row
from quanheng.core.values import Refused, RefusedMany, Text
from quanheng.core.words import YES_NO, Options, options_of
from quanheng.documents.tables_wording import refusal_of
from quanheng.web.inputs.choices import Offer
from quanheng.web.language import lazily

LONG_FIELDS = frozenset(
    {
        "statement", "reason", "text", "finding", "note", "basis", "basic_facts", "virtue", "ability",
        "diligence", "achievement", "integrity", "strengths", "recommendation_results", "weaknesses",
        "agenda", "resolution", "attachments", "options", "options_en", "text_en", "reasons",
        "performance", "problems", "summary", "evidence", "late_because", "conditions", "scope", "opinion",
    }
)  # fmt: skip
"""Fields in which people write sentences."""
SPREAD = "__"
CODE = re.compile(r"[a-z][a-z_-]*")
"""An example that is a code of an invented plan: it tells nothing to who fills in a form of another."""


class RowForm(forms.Form):
    """A form for one row of an input table.

    Shapes: after `is_valid`, `row` is the row; `fixed` are fields that identify the row being changed, shown
    but not open to change; a spread field has one control for each of its keys.
    """

    def __init__(
        self,
        table: InputTable,
        offers: Mapping[str, Offer],
        data: Mapping[str, Any] | None = None,
        *,
        row: Row | None = None,
        keys: Sequence[tuple[str, Text]] = (),
        key_offer: Offer | None = None,
        given: Mapping[str, str] | None = None,
        needed: frozenset[str] = frozenset(),
        prefix: str | None = None,
    ) -> None:
        initial = {**(given or {}), **(_initial(row, table.spread) if row is not None else {})}
        super().__init__(data, initial=initial, prefix=prefix)
        self.table = table
        self.needed = needed
        self.row: Row | None = None
        self.fixed = frozenset(table.row.key_fields) if row is not None else frozenset()
        self.people_offers = {name: o for name, o in offers.items() if o.people and name not in self.fixed}
        self.suggestions: list[tuple[str, tuple[tuple[str, str], ...]]] = []
        for name, info in table.row.model_fields.items():
            if name == table.spread:
                for key, title in keys:
                    self.fields[f"{name}{SPREAD}{key}"] = _answered(
                        title, Text(""), key_offer, required=False
                    )
                continue
            self.fields[name] = self._field(name, info, offers.get(name))

    def _field(self, name: str, info: FieldInfo, offer: Offer | None) -> forms.Field:
        column = next((m for m in info.metadata if isinstance(m, Column)), Column(name, name))
        label, required = Text(column.zh, column.en), info.is_required() or name in self.needed
        options = options_of(self.table.row, name) or (YES_NO if bool in _types(info.annotation) else None)
        if name in self.fixed:
            return forms.CharField(label=lazily(label.zh, label.en), required=required, disabled=True)
        if offer is not None and offer.is_list:
            return _chosen(label, Text("") if required else column.means, offer.answers, required)
        if options is not None:
            return _chosen(label, column.means, _option_pairs(options), required)
        literal = _literal(info.annotation)
        if literal:
            return _chosen(label, column.means, tuple((w, Text(w, w)) for w in literal), required)
        field = forms.CharField(
            label=lazily(label.zh, label.en),
            help_text=_help(column),
            required=required,
            widget=_widget(name, info),
        )
        if offer is not None:
            self._suggest(name, field, offer)
        return field

    def _suggest(self, name: str, field: forms.Field, offer: Offer) -> None:
        list_id = f"suggestions-{self.prefix or 'row'}-{name}"
        field.widget.attrs["list"] = list_id
        field.widget.attrs["autocomplete"] = "off"
        self.suggestions.append((list_id, tuple((v, str(lazily(t.zh, t.en))) for v, t in offer.answers)))

    def clean(self) -> dict[str, Any]:
        """Read the row; what the model complains of goes to the field it is about."""
        cleaned = super().clean() or {}
        for name, offer in self.people_offers.items():
            try:
                cleaned[name] = offer.code_of(str(cleaned.get(name) or "").strip())
            except Refused as refusal:
                self.refuse(refusal, name)
        if self.errors:
            return cleaned
        try:
            self.row = self.table.row.model_validate(self._given(cleaned))
        except ValidationError as error:
            for each in error.errors(include_url=False):
                self.refuse(refusal_of(self.table.row, each, ""), _field_of(each["loc"]))
        return cleaned

    def _given(self, cleaned: Mapping[str, Any]) -> dict[str, Any]:
        said = {name: str(value).strip() for name, value in cleaned.items() if str(value or "").strip()}
        spread = self.table.spread
        if not spread:
            return said
        start = f"{spread}{SPREAD}"
        marks = {name.removeprefix(start): v for name, v in said.items() if name.startswith(start)}
        return {**{n: v for n, v in said.items() if not n.startswith(start)}, spread: marks}

    def refuse(self, refusal: Refused, field: str | None = None) -> None:
        """Show a refusal at the field it is about, else above the form."""
        if isinstance(refusal, RefusedMany):
            for each in refusal.refusals:
                self.refuse(each, field)
            return
        place = field if field in self.fields else self._place_of(refusal)
        text = lazily(_line(refusal, "zh"), _line(refusal, "en"))
        self.add_error(place, text)

    def _place_of(self, refusal: Refused) -> str | None:
        """The one field whose answer the refusal's place names, if it is one."""
        words = set(refusal.where.replace("@", "|").split("|"))
        named = [n for n in self.fields if n in words or f"({n})" in refusal.where]
        if len(named) == 1:
            return named[0]
        said = [n for n in self.fields if self._said(n) and self._said(n) == refusal.where]
        return said[0] if len(said) == 1 else None

    def _said(self, name: str) -> str:
        return str(self.data.get(self.add_prefix(name), "")).strip()


def _line(refusal: Refused, language: str) -> str:
    remedy = refusal.remedy.say(language)
    return refusal.text.say(language) + (f" {remedy}" if remedy else "")


def _field_of(loc: tuple[Any, ...]) -> str | None:
    if not loc:
        return None
    return SPREAD.join(str(part) for part in loc[:2])


def _initial(row: Row, spread: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, value in row:
        if name == spread:
            found.update({f"{name}{SPREAD}{key}": str(mark) for key, mark in value.items()})
        elif value is not None:
            found[name] = _stored(value)
    return found


def _stored(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return value.isoformat() if isinstance(value, date) else str(value)


def _option_pairs(options: Options) -> tuple[tuple[str, Text], ...]:
    return tuple((_stored(code), text) for code, text in options.words.items())


def _answered(label: Text, means: Text, offer: Offer | None, *, required: bool) -> forms.Field:
    if offer is not None:
        return _chosen(label, means, offer.answers, required)
    return forms.CharField(
        label=lazily(label.zh, label.en),
        required=required,
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
    )


def _chosen(label: Text, means: Text, answers: Iterable[tuple[str, Text]], required: bool) -> forms.Field:
    blank = [("", lazily("请选择", "Choose") if required else lazily("（不填）", "(none)"))]
    return forms.ChoiceField(
        label=lazily(label.zh, label.en),
        help_text=lazily(means.zh, means.say("en")) if means.zh else "",
        required=required,
        choices=blank + [(value, lazily(text.zh, text.say("en"))) for value, text in answers],
    )


def _help(column: Column) -> str:
    means, example = column.means, "" if CODE.fullmatch(column.example) else column.example
    zh = "；".join(w for w in (means.zh, f"例如 {example}" if example else "") if w)
    en = "; ".join(w for w in (means.say("en"), f"for example {example}" if example else "") if w)
    return lazily(zh, en) if zh else ""


def _widget(name: str, info: FieldInfo) -> forms.Widget:
    kinds = _types(info.annotation)
    if date in kinds:
        return forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    if int in kinds:
        least = next((getattr(m, "ge", None) for m in info.metadata if hasattr(m, "ge")), None)
        bound = {} if least is None else {"min": str(least)}
        return forms.NumberInput(attrs={"step": "1", "inputmode": "numeric", **bound})
    if Decimal in kinds:
        return forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})
    if name in LONG_FIELDS:
        return forms.Textarea(attrs={"rows": 3})
    return forms.TextInput(attrs={"autocomplete": "off"})


def _types(annotation: Any) -> set[Any]:
    origin = get_origin(annotation)
    if origin in (Union, UnionType):
        return {kind for part in get_args(annotation) for kind in _types(part)}
    return {annotation}


def _literal(annotation: Any) -> tuple[str, ...]:
    if get_origin(annotation) is Literal:
        return tuple(str(a) for a in get_args(annotation))
    return ()
