"""Who may do which act: default deny, own rows only, the administrator has no say."""

from types import SimpleNamespace

import pytest

from quanheng.core.act_titles import ACT_TITLES, act_title
from quanheng.core.authority import (
    ACTS,
    ON_BEHALF,
    OWN_FIELD,
    ROLES,
    UNIT_ROLES,
    Actor,
    is_own_only,
    may,
    may_for_unit,
    require,
    require_row,
    require_unit,
)
from quanheng.core.kinds import KINDS
from quanheng.core.values import Refused


def actor(*roles: str, person: str | None = "P1") -> Actor:
    return Actor("a", person, frozenset(roles))


def test_an_unknown_act_is_denied_to_everyone():
    assert not may(actor(*ROLES), "crown_king")
    with pytest.raises(Refused) as refused:
        require(actor(*ROLES), "crown_king")
    assert refused.value.remedy.zh == "可由以下角色办理：无。"


def test_the_refusal_names_who_may():
    with pytest.raises(Refused) as refused:
        require(actor("staff"), "close_stage")
    assert refused.value.say("en") == "close_stage: Your role may not do this. It is done by: Organiser."
    require(actor("organiser"), "close_stage")


def test_a_units_officer_reaches_no_further_than_the_unit():
    officer = Actor("a", None, frozenset({"unit_officer"}), units=frozenset({"U1"}))
    assert [may_for_unit(officer, "submit_vacancy_plan", unit) for unit in ("U1", "U2")] == [True, False]
    assert not may_for_unit(officer, "approve_vacancy_plan", "U1")
    assert may_for_unit(actor("organiser"), "submit_vacancy_plan", "U2")
    require_unit(officer, "submit_vacancy_plan", "U1")
    with pytest.raises(Refused) as refused:
        require_unit(officer, "submit_vacancy_plan", "U2")
    assert (refused.value.code, refused.value.where) == ("not_own_unit", "U2")
    with pytest.raises(Refused) as refused:
        require_unit(actor("staff"), "submit_vacancy_plan", "U1")
    assert refused.value.code == "not_allowed"


def test_units_roles_file_and_decide_nothing():
    allowed = {act for act, roles in ACTS.items() if roles & UNIT_ROLES}
    own = {"view_vacancy_plan", "submit_vacancy_plan"}
    assert allowed == {"view_home", "view_notice", "object", "report", "issue_credential", *own}


def test_the_administrator_has_no_say_in_any_selection():
    allowed = {act for act, roles in ACTS.items() if "administrator" in roles}
    everybody = {"view_home", "view_notice", "object", "report"}
    templates = {"view_templates", "replace_template"}
    assert allowed == {*everybody, *templates, "manage_accounts", "reset_demo"}


def test_the_auditor_changes_nothing():
    allowed = {act for act, roles in ACTS.items() if "auditor" in roles}
    assert {act for act in allowed if not act.startswith(("view_", "check_", "verify_", "issue_"))} == {
        "object",
        "report",
        "export_roster",
        "dry_run_plan",
        "save_view",
        "screen_roster",
    }


def test_only_known_roles_and_the_public_stand_in_the_table():
    assert {role for roles in ACTS.values() for role in roles} == {*ROLES, "public"}


def test_every_input_table_names_an_act_of_the_table():
    acts = {table.act for kind in KINDS.values() for table in kind.tables}
    assert acts <= set(ACTS)
    assert set(OWN_FIELD) | set(ON_BEHALF) | set(ON_BEHALF.values()) <= set(ACTS)


@pytest.mark.parametrize(("act", "field"), OWN_FIELD.items())
def test_a_person_writes_their_own_rows_only(act, field):
    role = min(ACTS[act])
    require_row(actor(role), act, SimpleNamespace(**{field: "P1"}))
    with pytest.raises(Refused) as refused:
        require_row(actor(role), act, SimpleNamespace(**{field: "P2"}))
    assert refused.value.code == "not_own_row"
    with pytest.raises(Refused) as refused:
        require_row(actor("auditor"), act, SimpleNamespace(**{field: "P1"}))
    assert refused.value.code == "not_allowed"


@pytest.mark.parametrize("act", ON_BEHALF)
def test_the_organiser_enters_from_paper(act):
    require_row(actor("organiser", person=None), act, SimpleNamespace())


def test_a_row_of_a_table_that_is_nobodys_own():
    require_row(actor("organiser"), "record_sheets", SimpleNamespace())


def test_every_act_has_a_title_in_both_languages():
    assert set(ACTS) <= set(ACT_TITLES)
    assert all(title.zh and title.en for title in ACT_TITLES.values())
    assert act_title("close_stage") == ACT_TITLES["close_stage"]
    assert act_title("crown_king").zh == "crown_king"


def test_who_writes_their_own_rows_only():
    assert is_own_only(actor("judge"), "record_marks")
    assert not is_own_only(actor("organiser"), "record_marks")
    assert not is_own_only(actor("judge"), "close_stage")


def test_a_table_of_a_kind_is_found_by_name():
    assert KINDS["speech"].table("marks").act == "record_marks"
    with pytest.raises(KeyError):
        KINDS["speech"].table("songs")
