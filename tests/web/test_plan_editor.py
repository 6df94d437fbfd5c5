"""The editor of a plan: drafts kept, checked and changed; conflicts told; nothing lost."""

import json
import re
from datetime import date

import pytest
from browsing import make_account
from django.core.files.uploadedfile import SimpleUploadedFile

from quanheng.actions.shipped_plans import PLANS
from quanheng.core.plans.reading import read_plan, read_written
from quanheng.core.values import Text
from quanheng.store import queries
from quanheng.store.models import Account, PlanDraft
from quanheng.web.plans.changes import changes_of
from quanheng.web.plans.findings import state_of
from quanheng.web.plans.form import PlanForm, summary_of
from quanheng.web.plans.keys import KEYS, key_words
from quanheng.web.plans.shapes import node_at, part_name, plan_schema, resolved, seed_of, shape_of, ways
from quanheng.web.plans.values import value_words

ID = "s10-street-office"
TEXT = (PLANS / "s10-street-office.yaml").read_text(encoding="utf-8")
DATA = read_written(TEXT).data


@pytest.fixture
def draft(as_role):
    """A draft of the organiser's from the newest version, and their client."""
    client = as_role()
    address = client.post(f"/plans/{ID}/edit").headers["Location"]
    return client, address, PlanDraft.objects.get(pk=int(address.rsplit("/", 1)[-1]))


def sent(kept, text, **more):
    return {"text": text, "revision": kept.revision, "opened": "[]", **more}


def changed(client, address, kept, text, **act):
    """The text that comes back from an act in the form, and the answer."""
    act = {k: json.dumps(v) if k == "path" else v for k, v in act.items()}
    answer = client.post(f"{address}/change", sent(kept, text, **act))
    kept.refresh_from_db()
    return kept.text, answer


@pytest.mark.django_db
def test_an_edit_goes_on_with_the_draft_that_one_has(draft):
    client, address, kept = draft
    assert (kept.plan, kept.base, kept.text) == (
        ID,
        queries.plan_version(ID).number,
        queries.plan_version(ID).text,
    )
    assert client.post(f"/plans/{ID}/edit").headers["Location"] == address
    page = client.get(address)
    assert page.headers["Cache-Control"] == "no-store"
    assert kept.text.splitlines()[2] in page.content.decode()
    assert client.get(f"{address}?as=yaml").content.decode() == kept.text


@pytest.mark.django_db
def test_what_is_typed_is_kept_and_checked(draft):
    client, address, kept = draft
    text = kept.text.replace("kind: eligibility", "kind: eligibilty", 1)
    answer = client.post(f"{address}/check", sent(kept, text.replace("\n", "\r\n")))
    kept.refresh_from_db()
    assert (kept.text, kept.revision) == (text, 2)
    html = answer.content.decode()
    line = text.splitlines().index("    kind: eligibilty") + 1
    assert "是否想写“eligibility”" in html
    found = [int(n) for n in re.findall(r'data-finding="error" data-line="(\d+)"', html)]
    assert abs(found[0] - line) <= 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("broken", "said"),
    [
        ("posts: [", "此处没有写完"),
        ("a: 1\na: 2", "写了两次"),
        ("", "键: 值"),
        ("\t- x", "制表符"),
    ],
)
def test_a_file_that_cannot_be_read_is_kept_and_the_form_waits(draft, broken, said):
    client, address, kept = draft
    html = client.post(f"{address}/check", sent(kept, broken)).content.decode()
    kept.refresh_from_db()
    assert kept.text == broken
    assert said in html
    assert 'id="editor-form"' not in html
    _, answer = changed(client, address, kept, broken, act="unset", path=["posts"])
    assert (answer.status_code, "表单不能改它" in answer.content.decode()) == (409, True)
    assert client.get(address).status_code == 200


