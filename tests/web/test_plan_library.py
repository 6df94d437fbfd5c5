"""The library of plans: shipped ones, one's own with their state, cloning, versions, approval, dry runs."""

import io
import json
from datetime import date

import pytest
from openpyxl import load_workbook

from quanheng.actions.shipped_plans import PLANS, shipped_plans
from quanheng.actions.start_run import start_run
from quanheng.core.plans.reading import read_plan
from quanheng.core.trace import Entry
from quanheng.core.values import Refused, Text
from quanheng.core.workdays import Calendar
from quanheng.store import queries
from quanheng.store.books import HOUSE, entries_of
from quanheng.store.models import Account, PlanDraft
from quanheng.web.reader import now

pytestmark = pytest.mark.django_db

ID = "s10-street-office"
PAGE = f"/plans/{ID}"
TEXT = (PLANS / "s10-street-office.yaml").read_text(encoding="utf-8")
ASKING = "approval: {by: leading_group, basis: 街道干部管理办法}\n"


def last_entry() -> Entry:
    """The last entry of the house's book."""
    return list(entries_of(HOUSE))[-1]


def saved(client, text):
    """A version made of a text through the editor."""
    address = client.post(f"{PAGE}/edit").headers["Location"]
    assert client.post(f"{address}/save", {"text": text, "revision": 1}).status_code == 302
    return queries.plan_version(ID)


def acting_as(client, username):
    client.force_login(
        Account.objects.get(username=username), backend="django.contrib.auth.backends.ModelBackend"
    )
    return client


def test_the_library_narrows_by_words_and_state_and_exports(as_role):
    client = as_role("staff")
    page = client.get("/plans")
    assert {c.plan: c.standing for c in page.context["page"]}[ID] == "in_use"
    assert [s.slug for s in page.context["shipped"]] == list(shipped_plans())
    assert client.get("/plans?words=竞争上岗").context["shipped"]
    assert client.get("/plans?words=nothing").context["page"].paginator.count == 0
    assert client.get("/plans?state=approved").context["page"].paginator.count == 0
    assert client.get("/plans?state=shipped").context["page"].paginator.count == 0
    rows = list(load_workbook(io.BytesIO(client.get("/plans?as=xlsx").content)).active.values)
    assert rows[0][0] == "编号"
    assert {row[0]: row[3] for row in rows}[ID] == "在用"


@pytest.mark.parametrize("slug", list(shipped_plans()))
def test_a_shipped_plan_is_taken_into_the_editor(as_role, slug):
    client = as_role()
    page = client.get(f"/plan-library/{slug}")
    given = page.context["form"].initial
    answer = client.post(f"/plan-library/{slug}", {**given, "begins_on": given["begins_on"].isoformat()})
    draft = PlanDraft.objects.get(pk=int(answer.headers["Location"].rsplit("/", 1)[-1]))
    made = read_plan(draft.text).plan
    assert (draft.origin, made.id) == (f"shipped/{slug}", given["plan"])
    assert len(made.posts) == len(shipped_plans()[slug].plan.posts)
    assert client.get("/plans").context["drafts"] == [draft]
    saved = client.post(f"{answer.headers['Location']}/save")
    assert saved.status_code == 302
    version = queries.plan_version(made.id)
    assert version.copied_from == f"shipped/{slug}"
    assert last_entry().body["copied_from"] == f"shipped/{slug}"


