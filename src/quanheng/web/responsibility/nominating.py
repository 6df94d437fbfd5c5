"""Nominating (本人提名): the form of somebody who may nominate, and all that they answer for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from quanheng.actions.file_nomination import file_nomination
from quanheng.actions.record_rows import record_rows
from quanheng.core.authority import require
from quanheng.core.channels import CHANNELS, Channel
from quanheng.core.inputs import Column
from quanheng.core.nomination_register import STATES, RegisterLine, register_of
from quanheng.core.stages.nomination.checks import signed_on, still_liable
from quanheng.core.stages.nomination.tables import (
    RELATIONS,
    TABLES,
    Nomination,
    Settings,
    Signature,
    Withdrawal,
)
from quanheng.core.values import Refused, Text
from quanheng.store.load import run_state
from quanheng.web.inputs.choices import Offer
from quanheng.web.inputs.forms import RowForm
from quanheng.web.language import lazily, say
from quanheng.web.reader import allowed, now
from quanheng.web.run_access import RunInView
from quanheng.web.stages.access import StageInView, stage_for

OWN_CHANNELS: tuple[Channel, ...] = ("leader", "joint", "unit", "organisation", "mass")
LONG = ("reasons", "performance", "integrity", "problems")


@dataclass(frozen=True, slots=True)
class OwnNomination:
    """One nomination for which the reader answers: how it stands, and whether their signature is missing.

    Shapes: `told` is what the form states, by the name of the field.
    """

    line: RegisterLine
    told: tuple[tuple[Text, Text], ...]
    state: Text
    channel: Text
    is_signed: bool
    is_standing: bool
    may_withdraw: bool


class NominationForm(RowForm):
    """The nomination form as its nominator fills it in: channels and posts for which they have the right."""

    def __init__(
        self, view: StageInView[Settings], person: str, data: Mapping[str, Any] | None = None
    ) -> None:
        table = next(t for t in TABLES if t.name == "nominations")
        facts = view.run.state.facts
        people = [p for p in facts.people.values() if p.id != person]
        offers = {
            "person": Offer(
                tuple((p.id, Text(f"{p.name} {p.unit or ''}")) for p in people),
                binding=False,
                people={p.id: p for p in people},
            ),
            "post": Offer(tuple((p.id, p.title) for p in posts_for(view, person))),
        }
        super().__init__(table, offers, data, given={"nominated_on": now().date().isoformat()})
        self.own = person
        self.fields["person"].label = lazily("被提名人", "Nominee")
        self.fields["person"].help_text = lazily(
            "输入姓名或编号；同名的会列出各自单位和编号，请填编号。",
            "Type the name or the code; where several bear the name their units and codes are listed.",
        )
        self._who_nominates(view, person)
        self._what_is_stated(view)

    def _who_nominates(self, view: StageInView[Settings], person: str) -> None:
        """The channels open to the person; others who may nominate jointly are ticked."""
        channels = channels_for(view, person)
        names = {c for c, _ in channels}
        self.fields["channel"] = forms.ChoiceField(
            label=lazily("提名方式", "Channel"),
            choices=[(c, lazily(t.zh, t.en)) for c, t in channels],
        )
        del self.fields["responsible"]
        if not names & {"unit", "organisation"}:
            del self.fields["unit"]
        others = partners_of(view, person) if "joint" in names else []
        self.fields["nominators"] = forms.MultipleChoiceField(
            label=lazily("联名的其他提名人", "Others who nominate jointly"),
            help_text=lazily("联名推荐时选择；他们登录后各自签名。", "For a joint nomination; each signs."),
            choices=[(code, view.name(code)) for code in others],
            required=False,
            widget=forms.CheckboxSelectMultiple,
        )
        if not others:
            del self.fields["nominators"]

    def _what_is_stated(self, view: StageInView[Settings]) -> None:
        """The relation is chosen, never preset; what the plan asks for must be written."""
        relations = [(code, lazily(t.zh, t.en)) for code, t in RELATIONS.words.items() if code != "unstated"]
        self.fields["relation"] = forms.ChoiceField(
            label=lazily("与被提名人的关系", "Relation to the nominee"),
            help_text=lazily("如实申报；亲属应当回避，不得提名。", "To be declared; kin may not nominate."),
            choices=[("", lazily("请选择", "Choose")), *relations],
        )
        for name in LONG:
            self.fields[name].widget = forms.Textarea(attrs={"rows": 3})
            self.fields[name].required = name == "reasons" or name in view.settings.grounds
        self.fields["signed"] = forms.BooleanField(
            label=lazily("我签名，对这一提名负首提责任", "I sign, and answer first for this nomination")
        )

    def clean(self) -> dict[str, Any]:
        """Others who were ticked are never dropped in silence: only a joint nomination has them."""
        cleaned = super().clean()
        if cleaned.get("nominators") and cleaned.get("channel") != "joint":
            self.add_error(
                "nominators",
                lazily(
                    "选了其他提名人的，提名方式应选“联名推荐”；不是联名的，请取消勾选。",
                    "With others ticked the channel is a joint nomination; else untick them.",
                ),
            )
        return cleaned

    def _given(self, cleaned: Mapping[str, Any]) -> dict[str, Any]:
        people = dict.fromkeys([self.own, *(cleaned.get("nominators") or ())])
        is_unit = cleaned.get("channel") in ("unit", "organisation")
        if cleaned.get("channel") != "joint":
            people = {self.own: None}
        said = {**cleaned, "nominators": "" if is_unit else "、".join(people)}
        return super()._given({**said, "responsible": self.own if is_unit else ""})

    @property
    def parts(self) -> tuple[tuple[Text, tuple[Any, ...]], ...]:
        """The fields in the order of the paper form."""
        parts = (
            (Text("提名谁", "Who is nominated"), ("person", "post")),
            (Text("谁提名", "Who nominates"), ("channel", "nominators", "unit", "relation")),
            (Text("提名理由", "Grounds"), LONG),
            (Text("签名", "Signature"), ("signed", "nominated_on")),
        )
        return tuple((title, tuple(self[n] for n in names if n in self.fields)) for title, names in parts)


def posts_for(view: StageInView[Settings], person: str) -> list[Any]:
    """The posts for whose level somebody may nominate."""
    return [
        post
        for post in view.run.state.facts.plan.posts
        if not post.excluded and list(_rights(view, person, post.level))
    ]


def channels_for(view: StageInView[Settings], person: str) -> list[tuple[Channel, Text]]:
    """The channels by which somebody may nominate."""
    mine = set(_rights(view, person))
    return [(c, CHANNELS.say(c)) for c in OWN_CHANNELS if c in mine]


def _rights(view: StageInView[Settings], person: str, level: str | None = None) -> Iterator[Channel]:
    frame, settings = view.inputs.frame, view.settings
    bodies = settings.nominated_by
    if bodies and not any(frame.is_member(b, person) for b in bodies):
        return
    if not settings.rights:
        yield from settings.channels
        return
    for right in settings.rights:
        sits = not right.bodies or any(frame.is_member(b, person) for b in right.bodies)
        if sits and (level is None or not right.levels or level in right.levels):
            yield from (c for c in right.channels if c in settings.channels)


def partners_of(view: StageInView[Settings], person: str) -> list[str]:
    """Who may nominate jointly with somebody: everybody else with that right."""
    members = dict.fromkeys(m for people in view.inputs.frame.members.values() for m in people)
    return [m for m in members if m != person and "joint" in set(_rights(view, m))]


def stage_of_nominator(request: HttpRequest, run: str, stage: str) -> tuple[StageInView[Settings], str]:
    """The stage for somebody who may nominate in it. Errors: Refused(not_a_nominator)."""
    actor = allowed(request, "nominate", run)
    view = stage_for(RunInView(actor, run_state(run)), stage, Settings)
    person = actor.person or ""
    answers = any(person in row.liable() for row in view.rows("nominations", Nomination))
    if not person or not (channels_for(view, person) or answers):
        raise Refused(
            "not_a_nominator",
            "按方案，您在这里没有提名权。",
            "By the plan you have no right to nominate here.",
            where=f"stages.{stage}.rights",
            remedy_zh="提名权由方案的 rights 和机构成员确定。",
            remedy_en="The plan's rights and the members of its bodies say who may.",
        )
    return view, person


@require_http_methods(["GET", "POST"])
def nominate(request: HttpRequest, run: str, stage: str) -> HttpResponse:
    """One's own nominations in a run, and the form of a further one."""
    view, person = stage_of_nominator(request, run, stage)
    is_open = view.is_open
    form = NominationForm(view, person, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid() and isinstance(form.row, Nomination):
        try:
            file_nomination(view.run.actor, run, stage, form.row, now())
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, say(Text("提名已提交并签名。", "Nominated and signed.")))
            return HttpResponseRedirect(reverse("nominate", args=[run, stage]))
    context = {
        "run": run,
        "stage": view.settings,
        "title": view.title,
        "plan_title": view.run.state.facts.plan.title,
        "own": own_nominations(view, person),
        "form": form if is_open and channels_for(view, person) else None,
        "is_open": is_open,
        "sees_run": view.run.may("view_run"),
        "valid_for": view.settings.valid_for,
    }
    return render(request, "web/nominations/nominate.html", context, status=422 if form.errors else 200)


