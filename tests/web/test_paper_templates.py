"""Templates of papers on screen: faults with their places, a dry run on a run, in force, back, and in the trace."""

import hashlib
import io
import json
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from docx import Document

from quanheng.documents.drawing import built_in, text_of
from quanheng.documents.official import MEDIA_TYPE
from quanheng.store.books import HOUSE, lines_of
from quanheng.store.paper_templates import template_versions

pytestmark = pytest.mark.django_db
PAGE = "/paper-templates/public_notice"
PAPER = "/runs/s10-finished/stages/notice/papers/0"


def edited(old: str, new: str, paper: str = "public_notice") -> bytes:
    """The built-in template with some words changed, saved as a word processor saves it."""
    document = Document(io.BytesIO(built_in(paper).content))
    runs = [run for paragraph in document.paragraphs for run in paragraph.runs]
    runs += [
        r for t in document.tables for row in t.rows for c in row.cells for p in c.paragraphs for r in p.runs
    ]
    found = [run for run in runs if old in run.text]
    assert found, old
    for run in found:
        run.text = run.text.replace(old, new)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def send(client, content: bytes, name: str = "本街道公示.docx", page: str = PAGE):
    return client.post(f"{page}/try", {"file": SimpleUploadedFile(name, content, MEDIA_TYPE)})


def put_in_force(client, content: bytes) -> None:
    tried = send(client, content)
    assert tried.status_code == 302
    answer = client.post(f"{PAGE}/confirm", {"upload": tried.url.rsplit("/", 1)[1]})
    assert (answer.status_code, answer.url) == (302, PAGE)


def test_a_template_with_faults_changes_nothing_and_says_every_one_with_its_place(as_role):
    client = as_role()
    answer = send(client, edited("{{ 人.姓名 }}", "{{ 人.姓明 }}"))
    assert answer.status_code == 422
    assert [(f.place.zh, f.text.zh, f.remedy.zh) for f in answer.context["faults"]] == [
        ("表1第3行第1列", "没有字段“人.姓明”。", "最接近的是“姓名”。"),
        ("全文", "缺少必须有的字段“人选.姓名”。", "请在适当处写上 {{ 人选.姓名 }}。"),
    ]
    assert "表1第3行第1列" in answer.content.decode()
    assert template_versions("public_notice") == []


def test_a_file_that_is_no_template_is_refused_on_the_same_page(as_role):
    answer = send(as_role(), b"MZ\x90", "模板.docm")
    assert (answer.status_code, [r.code for r in answer.context["refusals"]]) == (422, ["no_docx"])


def test_it_is_tried_on_a_run_before_it_counts_and_every_paper_follows_once_it_does(as_role):
    client = as_role()
    before = text_of(client.get(PAPER).content)
    content = edited("现将有关情况公示如下：", "现予公示，欢迎监督：")
    tried = send(client, content)
    page = client.get(tried.url)
    assert "检查通过" in page.content.decode()
    assert "s10-finished" in {line.code for line in page.context["runs"]}
    trial = text_of(client.get(f"{tried.url}/paper?run=s10-finished").content)
    assert trial == before.replace("现将有关情况公示如下：", "现予公示，欢迎监督：")
    assert "张伟" in text_of(client.get(f"{tried.url}/paper").content)
    assert text_of(client.get(PAPER).content) == before
    put_in_force(client, content)
    assert text_of(client.get(PAPER).content) == trial
    assert "本单位模板" in client.get(PAPER.rsplit("/", 1)[0]).content.decode()


def test_what_is_in_force_is_recorded_and_so_is_the_template_of_an_issued_paper(as_role):
    client = as_role()
    content = edited("公示期限：", "公示起止：")
    put_in_force(client, content)
    entry = json.loads(list(lines_of(HOUSE))[-1])
    digest = hashlib.sha256(content).hexdigest()
    assert (entry["act"], entry["subject"]) == ("replace_template", "public_notice")
    assert entry["body"] == {
        "paper": "public_notice",
        "version": 1,
        "built_in": False,
        "file": "本街道公示.docx",
        "bytes": len(content),
        "template": digest,
        "before": built_in("public_notice").digest,
    }
    client.post(f"{PAPER}/issue", {"number": "", "issued_on": "2026-03-21"})
    issued = json.loads(list(lines_of("s10-finished"))[-1])["body"]
    assert (issued["template_version"], issued["template"]) == (1, digest)


def test_the_built_in_template_comes_back_and_an_earlier_version_too(as_role):
    client = as_role("admin")
    content = edited("公示期限：", "公示起止：")
    put_in_force(client, content)
    assert client.post(f"{PAGE}/restore").status_code == 302
    assert client.get(f"{PAGE}/file").content == built_in("public_notice").content
    assert client.get(f"{PAGE}/file?version=1").content == content
    assert client.post(f"{PAGE}/restore").status_code == 409
    assert client.post(f"{PAGE}/confirm", {"version": "1"}).status_code == 302
    assert client.get(f"{PAGE}/file").content == content
    assert [(t.version, t.content is None) for t in template_versions("public_notice")] == [
        (3, False),
        (2, True),
        (1, False),
    ]


def test_an_administrator_tries_a_template_on_invented_data_and_on_no_run(as_role):
    client = as_role("admin")
    tried = send(client, edited("公示期限：", "公示起止："))
    assert client.get(tried.url).context["runs"] == []
    assert client.get(f"{tried.url}/paper").status_code == 200
    assert client.get(f"{tried.url}/paper?run=s10-finished").status_code == 403
    assert as_role().get(tried.url).status_code == 404


def test_the_page_lists_every_field_and_the_example(as_role):
    page = as_role().get(PAGE)
    lines = [(line.path, line.kind, line.field.needed) for line in page.context["fields"]]
    assert lines[:2] == [("标题", "文字", False), ("单位", "文字", False)]
    assert ("人选.姓名", "文字", True) in lines


def test_the_package_of_a_run_holds_what_the_reader_may_see(as_role):
    answer = as_role("committee").get("/runs/s10-finished/papers.zip")
    names = zipfile.ZipFile(io.BytesIO(answer.content)).namelist()
    assert names[:2] == ["01-街道中层干部竞争上岗实施方案.docx", "02-街道中层干部竞争上岗工作纪实表.docx"]
    assert not any("异议调查表" in name or "报名登记表" in name for name in names)
    seen = zipfile.ZipFile(
        io.BytesIO(as_role("discipline").get("/runs/s10-finished/papers.zip").content)
    ).namelist()
    assert any("异议调查表" in name for name in seen)


def test_forms_of_everyone_are_for_who_may_read_the_roster(as_role):
    assert "报名登记表" in as_role().get("/runs/s10-finished/papers").content.decode()
    assert "报名登记表" not in as_role("committee").get("/runs/s10-finished/papers").content.decode()


def test_wishes_are_on_no_form_that_others_read_before_choosing_is_over(as_role):
    forms = "/runs/two-way-board/stages/two-way/papers"
    assert "职位申请表" in as_role().get(forms).content.decode()
    for reader in ("auditor", "discipline", "committee"):
        client = as_role(reader)
        assert "职位申请表" not in client.get(forms).content.decode()
        assert "职位申请表" not in client.get("/runs/two-way-board/papers").content.decode()
        assert client.get(f"{forms}/0").status_code == 403