@pytest.mark.django_db
def test_dates_out_of_order_circles_and_unknown_words_name_their_line(draft):
    client, address, kept = draft
    circle = kept.text.replace("time: {after: decision", "time: {after: appointment", 1)
    assert "互相依赖" in client.post(f"{address}/check", sent(kept, circle)).content.decode()
    kept.refresh_from_db()
    backwards = re.sub(
        r"kind: assessment\n(.*)\n    time: \{on: [\d-]+",
        r"kind: assessment\n\1\n    time: {on: 2026-01-05",
        TEXT,
    )
    assert backwards != TEXT
    assert "早于" in client.post(f"{address}/check", sent(kept, backwards)).content.decode()
    kept.refresh_from_db()
    html = client.post(
        f"{address}/check", sent(kept, TEXT.replace("    judges:", "    juges:", 1))
    ).content.decode()
    assert "没有“juges”这一项" in html
    assert "judges" in html


@pytest.mark.django_db
def test_acts_in_the_form_change_the_file_and_nothing_else_of_it(draft):
    client, address, kept = draft
    text, answer = changed(
        client,
        address,
        kept,
        kept.text,
        act="set",
        shape="words",
        path=["stages", 0, "title"],
        value="网上报名",
        english="Online",
    )
    old = queries.plan_version(ID).text
    assert text == old.replace("title: {zh: 报名, en: Enrolment}", "title: {zh: 网上报名, en: Online}", 1)
    html = answer.content.decode()
    assert 'id="editor-answer"' in html
    assert 'id="editor-form"' not in html
    posts = len(DATA["posts"])
    text, answer = changed(client, address, kept, text, act="add", path=["posts"])
    assert read_written(text).data["posts"][posts]["id"] == "new"
    assert f'data-focus="f-posts-{posts}"' in answer.content.decode()
    text, _ = changed(client, address, kept, text, act="add", path=["posts"])
    assert read_written(text).data["posts"][posts + 1]["id"] == "new-2"
    text, _ = changed(client, address, kept, text, act="move", path=["posts", posts + 1], to="0")
    text, _ = changed(client, address, kept, text, act="unset", path=["posts", 0])
    text, _ = changed(client, address, kept, text, act="unset", path=["posts", posts])
    assert text == old.replace("title: {zh: 报名, en: Enrolment}", "title: {zh: 网上报名, en: Online}", 1)


@pytest.mark.django_db
def test_stages_conditions_and_settings_are_added_from_lists(draft):
    client, address, kept = draft
    text, _ = changed(client, address, kept, kept.text, act="add", path=["stages"], choice="decision")
    stage = read_written(text).data["stages"][-1]
    assert (stage["id"], stage["kind"], stage["body"]) == ("decision-2", "decision", "leading_group")
    text, _ = changed(client, address, kept, text, act="add", path=["eligibility", "all"], choice="age")
    number = len(read_written(text).data["eligibility"]["all"]) - 1
    assert read_written(text).data["eligibility"]["all"][number] == {"age": {"at_most": 45}}
    text, _ = changed(
        client, address, kept, text, act="form", path=["eligibility", "all", number], choice="work_years"
    )
    assert read_written(text).data["eligibility"]["all"][number] == {"work_years": {"at_least": 5}}
    text, _ = changed(client, address, kept, text, act="key", path=["stages", 1], choice="minutes")
    assert read_written(text).data["stages"][1]["minutes"] == 1
    text, _ = changed(client, address, kept, text, act="key", path=[], choice="events")
    text, _ = changed(client, address, kept, text, act="key", path=["events"], choice="春节")
    assert read_written(text).data["events"] == {"春节": read_written(text).data["begins_on"]}
    text, _ = changed(client, address, kept, text, act="way", path=["posts", 0, "seats"], choice="1")
    assert read_written(text).data["posts"][0]["seats"] == {"share": "1/2", "of": "applicants"}


@pytest.mark.django_db
def test_an_act_that_does_not_fit_is_refused_and_the_text_stays(draft):
    client, address, kept = draft
    for act in (
        {"act": "unset", "path": ["posts", 99]},
        {"act": "key", "path": ["posts", 0], "choice": "crown"},
        {"act": "dance", "path": []},
        {"act": "set", "shape": "raw", "path": ["posts", 0, "seats"], "value": "{a: ["},
    ):
        text, answer = changed(client, address, kept, kept.text, **act)
        assert (answer.status_code, text) == (409, queries.plan_version(ID).text)
    assert (
        client.post(f"{address}/change", sent(kept, kept.text, path="nonsense", act="set")).status_code == 409
    )
    assert client.post(f"{address}/part", sent(kept, kept.text, path='["crown"]')).status_code == 404


