"""The supervision desk: what is found in the invented street office, explained, closed, and shown to whom."""

import io
import re

import pytest
from openpyxl import load_workbook

from quanheng.actions.find_alerts import alerts_on
from quanheng.actions.worked_out import forget_worked_out
from quanheng.core.trace import Verified, verify
from quanheng.store.books import HOUSE, entries_of
from quanheng.store.models import Account, AlertNote, Relation, Tenure
from quanheng.web.reader import now

pytestmark = pytest.mark.django_db


def alert_of_kind(kind):
    return next(a for a in alerts_on(now().date()) if a.kind == kind)


def path(kind):
    return f"/supervision/alerts/{alert_of_kind(kind).key}"


def test_the_street_office_has_one_over_and_an_explanation_is_closed_by_another(as_role):
    over = path("over_establishment")
    shown = as_role("auditor").get("/supervision").content.decode()
    assert "街道领导班子 乡科级副职：核定 8（河编〔2019〕7号），实有 9，超 1。" in shown
    assert "《中华人民共和国公务员法（2018 修订）》第43条" in shown
    organiser = as_role("organiser")
    assert organiser.post(over, {"state": "closed", "reason": "编办已批"}).status_code == 403
    assert organiser.post(over, {"state": "explained", "reason": " "}).status_code == 422
    assert organiser.post(over, {"state": "explained", "reason": "年底前消化"}).status_code == 302
    assert organiser.post(over, {"state": "explained", "reason": "再说一次"}).status_code == 422
    Account.objects.filter(username="discipline").update(person_code=None)  # one who holds no seat here
    officer = as_role("discipline")
    assert officer.post(over, {"state": "explained", "reason": "代说明"}).status_code == 403
    assert officer.post(over, {"state": "closed", "reason": "情况属实，限期消化"}).status_code == 302
    assert officer.post(over, {"state": "open", "reason": "未按期消化"}).status_code == 302
    states = list(AlertNote.objects.filter(kind="over_establishment").values_list("state", flat=True))
    assert states == ["explained", "closed", "open"]
    key = over.rpartition("/")[2]
    last = [(e.act, e.body["state"]) for e in entries_of(HOUSE) if e.subject == f"alert.{key}"]
    assert last == [("explain_alert", "explained"), ("close_alert", "closed"), ("close_alert", "open")]
    assert isinstance(verify(entries_of(HOUSE)), Verified)


def test_an_explanation_no_longer_counts_when_the_facts_change(as_role):
    over = path("over_establishment")
    as_role("organiser").post(over, {"state": "explained", "reason": "年底前消化"})
    assert "已说明" in as_role("organiser").get(over).content.decode()
    Tenure.objects.create(
        person_id="HW012", kind="post", name="党工委委员", since="2026-01-01", unit="街道领导班子",
        level="乡科级副职", leading=True, known_from=now(),
    )  # fmt: skip
    forget_worked_out()
    changed = as_role("organiser").get(over).content.decode()
    assert "此后事实有变，不再计" in changed
    assert "超 2。" in changed


def test_kin_in_the_office_that_a_leader_heads_is_found(as_role):
    Relation.objects.create(person_id="HW009", to="HW023", kind="外甥", known_from=now())
    forget_worked_out()
    texts = [a.text.zh for a in alerts_on(now().date()) if a.kind == "relatives"]
    assert len(texts) == 1
    assert "三代以内旁系血亲，外甥" in texts[0]


def test_filters_and_the_spreadsheet(as_role):
    client = as_role("discipline")
    shown = client.get("/supervision?kind=over_establishment&severity=error&state=open&words=hw003").content
    assert "超 1。" in shown.decode()
    assert "没有符合条件的预警" in client.get("/supervision?kind=relatives&words=nobody").content.decode()
    sheet = load_workbook(io.BytesIO(client.get("/supervision?as=xlsx").content)).active
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert any(row[:2] == ["违规", "超职数"] for row in rows)


def test_before_a_decision_each_reader_sees_what_their_role_may_see(as_role):
    whole = as_role("organiser").get("/runs/s10-decision").content.decode()
    assert "讨论前须看的预警" in whole
    assert "领导干部近亲属 12 个月内提拔" in whole
    short = as_role("committee").get("/runs/s10-decision").content.decode()
    assert "涉及您的角色看不到的事实" in short
    assert "近亲属" not in short
    assert "讨论前须看的预警" not in as_role("organiser").get("/runs/s10-speech").content.decode()


def test_the_numbers_are_set_with_their_source_and_stay(as_role):
    officer = as_role("discipline")
    page = officer.get("/supervision/settings").content.decode()
    said = dict(re.findall(r'name="(\w+)"[^>]*value="([^"]*)"', page))
    said |= {"mass_count": "2", "window_days": "400", "changes": "昨天 改革", "source": "区委〔2026〕1号"}
    said.pop("csrfmiddlewaretoken", None)
    assert officer.post("/supervision/settings", said).status_code == 422
    today = now().date()
    said["changes"] = f"{today} 机构改革\n\n"
    assert officer.post("/supervision/settings", said).status_code == 302
    page = as_role("auditor").get("/supervision/settings").content.decode()
    assert "区委〔2026〕1号" in page
    assert "其间提拔多少人算突击：5 → 2" in page
    rushed = [a for a in alerts_on(today) if a.kind == "mass_promotion"]
    assert [a.text.zh.partition("前 ")[0] for a in rushed] == [f"“机构改革”（{today}）"]
    officer = as_role("discipline")
    assert officer.post("/supervision/settings", {**said, "source": " "}).status_code == 422


def test_nobody_closes_an_alert_that_names_them(as_role):
    over = path("over_establishment")  # the discipline officer holds one of the seats that are over
    assert "HW011" in alert_of_kind("over_establishment").people()
    answer = as_role("discipline").post(over, {"state": "closed", "reason": "情况属实"})
    assert answer.status_code == 422
    assert "涉及您本人" in answer.content.decode()
