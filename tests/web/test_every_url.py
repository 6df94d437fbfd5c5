"""Every address of the product, asked by everybody: an address without a row in this table fails."""

from dataclasses import dataclass
from uuid import UUID

import pytest
from browsing import make_account
from django.urls import URLPattern, get_resolver
from street_office import RUN

from quanheng.store.models import Account
from quanheng.web.reader import now

pytestmark = pytest.mark.django_db

READERS = ("anonymous", "staff", "judge", "committee", "discipline", "auditor", "organiser", "admin")
STAGE = f"/runs/{RUN}/stages/speech"
CLOSED = f"/runs/{RUN}/stages/eligibility"
ENROLMENT = "/runs/s10-open/stages/enrolment/enrolment"
SHEETS = "/runs/s10-finished/stages/assessment/sheets"
NOMINATE = "/runs/s3-nomination/stages/nomination/nominate"
CASE = f"/nominations/cases/{now().year}-001"
OPEN = "/nominations/s3-finished/service-director/HW030/case"
ELECTION = "/runs/s10-finished/stages/assessment/election"
NO_VOTES = "/runs/s10-finished/stages/assessment"
"""A stage that takes no recommendation."""
MEETING = "/runs/s10-decision/stages/decision/meeting"
TWO_WAY = "/runs/two-way-board/stages/two-way"
APPOINTMENTS = "/runs/s10-finished/stages/appointment/appointments"


@dataclass(frozen=True)
class Ask:
    """One request and what each reader gets for it, in the order of `READERS`."""

    method: str
    address: str
    statuses: str


def to_read(address, statuses):
    return Ask("GET", address, statuses)


def to_send(address, statuses):
    return Ask("POST", address, statuses)


#            anonymous staff judge committee discipline auditor organiser admin
EVERYONE = "302 200 200 200 200 200 200 200"
PLAN_READERS = "302 200 200 200 200 200 200 403"
CHECKERS = "302 403 403 403 200 200 200 403"
RUN_READERS = "302 403 403 200 200 200 200 403"
ROSTER_READERS = "302 403 403 403 200 200 200 403"
NOBODY_BY_GET = "302 405 405 405 405 405 405 405"
NOT_ON_ROLL = "302 409 409 409 409 409 409 403"
OFFICER = "302 403 403 403 200 403 403 403"
CASE_READERS = "302 403 403 403 200 200 403 403"
TEMPLATE_READERS = "302 403 403 403 403 200 200 200"
ORGANISER = "302 403 403 403 403 403 200 403"

