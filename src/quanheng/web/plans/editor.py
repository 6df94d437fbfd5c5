"""The editor of a plan (方案编辑): form and file side by side, checks as one types, the calendar."""

from __future__ import annotations

import json
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from quanheng.actions.draft_plan import begin_draft, choose_text, end_draft, go_on_from, keep_text, own_draft
from quanheng.actions.save_plan import save_draft
from quanheng.core.authority import Actor
from quanheng.core.plans.merging import merged
from quanheng.core.plans.reading import Path, Unusable, read_written
from quanheng.core.plans.timeline import timeline
from quanheng.core.plans.writing import written
from quanheng.core.values import Refused, Text
from quanheng.core.workdays import Calendar
from quanheng.store import queries
from quanheng.store.plan_drafts import drafts_elsewhere
from quanheng.store.plan_reviews import reviews_of
from quanheng.store.work_lists import names_of_accounts
from quanheng.web.language import say
from quanheng.web.lists import download
from quanheng.web.plans.calendar import WEEKDAYS, months_of
from quanheng.web.plans.changes import changes_of, path_of
from quanheng.web.plans.difference_words import line_pairs, told_differences
from quanheng.web.plans.findings import DraftState, state_of
from quanheng.web.plans.form import PlanForm, ident_of
from quanheng.web.reader import allowed, now

CONFLICT = 409
UNREADABLE = 422


@require_POST
def plan_edit(request: HttpRequest, plan: str) -> HttpResponse:
    """Go on from a version of a plan: one's draft of it, or a new one."""
    actor = allowed(request, "save_plan")
    said = request.POST.get("version", "")
    version = queries.plan_version(plan, int(said) if said.isdecimal() and len(said) < 9 else None)
    if version is None:
        raise Http404(plan)
    draft = begin_draft(actor, plan, version.number, version.text, now())
    if draft.base != version.number:
        messages.info(
            request,
            say(Text("您有这份方案的草稿，接着写。", "You have a draft of this plan: going on with it.")),
        )
    return HttpResponseRedirect(reverse("plan-draft", args=[draft.pk]))


@require_http_methods(["GET", "POST"])
def plan_draft(request: HttpRequest, number: int) -> HttpResponse:
    """The whole page; a POST keeps the text, for browsers without script."""
    actor = allowed(request, "save_plan")
    draft = own_draft(actor, number)
    if request.method == "POST":
        draft = keep_text(actor, number, _text(request), draft.revision, now())
    if request.GET.get("as") in ("yaml", "aside"):
        text = draft.put_aside if request.GET["as"] == "aside" else draft.text
        return download(text, f"{draft.plan or 'plan'}-draft.yaml", "application/yaml; charset=utf-8")
    page = render(request, "web/plans/editor.html", _context(actor, draft, state_of(draft.text), ()))
    page.headers["Cache-Control"] = "no-store"  # going back shows the draft as it is, not as it was
    return page


@require_POST
def draft_check(request: HttpRequest, number: int) -> HttpResponse:
    """What the text comes to, while it is typed: it is kept, read, checked, laid on the calendar."""
    actor = allowed(request, "save_plan")
    answer = _kept(request, actor, number)
    if isinstance(answer, HttpResponse):
        return answer
    context = _context(actor, answer, state_of(answer.text), _opened(request))
    return render(request, "web/plans/editor_answer.html", {**context, "with_form": True})


@require_POST
def draft_change(request: HttpRequest, number: int) -> HttpResponse:
    """One act in the form, written into the text."""
    actor = allowed(request, "save_plan")
    text = _text(request)
    try:
        data = read_written(text).data
    except Unusable:
        raise _form_waits() from None
    sent = {**request.POST.dict(), **_several(request)}
    made = text
    for change in changes_of(sent, data):
        made = written(made, change)
    answer = _kept(request, actor, number, made)
    if isinstance(answer, HttpResponse):
        return answer
    with_form = sent.get("act") != "set"
    opened = _opened(request)
    focus = path_of(sent["path"])
    if sent.get("act") == "add":
        focus = (*focus, len(_listed(made, focus)) - 1)
        opened = (*opened, focus)
    if sent.get("act") == "move":
        focus = (*focus[:-1], int(sent["to"]))
    context = {
        **_context(actor, answer, state_of(made), opened),
        "with_form": with_form,
        "with_text": made != text,
        "focus": ident_of(focus),
    }
    return render(request, "web/plans/editor_answer.html", context)


