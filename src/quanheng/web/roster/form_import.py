"""Import of forms (导入审批表): upload, whose form each is, what would change, confirm."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from quanheng.actions.import_forms import Chosen, FormsComparison, compare_forms, import_forms, matches_of
from quanheng.core.authority import Actor
from quanheng.core.form.form_match import CodeRule, Match
from quanheng.core.form.taken_rows import TAKEN
from quanheng.core.values import Refused, RefusedMany, Text
from quanheng.documents.lrmx import ReadForm
from quanheng.documents.lrmx_archive import Batch, Limits, read_forms
from quanheng.documents.official import packed
from quanheng.store.staged_uploads import drop_upload, stage_upload, staged_upload
from quanheng.web.language import lazily, say
from quanheng.web.reader import allowed, now
from quanheng.web.roster.form_import_page import NEW, SKIP, Choice, page_of

LARGEST = 50 * 1024 * 1024
"""Units: bytes; what may be uploaded at once."""
MOST = 200
"""Forms that one page can show and confirm."""
LIMITS = Limits(together=200 * 1024 * 1024, files=3 * MOST)
PREFIX = "R"


class ManyFiles(forms.FileInput):
    """A choice of several files."""

    allow_multiple_selected = True


class ManyFilesField(forms.FileField):
    """Several files, each of them sound; the cleaned value is a list."""

    widget = ManyFiles

    def clean(self, data: Any, initial: Any = None) -> Any:
        """Every file by itself; none at all is refused like a missing one."""
        given = data if isinstance(data, list) and data else [None]
        return [super(ManyFilesField, self).clean(each, initial) for each in given]


class UploadForm(forms.Form):
    """Forms as files."""

    file = ManyFilesField(
        label=lazily("审批表文件", "Form files"),
        help_text=lazily(
            "可选多个 .lrmx、.lrm（连同 .pic 照片），或一个 zip。上传后先对人、比较，确认后才转入。",
            "Several .lrmx, .lrm (with their .pic), or one zip. Nothing is taken over until you confirm.",
        ),
        widget=ManyFiles(attrs={"accept": ".lrmx,.lrm,.pic,.zip", "multiple": True}),
    )


@require_http_methods(["GET", "POST"])
def upload(request: HttpRequest) -> HttpResponse:
    """Choose files; they wait for their confirmation."""
    actor = allowed(request, "import_forms")
    if request.method == "GET":
        return render(request, "web/forms/upload.html", {"form": UploadForm()})
    form = UploadForm(request.POST, request.FILES)
    if not form.is_valid():
        return render(request, "web/forms/upload.html", {"form": form}, status=422)
    files: list[UploadedFile[bytes]] = form.cleaned_data["file"]
    if sum(f.size or 0 for f in files) > LARGEST:
        text = f"文件合计超过 {LARGEST // 1024 // 1024} MB，请分几次上传。"
        form.add_error("file", lazily(text, f"More than {LARGEST // 1024 // 1024} MB; upload in parts."))
        return render(request, "web/forms/upload.html", {"form": form}, status=422)
    name, content = _as_one(files)
    staged = stage_upload(actor.account, name, content, now())
    return HttpResponseRedirect(reverse("form-import-batch", args=[staged]))


def _as_one(files: Sequence[UploadedFile[bytes]]) -> tuple[str, bytes]:
    """One file as it came, several as a zip."""
    if len(files) == 1:
        return files[0].name or "form.lrmx", files[0].read()
    named = {f.name or f"{n}.lrmx": f.read() for n, f in enumerate(files)}
    return f"{len(named)}.zip", packed(named)


@require_http_methods(["GET", "POST"])
def batch(request: HttpRequest, upload: UUID) -> HttpResponse:
    """Compare the forms of an upload with the archive, by the choices made so far, or take them over."""
    actor = allowed(request, "import_forms")
    staged = staged_upload(actor.account, upload)
    if staged is None:
        raise Http404(str(upload))
    read = _read(staged.name, staged.content)
    matches = matches_of(actor, [form.form for form in read.forms])
    choices = [_choice(request, n, match) for n, match in enumerate(matches)]
    prefix = request.POST.get("prefix", PREFIX).strip()
    problems: Sequence[Refused] = ()
    compared: FormsComparison | None = None
    try:
        compared = _compared(actor, read.forms, choices, prefix)
    except RefusedMany as many:
        problems = many.refusals
    except Refused as refusal:
        problems = (refusal,)
    if "confirm" in request.POST and compared is not None and _may_enter(request, compared, choices):
        return _entered(actor, request, compared, upload)
    context = page_of(read, matches, choices, compared, problems)
    context |= {"upload": upload, "file": staged.name, "prefix": prefix, "asked": "confirm" in request.POST}
    status = 422 if "confirm" in request.POST else 200
    return render(request, "web/forms/batch.html", context, status=status)


def _read(name: str, content: bytes) -> Batch:
    read = read_forms({name: content}, LIMITS)
    if len(read.forms) <= MOST:
        return read
    raise Refused(
        "too_many_forms",
        f"一次最多导入 {MOST} 张表，这里有 {len(read.forms)} 张。",
        f"At most {MOST} forms at once; these are {len(read.forms)}.",
        where=name,
        remedy_zh="请分几个 zip 导入，或用命令 quanheng form roster。",
        remedy_en="Import several zips, or use the command quanheng form roster.",
    )


def _choice(request: HttpRequest, number: int, match: Match) -> Choice:
    """The choice sent for a form, else what follows from its match."""
    if request.method == "POST":
        who = request.POST.get(f"who-{number}", "")
        known = {NEW, SKIP, *(person.code for person in match.people)}
        taken = frozenset(request.POST.getlist(f"take-{number}")) & frozenset(TAKEN)
        was_offered = request.POST.get(f"offered-{number}") == who
        return Choice(who if who in known else "", taken if was_offered else None)
    who = {"number": match.people[0].code if match.people else "", "nobody": NEW}.get(match.by, "")
    return Choice(match.people[0].code if match.by == "name" else who)


def _compared(
    actor: Actor, forms: Sequence[ReadForm], choices: Sequence[Choice], prefix: str
) -> FormsComparison:
    chosen = [
        Chosen(form, "" if choice.who == NEW else choice.who, choice.tables)
        for form, choice in zip(forms, choices, strict=True)
        if choice.who not in ("", SKIP)
    ]
    return compare_forms(actor, chosen, CodeRule(prefix), now().date())


def _may_enter(request: HttpRequest, compared: FormsComparison, choices: Sequence[Choice]) -> bool:
    """Whether what is confirmed is what was shown: everybody chosen, and the same comparison."""
    is_decided = all(choice.who for choice in choices)
    return is_decided and bool(compared.entering) and request.POST.get("compared") == compared.digest


def _entered(actor: Actor, request: HttpRequest, compared: FormsComparison, upload: UUID) -> HttpResponse:
    count = import_forms(actor, compared, now())
    drop_upload(actor.account, upload)
    new = sum(each.is_new for each in compared.entering)
    said = Text(
        f"已转入 {count} 张审批表，其中新增 {new} 人。", f"{count} forms taken over; {new} people are new."
    )
    messages.success(request, say(said))
    return HttpResponseRedirect(reverse("form-import"))