TABLE = {
    "my-work": [to_read("/", EVERYONE)],
    "help": [to_read("/help", EVERYONE)],
    "sign-in": [to_read("/sign-in", "200 302 302 302 302 302 302 302")],
    "sign-in-link": [to_read("/sign-in/link", "200 200 200 200 200 200 200 200")],
    "sign-out": [
        to_send("/sign-out", "302 302 302 302 302 302 302 302"),
        to_read("/sign-out", NOBODY_BY_GET),
    ],
    "language": [to_send("/language", "302 302 302 302 302 302 302 302")],
    "plans": [to_read("/plans", PLAN_READERS)],
    "plan-new": [
        to_read("/plans/new", ORGANISER),
        to_send("/plans/new", "302 403 403 403 403 403 422 403"),
    ],
    "plan-blank": [to_send("/plans/new/blank", "302 403 403 403 403 403 422 403")],
    "plan": [to_read("/plans/s10-street-office", PLAN_READERS)],
    "plan-checks": [to_read("/plans/s10-street-office/checks", CHECKERS)],
    "plan-timeline": [to_read("/plans/s10-street-office/timeline", PLAN_READERS)],
    "plan-rehearsal": [to_read("/plans/s10-street-office/rehearsal", CHECKERS)],
    "plan-file": [to_read("/plans/s10-street-office/file", PLAN_READERS)],
    "plan-versions": [to_read("/plans/s10-street-office/versions", PLAN_READERS)],
    "plan-shipped": [
        to_read("/plan-library/s2-bureau-posts", ORGANISER),
        to_read("/plan-library/nothing", ORGANISER.replace("200", "404")),
        to_send("/plan-library/s2-bureau-posts", "302 403 403 403 403 403 422 403"),
    ],
    "plan-clone": [
        to_read("/plans/s10-street-office/clone", ORGANISER),
        to_send("/plans/s10-street-office/clone", "302 403 403 403 403 403 422 403"),
    ],
    "plan-edit": [
        to_send("/plans/s10-street-office/edit", ORGANISER.replace("200", "302")),
        to_read("/plans/s10-street-office/edit", NOBODY_BY_GET),
    ],
    "plan-draft": [to_read("/plan-drafts/0", ORGANISER.replace("200", "409"))],
    "plan-draft-check": [to_send("/plan-drafts/0/check", ORGANISER.replace("200", "409"))],
    "plan-draft-change": [to_send("/plan-drafts/0/change", ORGANISER.replace("200", "409"))],
    "plan-draft-part": [to_send("/plan-drafts/0/part", ORGANISER.replace("200", "409"))],
    "plan-draft-save": [to_send("/plan-drafts/0/save", ORGANISER.replace("200", "409"))],
    "plan-draft-drop": [to_send("/plan-drafts/0/drop", ORGANISER.replace("200", "409"))],
    "plan-draft-take": [to_send("/plan-drafts/0/take", ORGANISER.replace("200", "409"))],
    "plan-draft-compare": [to_read("/plan-drafts/0/compare", ORGANISER.replace("200", "409"))],
    "plan-compare": [to_read("/plans/s10-street-office/compare", PLAN_READERS)],
    "plan-dry-run": [
        to_read("/plans/s10-street-office/dry-run", CHECKERS),
        to_send("/plans/s10-street-office/dry-run", CHECKERS.replace("200", "409")),
    ],
    "plan-review": [to_read("/plans/s10-street-office/review", RUN_READERS)],
    "plan-submit": [
        to_send("/plans/s10-street-office/review/submit", ORGANISER.replace("200", "409")),
        to_read("/plans/s10-street-office/review/submit", NOBODY_BY_GET),
    ],
    "plan-comment": [
        to_send("/plans/s10-street-office/review/comment", "302 403 403 409 409 403 409 403"),
        to_read("/plans/s10-street-office/review/comment", NOBODY_BY_GET),
    ],
    "plan-return": [
        to_send("/plans/s10-street-office/review/return", "302 403 403 409 409 403 409 403"),
        to_read("/plans/s10-street-office/review/return", NOBODY_BY_GET),
    ],
    "plan-approve": [
        to_send("/plans/s10-street-office/review/approve", "302 403 403 409 409 403 409 403"),
        to_read("/plans/s10-street-office/review/approve", NOBODY_BY_GET),
    ],
    "plan-start": [
        to_read("/plans/s10-street-office/start", ORGANISER),
        to_send("/plans/s10-street-office/start", "302 403 403 403 403 403 422 403"),
    ],
    "runs": [to_read("/runs", RUN_READERS)],
    "run": [
        to_read(f"/runs/{RUN}", RUN_READERS),
        to_read("/runs/nothing", "302 403 403 404 404 404 404 403"),
    ],
    "run-stage": [to_read(STAGE, RUN_READERS)],
    "run-workbook": [to_read(f"/runs/{RUN}/workbook", RUN_READERS)],
    "members": [
        to_read(f"/runs/{RUN}/members", RUN_READERS),
        to_send(f"/runs/{RUN}/members", "302 403 403 403 403 403 302 403"),
    ],
    "amendments": [
        to_read(f"/runs/{RUN}/amendments", RUN_READERS),
        to_send(f"/runs/{RUN}/amendments", "302 403 403 403 422 403 422 403"),
    ],
    "rescheduling": [
        to_read(f"/runs/{RUN}/rescheduling", RUN_READERS),
        to_send(f"/runs/{RUN}/rescheduling", "302 403 403 403 403 403 422 403"),
    ],
    "stage-close": [
        to_send(f"{STAGE}/close", "302 403 403 403 403 403 409 403"),
        to_read(f"{STAGE}/close", NOBODY_BY_GET),
    ],
    "stage-preview": [
        to_read("/runs/s10-decision/stages/decision/preview", ORGANISER.replace("200", "409")),
        to_read(f"{CLOSED}/preview", ORGANISER.replace("200", "302")),
    ],
    "stage-back": [
        to_read(f"{CLOSED}/back", ORGANISER),
        to_send(f"{CLOSED}/back", "302 403 403 403 403 403 422 403"),
    ],
    "evidence": [to_read(f"{CLOSED}/candidates/office-director/HW012", RUN_READERS)],
    "fairness": [
        to_read("/runs/s10-finished/stages/speech/fairness", RUN_READERS),
        to_read(f"{STAGE}/fairness", "302 403 403 404 404 404 404 403"),
    ],
    "inputs": [to_read(f"{STAGE}/inputs", RUN_READERS)],
    "input-table": [
        to_read(f"{STAGE}/inputs/marks", "302 403 200 200 200 200 200 403"),
        to_read(f"{CLOSED}/inputs/reviews", RUN_READERS),
        to_read(f"/runs/{RUN}/stages/opening/inputs/rechoices", "302 200 403 200 200 200 200 403"),
        to_send(f"{STAGE}/inputs/marks", "302 403 422 403 403 403 422 403"),
    ],
    "input-remove": [
        to_send(f"{STAGE}/inputs/marks/remove", "302 403 409 403 403 403 409 403"),
        to_read(f"{STAGE}/inputs/marks/remove", NOBODY_BY_GET),
    ],
    "input-upload": [
        to_read(f"{STAGE}/inputs/marks/upload", "302 403 200 403 403 403 200 403"),
        to_send(f"{STAGE}/inputs/marks/upload", "302 403 422 403 403 403 422 403"),
    ],
    "input-template": [to_read(f"{STAGE}/inputs/marks/template", "302 403 200 200 200 200 200 403")],
    "nominate": [
        to_read(NOMINATE, "302 409 403 200 403 403 403 403"),
        to_send(NOMINATE, "302 409 403 422 403 403 403 403"),
    ],
    "nomination-sign": [
        to_send(f"{NOMINATE}/sign", "302 409 403 409 403 403 403 403"),
        to_read(f"{NOMINATE}/sign", NOBODY_BY_GET),
    ],
    "nomination-withdraw": [
        to_send(f"{NOMINATE}/withdraw", "302 409 403 409 403 403 403 403"),
        to_read(f"{NOMINATE}/withdraw", NOBODY_BY_GET),
    ],
    "nominations": [
        to_read("/nominations", ROSTER_READERS),
        to_read("/nominations?as=xlsx&state=passed", ROSTER_READERS),
        to_read("/nominations?as=csv&year=2020", ROSTER_READERS),
    ],
    "nomination-paper": [to_read("/nominations/paper", ROSTER_READERS)],
    "nomination-figures": [
        to_read("/nominations/figures", ROSTER_READERS),
        to_read("/nominations/figures?by=unit&as=xlsx", ROSTER_READERS),
        to_read("/nominations/figures?by=year&as=csv", ROSTER_READERS),
        to_read("/nominations/figures?by=star", "302 403 403 403 404 404 404 403"),
    ],
    "cases": [
        to_read("/nominations/cases", CASE_READERS),
        to_read("/nominations/cases?as=xlsx&state=closed", CASE_READERS),
    ],
    "case": [
        to_read(CASE, CASE_READERS),
        to_read("/nominations/cases/none", "302 403 403 403 404 404 403 403"),
    ],
    "case-statement": [
        to_read("/nominations/cases/none/statement", "302 404 404 404 404 403 404 403"),
        to_send("/nominations/cases/none/statement", "302 404 404 404 404 403 404 403"),
    ],
    "case-appeal": [
        to_send("/nominations/cases/none/appeal", "302 404 404 404 404 403 404 403"),
        to_read("/nominations/cases/none/appeal", NOBODY_BY_GET),
    ],
    "case-step": [
        to_send(f"{CASE}/steps/finding", "302 403 403 403 422 403 403 403"),
        to_send(f"{CASE}/steps/closing", "302 403 403 403 422 403 403 403"),
        to_send(f"{CASE}/steps/dance", "302 403 403 403 404 404 403 403"),
        to_read(f"{CASE}/steps/finding", NOBODY_BY_GET),
    ],
    "case-paper": [
        to_send(f"{CASE}/papers/opening", "302 403 403 403 200 403 403 403"),
        to_send(f"{CASE}/papers/poem", "302 403 403 403 409 403 403 403"),
        to_read(f"{CASE}/papers/opening", NOBODY_BY_GET),
    ],
    "case-open": [
        to_read(OPEN, "302 403 403 403 200 403 403 403"),
        to_send(OPEN, "302 403 403 403 422 403 403 403"),
        to_read(OPEN.replace("HW030", "HW001"), "302 403 403 403 409 403 403 403"),
    ],
    "papers": [to_read(f"{STAGE}/papers", RUN_READERS)],
    "paper-file": [to_read("/runs/s10-finished/stages/notice/papers/0", RUN_READERS)],
    "paper-issue": [
        to_send("/runs/s10-finished/stages/notice/papers/0/issue", "302 403 403 403 403 409 409 403"),
        to_read("/runs/s10-finished/stages/notice/papers/0/issue", NOBODY_BY_GET),
    ],
    "paper-text": [
        to_read("/runs/s10-finished/stages/notice/papers/0/text", RUN_READERS),
        to_read("/runs/s10-finished/stages/enrolment/papers/1/text", ROSTER_READERS),
        to_read("/runs/s10-finished/stages/notice/papers/2/text", OFFICER),
    ],
    "run-papers": [to_read("/runs/s10-finished/papers", RUN_READERS)],
    "run-papers-zip": [to_read("/runs/s10-open/papers.zip", RUN_READERS)],
    "paper-templates": [to_read("/paper-templates", TEMPLATE_READERS)],
    "paper-template": [
        to_read("/paper-templates/minutes", TEMPLATE_READERS),
        to_read("/paper-templates/poem", "302 403 403 403 403 404 404 404"),
    ],
    "paper-template-file": [to_read("/paper-templates/minutes/file", TEMPLATE_READERS)],
    "paper-template-try": [
        to_send("/paper-templates/minutes/try", "302 403 403 403 403 403 422 422"),
        to_read("/paper-templates/minutes/try", NOBODY_BY_GET),
    ],
    "paper-template-tried": [
        to_read(f"/paper-templates/minutes/try/{UUID(int=0)}", "302 403 403 403 403 403 404 404")
    ],
    "paper-template-tried-paper": [
        to_read(f"/paper-templates/minutes/try/{UUID(int=0)}/paper", "302 403 403 403 403 403 404 404")
    ],
    "paper-template-confirm": [
        to_send("/paper-templates/minutes/confirm", "302 403 403 403 403 403 404 404"),
        to_read("/paper-templates/minutes/confirm", NOBODY_BY_GET),
    ],
    "paper-template-restore": [
        to_send("/paper-templates/minutes/restore", "302 403 403 403 403 403 409 409"),
        to_read("/paper-templates/minutes/restore", NOBODY_BY_GET),
    ],
    "roster": [to_read("/roster", ROSTER_READERS)],
    "screening": [to_read("/screening", ROSTER_READERS)],
    "screening-what-if": [to_read("/screening/what-if?plan=none", "302 403 403 403 404 404 404 403")],
    "screening-export": [
        to_send("/screening/export", "302 403 403 403 404 404 404 403"),
        to_read("/screening/export", NOBODY_BY_GET),
    ],
    "decided-forms": [to_read("/runs/s10-finished/forms", RUN_READERS)],
    "decided-form": [
        to_send("/runs/s10-finished/forms/0/lrmx", "302 403 403 403 403 403 409 403"),
        to_read("/runs/s10-finished/forms/0/lrmx", NOBODY_BY_GET),
    ],
    "form-import": [
        to_read("/forms/import", ORGANISER),
        to_send("/forms/import", "302 403 403 403 403 403 422 403"),
    ],
    "form-import-batch": [to_read(f"/forms/import/{UUID(int=0)}", "302 403 403 403 403 403 404 403")],
    "people-forms": [
        to_send("/forms/people", "302 403 403 403 403 403 409 403"),
        to_read("/forms/people", NOBODY_BY_GET),
    ],
    "person-form": [
        to_send("/forms/people/lrmx/HW012", "302 403 403 403 403 403 200 403"),
        to_send("/forms/people/odt/HW012", "302 403 403 403 403 403 409 403"),
        to_read("/forms/people/lrmx/HW012", NOBODY_BY_GET),
    ],
    "findings": [to_read("/findings", ROSTER_READERS)],
    "findings-check": [to_send("/findings/check", "302 403 403 403 403 403 302 403")],
    "finding-settle": [
        to_send("/findings/HW012/none/settle", "302 403 403 403 403 403 409 403"),
        to_read("/findings/HW012/none/settle", NOBODY_BY_GET),
    ],
    "establishment": [
        to_read("/establishment", ROSTER_READERS),
        to_read("/establishment?as=xlsx&on=2024-01-01", ROSTER_READERS),
        to_read("/establishment?on=yesterday", "302 403 403 403 409 409 409 403"),
    ],
    "establishment-cell": [
        to_read("/establishment/cell?unit=PQ&level=中层副职&leading=yes", ROSTER_READERS),
        to_read("/establishment/cell?unit=PQ&level=厅级", "302 403 403 403 404 404 404 403"),
    ],
    "competition-share": [
        to_read("/establishment/competition-share", ROSTER_READERS),
        to_read("/establishment/competition-share?year=2020&as=xlsx", ROSTER_READERS),
        to_send("/establishment/competition-share", "302 403 403 403 403 403 422 403"),
    ],
    "share-floor": [
        to_send("/establishment/competition-share/floor", "302 403 403 403 403 403 422 403"),
        to_read("/establishment/competition-share/floor", NOBODY_BY_GET),
    ],
    "promotion-remove": [
        to_send("/establishment/competition-share/remove", "302 403 403 403 403 403 409 403"),
        to_read("/establishment/competition-share/remove", NOBODY_BY_GET),
    ],
    "vacancies": [to_read("/establishment/vacancies", "302 403 403 403 302 302 302 403")],
    "vacancy-year": [
        to_read("/establishment/vacancies/2020", ROSTER_READERS),
        to_read("/establishment/vacancies/2020?as=xlsx", ROSTER_READERS),
        to_read("/establishment/vacancies/0", "302 403 403 403 404 404 404 403"),
        to_read(f"/establishment/vacancies/{10**30}", "302 403 403 403 404 404 404 403"),
    ],
    "vacancy-paper": [to_read("/establishment/vacancies/2020/paper", ROSTER_READERS)],
    "vacancy-unit": [
        to_read("/establishment/vacancies/2020/units/YQ", ROSTER_READERS),
        to_read("/establishment/vacancies/2020/units/P1", "302 403 403 403 404 404 404 403"),
        to_send("/establishment/vacancies/2020/units/YQ", "302 403 403 403 403 403 409 403"),
    ],
    "vacancy-return": [
        to_send("/establishment/vacancies/2020/units/YQ/return", ORGANISER.replace("200", "409")),
        to_read("/establishment/vacancies/2020/units/YQ/return", NOBODY_BY_GET),
    ],
    "vacancy-approve": [
        to_send("/establishment/vacancies/2020/units/YQ/approve", ORGANISER.replace("200", "409")),
        to_read("/establishment/vacancies/2020/units/YQ/approve", NOBODY_BY_GET),
    ],
    "unit": [
        to_read("/establishment/units/PQ", ROSTER_READERS),
        to_read("/establishment/units/nothing", "302 403 403 403 404 404 404 403"),
    ],
    "roster-export": [
        to_send("/roster/export", ROSTER_READERS),
        to_read("/roster/export", NOBODY_BY_GET),
    ],
    "roster-import": [
        to_read("/roster/import", "302 403 403 403 403 403 200 403"),
        to_send("/roster/import", "302 403 403 403 403 403 422 403"),
    ],
    "roster-template": [to_read("/roster/import/template", "302 403 403 403 403 403 200 403")],
    "archive-export": [to_send("/roster/import/export", "302 403 403 403 403 403 200 403")],
    "roster-upload": [to_read("/roster/import/none", "302 403 403 403 403 403 404 403")],
    "roster-upload-progress": [to_read("/roster/import/none/progress", "302 403 403 403 403 403 404 403")],
    "roster-upload-confirm": [to_send("/roster/import/none/confirm", "302 403 403 403 403 403 409 403")],
    "roster-upload-again": [to_send("/roster/import/none/again", "302 403 403 403 403 403 404 403")],
    "roster-upload-drop": [to_send("/roster/import/none/drop", "302 403 403 403 403 403 302 403")],
    "roster-upload-marked": [to_read("/roster/import/none/marked", "302 403 403 403 403 403 404 403")],
    "roster-view-save": [to_send("/roster/views", "302 403 403 403 422 422 422 403")],
    "roster-view-remove": [to_send("/roster/views/1/remove", "302 403 403 403 409 409 409 403")],
    "person": [to_read("/roster/people/HW012", ROSTER_READERS)],
    "person-changes": [
        to_read("/roster/people/HW012/changes", ROSTER_READERS),
        to_read("/roster/people/nobody/changes", "302 403 403 403 404 404 404 403"),
    ],
    "person-correct": [
        to_read("/roster/people/HW012/correct/people", ORGANISER),
        to_read("/roster/people/HW012/correct/units", "302 403 403 403 403 403 404 403"),
        to_send("/roster/people/HW012/correct/people", "302 403 403 403 403 403 422 403"),
    ],
    "person-documents": [to_send("/roster/people/HW012/documents", "302 403 403 403 403 403 409 403")],
    "person-document": [to_read("/roster/documents/1", "302 403 403 403 404 404 404 403")],
    "person-document-remove": [to_send("/roster/documents/1/remove", "302 403 403 403 403 403 409 403")],
    "dossier": [to_read("/dossier", "302 200 200 200 200 409 409 409")],
    "dossier-changes": [to_read("/dossier/changes", "302 200 200 200 200 409 409 409")],
    "dossier-photograph": [to_read("/dossier/photograph", "302 404 404 404 404 409 409 409")],
    "supervision": [
        to_read("/supervision", ROSTER_READERS),
        to_read("/supervision?as=xlsx&kind=relatives", ROSTER_READERS),
    ],
    "alert": [
        to_read("/supervision/alerts/none", "302 403 403 403 409 409 409 403"),
        to_send("/supervision/alerts/none", "302 403 403 403 409 403 403 403"),
    ],
    "alert-settings": [
        to_read("/supervision/settings", ROSTER_READERS),
        to_send("/supervision/settings", "302 403 403 403 422 403 403 403"),
    ],
    "trace-explorer": [
        to_read("/supervision/trace", ROSTER_READERS),
        to_read("/supervision/trace?person=HW012&since=yesterday&role=organiser", ROSTER_READERS),
    ],
    "trace-export": [to_read("/supervision/trace/export?act=close_stage", ROSTER_READERS)],
    "trace-entry": [
        to_read("/supervision/trace/s10-finished/4", ROSTER_READERS),
        to_read("/supervision/trace/reports/1", "302 403 403 403 200 404 404 403"),
        to_read("/supervision/trace/nothing/1", "302 403 403 403 404 404 404 403"),
    ],
    "person-way": [
        to_read("/supervision/people/HW012/way", ROSTER_READERS),
        to_read("/supervision/people/nobody/way", "302 403 403 403 404 404 404 403"),
    ],
    "leak-matrix": [
        to_read("/supervision/who-sees-what", "302 403 403 403 200 200 403 403"),
        to_read("/supervision/who-sees-what?on=never&fact=reports", "302 403 403 403 200 200 403 403"),
    ],
    "duties": [
        to_read("/supervision/duties", ROSTER_READERS),
        to_read("/supervision/duties?as=xlsx&kind=review", ROSTER_READERS),
    ],
    "duty": [
        to_read("/supervision/duties/none", ROSTER_READERS.replace("200", "409")),
        to_send("/supervision/duties/none", "302 403 403 403 409 403 409 403"),
    ],
    "duty-document": [to_read("/supervision/duties/none/document", ROSTER_READERS.replace("200", "409"))],
    "duty-file": [to_read("/supervision/duties/none/file", ROSTER_READERS.replace("200", "404"))],
    "report-line": [
        to_read("/report-line", "200 200 200 200 200 200 200 200"),
        to_send("/report-line", "422 422 422 422 422 422 422 422"),
    ],
    "report-follow": [
        to_read("/report-line/follow", "200 200 200 200 200 200 200 200"),
        to_send("/report-line/follow", "422 422 422 422 422 422 422 422"),
    ],
    "reports": [to_read("/supervision/reports", OFFICER)],
    "report": [
        to_read("/supervision/reports/none", OFFICER.replace("200", "409")),
        to_send("/supervision/reports/none", OFFICER.replace("200", "409")),
    ],
    "report-disqualify": [
        to_send("/supervision/reports/none/disqualify", OFFICER.replace("200", "409")),
        to_read("/supervision/reports/none/disqualify", NOBODY_BY_GET),
    ],
    "report-file": [to_read(f"/supervision/reports/files/{UUID(int=1)}", OFFICER.replace("200", "404"))],
    "trace": [to_read("/trace", ROSTER_READERS)],
    "trace-book": [to_read(f"/trace/{RUN}", ROSTER_READERS), to_read("/trace/house", ROSTER_READERS)],
    "trace-verify": [
        to_send(f"/trace/{RUN}/verify", ROSTER_READERS),
        to_read(f"/trace/{RUN}/verify", NOBODY_BY_GET),
    ],
    "trace-file": [to_read(f"/trace/{RUN}/file", ROSTER_READERS)],
    "enrolment": [
        to_read(ENROLMENT, "302 200 403 403 403 403 403 403"),
        to_send(ENROLMENT, "302 422 403 403 403 403 403 403"),
    ],
    "enrolment-withdraw": [to_send(f"{ENROLMENT}/withdraw", "302 404 403 403 403 403 403 403")],
    "enrolment-receipt": [to_read(f"{ENROLMENT}/receipt", "302 404 403 403 403 403 403 403")],
    "preferences": [to_read(f"{TWO_WAY}/preferences", "302 200 403 403 403 403 403 403")],
    "choosing": [to_read(f"{TWO_WAY}/choosing", "302 409 403 409 403 403 403 403")],
    "choosing-office": [
        to_read(f"{TWO_WAY}/choosing/general-office", "302 409 403 409 403 403 403 403"),
        to_send(f"{TWO_WAY}/choosing/general-office", "302 409 403 409 403 403 403 403"),
    ],
    "matching-board": [
        to_read(f"{TWO_WAY}/matching", RUN_READERS),
        to_read(f"{STAGE}/matching", "302 403 403 404 404 404 404 403"),
    ],
    "matching-heads": [
        to_read(f"{TWO_WAY}/matching/heads", ORGANISER),
        to_send(f"{TWO_WAY}/matching/heads", "302 403 403 403 403 403 404 403"),
    ],
    "matching-round": [to_send(f"{TWO_WAY}/matching/round", "302 403 403 403 403 403 422 403")],
    "matching-adjust": [
        to_read(f"{TWO_WAY}/matching/adjust", "302 403 403 200 403 403 200 403"),
        to_send(f"{TWO_WAY}/matching/adjust", "302 403 403 422 403 403 422 403"),
    ],
    "matching-undo": [to_send(f"{TWO_WAY}/matching/undo", "302 403 403 409 403 403 409 403")],
    "exam": [to_read(f"{STAGE}/exam", "302 404 403 403 403 403 403 403")],
    "exam-begin": [
        to_send(f"{STAGE}/exam/begin", "302 404 403 403 403 403 403 403"),
        to_read(f"{STAGE}/exam/begin", NOBODY_BY_GET),
    ],
    "exam-answers": [
        to_send(f"{STAGE}/exam/answers", "302 404 403 403 403 403 403 403"),
        to_read(f"{STAGE}/exam/answers", NOBODY_BY_GET),
    ],
    "exam-finish": [
        to_send(f"{STAGE}/exam/hand-in", "302 404 403 403 403 403 403 403"),
        to_read(f"{STAGE}/exam/hand-in", NOBODY_BY_GET),
    ],
    "exam-desk": [to_read(f"{STAGE}/exam-desk", "302 403 403 404 404 404 404 403")],
    "exam-bank": [
        to_send(f"{STAGE}/exam-desk/bank", "302 403 403 403 404 403 403 403"),
        to_read(f"{STAGE}/exam-desk/bank", NOBODY_BY_GET),
    ],
    "exam-collect": [
        to_send(f"{STAGE}/exam-desk/collect", "302 403 403 403 403 403 302 403"),
        to_read(f"{STAGE}/exam-desk/collect", NOBODY_BY_GET),
    ],
    "questions": [to_read("/questions", OFFICER), to_read("/questions?as=xlsx", OFFICER)],
    "question-new": [
        to_read("/questions/new", OFFICER),
        to_send("/questions/new", "302 403 403 403 422 403 403 403"),
    ],
    "question-import": [
        to_read("/questions/import", OFFICER),
        to_send("/questions/import", "302 403 403 403 422 403 403 403"),
    ],
    "question-template": [to_read("/questions/template", OFFICER)],
    "question": [
        to_read("/questions/lj01", OFFICER),
        to_read("/questions/none", "302 403 403 403 404 403 403 403"),
    ],
    "question-retire": [
        to_send("/questions/lj01/retire", "302 403 403 403 302 403 403 403"),
        to_send("/questions/none/retire", "302 403 403 403 409 403 403 403"),
        to_read("/questions/lj01/retire", NOBODY_BY_GET),
    ],
    "eligibility-desk": [to_read(f"{CLOSED}/eligibility", RUN_READERS)],
    "opening-desk": [to_read("/runs/s10-finished/stages/opening/opening", RUN_READERS)],
    "rechoose": [to_read("/runs/s10-finished/stages/opening/rechoose", "302 409 403 403 403 403 403 403")],
    "rechoose-back": [
        to_send("/runs/s10-finished/stages/opening/rechoose/take-back", "302 409 403 403 403 403 403 403"),
        to_read("/runs/s10-finished/stages/opening/rechoose/take-back", NOBODY_BY_GET),
    ],
    "scoring-desk": [
        to_read(f"{STAGE}/scoring", "302 403 403 403 200 403 200 403"),
        to_read("/runs/s10-finished/stages/speech/scoring", RUN_READERS),
    ],
    "desk-sheet": [
        to_read(f"{STAGE}/scoring/all/HW007/1", ORGANISER),
        to_send(f"{STAGE}/scoring/all/HW007/1", "302 403 403 403 403 403 422 403"),
        to_read(f"{STAGE}/scoring/all/HW007/99", "302 403 403 403 403 403 404 403"),
    ],
    "check-sheet": [
        to_read(f"{STAGE}/scoring/all/HW007/1/again", "302 403 403 403 200 403 200 403"),
        to_send(f"{STAGE}/scoring/all/HW007/1/again", "302 403 403 403 422 403 422 403"),
    ],
    "paper-marks": [
        to_read(f"{STAGE}/papers-marked/common", "302 403 403 403 403 403 404 403"),
        to_send(f"{STAGE}/papers-marked/common", "302 403 403 403 403 403 404 403"),
    ],
    "marking": [to_read(f"{STAGE}/marking", "302 403 200 403 403 403 403 403")],
    "marking-sheet": [
        to_read(f"{STAGE}/marking/1", "302 403 200 403 403 403 403 403"),
        to_send(f"{STAGE}/marking/1", "302 403 422 403 403 403 403 403"),
    ],
    "sheets": [
        to_read(SHEETS, "302 403 403 403 403 403 200 403"),
        to_send(SHEETS, "302 403 403 403 403 403 422 403"),
    ],
    "sheets-twice": [
        to_read(f"{SHEETS}/twice", ORGANISER),
        to_send(f"{SHEETS}/twice", "302 403 403 403 403 403 422 403"),
    ],
    "sheets-round": [
        to_read(f"{SHEETS}/1", "302 403 403 403 403 403 200 403"),
        to_send(f"{SHEETS}/1", "302 403 403 403 403 403 422 403"),
        to_read(f"{SHEETS}/2", "302 403 403 403 403 403 404 403"),
        to_read("/runs/s10-finished/stages/decision/sheets", "302 403 403 403 403 403 404 403"),
    ],
    "sheets-turnout": [
        to_send(f"{SHEETS}/1/turnout", "302 403 403 403 403 403 422 403"),
        to_send("/runs/s10-finished/stages/decision/sheets/1/turnout", "302 403 403 403 403 403 404 403"),
    ],
    "election": [to_read(ELECTION, RUN_READERS)],
    "election-round": [
        to_read(f"{ELECTION}/1", RUN_READERS),
        to_read(f"{ELECTION}/3", "302 403 403 404 404 404 404 403"),
    ],
    "election-act": [
        to_send(f"{ELECTION}/1/set-up", "302 403 403 403 403 403 422 403"),
        to_send(f"{ELECTION}/1/open", "302 403 403 403 403 403 404 403"),
        to_send(f"{ELECTION}/1/void", "302 403 403 403 404 403 404 403"),
        to_send(f"{ELECTION}/1/nothing", "302 404 404 404 404 404 404 404"),
        to_read(f"{ELECTION}/1/set-up", NOBODY_BY_GET),
    ],
    "election-slips": [to_read(f"{ELECTION}/1/slip-order", "302 403 403 403 403 403 404 403")],
    "election-issuer": [to_read(f"{ELECTION}/1/issuer-order", "302 403 403 403 403 403 404 403")],
    "election-demo": [to_read(f"{ELECTION}/1/demo/staff", "302 403 403 403 403 403 404 403")],
    "election-roll": [
        to_read(f"{ELECTION}/1/roll", "302 403 403 403 403 403 200 403"),
        to_send(f"{ELECTION}/1/roll", "302 403 403 403 403 403 422 403"),
    ],
    "second-round": [to_read(f"{NO_VOTES}/second-round", "302 403 403 404 404 404 404 403")],
    "ballot-collect": [to_read("/elections/none/collect", NOT_ON_ROLL)],
    "ballot-opening": [to_read("/elections/none/opening", NOT_ON_ROLL)],
    "ballot-issue": [to_send("/elections/none/issue", NOT_ON_ROLL)],
    "ballot-backup": [
        to_read("/elections/none/backup", NOT_ON_ROLL),
        to_send("/elections/none/backup", NOT_ON_ROLL),
    ],
    "meeting": [to_read(MEETING, RUN_READERS)],
    "meeting-record": [to_send(f"{MEETING}/record", "302 403 403 403 403 403 422 403")],
    "meeting-attendance": [to_send(f"{MEETING}/attendance", "302 403 403 403 403 403 302 403")],
    "meeting-votes": [to_send(f"{MEETING}/votes", "302 403 403 403 403 403 404 403")],
    "meeting-own-vote": [to_send(f"{MEETING}/own-vote", "302 403 403 404 403 403 403 403")],
    "meeting-count": [to_send(f"{MEETING}/count", "302 403 403 403 403 403 404 403")],
    "meeting-postpone": [to_send(f"{MEETING}/postpone", "302 403 403 403 403 403 404 403")],
    "candidate-forms": [
        to_read("/runs/s10-decision/stages/inspection/forms/reports", RUN_READERS),
        to_send("/runs/s10-decision/stages/inspection/forms/reports", "302 403 403 404 404 404 404 403"),
    ],
    "opinions": [
        to_read("/runs/s10-decision/stages/clearance/opinions", "302 409 403 200 200 200 200 403"),
        to_send("/runs/s10-decision/stages/clearance/opinions", "302 409 403 404 404 404 404 403"),
    ],
    "opinion-countersign": [
        to_send(
            "/runs/s10-decision/stages/clearance/opinions/countersign", "302 409 403 409 409 403 409 403"
        ),
        to_read("/runs/s10-decision/stages/clearance/opinions/countersign", NOBODY_BY_GET),
    ],
    "notice-desk": [
        to_read("/runs/s10-notice/stages/notice/notice", RUN_READERS),
        to_send("/runs/s10-notice/stages/notice/notice", "302 403 403 403 403 403 422 403"),
    ],
    "objections": [
        to_read("/runs/s10-notice/stages/notice/objections", "302 403 403 403 200 403 403 403"),
        to_send("/runs/s10-notice/stages/notice/objections", "302 403 403 403 404 403 403 403"),
    ],
    "approvals": [to_read(f"{STAGE}/approvals", "302 403 403 404 404 404 404 403")],
    "approvals-record": [to_send(f"{STAGE}/approvals/record", "302 403 403 403 403 403 404 403")],
    "appointments": [to_read(APPOINTMENTS, RUN_READERS)],
    "appointments-record": [to_send(f"{APPOINTMENTS}/record", "302 403 403 403 403 403 409 403")],
    "notices": [to_read("/notices", "200 200 200 200 200 200 200 200")],
    "notice": [
        to_read("/notices/s10-notice/notice", "200 200 200 200 200 200 200 200"),
        to_send("/notices/s10-notice/notice", "422 422 422 422 422 422 422 422"),
    ],
    "accounts": [to_read("/accounts", "302 403 403 403 403 403 403 200")],
    "account-open": [to_send("/accounts/open", "302 403 403 403 403 403 403 422")],
    "account-grant": [to_send("/accounts/staff/grant", "302 403 403 403 403 403 403 422")],
    "account-revoke": [to_send("/accounts/staff/revoke", "302 403 403 403 403 403 403 409")],
    "account-link": [to_send("/accounts/staff/link", "302 403 403 403 403 403 403 200")],
    "demo-reset": [to_send("/demo/reset", "302 403 403 403 403 403 302 302")],
}