@require_POST
def draft_part(request: HttpRequest, number: int) -> HttpResponse:
    """The fields of one part that is opened."""
    actor = allowed(request, "save_plan")
    own_draft(actor, number)
    try:
        form = PlanForm(read_written(_text(request)).data, _opened(request))
        part = form.part(path_of(request.POST.get("path", "")))
    except Unusable:
        raise _form_waits() from None
    except (KeyError, IndexError):
        raise Http404("part") from None
    return render(request, "web/plans/form_parts.html", {"part": part})


@require_POST
def draft_save(request: HttpRequest, number: int) -> HttpResponse:
    """A version of the draft, unless it cannot be read or somebody saved another since."""
    actor = allowed(request, "save_plan")
    if "text" in request.POST:
        kept = _kept(request, actor, number, page=True)
        if isinstance(kept, HttpResponse):
            return kept
    seen = request.POST.get("over", "")
    try:
        version = save_draft(actor, number, now(), int(seen) if seen.isdecimal() and len(seen) < 9 else None)
    except Unusable:
        draft = own_draft(actor, number)
        context = _context(actor, draft, state_of(draft.text), ())
        return render(request, "web/plans/editor.html", {**context, "is_refused": True}, status=UNREADABLE)
    except Refused as refusal:
        if refusal.code != "plan_moved_on":
            raise
        return _conflict(request, actor, number, refusal)
    said = Text(f"已保存为第 {version.number} 版。", f"Saved as version {version.number}.")
    messages.success(request, say(said))
    return HttpResponseRedirect(f"{reverse('plan', args=[version.plan])}?version={version.number}")


@require_POST
def draft_drop(request: HttpRequest, number: int) -> HttpResponse:
    """The draft is given up."""
    end_draft(allowed(request, "save_plan"), number)
    messages.success(request, say(Text("草稿已删除。", "The draft was dropped.")))
    return HttpResponseRedirect(reverse("plans"))


@require_POST
def draft_take(request: HttpRequest, number: int) -> HttpResponse:
    """How a conflict is settled: this window's text, or the newest version merged in."""
    actor = allowed(request, "save_plan")
    draft = own_draft(actor, number)
    if request.POST.get("which") == "here":
        choose_text(actor, number, _text(request), now())
    elif request.POST.get("which") == "merged":
        newest, common = queries.plan_version(draft.plan), queries.plan_version(draft.plan, draft.base)
        both = merged(common.text, draft.text, newest.text) if newest and common else None
        if newest is None or both is None:
            raise _not_mergeable(draft.plan)
        go_on_from(actor, number, draft.plan, newest.number, both, now())
        said = Text(
            f"已合并第 {newest.number} 版的改动；合并前的文字已留存。",
            f"Version {newest.number} was merged in; the text before is put aside.",
        )
        messages.success(request, say(said))
    return HttpResponseRedirect(reverse("plan-draft", args=[number]))


@require_GET
def draft_compare(request: HttpRequest, number: int) -> HttpResponse:
    """What the draft changes of the version that it goes on from."""
    actor = allowed(request, "save_plan")
    draft = own_draft(actor, number)
    base = queries.plan_version(draft.plan, draft.base) if draft.plan else None
    context = {**_head(actor, draft), "differences": (), "pairs": ()}
    if base is not None:
        context["pairs"] = line_pairs(base.text, draft.text)
        context["base"] = base
        try:
            context["differences"] = told_differences(read_written(base.text), read_written(draft.text))
        except Unusable as unusable:
            context["problems"] = unusable.problems
    return render(request, "web/plans/draft_compare.html", context)


def _text(request: HttpRequest) -> str:
    return request.POST.get("text", "").replace("\r\n", "\n")


def _revision(request: HttpRequest) -> int:
    said = request.POST.get("revision", "")
    return int(said) if said.isdecimal() and len(said) < 9 else 0


def _opened(request: HttpRequest) -> tuple[Path, ...]:
    """The parts that the form shows opened."""
    try:
        said = json.loads(request.POST.get("opened", "[]"))
    except ValueError:
        return ()
    return tuple(path_of(json.dumps(p)) for p in said[:200]) if isinstance(said, list) else ()


def _several(request: HttpRequest) -> dict[str, str]:
    return (
        {"names": "\n".join(str(n) for n in request.POST.getlist("names"))} if "names" in request.POST else {}
    )


