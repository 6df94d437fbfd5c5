"""Who may do which act (权限): one table, default deny; every act in `actions/` asks it first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from quanheng.core.values import Refused, Text

Role = Literal[
    "organiser",
    "unit_officer",
    "staff",
    "judge",
    "committee_member",
    "discipline_officer",
    "auditor",
    "administrator",
]

ROLES: Mapping[str, Text] = {
    "organiser": Text("组织人事干部", "Organiser"),
    "unit_officer": Text("单位人事干部", "Unit personnel officer"),
    "staff": Text("干部职工", "Member of staff"),
    "judge": Text("评委", "Judge"),
    "committee_member": Text("领导班子成员", "Committee member"),
    "discipline_officer": Text("纪检监察干部", "Discipline officer"),
    "auditor": Text("监督审计人员", "Auditor"),
    "administrator": Text("系统管理员", "Administrator"),
}

ACTS: Mapping[str, frozenset[str]] = {
    "view_home": frozenset(ROLES),
    "view_notice": frozenset(ROLES) | {"public"},
    "view_plan": frozenset(
        {"organiser", "staff", "judge", "committee_member", "discipline_officer", "auditor"}
    ),
    "check_plan": frozenset({"organiser", "discipline_officer", "auditor"}),
    "save_plan": frozenset({"organiser"}),
    "submit_plan": frozenset({"organiser"}),
    "view_plan_review": frozenset({"organiser", "committee_member", "discipline_officer", "auditor"}),
    "comment_plan": frozenset({"organiser", "committee_member", "discipline_officer"}),
    "return_plan": frozenset({"organiser", "committee_member", "discipline_officer"}),
    "approve_plan": frozenset({"organiser", "committee_member", "discipline_officer"}),
    "dry_run_plan": frozenset({"organiser", "discipline_officer", "auditor"}),
    "start_run": frozenset({"organiser"}),
    "view_run": frozenset({"organiser", "committee_member", "discipline_officer", "auditor"}),
    "view_own_application": frozenset({"staff", "organiser"}),
    "view_roster": frozenset({"organiser", "discipline_officer", "auditor"}),
    "screen_roster": frozenset({"organiser", "discipline_officer", "auditor"}),
    "view_establishment": frozenset({"organiser", "discipline_officer", "auditor"}),
    "export_roster": frozenset({"organiser", "discipline_officer", "auditor"}),
    "save_view": frozenset({"organiser", "discipline_officer", "auditor"}),
    "file_document": frozenset({"organiser"}),
    "view_competition_share": frozenset({"organiser", "discipline_officer", "auditor"}),
    "record_promotion": frozenset({"organiser"}),
    "remove_promotion": frozenset({"organiser"}),
    "set_share_floor": frozenset({"organiser"}),
    "view_vacancy_plan": frozenset({"organiser", "unit_officer", "discipline_officer", "auditor"}),
    "submit_vacancy_plan": frozenset({"organiser", "unit_officer"}),
    "return_vacancy_plan": frozenset({"organiser"}),
    "approve_vacancy_plan": frozenset({"organiser"}),
    "view_alerts": frozenset({"organiser", "discipline_officer", "auditor"}),
    "explain_alert": frozenset({"organiser"}),
    "close_alert": frozenset({"discipline_officer"}),
    "set_alert_settings": frozenset({"discipline_officer"}),
    "view_duties": frozenset({"organiser", "discipline_officer", "auditor"}),
    "record_duty": frozenset({"organiser", "discipline_officer"}),
    "view_leak_matrix": frozenset({"discipline_officer", "auditor"}),
    "report": frozenset(ROLES) | {"public"},
    "handle_report": frozenset({"discipline_officer"}),
    "view_trace": frozenset({"auditor", "discipline_officer", "organiser"}),
    "verify_trace": frozenset({"auditor", "discipline_officer", "organiser"}),
    "appoint_members": frozenset({"organiser"}),
    "open_stage": frozenset({"organiser"}),
    "close_stage": frozenset({"organiser"}),
    "go_back": frozenset({"organiser"}),
    "reschedule_stage": frozenset({"organiser"}),
    "record_motion": frozenset({"organiser"}),
    "record_establishment": frozenset({"organiser"}),
    "record_nomination": frozenset({"organiser"}),
    "nominate": frozenset({"staff", "committee_member"}),
    "sign_nomination": frozenset({"staff", "committee_member"}),
    "withdraw_nomination": frozenset({"staff", "committee_member"}),
    "record_statement": frozenset({"organiser"}),
    "view_nominations": frozenset({"organiser", "discipline_officer", "auditor"}),
    "view_nomination_figures": frozenset({"organiser", "discipline_officer", "auditor"}),
    "view_case": frozenset({"discipline_officer", "auditor"}),
    "open_case": frozenset({"discipline_officer"}),
    "state_in_case": frozenset({"organiser", "staff", "judge", "committee_member", "discipline_officer"}),
    "appeal_in_case": frozenset({"organiser", "staff", "judge", "committee_member", "discipline_officer"}),
    "answer_appeal": frozenset({"discipline_officer"}),
    "record_case_step": frozenset({"discipline_officer"}),
    "close_case": frozenset({"discipline_officer"}),
    "issue_case_paper": frozenset({"discipline_officer"}),
    "enrol": frozenset({"staff"}),
    "record_enrolment": frozenset({"organiser"}),
    "review_eligibility": frozenset({"organiser"}),
    "rechoose_post": frozenset({"staff"}),
    "state_preference": frozenset({"staff"}),
    "choose_staff": frozenset({"staff", "committee_member"}),
    "record_matching": frozenset({"organiser"}),
    "adjust_placement": frozenset({"organiser", "committee_member"}),
    "record_marks": frozenset({"judge"}),
    "enter_marks": frozenset({"organiser"}),
    "check_marks": frozenset({"organiser", "discipline_officer"}),
    "record_sheets": frozenset({"organiser"}),
    "set_up_election": frozenset({"organiser"}),
    "commit_slips": frozenset({"organiser"}),
    "open_election": frozenset({"organiser"}),
    "issue_credential": frozenset(ROLES) - {"administrator"},
    "close_collecting": frozenset({"organiser"}),
    "open_casting": frozenset({"organiser"}),
    "cast_ballot": frozenset({"public"}),
    "void_slips": frozenset({"organiser", "discipline_officer"}),
    "publish_board": frozenset({"organiser", "discipline_officer"}),
    "seal_election": frozenset({"organiser"}),
    "count_ballots": frozenset({"organiser"}),
    "record_tie_break": frozenset({"organiser"}),
    "record_talks": frozenset({"organiser"}),
    "record_inspection": frozenset({"organiser"}),
    "give_integrity_opinion": frozenset({"organiser", "staff", "committee_member", "discipline_officer"}),
    "countersign_opinion": frozenset({"organiser", "staff", "committee_member", "discipline_officer"}),
    "record_opinion": frozenset({"organiser", "discipline_officer"}),
    "record_consultation": frozenset({"organiser"}),
    "record_approval": frozenset({"organiser"}),
    "record_resolution": frozenset({"organiser"}),
    "state_vote": frozenset({"committee_member"}),
    "publish_notice": frozenset({"organiser"}),
    "object": frozenset(ROLES) | {"public"},
    "settle_objection": frozenset({"discipline_officer"}),
    "keep_questions": frozenset({"discipline_officer"}),
    "take_integrity_exam": frozenset({"staff"}),
    "record_integrity_exam": frozenset({"organiser"}),
    "record_training": frozenset({"organiser"}),
    "record_follow_up": frozenset({"organiser", "discipline_officer"}),
    "record_appointment": frozenset({"organiser"}),
    "review_probation": frozenset({"organiser"}),
    "withdraw_candidate": frozenset({"organiser"}),
    "disqualify_candidate": frozenset({"discipline_officer"}),
    "issue_document": frozenset({"organiser", "auditor"}),
    "view_templates": frozenset({"organiser", "administrator", "auditor"}),
    "replace_template": frozenset({"organiser", "administrator"}),
    "manage_accounts": frozenset({"administrator"}),
    "import_roster": frozenset({"organiser"}),
    "import_forms": frozenset({"organiser"}),
    "issue_form": frozenset({"organiser"}),
    "check_archive": frozenset({"organiser"}),
    "settle_finding": frozenset({"organiser"}),
    "export_archive": frozenset({"organiser"}),
    "correct_person": frozenset({"organiser"}),
    "reset_demo": frozenset({"administrator", "organiser"}),
}


UNIT_ROLES = frozenset({"unit_officer"})
"""Roles that are given for one unit, and reach no further than it."""


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts: the account, the person behind it, and the roles held for the run in question.

    Shapes: `units` are the codes of the units for which a role of UNIT_ROLES is held.
    """

    account: str
    person: str | None
    roles: frozenset[str]
    name: str = ""
    units: frozenset[str] = frozenset()


