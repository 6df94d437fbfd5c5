"""Addresses of plans (方案)."""

from __future__ import annotations

from django.urls import path

from quanheng.web.plans import blank, dry_run, editor, library, reading, review, saving, versions

urlpatterns = [
    path("plans", library.plan_list, name="plans"),
    path("plans/new", saving.plan_new, name="plan-new"),
    path("plans/new/blank", blank.plan_blank, name="plan-blank"),
    path("plan-library/<slug:slug>", library.shipped_use, name="plan-shipped"),
    path("plan-drafts/<int:number>", editor.plan_draft, name="plan-draft"),
    path("plan-drafts/<int:number>/check", editor.draft_check, name="plan-draft-check"),
    path("plan-drafts/<int:number>/change", editor.draft_change, name="plan-draft-change"),
    path("plan-drafts/<int:number>/part", editor.draft_part, name="plan-draft-part"),
    path("plan-drafts/<int:number>/save", editor.draft_save, name="plan-draft-save"),
    path("plan-drafts/<int:number>/drop", editor.draft_drop, name="plan-draft-drop"),
    path("plan-drafts/<int:number>/take", editor.draft_take, name="plan-draft-take"),
    path("plan-drafts/<int:number>/compare", editor.draft_compare, name="plan-draft-compare"),
    path("plans/<slug:plan>", reading.plan_read, name="plan"),
    path("plans/<slug:plan>/clone", library.plan_clone, name="plan-clone"),
    path("plans/<slug:plan>/edit", editor.plan_edit, name="plan-edit"),
    path("plans/<slug:plan>/checks", reading.plan_checks, name="plan-checks"),
    path("plans/<slug:plan>/timeline", reading.plan_timeline, name="plan-timeline"),
    path("plans/<slug:plan>/rehearsal", reading.plan_rehearsal, name="plan-rehearsal"),
    path("plans/<slug:plan>/file", reading.plan_file, name="plan-file"),
    path("plans/<slug:plan>/versions", versions.plan_versions, name="plan-versions"),
    path("plans/<slug:plan>/dry-run", dry_run.plan_dry_run, name="plan-dry-run"),
    path("plans/<slug:plan>/compare", versions.plan_compare, name="plan-compare"),
    path("plans/<slug:plan>/review", review.plan_review, name="plan-review"),
    path("plans/<slug:plan>/review/submit", review.plan_submit, name="plan-submit"),
    path("plans/<slug:plan>/review/comment", review.plan_comment, name="plan-comment"),
    path("plans/<slug:plan>/review/return", review.plan_return, name="plan-return"),
    path("plans/<slug:plan>/review/approve", review.plan_approve, name="plan-approve"),
    path("plans/<slug:plan>/start", saving.plan_start, name="plan-start"),
]