def _listed(text: str, path: Path) -> Any:
    data: Any = read_written(text).data
    for step in path:
        data = data[step]
    return data


def _kept(
    request: HttpRequest, actor: Actor, number: int, text: str | None = None, *, page: bool = False
) -> Any:
    """The draft with the text kept, or the answer that another window has changed it."""
    mine = _text(request) if text is None else text
    try:
        return keep_text(actor, number, mine, _revision(request), now())
    except Refused as refusal:
        if refusal.code != "draft_elsewhere":
            raise
        draft = own_draft(actor, number)
        context = {"draft": draft, "refusal": refusal, "pairs": line_pairs(draft.text, mine), "mine": mine}
        template = "web/plans/draft_elsewhere.html" if page else "web/plans/editor_elsewhere.html"
        return render(request, template, context, status=CONFLICT)


def _head(actor: Actor, draft: Any) -> dict[str, Any]:
    """What every page of a draft needs: where it comes from, and who else is at it."""
    newest = queries.plan_version(draft.plan) if draft.plan else None
    others = drafts_elsewhere(actor.account, draft.plan)
    names = names_of_accounts(o.owner for o in others)
    base = queries.plan_version(draft.plan, draft.base) if draft.base else None
    returned = next((r for r in (reviews_of(base) if base else ()) if r.state == "returned"), None)
    return {
        "draft": draft,
        "newest": newest,
        "is_behind": newest is not None and newest.number != draft.base,
        "newest_by": (names_of_accounts([newest.saved_by]).get(newest.saved_by) if newest else "") or "",
        "returned": returned,
        "comments": list(returned.comments.all()) if returned else (),
        "others": [(names.get(o.owner) or o.owner, o.base, o.changed_at) for o in others],
    }


def _context(actor: Actor, draft: Any, state: DraftState, opened: tuple[Path, ...]) -> dict[str, Any]:
    context = {
        **_head(actor, draft),
        "state": state,
        "title": _title(draft, state),
        "line_count": draft.text.count("\n") + 1,
        "sections": PlanForm(state.data, opened).sections() if state.data is not None else None,
        "months": (),
        "steps": (),
        "weekdays": WEEKDAYS,
    }
    if state.plan is not None:
        try:
            context["steps"] = timeline(state.plan)
        except Refused:  # the checks say so, at its line
            return context
        context["months"] = months_of(context["steps"], Calendar(), state.plan.events)
    return context


def _title(draft: Any, state: DraftState) -> Text:
    """What the plan is called, as far as the text says it."""
    if state.plan is not None:
        return state.plan.title
    said = (state.data or {}).get("title")
    words = said if isinstance(said, dict) else {"zh": said or draft.plan or "新方案"}
    zh = str(words.get("zh", ""))
    return Text(zh, str(words.get("en") or ("" if said or draft.plan else "New plan")))


def _conflict(request: HttpRequest, actor: Actor, number: int, refusal: Refused) -> HttpResponse:
    """That somebody saved another version: what they changed, what the draft changes."""
    draft = own_draft(actor, number)
    newest = queries.plan_version(refusal.where)
    base = queries.plan_version(draft.plan, draft.base) if draft.plan == refusal.where else None
    context = {**_head(actor, draft), "refusal": refusal, "newest": newest, "base": base}
    if newest is not None:
        own, theirs = read_written(draft.text), read_written(newest.text)
        context["pairs"] = line_pairs(newest.text, draft.text)
        context["differences"] = told_differences(theirs, own)
        if base is not None:
            context["theirs"] = told_differences(read_written(base.text), theirs)
            context["is_mergeable"] = merged(base.text, draft.text, newest.text) is not None
    return render(request, "web/plans/draft_conflict.html", context, status=CONFLICT)


def _form_waits() -> Refused:
    return Refused(
        "form_waits",
        "文件暂时读不懂，表单不能改它。",
        "The file cannot be read just now, so the form cannot change it.",
        where="",
        remedy_zh="请先按检查结果改好文件；草稿没有丢失。",
        remedy_en="Mend the file where the checks say; the draft is kept.",
    )


def _not_mergeable(plan: str) -> Refused:
    return Refused(
        "not_mergeable",
        "两边改了同一处，不能自动合并。",
        "Both sides changed the same place, so it cannot be merged by itself.",
        where=plan,
        remedy_zh="请对照差别，在草稿中改好后选“以我的为准”保存。",
        remedy_en="Compare, settle it in your draft, then save yours over the newest version.",
    )
