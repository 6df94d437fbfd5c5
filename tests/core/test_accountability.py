"""Accountability (责任追究): the record names whom, steps keep their order, nobody concerned has a hand in it."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from core.plan_for_checks import CATALOGUE
from first_nominator import NOT_ADOPTED, RUN, SERVICE, STATION, TEAM, run

from quanheng.core.accountability.access import reads_file, require_file, states_own
from quanheng.core.accountability.admission import refuse_concerned, refused_step
from quanheng.core.accountability.case import KIND, Case, Effect, Step, deadlines, effects_of
from quanheng.core.accountability.freezing import frozen_facts, nomination_stage
from quanheng.core.accountability.grounds import grounds_of, refused_ground
from quanheng.core.accountability.parties import parties_of
from quanheng.core.accountability.steps import Closing, Decision, Finding, Imposed, Opening, Statement
from quanheng.core.authority import Actor
from quanheng.core.leak_matrix import case_fact
from quanheng.core.people import Relation
from quanheng.core.stages.decision.tables import Vote
from quanheng.core.values import Candidate, Refused
from quanheng.core.workdays import Calendar

CALENDAR = Calendar()
OPENED = date(2026, 9, 1)
AT = datetime(2026, 9, 1, 9, tzinfo=UTC)
PRINCIPAL = "HW007"
OFFICER = Actor("officer", "HW011", frozenset({"discipline_officer"}))


def opening(**more):
    given = {"ground": "FN-1", "evidence": "区纪委移送", "known_on": OPENED, "scope": "nominators"}
    return Opening(**(given | more))


def case_on(candidate=STATION, people=None, **more):
    facts, outcomes = run(people=people)
    frozen = frozen_facts(RUN, facts, outcomes, candidate, "35:abc", {"nomination": "d1"})
    rules = nomination_stage(facts, outcomes, candidate).accountability
    return Case("2026-001", opening(**more), "officer", OPENED, frozen, "digest", rules)


def with_steps(case, *rows):
    kinds = {Statement: "statement", Finding: "finding", Decision: "decision", Imposed: "consequence"}
    steps = tuple(Step(kinds.get(type(r), "closing"), r, "officer", AT) for r in rows)
    return replace(case, steps=(*case.steps, *steps))


def said(who=PRINCIPAL, on=OPENED):
    return Statement(party=who, text="经集体研究", stated_on=on)


def finding(who=PRINCIPAL, manner="individual", on=OPENED):
    return Finding(party=who, manner=manner, reasons="失察", found_on=on)


def decision(present="HW011、HW012、HW016、HW034", agree=4, against=0, abstain=0, on=OPENED, higher=False):
    return Decision(
        held_on=on,
        present=present,
        agree=agree,
        against=against,
        abstain=abstain,
        paper="纪要1号",
        higher=higher,
    )


def imposed(who=PRINCIPAL, what="admonition", on=OPENED):
    return Imposed(party=who, consequence=what, imposed_on=on, paper="责追1号")


def closing(on=OPENED):
    return Closing(closed_on=on)


def code_of(case, kind, row, on=OPENED):
    refusal = refused_step(case, kind, row, on, CALENDAR)
    return refusal.code if refusal else None


def test_the_six_grounds_are_those_of_the_source():
    grounds = grounds_of(CATALOGUE)
    assert [g.id for g in grounds] == [f"FN-{n}" for n in range(1, 7)]
    assert grounds[0].cite == "《首提责任制》六种情形之一"
    assert [g.id for g in grounds if g.after_promotion] == ["FN-1"]
    assert {g.id: sorted(g.channels) for g in grounds if len(g.channels) == 1} == {
        "FN-3": ["unit"],
        "FN-4": ["organisation"],
    }


@pytest.mark.parametrize(
    ("ground", "channel", "promoted", "code"),
    [
        (0, "unit", True, None),
        (0, "unit", False, "not_promoted_yet"),
        (2, "leader", True, "ground_of_other_channel"),
        (3, "organisation", False, None),
        (5, "joint", False, None),
    ],
)
def test_a_ground_fits_the_channel_and_the_time(ground, channel, promoted, code):
    refusal = refused_ground(grounds_of(CATALOGUE)[ground], channel, promoted)
    assert (refusal.code if refusal else None) == code


def test_the_record_names_everybody_and_what_they_did():
    facts, outcomes = run()
    parties = {p.person: p for p in parties_of(facts, outcomes, STATION)}
    assert {p: party.roles() for p, party in parties.items()} == {
        "HW007": ("nominator", "decider"),
        "HW005": ("inspector", "opinion_giver", "decider"),
        "HW014": ("inspector", "opinion_giver"),
        "HW004": ("opinion_giver", "decider"),
        "HW018": ("opinion_giver",),
        "HW001": ("opinion_giver", "decider"),
        **{f"HW00{n}": ("decider",) for n in (2, 3, 6, 8, 9)},
    }
    assert [(p.text.zh, str(p.on), p.source) for p in parties["HW007"].parts] == [
        ("提名", "2026-04-01", "nomination.nominations:HW025|station-deputy"),
        ("同意", "2026-04-20", "decision.votes:HW007|HW025|station-deputy"),
    ]
    joint = {p.person: p for p in parties_of(facts, outcomes, SERVICE)}
    assert joint["HW002"].parts[0].text.zh == "共同提名"


def test_only_closed_stages_name_anybody():
    facts, outcomes = run("inspection")
    assert [p.person for p in parties_of(facts, outcomes, STATION)] == ["HW007"]
    assert parties_of(facts, outcomes, Candidate("HW001", "team-head")) == ()


def test_a_vote_against_and_an_unnamed_one_are_told_as_they_were():
    facts, outcomes = run()
    against = {p.person: p for p in parties_of(facts, outcomes, NOT_ADOPTED)}
    assert [x.text.zh for x in against["HW001"].parts if x.role == "decider"] == ["不同意"]
    rows = {**facts.rows, "decision": {**facts.rows["decision"], "votes": ()}}
    secret = {p.person: p for p in parties_of(replace(facts, rows=rows), outcomes, STATION)}
    assert [x.text.zh for x in secret["HW002"].parts] == ["参加表决"]
    assert secret["HW002"].parts[0].source == "decision.attendance:HW002"


def test_whoever_was_away_or_recused_decided_nothing():
    facts, outcomes = run()
    seats = tuple(
        r.model_copy(update={"present": r.member != "HW002"}) for r in facts.rows["decision"]["attendance"]
    )
    record = outcomes["decision"].record
    recused = tuple(replace(d, recused=("HW003",)) for d in record.decisions)
    changed = {
        **outcomes,
        "decision": replace(outcomes["decision"], record=replace(record, decisions=recused)),
    }
    rows = {**facts.rows, "decision": {**facts.rows["decision"], "attendance": seats}}
    parties = {p.person for p in parties_of(replace(facts, rows=rows), changed, STATION)}
    assert not parties & {"HW002", "HW003"}


def test_the_facts_are_frozen_as_they_were():
    facts = case_on().facts
    assert (facts.run, facts.head, facts.candidate, facts.name) == (RUN, "35:abc", STATION, "娄静云")
    assert facts.stages[0] == ("nomination", "2026-04-08", "d1")
    assert facts.members == ("HW011", "HW004", "HW012", "HW016", "HW034")
    assert facts.story[0].zh.startswith("2026-04-01 单位推荐：园区经济服务中心，阮静黛；")
    # HW009 is an uncle of HW021, and HW014 the husband of HW027: both are named by the record.
    assert facts.related == {"HW021": ("HW009",), "HW027": ("HW014",)}


def test_a_case_needs_a_nomination_and_rules():
    facts, outcomes = run()
    with pytest.raises(Refused) as refused:
        nomination_stage(facts, outcomes, Candidate("HW001", "team-head"))
    assert refused.value.code == "not_nominated"
    stages = tuple(
        s.model_copy(update={"accountability": None}) if s.kind == "nomination" else s
        for s in facts.plan.stages
    )
    plan = facts.plan.model_copy(update={"stages": stages})
    with pytest.raises(Refused) as refused:
        nomination_stage(replace(facts, plan=plan), outcomes, STATION)
    assert (refused.value.code, refused.value.where) == (
        "no_accountability",
        "stages.nomination.accountability",
    )


def test_the_scope_says_whom_it_concerns():
    assert [p.person for p in case_on().concerned()] == ["HW007"]
    both = case_on(scope="nominators_and_inspectors")
    assert [p.person for p in both.concerned()] == ["HW007", "HW005", "HW014"]
    assert len(case_on(scope="everyone").concerned()) == 11


def test_a_case_takes_its_steps_in_order():
    case = case_on()
    late = date(2026, 9, 30)
    assert case.phase(OPENED, CALENDAR) == "statements"
    assert case.phase(late, CALENDAR) == "finding"
    heard = with_steps(case, said())
    assert heard.phase(OPENED, CALENDAR) == "finding"
    found = with_steps(heard, finding())
    assert found.phase(OPENED, CALENDAR) == "decision"
    decided = with_steps(found, decision())
    assert decided.phase(OPENED, CALENDAR) == "consequence"
    done = with_steps(decided, imposed())
    assert done.phase(OPENED, CALENDAR) == "closing"
    closed = with_steps(done, closing())
    assert closed.phase(OPENED, CALENDAR) == "closed"
    assert [c.due_on(OPENED, CALENDAR) for c in (case, heard, found, decided, done, closed)] == [
        *(deadlines(case, CALENDAR)[k] for k in ("statements", "finding", "decision", "closing", "closing")),
        None,
    ]
    assert code_of(case, "finding", finding()) == "step_out_of_order"
    assert code_of(heard, "decision", decision()) == "step_out_of_order"
    assert code_of(found, "consequence", imposed()) == "step_out_of_order"
    assert code_of(decided, "closing", closing()) == "step_out_of_order"
    steps = [("statement", said()), ("finding", finding()), ("decision", decision())]
    steps += [("consequence", imposed()), ("closing", closing())]
    for at, (kind, row) in zip((case, heard, found, decided, done), steps, strict=True):
        assert code_of(at, kind, row) is None


def test_nobody_responsible_needs_no_consequence():
    cleared = with_steps(case_on(), said(), finding(manner="none"), decision())
    assert (cleared.phase(OPENED, CALENDAR), cleared.liable()) == ("closing", ())
    assert code_of(cleared, "closing", closing()) is None


def test_findings_that_are_not_adopted_are_made_anew():
    rejected = with_steps(case_on(), said(), finding(), decision(agree=2, against=2))
    assert (rejected.was_rejected(), rejected.phase(OPENED, CALENDAR), rejected.decision()) == (
        True,
        "finding",
        None,
    )
    again = with_steps(rejected, finding(manner="none"))
    assert (again.was_rejected(), again.phase(OPENED, CALENDAR)) == (False, "decision")


@pytest.mark.parametrize(
    ("kind", "row", "steps", "code"),
    [
        ("statement", said("HW001"), (), "not_concerned"),
        ("statement", said(on=date(2026, 8, 1)), (), "day_outside_case"),
        ("statement", said(on=date(2026, 9, 2)), (), "day_outside_case"),
        ("finding", finding("HW001"), (said(),), "not_concerned"),
        ("finding", finding(manner="joint"), (said(),), "joint_alone"),
        ("decision", decision("HW011、HW004、HW012", 3), (said(), finding()), "voter_must_recuse"),
        ("decision", decision("HW011、HW050、HW012", 3), (said(), finding()), "not_a_member"),
        ("decision", decision("HW011、HW012", 2), (said(), finding()), "votes_do_not_fit"),
        ("decision", decision(agree=3), (said(), finding()), "votes_do_not_fit"),
        ("decision", decision("", 0, higher=True), (said(), finding()), "body_can_decide"),
        ("consequence", imposed("HW001"), (said(), finding(), decision()), "not_liable"),
        ("consequence", imposed(what="exile"), (said(), finding(), decision()), "unknown_consequence"),
    ],
)
def test_steps_that_are_refused(kind, row, steps, code):
    assert code_of(with_steps(case_on(), *steps), kind, row) == code


def test_a_consequence_does_not_come_before_its_decision_nor_the_closing_before_it():
    later = date(2026, 9, 10)
    decided = with_steps(case_on(), said(), finding(), decision(on=later))
    assert code_of(decided, "consequence", imposed(), later) == "day_outside_case"
    done = with_steps(decided, imposed(on=later))
    assert code_of(done, "closing", closing(), later) == "day_outside_case"


def test_a_body_of_which_most_must_recuse_leaves_it_to_a_higher_one():
    case = case_on()
    facts = replace(case.facts, members=("HW004", "HW005", "HW011"))
    found = with_steps(replace(case, facts=facts), said(), finding())
    assert code_of(found, "decision", decision("HW011", 1)) == "body_must_recuse"
    assert code_of(found, "decision", decision("", 0, higher=True)) is None
    assert with_steps(found, decision("", 0, higher=True)).phase(OPENED, CALENDAR) == "consequence"


def test_nobody_concerned_and_no_kin_of_theirs_has_a_hand_in_it():
    case = case_on()
    for person in ("HW007", "HW001", "HW025", "HW027"):
        with pytest.raises(Refused, match="应当回避"):
            refuse_concerned(case, person)
    refuse_concerned(case, "HW011")
    refuse_concerned(case, None)


def test_a_member_related_to_the_nominee_recuses():
    people = dict(run()[0].people)
    people["HW012"] = replace(people["HW012"], relations=(Relation("HW025", "姐"),))
    assert case_on(people=people).voters() == ("HW011", "HW016", "HW034")


def actor(person, *roles):
    return Actor("a", person, frozenset(roles))


def test_the_leak_matrix_asks_who_reads_the_file():
    fact = case_fact(case_on())
    asked = (OFFICER, actor(None, "organiser"), actor(PRINCIPAL, "judge"))
    assert (fact.id, [fact.sees(who, False) for who in asked]) == ("case.2026-001", ["whole", "none", "own"])


def test_who_reads_the_file():
    case = case_on()
    found = with_steps(case, said(), finding())
    assert reads_file(case, OFFICER)
    assert reads_file(case, actor(None, "auditor"))
    assert not reads_file(case, actor(None, "organiser"))
    assert not reads_file(case, actor("HW018", "discipline_officer"))
    assert not reads_file(case, actor("HW012", "committee_member"))
    assert reads_file(found, actor("HW012", "committee_member"))
    assert not reads_file(found, actor("HW004", "committee_member"))
    assert not reads_file(found, actor("HW007", "judge"))
    require_file(case, OFFICER)
    with pytest.raises(Refused) as refused:
        require_file(case, actor(None, "organiser"))
    assert refused.value.code == "not_allowed"


def test_who_states_their_case():
    case = case_on()
    assert states_own(case, actor("HW007", "judge"))
    assert not states_own(case, actor("HW005", "staff"))
    assert not states_own(case, actor("HW007", "administrator"))


def test_a_closed_case_has_the_effect_that_the_plan_gives_its_consequence():
    done = with_steps(case_on(), said(), finding(), decision(), imposed())
    assert effects_of(done, CALENDAR) == ()
    closed = with_steps(done, closing())
    assert effects_of(closed, CALENDAR) == (
        Effect("HW007", OPENED, date(2027, 3, 1), "诫勉，责追1号，案件2026-001"),
    )
    talk = with_steps(case_on(), said(), finding(), decision(), imposed(what="talk"), closing())
    assert effects_of(talk, CALENDAR) == ()
    assert KIND == "首提责任追究"


def test_rows_of_a_later_step_replace_those_of_the_same_key():
    twice = with_steps(case_on(), said(), Statement(party=PRINCIPAL, text="补充", stated_on=OPENED))
    assert [s.text for s in twice.rows(Statement)] == ["补充"]
    assert isinstance(twice.steps[0].row, Statement)
    assert twice.finding_of(PRINCIPAL) is None
    assert twice.decision() is None


def test_votes_are_rows_of_the_decision():
    facts, _ = run()
    assert all(isinstance(v, Vote) for v in facts.rows["decision"]["votes"])
    assert case_on(TEAM).concerned()[0].person == "HW010"
