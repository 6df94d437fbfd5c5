"""The roster and the dossier: who sees what."""

import io
from datetime import date, datetime
from urllib.parse import parse_qsl
from zoneinfo import ZoneInfo

import pytest
from django.db.models import Q
from openpyxl import load_workbook

from quanheng.core.field_policy import sight
from quanheng.core.roster_query import COLUMNS, FILTERS, SORTS, USUAL_COLUMNS, RosterQuery, query_of, title_of
from quanheng.core.values import Refused
from quanheng.store import models, roster_list
from quanheng.store.books import HOUSE, entries_of
from quanheng.store.models import Account, Education, Person, PersonCheck, Tenure
from quanheng.store.roster_list import (
    UnitLine,
    asked_of,
    number_of_people,
    page_of_people,
    people_in_order,
    place_of,
    unit_tree,
)

pytestmark = pytest.mark.django_db

DAY = date(2026, 3, 10)
AT = datetime(2026, 3, 10, 9, tzinfo=ZoneInfo("Asia/Shanghai"))
NUMBER = "110101198001011234"
READERS = ("organiser", "discipline", "auditor")


def entries_of_house():
    return list(entries_of(HOUSE))


def found(client, address):
    return [line.code for line, _ in client.get(address).context["rows"]]


@pytest.mark.parametrize("words", ["HW012", "hw012", "NAME", "GIVEN", "PINYIN", "GIVEN_PINYIN", "INITIALS"])
def test_somebody_is_found_by_every_way_of_naming_them(as_role, words):
    person = Person.objects.get(code="HW012")
    surname, given = person.pinyin.split()
    said = {
        "NAME": person.name,
        "GIVEN": person.name[1:],
        "PINYIN": surname + given[:3],
        "GIVEN_PINYIN": given.upper(),
        "INITIALS": person.initials,
    }
    assert "HW012" in found(as_role(), f"/roster?words={said.get(words, words)}")


def test_all_words_must_fit(as_role):
    person = Person.objects.get(code="HW012")
    client = as_role()
    assert found(client, f"/roster?words=HW01+{person.name[0]}+{person.initials}") == ["HW012"]
    assert found(client, "/roster?words=HW012+HW013") == []
    assert found(client, "/roster?words=%25") == []


CONDITIONS = {
    "sex=女": Q(sex="女"),
    "identity=公务员": Q(identity="公务员"),
    "identity=公务员&identity=事业单位人员": Q(identity__in=("公务员", "事业单位人员")),
    "establishment=行政编制": Q(establishment="行政编制"),
    "party=中共党员": Q(party="中共党员"),
    "unit_alone=DZB": Q(unit="DZB"),
    "unit=DZB": Q(unit="DZB"),
    "age_from=40": Q(born__lte="1986-03-10"),
    "age_to=39": Q(born__gt="1986-03-10"),
    "age_from=40&age_to=44": Q(born__lte="1986-03-10", born__gt="1981-03-10"),
    "level=中层正职": Q(
        code__in=Tenure.objects.filter(kind="post", until=None, level="中层正职").values("person")
    ),
    "leading=yes": Q(code__in=Tenure.objects.filter(kind="post", until=None, leading=True).values("person")),
    "leading=no": ~Q(code__in=Tenure.objects.filter(kind="post", until=None, leading=True).values("person")),
    "education=大学本科": Q(code__in=Education.objects.filter(level="大学本科").values("person")),
    "findings=yes": Q(code="HW012"),
    "findings=no": ~Q(code="HW012"),
    "rank=四级调研员": Q(code="HW012"),
    "reserve=中层后备": Q(code="HW012"),
    "on_reserve=yes": Q(code="HW012"),
    "on_reserve=no": ~Q(code="HW012"),
}


@pytest.fixture
def known(street, db):
    """One person who holds a rank, stands on a reserve list and has findings."""
    models.Tenure.objects.create(
        person_id="HW012", kind="rank", name="四级调研员", since=DAY, known_from=AT, grassroots=False
    )
    models.Reserve.objects.filter().delete()
    models.Reserve.objects.create(person_id="HW012", list="中层后备", entered_on=DAY, known_from=AT)
    models.Reserve.objects.create(person_id="HW013", list="中层后备", left_on=DAY, known_from=AT)
    PersonCheck.objects.all().delete()
    PersonCheck.objects.create(person="HW012", as_of=DAY, checked_at=AT, warnings=1)
    PersonCheck.objects.create(person="HW013", as_of=DAY, checked_at=AT, notes=4)


