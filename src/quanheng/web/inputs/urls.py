"""Addresses of inputs (录入)."""

from __future__ import annotations

from django.urls import path

from quanheng.web.addresses import STAGE, TABLE
from quanheng.web.inputs import candidate_forms, files, tables

urlpatterns = [
    path(f"{STAGE}/inputs", tables.stage_inputs, name="inputs"),
    path(TABLE, tables.input_table, name="input-table"),
    path(f"{TABLE}/remove", tables.remove_input, name="input-remove"),
    path(f"{TABLE}/upload", files.upload_table, name="input-upload"),
    path(f"{TABLE}/template", tables.input_template, name="input-template"),
    path(f"{STAGE}/forms/<slug:table>", candidate_forms.candidate_forms, name="candidate-forms"),
]