def every_pattern(patterns):
    for pattern in patterns:
        if isinstance(pattern, URLPattern):
            yield pattern
        else:
            yield from every_pattern(pattern.url_patterns)


def test_every_address_has_a_name_and_a_row_and_no_row_is_left_over():
    names = [pattern.name for pattern in every_pattern(get_resolver().url_patterns)]
    assert None not in names
    assert len(set(names)) == len(names)
    assert set(names) == set(TABLE)


ASKS = [pytest.param(ask, id=f"{ask.method} {ask.address}") for asks in TABLE.values() for ask in asks]


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("ask", ASKS)
def test_every_reader_gets_what_the_table_says(ask, reader, as_role, client):
    asking = client if reader == "anonymous" else as_role(reader)
    answer = asking.generic(ask.method, ask.address, "")
    assert answer.status_code == int(ask.statuses.split()[READERS.index(reader)])
    if reader == "anonymous" and answer.status_code == 302 and ask.method == "GET":
        assert answer.headers["Location"].startswith("/sign-in?next=")


def test_the_officer_of_a_unit_reads_what_everybody_reads_and_the_own_unit_alone(street, client):
    client.force_login(make_account("officer", "unit_officer"))
    Account.objects.get(username="officer").grants.update(unit="YQ")
    admin = READERS.index("admin")
    opened = {
        name
        for name, asks in TABLE.items()
        for ask in asks
        if ask.method == "GET" and client.get(ask.address).status_code == 200
    }
    everybodys = {
        name
        for name, asks in TABLE.items()
        for ask in asks
        if ask.method == "GET" and ask.statuses.split()[admin] == "200"
    }
    assert opened - everybodys == {"vacancy-year", "vacancy-paper", "vacancy-unit"}