@pytest.mark.parametrize("asked", CONDITIONS)
def test_every_filter_gives_whom_it_says(known, asked):
    query = query_of(pair.split("=") for pair in asked.split("&"))
    given = asked_of(query, DAY, unit_tree())
    codes = {p.code for p in people_in_order(given, 1_000)}
    assert codes == set(Person.objects.filter(CONDITIONS[asked]).values_list("code", flat=True))
    assert codes
    assert number_of_people(given) == len(codes)


def test_a_unit_takes_in_those_below_and_the_unit_alone_does_not():
    day = DAY
    tree = (UnitLine("A", "甲", 0), UnitLine("B", "乙", 1), UnitLine("C", "丙", 2), UnitLine("D", "丁", 0))
    assert asked_of(query_of([("unit", "A")]), day, tree).units == {"A", "B", "C"}
    assert asked_of(query_of([("unit", "B")]), day, tree).units == {"B", "C"}
    assert asked_of(query_of([("unit_alone", "A"), ("unit", "D")]), day, tree).units == {"A", "D"}
    assert asked_of(query_of([]), day, tree).units is None


def test_units_stand_below_the_one_above_them(street, db):
    tree = unit_tree()
    assert len(tree) == models.Unit.objects.count()
    place = {line.code: n for n, line in enumerate(tree)}
    for unit in models.Unit.objects.exclude(parent=""):
        assert place[unit.parent] < place[unit.code]
        assert tree[place[unit.code]].depth == tree[place[unit.parent]].depth + 1


@pytest.mark.parametrize("sort", list(SORTS))
def test_pages_by_key_give_everybody_once_forwards_and_backwards(street, db, sort):
    Person.objects.filter(code__in=("HW003", "HW004")).update(born=None, work_started=None, unit=None)
    asked = asked_of(RosterQuery(sort=sort), DAY)
    whole = [p.code for p in people_in_order(asked, 1_000)]
    assert sorted(whole) == sorted(Person.objects.values_list("code", flat=True))
    pages, place = [], None
    while True:
        page = page_of_people(asked, 17, after=place)
        pages.append([p.code for p in page.people])
        if page.after is None:
            break
        place = place_of(page.after.text())
    assert [code for codes in pages for code in codes] == whole
    back = page
    for codes in reversed(pages[:-1]):
        back = page_of_people(asked, 17, before=back.before)
        assert [p.code for p in back.people] == codes
    assert back.before is None


def test_an_address_that_names_no_place_gives_the_first_page(as_role):
    client = as_role()
    first = found(client, "/roster")
    for place in ("x", "[1]", '["a"]', '{"a":1}', "[1,2]"):
        assert found(client, f"/roster?after={place}") == first


def test_beyond_a_bound_the_list_says_that_there_are_more(as_role, monkeypatch):
    monkeypatch.setattr(roster_list, "COUNTED", 5)
    assert number_of_people(asked_of(RosterQuery(), DAY)) == 6


def test_a_page_takes_at_most_ten_queries_however_it_is_narrowed(as_role, django_assert_max_num_queries):
    client = as_role()
    every = "&".join(f"columns={column}" for column in COLUMNS)
    for address in (
        "/roster",
        "/roster?open=filters",
        "/roster?open=views",
        f"/roster?{every}",
        f"/roster?{every}&unit=DZB&words=a&leading=yes&sort=-born",
        f"/roster?{every}&unit=DZB&open=filters",
    ):
        with django_assert_max_num_queries(10):
            client.get(address)


def test_opening_a_panel_sends_the_panel_alone(as_role, django_assert_max_num_queries):
    headers = {"HX-Request": "true", "HX-Target": "conditions"}
    client = as_role()
    with django_assert_max_num_queries(5):
        html = client.get("/roster?open=filters", headers=headers).content.decode()
    assert html.startswith('<div id="conditions">')
    assert "<table" not in html


