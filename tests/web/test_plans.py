"""Plans: read, checked, laid on the calendar, started."""

import io

import pytest
from openpyxl import load_workbook
from street_office import plan

from quanheng.actions.demo_runs import PLANS
from quanheng.core.plans.reading import read_plan
from quanheng.core.plans.timeline import timeline
from quanheng.core.values import Text
from quanheng.store.load import run_state
from quanheng.web.plans.findings import checks_of
from quanheng.web.plans.reading import counts_of
from quanheng.web.plans.words import RuleNode, rule_tree, stage_words

ID = "s10-street-office"
PAGE = f"/plans/{ID}"
TEXT = (PLANS / "s10-street-office.yaml").read_text(encoding="utf-8")


def test_eligibility_reads_as_sentences():
    tree = rule_tree(plan())
    assert (tree.text, tree.path) == (Text("须全部符合", "All of these hold"), "eligibility")
    assert tree.parts[1] == RuleNode(
        Text("近两年度考核均为称职以上", "Competent or better in the last two years"), "eligibility.all.1"
    )
    assert tree.parts[2].basis.zh == "《党政领导干部选拔任用工作条例》（2019）第二十四条"


def test_rules_without_a_title_say_what_they_ask():
    text = TEXT.replace(
        "title: {zh: 近两年度考核均为称职以上, en: Competent or better in the last two years}",
        "note: 据考核表",
    )
    node = rule_tree(read_plan(text).plan).parts[1]
    assert "称职" in node.text.zh
    assert node.text.en
    assert node.remarks == (Text("据考核表"),)


def test_stages_say_their_settings_with_names():
    said = {s.id: dict(s.facts) for s in stage_words(plan())}
    assert said["decision"][Text("决定机构", "Body")] == Text("街道党工委", "Working committee")
    assert said["decision"][Text("法定到会", "Quorum")].zh == "不少于 2/3，占 全体成员"
    assert said["notice"][Text("时长", "Lasts")].zh == "3天"
    assert said["enrolment"][Text("须报名人员", "Who must enrol")].zh == "现任中层职务人员"
    assert said["opening"][Text("开考比例", "Candidates to a seat")] == Text("1.5∶1", "1.5:1")
    assert said["speech"][Text("取舍", "Rounding")] == Text(
        "按组成部分四舍五入，保留 2 位小数", "each component, half up to 2 decimals"
    )
    assert all(value.zh for facts in said.values() for value in facts.values())


@pytest.mark.django_db
def test_the_pages_of_a_plan(as_role):
    client = as_role()
    html = client.get(PAGE).content.decode()
    assert all(post.title.zh in html for post in plan().posts)
    steps = client.get(f"{PAGE}/timeline?version=1").context["steps"]
    assert steps == timeline(plan())
    file = client.get(f"{PAGE}/file?version=1")
    assert 'id="L1"' in file.content.decode()
    assert client.get(f"{PAGE}/file?version=1&as=yaml").content.decode() == TEXT
    numbers = [v.number for v, *_ in client.get(f"{PAGE}/versions").context["lines"]]
    assert numbers == sorted(numbers, reverse=True)


@pytest.mark.django_db
def test_checks_with_law_and_a_link_to_the_line(as_role):
    client = as_role()
    page = client.get(f"{PAGE}/checks?version=1")
    found = checks_of(TEXT)
    assert page.context["checks"] == list(found)
    assert found
    html = page.content.decode()
    assert all(f'href="{PAGE}/file?version=1#L{c.place.line}"' in html for c in found)
    warnings = client.get(f"{PAGE}/checks?version=1&level=warning").context["checks"]
    assert warnings == [c for c in found if c.level == "warning"]
    content = client.get(f"{PAGE}/checks?version=1&as=xlsx").content
    assert len(list(load_workbook(io.BytesIO(content)).active.values)) == len(found) + 1


def test_confirmed_checks_are_not_counted():
    found = checks_of(TEXT)
    level = found[0].level
    text = f"{TEXT}\nconfirmations:\n  - {{check: {found[0].code}, reason: 已报批}}\n"
    assert counts_of(checks_of(text))[level] < counts_of(found)[level]


@pytest.mark.django_db
def test_a_run_starts_once_its_warnings_were_read(as_role):
    client = as_role()
    assert client.post(f"{PAGE}/start?version=1", {"code": "s10-again"}).status_code == 422
    answer = client.post(f"{PAGE}/start?version=1", {"code": "s10-again", "seen": "on"})
    assert answer.headers["Location"] == "/runs/s10-again"
    assert run_state("s10-again").outcomes == {}
    assert client.get("/runs/s10-again").status_code == 200


@pytest.mark.django_db
def test_a_code_that_is_taken_is_said_at_the_field(as_role):
    page = as_role().post(f"{PAGE}/start", {"code": "s10-open", "seen": "on"})
    assert page.status_code == 422
    assert list(page.context["form"].errors) == ["code"]


@pytest.mark.django_db
def test_a_plan_or_version_that_is_not_there(as_role):
    client = as_role()
    assert client.get("/plans/nothing").status_code == 404
    assert client.get(f"{PAGE}?version=999").status_code == 404


@pytest.mark.django_db
def test_an_answer_that_is_missing_is_asked_for_in_our_words(as_role):
    html = as_role().post(f"{PAGE}/start?version=1", {"code": ""}).content.decode()
    assert "请填写。" in html
    assert "这个字段" not in html
