"""Addresses of the roster (名册)."""

from __future__ import annotations

from django.urls import path

from quanheng.web.roster import (
    correction,
    documents,
    findings,
    form_files,
    form_import,
    importing,
    people,
    person,
)

urlpatterns = [
    path("roster", people.roster, name="roster"),
    path("runs/<slug:run>/forms", form_files.decided_form_list, name="decided-forms"),
    path("runs/<slug:run>/forms/<int:number>/<slug:kind>", form_files.decided_form, name="decided-form"),
    path("forms/import", form_import.upload, name="form-import"),
    path("forms/import/<uuid:upload>", form_import.batch, name="form-import-batch"),
    path("forms/people", form_files.people_forms, name="people-forms"),
    path("forms/people/<slug:kind>/<path:code>", form_files.person_form, name="person-form"),
    path("findings", findings.finding_list, name="findings"),
    path("findings/check", findings.check, name="findings-check"),
    path("findings/<str:person>/<slug:mark>/settle", findings.settle, name="finding-settle"),
    path("roster/export", people.export, name="roster-export"),
    path("roster/import", importing.roster_import, name="roster-import"),
    path("roster/import/template", importing.template, name="roster-template"),
    path("roster/import/export", importing.export, name="archive-export"),
    path("roster/import/<slug:code>", importing.upload, name="roster-upload"),
    path("roster/import/<slug:code>/progress", importing.progress, name="roster-upload-progress"),
    path("roster/import/<slug:code>/confirm", importing.confirm, name="roster-upload-confirm"),
    path("roster/import/<slug:code>/again", importing.again, name="roster-upload-again"),
    path("roster/import/<slug:code>/drop", importing.drop, name="roster-upload-drop"),
    path("roster/import/<slug:code>/marked", importing.marked, name="roster-upload-marked"),
    path("roster/views", people.view_save, name="roster-view-save"),
    path("roster/views/<int:number>/remove", people.view_remove, name="roster-view-remove"),
    path("roster/documents/<int:number>", documents.show, name="person-document"),
    path("roster/documents/<int:number>/remove", documents.remove, name="person-document-remove"),
    path("roster/people/<path:code>/documents", documents.file, name="person-documents"),
    path("roster/people/<path:code>/changes", person.person_changes, name="person-changes"),
    path("roster/people/<path:code>/correct/<slug:table>", correction.correct, name="person-correct"),
    path("roster/people/<path:code>", person.person, name="person"),
    path("dossier", person.own_dossier, name="dossier"),
    path("dossier/changes", person.own_changes, name="dossier-changes"),
    path("dossier/photograph", documents.own_photograph, name="dossier-photograph"),
]
