"""Every alert against the cases in tests/laws/alerts.yaml, and who may read which."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date
from importlib.resources import files
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from law_cases import LAWS, person_of
from ruamel.yaml import YAML

from quanheng.core.alerts import promotions, runs, standing
from quanheng.core.alerts.settings import AlertSettings
from quanheng.core.alerts.steps import Step, by_day, height_of, rung_of, steps_of
from quanheng.core.alerts.terms import KINDS, Alert, Exhibit, may_read, readable, severity_of
from quanheng.core.authority import ROLES, Actor
from quanheng.core.establishment import ApprovedNumber, Establishment, HeldPost, Place, UnitPlace
from quanheng.core.people import Tenure
from quanheng.core.regulations import catalogue_of
from quanheng.core.values import Text

DATA = files("quanheng.data") / "regulations"
CATALOGUE = catalogue_of(
    {f.name: f.read_text(encoding="utf-8") for f in DATA.iterdir() if f.name[-4:] == "json"}
)
CASES = YAML(typ="safe").load((LAWS / "alerts.yaml").read_text(encoding="utf-8"))
Facts = dict[str, Any]


def settings_of(facts: Facts) -> AlertSettings:
    return AlertSettings.model_validate(facts.get("settings", {}))


def people_in(facts: Facts) -> list[Any]:
    return [person_of(person) for person in facts.get("people", ())]


def steps_in(facts: Facts) -> list[Step]:
    return [step for p in people_in(facts) for step in steps_of(p.id, p.name, p.tenures)]


def held_in(rows: Iterable[Facts], **more: str) -> list[HeldPost]:
    return [HeldPost(**{"leading": True, "level": "", "unit": "", **more, **row}) for row in rows]


def mass_promotion(facts: Facts, on: date) -> Iterable[Alert]:
    settings = settings_of(facts)
    return promotions.mass_promotions(steps_in(facts), settings.changes, settings, on)


def over_establishment(facts: Facts, on: date) -> Iterable[Alert]:
    held = Establishment(
        [UnitPlace(u["code"], u["name"], u["parent"]) for u in facts["units"]],
        [],
        [
            ApprovedNumber(Place(n["unit"], n["level"], True), n["seats"], n["on"], n["paper"])
            for n in facts["numbers"]
        ],
        held_in(facts["held"]),
    )
    coming = [
        (Place(p["unit"], p["level"], True), Exhibit(Text("拟任"), p["person"], p["name"], "r1"))
        for p in facts.get("proposed", ())
    ]
    return standing.over_establishment(held, on, coming)


def sanction_period(facts: Facts, on: date) -> Iterable[Alert]:
    known = {p.id: p.sanctions for p in people_in(facts)}
    return promotions.sanction_periods(steps_in(facts), known, CATALOGUE)


def relatives(facts: Facts, on: date) -> Iterable[Alert]:
    units = [standing.UnitLine(**u) for u in facts["units"]]
    names = {u.code: u.name for u in units}
    workers = {
        w["person"]: standing.Worker(
            w["person"], w["name"], w["unit"], names[w["unit"]],
            tuple(held_in(w.get("posts", ()), person=w["person"], name=w["name"])),
        )
        for w in facts["workers"]
    }  # fmt: skip
    kin = [standing.Kinsman(**k) for k in facts["kin"]]
    return standing.relatives_in_unit(kin, workers, units, on)


def notice_short(facts: Facts, on: date) -> Iterable[Alert]:
    held = [
        runs.NoticeHeld(**{**n, "people": tuple(map(tuple, n["people"])), "scopes": frozenset(n["scopes"])})
        for n in facts["notices"]
    ]
    return runs.short_notices(held, CATALOGUE)


def close_promoted(facts: Facts, on: date) -> Iterable[Alert]:
    near = [promotions.Near(**n) for n in facts["near"]]
    return promotions.close_promotions(steps_in(facts), near, settings_of(facts), on)


def term_overrun(facts: Facts, on: date) -> Iterable[Alert]:
    planned = [standing.PlannedTerm(**p) for p in facts["planned"]]
    return standing.term_overruns(held_in(facts["held"]), planned, on, CATALOGUE)


def archive_doubt(facts: Facts, on: date) -> Iterable[Alert]:
    return runs.archive_doubts([runs.Doubt(**{**d, "text": Text(d["text"])}) for d in facts["doubts"]], on)


def personal_matters(facts: Facts, on: date) -> Iterable[Alert]:
    return runs.personal_matters([runs.MatterCheck(**c) for c in facts["checks"]], on)


JUDGES: dict[str, Callable[[Facts, date], Iterable[Alert]]] = {
    "mass_promotion": mass_promotion,
    "over_establishment": over_establishment,
    "sanction_period": sanction_period,
    "relatives": relatives,
    "notice_short": notice_short,
    "skipped_level": lambda facts, on: promotions.skipped_levels(steps_in(facts)),
    "short_tenure": lambda facts, on: promotions.short_tenures(steps_in(facts), CATALOGUE),
    "close_promoted": close_promoted,
    "term_overrun": term_overrun,
    "archive_doubt": archive_doubt,
    "personal_matters": personal_matters,
}


@pytest.mark.parametrize("case", [pytest.param(case, id=case["name"]) for case in CASES])
def test_law(case: Facts) -> None:
    found = list(JUDGES[case["kind"]](case["facts"], case["as_of"]))
    told = [
        {
            "text": a.text.zh,
            "rules": list(a.rules),
            "severity": severity_of(a, CATALOGUE),
            "people": list(a.people()),
        }
        for a in found
    ]
    assert told == case["expect"]
    assert case["source"]
    assert {a.kind for a in found} <= {case["kind"]}
    assert all(a.text.en and all(e.text.zh for e in a.exhibits) for a in found)
    assert all(set(a.rules) <= set(KINDS[a.kind].rules) for a in found), "an alert cites rules of its kind"


def test_every_kind_has_a_judge_cases_and_rules_of_the_catalogue() -> None:
    assert set(JUDGES) == set(KINDS) == {case["kind"] for case in CASES}
    assert [CATALOGUE.rule(rule).id for kind in KINDS.values() for rule in kind.rules]


@pytest.mark.parametrize(
    ("level", "height", "rung"),
    [("科员", 10, 1), ("中层副职", 11, 1), ("中层正职", 12, 1), ("乡科级副职", 20, 2), ("外星", None, None)],
)
def test_levels_inside_a_unit_lie_between_the_rungs(level: str, height: int | None, rung: int | None) -> None:
    assert (height_of(level), rung_of(level)) == (height, rung)


def test_who_may_read_an_alert_follows_the_field_policy() -> None:
    alerts = [Alert(kind, "A1", Text("一", "one"), (), (), date(2026, 1, 1)) for kind in KINDS]
    read = {role: {a.kind for a in readable(alerts, Actor(role, None, frozenset({role})))} for role in ROLES}
    everything = set(KINDS)
    assert read == {
        "organiser": everything,
        "discipline_officer": everything,
        "auditor": everything - {"personal_matters"},
        "committee_member": {"notice_short"},
        "judge": {"notice_short"},
        "staff": {"notice_short"},
        "administrator": {"notice_short"},
        "unit_officer": {"notice_short"},
    }
    assert may_read(alerts[0], Actor("o", None, frozenset({"organiser"})))


def test_people_who_still_compete_are_not_counted_as_promoted() -> None:
    facts = next(case for case in CASES if case["kind"] == "mass_promotion")["facts"]
    settings = settings_of(facts)
    one, *rest = steps_in(facts)
    open_still = [replace(one, is_contested=True), *rest]
    assert not list(promotions.mass_promotions(open_still, settings.changes, settings, date(2026, 6, 30)))


def test_an_explanation_counts_until_what_the_alert_rests_on_changes() -> None:
    one = Alert("relatives", "A|B", Text("甲"), (Exhibit(Text("甲"), "A"),), (), date(2026, 1, 1))
    later = Alert("relatives", "A|B", Text("乙"), (Exhibit(Text("甲"), "A"),), (), date(2026, 2, 1))
    moved = Alert("relatives", "A|B", Text("乙"), (Exhibit(Text("乙"), "A"),), (), date(2026, 2, 1))
    assert (one.key, one.mark) == (later.key, later.mark)
    assert one.key == moved.key
    assert one.mark != moved.mark


LEVELS = st.sampled_from(["", "科员", "中层副职", "中层正职", "乡科级副职", "乡科级正职", "县处级副职"])
TENURES = st.lists(
    st.builds(
        Tenure,
        kind=st.sampled_from(["post", "rank", "work"]),
        name=st.just("职务"),
        since=st.dates(date(2000, 1, 1), date(2026, 1, 1)),
        level=LEVELS,
        leading=st.booleans(),
    ),
    max_size=6,
)


@given(TENURES)
def test_each_step_goes_higher_and_the_order_of_rows_does_not_matter(tenures: list[Tenure]) -> None:
    steps = list(steps_of("A", "甲", tenures))
    heights = [height_of(step.level) or 0 for step in by_day(steps)]
    assert heights == sorted(set(heights)) or len({s.on for s in steps}) < len(steps)
    assert by_day(steps) == by_day(steps_of("A", "甲", reversed(tenures)))