@pytest.mark.django_db
def test_a_part_is_opened_by_itself(draft):
    client, address, kept = draft
    html = client.post(f"{address}/part", sent(kept, kept.text, path='["stages", 0]')).content.decode()
    assert 'id="f-stages-0-title"' in html
    assert client.post(f"{address}/part", sent(kept, "a: [", path='["a"]')).status_code == 409


@pytest.mark.django_db
def test_two_windows_do_not_overwrite_each_other(draft):
    client, address, kept = draft
    client.post(f"{address}/check", sent(kept, f"{TEXT}# one\n"))
    late = client.post(f"{address}/check", sent(kept, f"{TEXT}# two\n"))
    kept.refresh_from_db()
    assert (late.status_code, kept.text) == (409, f"{TEXT}# one\n")
    assert "这个窗口的文字没有存入" in late.content.decode()
    page = client.post(f"{address}/save", {"text": f"{TEXT}# two\n", "revision": 1})
    assert (page.status_code, "# two" in page.content.decode()) == (409, True)
    client.post(f"{address}/take", {"which": "here", "text": f"{TEXT}# two\n"})
    kept.refresh_from_db()
    assert (kept.text, kept.put_aside) == (f"{TEXT}# two\n", f"{TEXT}# one\n")
    assert client.get(f"{address}?as=aside").content.decode() == f"{TEXT}# one\n"


@pytest.mark.django_db
def test_a_draft_becomes_a_version_and_ends(draft):
    client, address, kept = draft
    newest = kept.base
    answer = client.post(f"{address}/save", {"text": f"{kept.text}# new\n", "revision": 1})
    assert answer.headers["Location"] == f"/plans/{ID}?version={newest + 1}"
    assert queries.plan_version(ID).text.endswith("# new\n")
    assert not PlanDraft.objects.filter(pk=kept.pk).exists()
    assert client.get(address).status_code == 409


@pytest.mark.django_db
def test_a_draft_that_is_no_plan_is_not_saved_and_not_lost(draft):
    client, address, kept = draft
    answer = client.post(f"{address}/save", {"text": "id: x\n", "revision": 1})
    kept.refresh_from_db()
    assert (answer.status_code, kept.text) == (422, "id: x\n")
    assert "缺少" in answer.content.decode()


def somebody_else_saves(client, text):
    """A colleague saves another version meanwhile."""
    other = make_account("colleague", "organiser")
    client.force_login(other, backend="django.contrib.auth.backends.ModelBackend")
    address = client.post(f"/plans/{ID}/edit").headers["Location"]
    assert client.post(f"{address}/save", {"text": text, "revision": 1}).status_code == 302
    back = Account.objects.get(username="organiser")
    client.force_login(back, backend="django.contrib.auth.backends.ModelBackend")


@pytest.mark.django_db
def test_who_saves_second_sees_the_differences_and_merges(draft):
    client, address, kept = draft
    old = kept.text
    somebody_else_saves(client, old.replace("ratio: 1.5", "ratio: 2"))
    assert "已保存第" in client.get(address).content.decode()
    mine = old.replace("weight: 60", "weight: 50").replace("weight: 40", "weight: 50")
    page = client.post(f"{address}/save", {"text": mine, "revision": 1})
    assert page.status_code == 409
    assert [(d.old.zh, d.new.zh) for d in page.context["theirs"]] == [("1.5", "2")]
    assert page.context["is_mergeable"]
    client.post(f"{address}/take", {"which": "merged"})
    kept.refresh_from_db()
    assert kept.text == mine.replace("ratio: 1.5", "ratio: 2")
    assert (kept.base, kept.put_aside) == (queries.plan_version(ID).number, mine)
    assert client.post(f"{address}/save", {"text": kept.text, "revision": kept.revision}).status_code == 302


@pytest.mark.django_db
def test_what_both_changed_is_settled_by_people(draft):
    client, address, kept = draft
    old = kept.text
    somebody_else_saves(client, old.replace("ratio: 1.5", "ratio: 2"))
    mine = old.replace("ratio: 1.5", "ratio: 3")
    page = client.post(f"{address}/save", {"text": mine, "revision": 1})
    assert not page.context["is_mergeable"]
    assert client.post(f"{address}/take", {"which": "merged"}).status_code == 409
    over = queries.plan_version(ID).number
    assert client.post(f"{address}/save", {"over": over}).status_code == 302
    assert queries.plan_version(ID).text == mine