def own_nominations(view: StageInView[Settings], person: str) -> list[OwnNomination]:
    """The nominations of this stage for which somebody answers."""
    state, today = view.run.state, now().date()
    lines = {
        (x.person, x.post, x.channel, x.nominated_on): x
        for x in register_of(state.code, state.facts, state.outcomes, today)
        if x.stage == view.id
    }
    found = []
    for row in view.rows("nominations", Nomination):
        if person not in row.liable():
            continue
        line = lines[row.person, row.post, row.channel, row.nominated_on]
        stands = person in still_liable(row, view.inputs)
        found.append(
            OwnNomination(
                line,
                _told(row),
                STATES[line.state],
                CHANNELS.say(row.channel),
                signed_on(row, person, view.inputs) is not None,
                stands,
                stands and view.is_open and line.reviewed_on is None,
            )
        )
    return found


def _told(row: Nomination) -> tuple[tuple[Text, Text], ...]:
    """What the form states, as whoever signs it is to read it first."""
    said = [(name, Text(getattr(row, name), getattr(row, name))) for name in LONG if getattr(row, name)]
    said.append(("relation", RELATIONS.say(row.relation)))
    titles = {
        name: next(m for m in Nomination.model_fields[name].metadata if isinstance(m, Column))
        for name, _ in said
    }
    return tuple((Text(titles[name].zh, titles[name].en), words) for name, words in said)


