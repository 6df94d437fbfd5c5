"""Cases on screen (责任追究案件): by the officer who handles them, and by those who see their own step alone."""

import io

import pytest
from browsing import make_account
from docx import Document
from openpyxl import load_workbook

from quanheng.actions.take_case_steps import take_case_steps
from quanheng.core.accountability.case import KIND
from quanheng.core.accountability.steps import Closing, Decision, Finding, Imposed, Statement
from quanheng.core.authority import Actor
from quanheng.store.cases import all_cases, case_of
from quanheng.store.load import roster_people
from quanheng.store.models import Account
from quanheng.web.reader import now

pytestmark = pytest.mark.django_db
OPEN = "/nominations/s3-finished/service-director/HW030/case"


def today():
    return now().date().isoformat()


def opening(**more):
    given = {"ground": "FN-2", "evidence": "区纪委移送第9号", "known_on": today(), "scope": "nominators"}
    return given | more


def signed_in(client, username, person, *roles):
    """The account of a person, with these roles and no others."""
    account = Account.objects.filter(person_code=person).first() or make_account(username, *roles)
    account.grants.all().delete()
    for role in roles:
        account.grants.create(role=role, granted_at=now())
    Account.objects.filter(pk=account.pk).update(person_code=person)
    account.refresh_from_db()
    client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
    return client


def opened(client):
    answer = client.post(OPEN, opening())
    assert answer.status_code == 302
    return answer.headers["Location"].rsplit("/", 1)[1]


def to_the_end(code):
    """A case closed today; who bears a consequence may still appeal."""
    day = now().date()
    officer = Actor("discipline", "HW011", frozenset({"discipline_officer"}))
    people = ("HW002", "HW003")
    given = {"consequence": "criticism", "imposed_on": day, "paper": "责追2号"}
    steps = {
        "statement": [Statement(party=p, text="经集体研究", stated_on=day) for p in people],
        "finding": [Finding(party=p, manner="joint", reasons="走访不够", found_on=day) for p in people],
        "decision": [Decision(held_on=day, present="HW011、HW012、HW016", agree=3, paper="纪要2号")],
        "consequence": [Imposed(party=p, **given) for p in people],
        "closing": [Closing(closed_on=day)],
    }
    for kind, rows in steps.items():
        take_case_steps(officer, code, kind, rows, now())


def heard():
    """The case of the demonstration that is being heard."""
    return next(c.code for c in all_cases() if c.facts.candidate.person == "HW025")


def test_the_form_shows_the_record_and_offers_only_grounds_that_fit(as_role):
    page = as_role("discipline").get(OPEN)
    assert [g.id for g in page.context["grounds"]] == ["FN-1", "FN-2", "FN-5", "FN-6"]
    assert [g.id for g in page.context["other_grounds"]] == ["FN-3", "FN-4"]
    assert "签发“纪检监察机关意见必听”意见" in page.content.decode()


def test_a_refused_opening_keeps_what_was_typed(as_role):
    client, before = as_role("discipline"), len(all_cases())
    answer = client.post(OPEN, opening(known_on="2099-01-01"))
    assert (answer.status_code, "区纪委移送第9号" in answer.content.decode()) == (422, True)
    assert len(all_cases()) == before