def test_last_years_plan_is_cloned_with_days_and_posts(as_role):
    client = as_role()
    kept = [p.id for p in read_plan(TEXT).plan.posts[:2]]
    days = client.get(f"{PAGE}/clone?version=1&begins_on=2027-03-06", HTTP_HX_REQUEST="true")
    assert "2027-03-08" in days.content.decode()
    assert "<html" not in days.content.decode()
    given = {"plan": "street-2027", "title": "二〇二七年方案", "begins_on": "2027-03-06", "posts": kept}
    answer = client.post(f"{PAGE}/clone?version=1", given)
    plan = read_plan(PlanDraft.objects.get(origin=f"{ID}/1").text).plan
    assert answer.status_code == 302
    assert ([p.id for p in plan.posts], plan.title, plan.begins_on) == (
        kept,
        Text("二〇二七年方案"),
        date(2027, 3, 8),
    )
    written = [s.time.on for s in plan.stages if s.time is not None and s.time.on is not None]
    assert all(Calendar().is_working_day(day) for day in written)
    taken = client.post(f"{PAGE}/clone?version=1", {**given, "plan": ID})
    assert (taken.status_code, list(taken.context["form"].errors)) == (422, ["plan"])
    late = client.post(f"{PAGE}/clone?version=1", {**given, "begins_on": "9999-01-01"})
    assert list(late.context["form"].errors) == ["begins_on"]


def test_two_versions_are_compared_by_meaning_by_day_and_by_line(as_role):
    client = as_role()
    old = queries.plan_version(ID)
    new = saved(
        client,
        old.text.replace("ratio: 1.5", "ratio: 2").replace(
            "time: {after: decision, by: {days: 1}}", "time: {after: decision, by: {days: 4}}"
        ),
    )
    page = client.get(f"{PAGE}/compare?version={new.number}&with={old.number}")
    told = {d.where.zh: (d.old.zh, d.new.zh) for d in page.context["differences"]}
    assert told["环节“确定开考职位” › 开考比例"] == ("1.5", "2")
    assert {m.title.zh for m in page.context["moved"]} >= {"任前公示", "任职"}
    assert {p.kind for p in page.context["pairs"]} == {"same", "changed", "gap"}
    rows = list(
        load_workbook(
            io.BytesIO(client.get(f"{PAGE}/compare?version={new.number}&as=xlsx").content)
        ).active.values
    )
    assert len(rows) == len(page.context["differences"]) + 1
    assert client.get(f"{PAGE}/compare?with=99").status_code == 404
    lines = client.get(f"{PAGE}/versions").context["lines"]
    assert (lines[0][0].number, lines[0][3]) == (new.number, ())
    assert "s10-finished" in [code for _, _, _, runs in lines for code in runs]


def test_a_plan_goes_to_its_body_and_back_with_comments_and_is_approved(as_role):
    client = as_role()
    version = saved(client, TEXT.replace("as_of:", f"{ASKING}as_of:", 1))
    page = f"{PAGE}/review"
    with pytest.raises(Refused) as refused:
        start_run(Account.objects.get(username="organiser").actor(), version, "too-early", now())
    assert refused.value.code == "plan_not_approved"
    assert client.post(f"{page}/submit", {"body": "superior"}).status_code == 409
    assert client.post(f"{page}/submit", {"body": "leading_group", "message": "请审定"}).status_code == 302
    assert client.post(f"{page}/submit", {"body": "leading_group"}).status_code == 409
    assert client.get("/plans?state=submitted").context["page"].paginator.count == 1
    own = client.post(f"{page}/approve")
    assert (own.status_code, "须由领导班子成员审批" in own.content.decode()) == (409, True)

    acting_as(client, "committee")
    assert [t.where.zh for t in client.get("/").context["plans"]] == [
        f"{version.title_zh}（第 {version.number} 版）"
    ]
    assert [r.number for r, _ in client.get("/plans").context["reviews"]] == [version.number]
    line = version.text.splitlines().index("  - id: enrolment") + 1
    shown = client.get(f"{page}?line={line}")
    assert shown.context["comment_place"].zh == "环节“报名”"
    assert (
        client.post(f"{page}/comment", {"path": shown.context["comment_path"], "text": " "}).status_code
        == 409
    )
    client.post(f"{page}/comment", {"path": shown.context["comment_path"], "text": "报名方式写全"})
    assert last_entry().body["line"] == line
    assert client.post(f"{page}/return").status_code == 409
    assert client.post(f"{page}/return", {"decision": "请补正"}).status_code == 302
    assert (last_entry().act, last_entry().body["decision"]) == ("return_plan", "请补正")
    assert client.post(f"{page}/approve").status_code == 409

    acting_as(client, "organiser")
    assert [t.text.zh for t in client.get("/").context["plans"]] == ["按意见修改退回的方案"]
    address = client.post(f"{PAGE}/edit").headers["Location"]
    html = client.get(address).content.decode()
    assert "报名方式写全" in html
    assert "请补正" in html
    better = saved(
        client,
        version.text.replace(
            "channels: [self, mass, organisation]", "channels: [self, mass, organisation, joint]"
        ),
    )
    assert client.post(f"{page}/submit", {"body": "leading_group"}).status_code == 302
    assert client.get("/").context["plans"] == ()
    acting_as(client, "discipline")
    refusal = client.post(f"{page}/approve").content.decode()
    assert f"方案第 {better.text.splitlines().index(ASKING.strip()) + 1} 行" in refusal
    assert "第14条" in refusal
    acting_as(client, "committee")
    assert client.post(f"{page}/approve", {"decision": "同意"}).status_code == 302
    assert last_entry().act == "approve_plan"
    run = start_run(Account.objects.get(username="organiser").actor(), better, "after-approval", now())
    assert run.plan_version == better
    assert {c.plan: c.standing for c in client.get("/plans").context["page"]}[ID] == "in_use"