@pytest.mark.django_db
def test_others_are_told_of_and_see_nothing(draft):
    client, address, _ = draft
    other = make_account("colleague", "organiser", display_name="同事")
    client.force_login(other, backend="django.contrib.auth.backends.ModelBackend")
    assert client.get(address).status_code == 409
    own = client.post(f"/plans/{ID}/edit").headers["Location"]
    assert "组织干部 也有这份方案的草稿" in client.get(own).content.decode()


@pytest.mark.django_db
def test_what_a_draft_changes_is_told_by_meaning_and_line_by_line(draft):
    client, address, kept = draft
    client.post(f"{address}/check", sent(kept, kept.text.replace("ratio: 1.5", "ratio: 2")))
    page = client.get(f"{address}/compare")
    [only] = page.context["differences"]
    assert (only.where, only.old, only.new) == (
        Text("环节“确定开考职位” › 开考比例", "Stages 'Opening ratio' › Candidates to a seat"), Text("1.5", "1.5"), Text("2", "2")
    )  # fmt: skip
    kept.refresh_from_db()
    client.post(f"{address}/check", sent(kept, "a: ["))
    assert "只能逐行比较" in client.get(f"{address}/compare").content.decode()


@pytest.mark.django_db
def test_an_upload_opens_in_the_editor_readable_or_not(as_role):
    client = as_role()
    for text in (TEXT, "id: [\n", TEXT.replace("id: s10-street-office", "id: another")):
        upload = SimpleUploadedFile("plan.yaml", text.encode())
        address = client.post("/plans/new", {"file": upload}).headers["Location"]
        assert PlanDraft.objects.get(pk=int(address.rsplit("/", 1)[-1])).text == text
        assert client.get(address).status_code == 200
    again = client.post("/plans/new", {"text": f"{TEXT}# again"}).headers["Location"]
    kept = PlanDraft.objects.get(pk=int(again.rsplit("/", 1)[-1]))
    assert (kept.text, kept.put_aside) == (f"{TEXT}# again", TEXT)
    assert client.post(f"{again}/drop").status_code == 302


@pytest.mark.django_db
@pytest.mark.parametrize("upload", [b"\xff\xfe\x00bad\x80", b"", None])
def test_a_file_that_is_no_text_is_refused(as_role, upload):
    given = {} if upload is None else {"file": SimpleUploadedFile("plan.yaml", upload)}
    assert as_role().post("/plans/new", given).status_code == 422


def everywhere(node, seen, found):
    """Every place of the language once: its keys, by the part they stand in."""
    for way in ways(node):
        one, name = resolved(way), part_name(way)
        if way.get("$ref") in seen:
            continue
        seen |= {way["$ref"]} if "$ref" in way else set()
        for key, below in one.get("properties", {}).items():
            found.setdefault((name, key), below)
            everywhere(below, seen, found)
        for more in (one.get("items"), one.get("additionalProperties")):
            if isinstance(more, dict):
                everywhere(more, seen, found)
    return found


def test_every_key_and_every_value_of_the_language_has_words_in_both_languages():
    found = everywhere(plan_schema(), set(), {})
    assert len(found) > 500
    silent = [
        f"{part}.{key}"
        for part, key in found
        if not key_words(key, part).en or key_words(key, part).zh == key
    ]
    assert silent == []
    values = {
        (str(v), key) for (_, key), n in found.items() for w in ways(n) for v in resolved(w).get("enum", ())
    }
    assert [v for v, key in values if value_words(v, key).zh == v and v not in ("1", "2")] == []
    assert all(text.zh and text.en for text in KEYS.values())


def test_every_place_of_the_language_has_a_shape_and_something_to_begin_with():
    for (part, key), node in everywhere(plan_schema(), set(), {}).items():
        assert shape_of(node), (part, key)
        seed_of(node)


