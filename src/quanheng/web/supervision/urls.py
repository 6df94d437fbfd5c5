"""Addresses of supervision (监督)."""

from __future__ import annotations

from django.urls import path

from quanheng.web.supervision import desk, duties, explorer, leak_matrix, report_line, reports, trace

urlpatterns = [
    path("supervision", desk.desk, name="supervision"),
    path("supervision/alerts/<slug:key>", desk.alert, name="alert"),
    path("supervision/settings", desk.settings_page, name="alert-settings"),
    path("supervision/trace", explorer.explorer, name="trace-explorer"),
    path("supervision/trace/export", explorer.export, name="trace-export"),
    path("supervision/trace/<slug:book>/<int:number>", explorer.explored_entry, name="trace-entry"),
    path("supervision/people/<path:code>/way", explorer.person_way, name="person-way"),
    path("supervision/who-sees-what", leak_matrix.leak_matrix, name="leak-matrix"),
    path("supervision/duties", duties.duty_list, name="duties"),
    path("supervision/duties/<slug:key>", duties.duty, name="duty"),
    path("supervision/duties/<slug:key>/document", duties.duty_document, name="duty-document"),
    path("supervision/duties/<slug:key>/file", duties.duty_file, name="duty-file"),
    path("report-line", report_line.report, name="report-line"),
    path("report-line/follow", report_line.follow, name="report-follow"),
    path("supervision/reports", reports.report_list, name="reports"),
    path("supervision/reports/files/<uuid:file>", reports.report_file, name="report-file"),
    path("supervision/reports/<slug:number>", reports.report, name="report"),
    path("supervision/reports/<slug:number>/disqualify", reports.disqualify, name="report-disqualify"),
    path("trace", trace.book_list, name="trace"),
    path("trace/<slug:book>", trace.book, name="trace-book"),
    path("trace/<slug:book>/verify", trace.verify_book, name="trace-verify"),
    path("trace/<slug:book>/file", trace.book_file, name="trace-file"),
]