@require_POST
def sign(request: HttpRequest, run: str, stage: str) -> HttpResponse:
    """Sign a nomination for which one answers."""
    view, person = stage_of_nominator(request, run, stage)
    require(view.run.actor, "sign_nomination")
    row = Signature(
        signer=person,
        person=request.POST.get("person", ""),
        post=request.POST.get("post", ""),
        signed_on=now().date(),
    )
    record_rows(view.run.actor, run, stage, "signatures", [row], now())
    messages.success(request, say(Text("已签名。", "Signed.")))
    return HttpResponseRedirect(reverse("nominate", args=[run, stage]))


@require_POST
def withdraw(request: HttpRequest, run: str, stage: str) -> HttpResponse:
    """Take back a nomination for which one answers, with the reason."""
    view, person = stage_of_nominator(request, run, stage)
    require(view.run.actor, "withdraw_nomination")
    reason = request.POST.get("reason", "").strip()
    if not reason:
        raise Refused(
            "no_reason",
            "请写明撤回的理由。",
            "Give the reason.",
            "reason",
            "填写后再撤回。",
            "Then withdraw.",
        )
    row = Withdrawal(
        nominator=person,
        person=request.POST.get("person", ""),
        post=request.POST.get("post", ""),
        reason=reason,
        withdrawn_on=now().date(),
    )
    record_rows(view.run.actor, run, stage, "withdrawals", [row], now())
    messages.success(request, say(Text("提名已撤回。", "Withdrawn.")))
    return HttpResponseRedirect(reverse("nominate", args=[run, stage]))