def test_the_form_shows_every_part_of_every_shipped_plan():
    for file in PLANS.glob("*.yaml"):
        data = read_written(file.read_text(encoding="utf-8")).data
        shown = {}

        def walk(part, shown=shown):
            shown[part.path] = part
            for inner in part.parts:
                walk(inner)

        paths = [(), *deep(data, ())]
        for _, _, parts, _ in PlanForm(data, paths).sections():
            for part in parts:
                walk(part)
        missing = [
            p for p in paths if p and p not in shown and p[0] != "language" and p[-1] not in ("zh", "en")
        ]
        assert [
            p for p in missing if not any(p[:n] in shown and not shown[p[:n]].parts for n in range(len(p)))
        ] == []
        assert [p.path for p in shown.values() if p.shape == "raw"] == []
        assert read_plan(file.read_text(encoding="utf-8")).plan.id == data["id"]


def deep(value, path):
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [p for key, inner in items for p in [(*path, key), *deep(inner, (*path, key))]]


def test_values_come_back_as_they_were_written():
    data = {"a": "x", "list": ["p"], "one": "p", "w": {"zh": "甲", "en": "A"}}

    def value(path, **given):
        made = changes_of({"act": "set", "path": json.dumps(path), **given}, data)
        return made[0].value if made else None

    assert value(["n"], shape="number", value="3") == 3
    assert value(["n"], shape="number", value="2/3") == "2/3"
    assert value(["b"], shape="yes_no", value="false") is False
    assert value(["one"], shape="names", value="q") == "q"
    assert value(["list"], shape="names", value="q、r") == ["q", "r"]
    assert value(["list"], shape="several", names="q") == ["q"]
    assert value(["w"], shape="words", value="乙", english="") == {"zh": "乙", "en": ""}
    assert value(["t"], shape="words", value="乙", english="") == "乙"
    assert value(["raw"], shape="raw", value="{k: [1]}") == {"k": [1]}
    assert changes_of({"act": "set", "path": '["a"]', "value": "x"}, data) == ()
    assert changes_of({"act": "set", "path": '["a"]', "value": ""}, data)[0].act == "unset"


def test_summaries_of_items():
    assert summary_of({"kind": "talks", "id": "x"}).zh == "谈话推荐"
    assert summary_of({"age": {"at_most": 45}}).zh
    assert summary_of({"by": "interview"}) == Text("interview", "interview")
    assert summary_of("word") == Text("word", "word")
    assert node_at(("stages", 0, "time"), DATA) is not None


@pytest.mark.django_db
def test_a_plan_is_begun_from_nothing(as_role):
    said = {"title": "园区: 副主任选拔", "plan": "park", "organisation": "园区", "post": "副主任"}
    given = {**said, "kind": "institution", "begins_on": "2026-09-28"}
    address = as_role().post("/plans/new/blank", given).headers["Location"]
    context = as_role().get(address).context
    plan = context["state"].plan
    assert (plan.title.zh, plan.posts[0].title.zh, plan.organisation.kind) == (
        "园区: 副主任选拔", "副主任", "institution",
    )  # fmt: skip
    assert plan.stages[0].time.to == date(2026, 10, 10)  # a Saturday on which people work
    page = as_role().post("/plans/new/blank", {**given, "plan": "s10-street-office"})
    assert (page.status_code, list(page.context["blank"].errors)) == (422, ["plan"])


def test_a_key_names_what_the_plan_has_or_is_typed_freely():
    data = read_written(TEXT).data | {"events": {"meeting": "2026-03-02"}}
    stages = [s["id"] for s in data["stages"]]
    form = PlanForm(data, (("stages", 5, "ties"),))

    def choices(part, key, value=""):
        node = {"type": "string"}
        found = form._part(("stages", 0, key), node, value, key, part)
        return found.shape, [c.value for c in found.choices]

    assert choices("approval", "by") == ("line", [])
    assert choices("Schedule", "after") == ("choice", [*stages, "meeting"])
    assert choices("TieBreak", "by") == ("choice", [*stages, "speech", "assessment"])
    assert choices("Team", "from")[1] == [b["id"] for b in data["bodies"]]


def test_what_a_new_stage_lacks_is_said_in_the_words_of_the_form():
    text = TEXT.replace("stages:\n", "stages:\n  - {id: talk, kind: talks, groups: []}\n", 1)
    (finding,) = state_of(text).findings
    assert finding.text.zh == "环节“谈话推荐” › 组别还没有写，至少写 1 项。"
