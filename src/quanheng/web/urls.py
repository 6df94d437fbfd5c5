"""Addresses of the screens (网址)."""

from __future__ import annotations

from django.urls import path

from quanheng.web import (
    amendments,
    input_files,
    inputs,
    members,
    papers,
    plan_saving,
    plans,
    roster,
    runs,
    stages,
    trace,
)
from quanheng.web.language import choose_language
from quanheng.web.sign_in import SignIn, SignInByLink, my_work, sign_out

STAGE = "runs/<slug:run>/stages/<slug:stage>"
TABLE = f"{STAGE}/inputs/<slug:table>"

urlpatterns = [
    path("", my_work, name="my-work"),
    path("sign-in", SignIn.as_view(), name="sign-in"),
    path("sign-in/link", SignInByLink.as_view(), name="sign-in-link"),
    path("sign-out", sign_out, name="sign-out"),
    path("language", choose_language, name="language"),
    # Plans, runs and their inputs, roster, trace.
    path("plans", plans.plan_list, name="plans"),
    path("plans/new", plan_saving.plan_new, name="plan-new"),
    path("plans/<slug:plan>", plans.plan_read, name="plan"),
    path("plans/<slug:plan>/checks", plans.plan_checks, name="plan-checks"),
    path("plans/<slug:plan>/timeline", plans.plan_timeline, name="plan-timeline"),
    path("plans/<slug:plan>/file", plans.plan_file, name="plan-file"),
    path("plans/<slug:plan>/versions", plans.plan_versions, name="plan-versions"),
    path("plans/<slug:plan>/start", plan_saving.plan_start, name="plan-start"),
    path("runs", runs.run_list, name="runs"),
    path("runs/<slug:run>", runs.run_page, name="run"),
    path("runs/<slug:run>/workbook", runs.run_workbook, name="run-workbook"),
    path("runs/<slug:run>/members", members.members, name="members"),
    path("runs/<slug:run>/amendments", amendments.amendments, name="amendments"),
    path(STAGE, runs.run_page, name="run-stage"),
    path(f"{STAGE}/close", stages.close, name="stage-close"),
    path(f"{STAGE}/back", stages.back, name="stage-back"),
    path(f"{STAGE}/candidates/<slug:post>/<path:person>", runs.evidence, name="evidence"),
    path(f"{STAGE}/inputs", inputs.stage_inputs, name="inputs"),
    path(TABLE, inputs.input_table, name="input-table"),
    path(f"{TABLE}/remove", inputs.remove_input, name="input-remove"),
    path(f"{TABLE}/upload", input_files.upload_table, name="input-upload"),
    path(f"{TABLE}/template", inputs.input_template, name="input-template"),
    path(f"{STAGE}/papers", papers.paper_list, name="papers"),
    path(f"{STAGE}/papers/<int:index>", papers.paper_file, name="paper-file"),
    path(f"{STAGE}/papers/<int:index>/issue", papers.issue_paper, name="paper-issue"),
    path("roster", roster.roster, name="roster"),
    path("roster/<path:code>", roster.person, name="person"),
    path("dossier", roster.own_dossier, name="dossier"),
    path("trace", trace.book_list, name="trace"),
    path("trace/<slug:book>", trace.book, name="trace-book"),
    path("trace/<slug:book>/verify", trace.verify_book, name="trace-verify"),
    path("trace/<slug:book>/file", trace.book_file, name="trace-file"),
    # Work of single people: marks, sheets, meetings, notices.
]