def test_a_case_goes_its_whole_way_on_screen(as_role):
    client = as_role("discipline")
    code = opened(client)
    page = f"/nominations/cases/{code}"

    def step(kind, **row):
        sent = {f"{kind}-{k}": v for k, v in row.items()} if kind != "decision" else row
        answer = client.post(f"{page}/steps/{kind}", sent)
        assert answer.status_code == 302, answer.content.decode()

    for who in ("HW002", "HW003"):
        step("statement", party=who, text="经集体研究", stated_on=today())
    assert client.get(page).context["phase"] == "finding"
    for who in ("HW002", "HW003"):
        step("finding", party=who, manner="joint", reasons="人情推荐", found_on=today())
    step(
        "decision", held_on=today(), present=["HW011", "HW012", "HW016"], agree="3", against="0", abstain="0",
        paper="纪要3号",
    )  # fmt: skip
    for who in ("HW002", "HW003"):
        step("consequence", party=who, consequence="admonition", imposed_on=today(), paper="责追3号")
    step("closing", closed_on=today(), note="归档")
    done = client.get(page)
    open_forms = [kind for kind, _, _ in done.context["forms"]]
    assert (done.context["phase"], open_forms, done.context["holds"]) == ("closed", ["appeal"], True)
    assert KIND in {s.kind for s in roster_people()["HW003"].sanctions}
    assert "诫勉，责追3号" in client.get("/roster/people/HW003").content.decode()


def test_whoever_bears_a_consequence_appeals_on_screen_and_reads_the_answer(as_role, street, client):
    code = opened(as_role("discipline"))
    to_the_end(code)
    client = signed_in(client, "appellant", "HW002", "committee_member")
    (task,) = [t for t in client.get("/").context["answering"] if code in t.href]
    assert task.text.zh == "首提责任追究：可以申请复核或申诉"
    page = client.get(task.href)
    assert "通报批评" in page.content.decode() and "走访不够" not in page.content.decode()
    address = f"/nominations/cases/{code}/appeal"
    assert client.post(address, {"way": "review", "appeal": ""}).status_code == 422
    assert client.post(address, {"way": "appeal", "appeal": "已如实说明"}).status_code == 302
    assert client.post(address, {"way": "appeal", "appeal": "再说"}).status_code == 422
    assert "待答复" in client.get(task.href).content.decode()
    officer = as_role("discipline")
    forms = [kind for kind, _, _ in officer.get(f"/nominations/cases/{code}").context["forms"]]
    assert forms == ["appeal", "answer"]
    row = {
        "party": "HW002", "way": "appeal", "result": "revoked", "reasons": "查明无责", "by": "区纪委",
        "paper": "申决2号", "answered_on": today(),
    }  # fmt: skip
    sent = {f"answer-{name}": value for name, value in row.items()}
    assert officer.post(f"/nominations/cases/{code}/steps/answer", sent).status_code == 302
    shown = signed_in(client, "appellant", "HW002", "committee_member").get(task.href).content.decode()
    assert "撤销" in shown and "查明无责" in shown
    assert not [s for s in roster_people()["HW002"].sanctions if s.kind == KIND]
    paper = as_role("discipline").post(f"/nominations/cases/{code}/papers/answer")
    assert paper.status_code == 200


def test_a_step_out_of_order_and_a_recused_vote_come_back_with_their_words(as_role):
    client = as_role("discipline")
    code = opened(client)
    answer = client.post(
        f"/nominations/cases/{code}/steps/finding",
        {
            "finding-party": "HW002",
            "finding-manner": "individual",
            "finding-reasons": "早了",
            "finding-found_on": today(),
        },
    )
    assert (answer.status_code, "听取陈述" in answer.content.decode()) == (422, True)
    assert case_of(code).steps == ()


def test_the_members_who_must_recuse_are_not_offered(as_role):
    client = as_role("discipline")
    page = client.get(f"/nominations/cases/{heard()}")
    assert (page.context["voters"], page.context["recused"]) == (
        ["陶柏山", "冉鸢岚", "岑岚桐", "荆彦柏"],
        ["屈柏敬"],
    )