def test_for_htmx_only_what_changes_is_sent_and_the_address_is_told(as_role):
    answer = as_role().get("/roster?words=HW012&sex=&open=filters", headers={"HX-Request": "true"})
    assert answer.headers["HX-Push-Url"] == "/roster?words=HW012&open=filters"
    html = answer.content.decode()
    assert "<html" not in html
    assert 'id="conditions" hx-swap-oob="true"' in html


def test_the_address_of_a_further_page_is_told_too(as_role):
    client = as_role()
    after = client.get("/roster").context["after"]
    answer = client.get(after, headers={"HX-Request": "true"})
    assert answer.headers["HX-Push-Url"] == after
    assert client.get(answer.context["before"]).context["rows"] == client.get("/roster").context["rows"]


def test_a_pill_takes_one_condition_off(as_role):
    pills = as_role().get("/roster?sex=女&identity=公务员&unit=DZB&age_from=40&leading=yes").context["pills"]
    assert [(p.title.zh, p.value.zh) for p in pills] == [
        ("性别", "女"),
        ("身份", "公务员"),
        ("单位（含下级）", models.Unit.objects.get(code="DZB").name),
        ("年龄不小于", "40 岁"),
        ("领导职务", "是"),
    ]
    assert query_of(parse_qsl(pills[0].without.partition("?")[2])).conditions == (
        ("identity", "公务员"),
        ("unit", "DZB"),
        ("age_from", "40"),
        ("leading", "yes"),
    )


def test_the_filter_panel_offers_the_words_in_use(as_role, known):
    choices = {
        c.name: [v for v, _ in c.answers] for c in as_role().get("/roster?open=filters").context["choices"]
    }
    assert set(choices) == set(FILTERS) - {"words"}
    assert choices["rank"] == ["一级科员", "四级主任科员", "四级调研员"]
    assert choices["reserve"] == ["中层后备"]
    assert choices["identity"] == sorted(
        set(Person.objects.exclude(identity=None).values_list("identity", flat=True))
    )
    assert choices["sex"] == ["男", "女"]
    assert len(choices["unit"]) == models.Unit.objects.count()


def test_heads_of_columns_sort_and_say_how(as_role):
    client = as_role()

    def heads(address):
        return {h.name: (h.sorted, h.by) for h in client.get(address).context["header"]}

    usual = heads("/roster")
    assert usual["code"] == ("ascending", "")
    assert usual["age"] == ("", "/roster?sort=born")
    assert usual["present_post"] == ("", "")
    assert heads("/roster?sort=born")["age"] == ("descending", "/roster?sort=-born")
    assert heads("/roster?sort=-born")["age"] == ("ascending", "/roster?sort=born")


def export(client, **asked):
    return client.post("/roster/export", asked)


def test_an_export_has_exactly_the_rows_and_columns_of_the_view_and_is_recorded(as_role, known):
    client = as_role()
    columns = ["code", "age", "present_rank", "id_number", "reserve"]
    Person.objects.filter(code="HW012").update(id_number=NUMBER)
    answer = export(client, words="HW01", columns=columns, sort="-born")
    rows = list(load_workbook(io.BytesIO(answer.content)).active.values)
    assert rows[0] == ("姓名", "编号", "身份证号", "年龄", "现任职级", "后备名单")
    page = client.get("/roster", {"words": "HW01", "columns": columns, "sort": "-born"})
    assert [row[1] for row in rows[1:]] == [line.code for line, _ in page.context["rows"]]
    own = next(row for row in rows if row[1] == "HW012")
    assert (own[2], *own[4:]) == (NUMBER, "四级调研员", "中层后备")
    entry = entries_of_house()[-1]
    assert (entry.act, entry.actor) == ("export_roster", "organiser")
    assert entry.body["rows"] == len(rows) - 1
    assert entry.body["fields"] == ["name", *sorted(columns, key=COLUMNS.index)]
    assert entry.body["narrowed_by"] == ["words"]


def test_too_many_rows_for_a_file_are_refused_and_nothing_is_recorded(street, db):
    with pytest.raises(Refused, match="一个文件装不下"):
        people_in_order(asked_of(RosterQuery(), DAY), 10)