def may(actor: Actor, act: str) -> bool:
    """Whether the actor may do the act; an unknown act is denied to everyone."""
    return bool(actor.roles & ACTS.get(act, frozenset()))


def may_for_unit(actor: Actor, act: str, unit: str) -> bool:
    """Whether the actor may do the act for this unit: by a role for all units, or by one for this unit."""
    roles = actor.roles & ACTS.get(act, frozenset())
    return bool(roles - UNIT_ROLES) or (bool(roles) and unit in actor.units)


def require_unit(actor: Actor, act: str, unit: str) -> None:
    """Refuse the act for a unit that the actor does not serve."""
    require(actor, act)
    if not may_for_unit(actor, act, unit):
        raise Refused(
            "not_own_unit",
            "只能办理本单位的事项。",
            "You may do this for your own unit only.",
            where=unit,
            remedy_zh="其他单位的由该单位人事干部或组织人事干部办理。",
            remedy_en="For other units it is done by their officers or by the organiser.",
        )


def require(actor: Actor, act: str) -> None:
    """Refuse the act unless the actor's roles allow it."""
    if may(actor, act):
        return
    allowed = [ROLES[r] for r in ROLES if r in ACTS.get(act, frozenset())]
    raise Refused(
        "not_allowed",
        "您的角色不能进行这项操作。",
        "Your role may not do this.",
        where=act,
        remedy_zh=f"可由以下角色办理：{'、'.join(t.zh for t in allowed) or '无'}。",
        remedy_en=f"It is done by: {', '.join(t.en for t in allowed) or 'nobody'}.",
    )