def test_a_plan_with_errors_is_not_submitted(as_role):
    client = as_role()
    saved(client, TEXT.replace("weight: 60", "weight: 70"))
    answer = client.post(f"{PAGE}/review/submit", {"body": "leading_group"})
    assert (answer.status_code, "处错误，不能报批" in answer.content.decode()) == (409, True)
    assert client.get(f"{PAGE}/review").context["errors"]


def test_nobody_approves_their_own_plan_at_the_superior(as_role):
    client = as_role()
    saved(client, TEXT.replace("as_of:", "approval: {by: superior}\nas_of:", 1))
    assert client.post(f"{PAGE}/review/submit", {"body": "superior"}).status_code == 302
    assert "不能自己批准" in client.post(f"{PAGE}/review/approve").content.decode()


def test_a_dry_run_on_a_run_shows_who_would_be_in_and_leaves_an_entry_only(as_role):
    client = as_role()
    saved(client, queries.plan_version(ID).text.replace("keep: {per_seat: 1,", "keep: {per_seat: 2,"))
    page = client.post(f"{PAGE}/dry-run", {"way": "run", "run": "s10-finished"})
    changes = {str(words): number for words, number, _ in page.context["changes"]}
    assert changes["相同"] > 0
    assert {s.how for s, _ in page.context["stages"]} >= {"played", "counted_then"}
    entry = last_entry()
    assert (entry.act, entry.body["run"]) == ("dry_run_plan", "s10-finished")
    assert set(entry.body) == {"plan", "number", "digest", "run"}
    assert client.post(f"{PAGE}/dry-run", {"way": "run", "run": "nothing"}).status_code == 409


def test_a_dry_run_on_the_roster_of_a_day(as_role):
    client = as_role("auditor")
    page = client.post(f"{PAGE}/dry-run", {"way": "roster", "on": now().date().isoformat()})
    assert len(page.context["by_post"]) == len([p for p in read_plan(TEXT).plan.posts if not p.excluded])
    assert last_entry().body["roster_on"] == now().date().isoformat()
    assert client.post(f"{PAGE}/dry-run", {"way": "roster", "on": "soon"}).status_code == 409
    assert json.dumps(last_entry().body).count("HW0") == 0


def test_a_dry_run_tells_nobody_a_fact_that_their_role_does_not_see(as_role):
    client = as_role()
    saved(
        client,
        TEXT.replace("eligibility:\n  all:\n", "eligibility:\n  all:\n    - health: {in: [特级]}\n", 1),
    )
    asked = {"way": "roster", "on": now().date().isoformat()}
    assert "特级" in client.post(f"{PAGE}/dry-run", asked).content.decode()
    told = acting_as(client, "auditor").post(f"{PAGE}/dry-run", asked).content.decode()
    assert "特级" not in told
    assert "您的角色看不到" in told