ALL_COLUMNS = {"columns": list(COLUMNS), "words": "HW012"}


@pytest.mark.parametrize("role", READERS)
@pytest.mark.parametrize("column", COLUMNS)
def test_every_role_sees_every_column_as_the_policy_says_on_the_list_and_in_the_export(
    as_role, known, role, column
):
    Person.objects.filter(code="HW012").update(id_number=NUMBER, health="健康")
    client = as_role(role)
    actor = Account.objects.get(username=role).actor()
    shown = client.get("/roster", ALL_COLUMNS).context
    assert (column in shown["query"].columns) is (sight(actor, column) != "none")
    file = list(load_workbook(io.BytesIO(export(client, **ALL_COLUMNS).content)).active.values)
    assert (title_of(column).zh in file[0]) is (sight(actor, column) != "none")
    cells = dict(zip(file[0], file[1], strict=True))
    assert (
        cells.get("身份证号")
        == {"whole": NUMBER, "masked": "110101************", "none": None}[sight(actor, "id_number")]
    )


@pytest.mark.parametrize("role", READERS)
@pytest.mark.parametrize("name", FILTERS)
def test_nobody_narrows_lists_or_exports_by_what_they_do_not_see(as_role, known, role, name):
    client = as_role(role)
    value = {"number": "40", "yes_no": "yes"}.get(FILTERS[name].kind, "x")
    sees = sight(Account.objects.get(username=role).actor(), FILTERS[name].fact) == "whole"
    assert client.get(f"/roster?{name}={value}").status_code == (200 if sees else 403)
    assert export(client, **{name: value}).status_code == (200 if sees else 403)
    offered = {c.name for c in client.get("/roster?open=filters").context["choices"]} | {"words"}
    assert (name in offered) is sees


def test_a_view_is_saved_shared_and_removed_by_its_owner(as_role):
    client = as_role()
    client.post("/roster/views", {"view_name": "女干部", "sex": "女", "columns": ["age"], "shared": "yes"})
    client.post("/roster/views", {"view_name": "私下", "sex": "男"})
    client.post("/roster/views", {"view_name": "后备", "reserve": "中层后备", "shared": "yes"})
    own = [(v.name, v.is_own, a) for v, a in client.get("/roster?open=views").context["views"]]
    assert {name for name, _, _ in own} == {"女干部", "私下", "后备"}
    assert {name for name, is_own, _ in own if is_own} == {"女干部", "私下", "后备"}
    officer = as_role("discipline")
    seen = officer.get("/roster?open=views").context["views"]
    assert [(v.name, v.is_own, v.owner, a) for v, a in seen] == [
        ("女干部", False, str(Account.objects.get(username="organiser")), "/roster?sex=%E5%A5%B3&columns=age")
    ]
    number = seen[0][0].id
    assert officer.post(f"/roster/views/{number}/remove").status_code == 409
    assert as_role().post(f"/roster/views/{number}/remove").status_code == 302
    assert {v.name for v, _ in as_role().get("/roster?open=views").context["views"]} == {"私下", "后备"}
    assert [e.body for e in entries_of_house()[-2:]] == [
        {"saved": "后备", "shared": True, "columns": list(USUAL_COLUMNS)},
        {"removed": "女干部"},
    ]


def test_a_view_of_the_same_name_is_replaced_and_one_without_a_name_comes_back(as_role):
    client = as_role()
    for sex in ("女", "男"):
        client.post("/roster/views", {"view_name": "干部", "sex": sex})
    assert [v.query.values("sex") for v, _ in client.get("/roster?open=views").context["views"]] == [("男",)]
    answer = client.post("/roster/views", {"view_name": " ", "sex": "女"})
    assert answer.status_code == 422
    assert answer.context["query"].values("sex") == ("女",)
    assert client.post("/roster/views", {"view_name": "x" * 61}).status_code == 422


@pytest.mark.parametrize("role", ["staff", "judge", "committee", "admin"])
def test_nobody_else_sees_other_people(as_role, role):
    client = as_role(role)
    assert client.get("/roster").status_code == 403
    assert client.get("/roster/people/HW012").status_code == 403