def test_whoever_is_concerned_sees_their_own_step_alone(as_role):
    code = heard()
    client = as_role("judge")
    (task,) = [t for t in client.get("/").context["answering"] if code in t.href]
    assert task.text.zh == "首提责任追究：本人陈述"
    page = client.get(task.href)
    text = page.content.decode()
    assert "您看得到本人的陈述，看不到案卷" in text
    assert "违规收受企业礼金" not in text and "未走访服务企业" not in text
    assert client.get(f"/nominations/cases/{code}").status_code == 403
    assert client.post(task.href, {"text": ""}).status_code == 422
    assert client.post(task.href, {"text": "提名时不知情"}).status_code == 302
    assert "提名时不知情" in client.get(task.href).content.decode()
    assert not [t for t in client.get("/").context["answering"] if code in t.href]
    officer = as_role("discipline").get(f"/nominations/cases/{code}").content.decode()
    assert "提名时不知情" in officer


def test_a_discipline_officer_who_is_concerned_sees_no_file(as_role, street, client):
    code = heard()
    concerned = signed_in(client, "hand", "HW018", "discipline_officer")
    assert concerned.get(f"/nominations/cases/{code}").status_code == 403
    assert code not in concerned.get("/nominations/cases").content.decode()
    sheet = load_workbook(io.BytesIO(concerned.get("/nominations/cases?as=xlsx").content)).active
    assert code not in [row[0] for row in sheet.iter_rows(values_only=True)]
    assert concerned.get(OPEN).status_code == 409
    assert not [t for t in concerned.get("/").context["answering"] if code in t.href]
    assert [bar.numbers[-2] for bar in concerned.get("/nominations/figures").context["bars"]] == [0] * 7


def test_a_deciding_member_reads_the_file_once_there_are_findings(as_role, street, client):
    officer = as_role("discipline")
    code = opened(officer)
    page = f"/nominations/cases/{code}"
    member = signed_in(client, "member", "HW012", "committee_member")
    assert member.get(page).status_code == 403
    officer = as_role("discipline")
    for who in ("HW002", "HW003"):
        sent = {"statement-party": who, "statement-text": "x", "statement-stated_on": today()}
        officer.post(f"{page}/steps/statement", sent)
    for who in ("HW002", "HW003"):
        sent = {
            "finding-party": who,
            "finding-manner": "none",
            "finding-reasons": "x",
            "finding-found_on": today(),
        }
        assert officer.post(f"{page}/steps/finding", sent).status_code == 302
    member = signed_in(client, "second", "HW016", "committee_member")
    answer = member.get(page)
    assert (answer.status_code, answer.context["forms"]) == (200, [])
    assert [t.href for t in member.get("/").context["answering"] if code in t.href] == [page]


def test_the_trace_in_sight_of_an_organiser_names_nobody(as_role):
    opened(as_role("discipline"))
    page = as_role("organiser").get("/trace/house?act=open_case").content.decode()
    assert "立案" in page
    assert "HW002" not in page and "区纪委移送" not in page


@pytest.mark.parametrize(
    ("paper", "words"),
    [
        ("opening", ("区纪委移送：任职前曾违规收受", "签发“干部档案必审”意见", "纪实首码")),
        ("notice", ("阮静黛、滕韵棣、骆敬", "作出陈述和申辩")),
    ],
)
def test_the_papers_of_a_case(as_role, paper, words):
    answer = as_role("discipline").post(f"/nominations/cases/{heard()}/papers/{paper}")
    document = Document(io.BytesIO(answer.content))
    text = "\n".join(
        [
            *(p.text for p in document.paragraphs),
            *(c.text for t in document.tables for r in t.rows for c in r.cells),
        ]
    )
    assert all(w in text for w in words), text


def test_the_decision_is_a_paper_once_it_was_taken(as_role):
    client = as_role("discipline")
    assert client.post(f"/nominations/cases/{heard()}/papers/decision").status_code == 409
    closed = next((c.code for c in all_cases() if c.closing() is not None), None)
    assert closed is not None
    document = Document(io.BytesIO(client.post(f"/nominations/cases/{closed}/papers/decision").content))
    text = "\n".join(p.text for p in document.paragraphs)
    assert all(w in text for w in ("承担个人责任", "诫勉（河街责追〔2026〕1号", "影响期至", "屈柏敬回避"))