OWN_FIELD: Mapping[str, str] = {
    "enrol": "person",
    "rechoose_post": "person",
    "state_preference": "person",
    "choose_staff": "chosen_by",
    "record_marks": "judge",
    "take_integrity_exam": "person",
    "state_vote": "member",
    "give_integrity_opinion": "signed_by",
    "sign_nomination": "signer",
    "withdraw_nomination": "nominator",
}
"""Acts that a person does for themselves only: the field of the row that must name them."""

ON_BEHALF: Mapping[str, str] = {
    "enrol": "record_enrolment",
    "rechoose_post": "record_enrolment",
    "state_preference": "record_matching",
    "choose_staff": "record_matching",
    "record_marks": "enter_marks",
    "take_integrity_exam": "record_integrity_exam",
    "state_vote": "record_resolution",
    "give_integrity_opinion": "record_opinion",
    "sign_nomination": "record_nomination",
    "withdraw_nomination": "record_nomination",
}
"""The act that lets somebody enter, from paper, what another person did."""

ABOUT_OTHERS = frozenset({"give_integrity_opinion"})
"""Acts under one's own name that judge others, so that nobody who stands in the run does them."""


def acts_for_all(actor: Actor) -> bool:
    """Whether the actor holds every role, as a run without a screen does."""
    return actor.roles >= frozenset(ROLES)


def is_own_only(actor: Actor, act: str) -> bool:
    """Whether the actor may do the act for themselves only, so that every row must be looked at."""
    return act in OWN_FIELD and not (act in ON_BEHALF and may(actor, ON_BEHALF[act]))


def require_rows(actor: Actor, act: str) -> None:
    """Refuse somebody who may write no row at all by this act, neither their own nor for another."""
    if not (act in ON_BEHALF and may(actor, ON_BEHALF[act])):
        require(actor, act)


def require_row(actor: Actor, act: str, row: object) -> None:
    """Refuse a row that the actor may not write: not their act, or not their own row."""
    require_rows(actor, act)
    field = OWN_FIELD.get(act)
    if is_own_only(actor, act) and field is not None and getattr(row, field, None) != actor.person:
        raise Refused(
            "not_own_row",
            "只能为本人录入。",
            "You may enter this for yourself only.",
            where=str(getattr(row, field, "")),
            remedy_zh="他人的内容由其本人，或由组织人事干部据纸质材料录入。",
            remedy_en="Others enter their own, or the organiser enters it from paper.",
        )
