"""Addresses of first-nominator responsibility (首提责任)."""

from __future__ import annotations

from django.urls import path

from quanheng.web.addresses import STAGE
from quanheng.web.responsibility import cases, nominating, own_case, register

urlpatterns = [
    path(f"{STAGE}/nominate", nominating.nominate, name="nominate"),
    path(f"{STAGE}/nominate/sign", nominating.sign, name="nomination-sign"),
    path(f"{STAGE}/nominate/withdraw", nominating.withdraw, name="nomination-withdraw"),
    path("nominations", register.register, name="nominations"),
    path("nominations/paper", register.register_file, name="nomination-paper"),
    path("nominations/figures", register.figures, name="nomination-figures"),
    path("nominations/cases", cases.case_list, name="cases"),
    path("nominations/cases/<slug:case>", cases.case_page, name="case"),
    path("nominations/cases/<slug:case>/statement", own_case.own_statement, name="case-statement"),
    path("nominations/cases/<slug:case>/appeal", own_case.own_appeal, name="case-appeal"),
    path("nominations/cases/<slug:case>/steps/<slug:kind>", cases.case_step, name="case-step"),
    path("nominations/cases/<slug:case>/papers/<slug:paper>", cases.case_paper, name="case-paper"),
    path("nominations/<slug:run>/<slug:post>/<path:person>/case", cases.case_open, name="case-open"),
]
