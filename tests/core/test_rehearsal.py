"""Rehearsal: every plan of the house comes to its end on invented people, and says why when one does not."""

from pathlib import Path
from random import Random

import pytest

import quanheng.data
from quanheng.core.inputs import Due
from quanheng.core.kinds import KINDS
from quanheng.core.plans.reading import read_plan
from quanheng.core.rehearsal import WRITERS, rehearse
from quanheng.core.rehearsal.cast import cast_of
from quanheng.core.rehearsal.scene import Scene
from quanheng.core.rehearsal.structure import quota_rows
from quanheng.core.rehearsal.telling import told
from quanheng.core.values import Text
from quanheng.core.workdays import Calendar

PLANS = sorted(
    [
        *(Path(quanheng.data.__file__).parent / "plans").glob("*.yaml"),
        *(Path(__file__).parent.parent / "plans").glob("*/*.yaml"),
    ]
)
CALENDAR = Calendar()


def played(text, seed=1):
    return rehearse(read_plan(text).plan, Random(seed), CALENDAR)


def small(*stages, more=""):
    head = """
language: 1
id: small
title: 小方案
organisation: {name: 单位, kind: other}
as_of: 2026-03-02
begins_on: 2026-03-02
bodies: [{id: judges, title: 评委, members: 4, odd: true}, {id: committee, title: 班子, at_least: 9}]
posts: [{id: a, title: 主任, unit: 甲, level: 科, seats: 2}, {id: b, title: 副主任, unit: 乙, level: 科}]
"""
    return head + more + "stages:\n" + "".join(f"  - {stage}\n" for stage in stages)


@pytest.mark.parametrize("path", PLANS, ids=lambda path: path.stem)
def test_a_plan_of_the_house_comes_to_its_end(path):
    lines = told(played(path.read_text(encoding="utf-8")))
    assert [(line.stage, line.why) for line in lines if not line.is_closed] == []
    assert all(line.came == line.stay + line.left for line in lines)


def test_the_same_chance_gives_the_same_rehearsal_and_another_gives_another():
    text = next(p for p in PLANS if p.stem == "s10-street-office").read_text(encoding="utf-8")
    assert played(text, 3).facts.rows == played(text, 3).facts.rows
    assert played(text, 3).facts.rows != played(text, 4).facts.rows


def test_every_kind_that_takes_rows_has_somebody_who_invents_them():
    takes_rows = {name for name, kind in KINDS.items() if any(t.required for t in kind.tables)}
    assert takes_rows <= set(WRITERS) <= set(KINDS)


def test_whoever_cannot_be_listed_by_rule_applies():
    text = small(
        "{id: enrolment, kind: enrolment, channels: [self, mass], enters: {who: {establishment: {in: 事业编制}}}}"
    )
    (line,) = told(played(text))
    assert line.is_closed and line.stay > 0


def test_a_plan_that_cannot_go_on_says_where_and_why():
    text = small(
        "{id: enrolment, kind: enrolment}",
        "{id: shortlist, kind: shortlist, by: speech, keep: {top: 1}}",
        "{id: speech, kind: speech, judges: judges}",
    )
    lines = told(played(text))
    assert [(line.stage, line.is_closed) for line in lines] == [
        ("enrolment", True),
        ("shortlist", False),
        ("speech", False),
    ]
    assert "speech" in lines[1].why[0].zh
    assert lines[2].why == ()


def test_rows_that_a_stage_will_not_take_stop_the_rehearsal():
    text = small(
        "{id: enrolment, kind: enrolment, must_enrol: {incumbents_of: 科}, channels: [unit], recommenders: {unit: 99}}"
    )
    [line] = told(played(text))
    assert (line.is_closed, line.closed_on) == (False, None)
    assert line.why


def test_a_stage_that_refuses_to_close_stops_the_rehearsal():
    text = small(
        "{id: enrolment, kind: enrolment}",
        "{id: speech, kind: speech, judges: judges, trim: {high: 3, low: 3}}",
    )
    lines = told(played(text))
    assert [line.is_closed for line in lines] == [True, False]
    assert "去掉" in lines[1].why[0].zh


def test_equals_across_the_cut_are_parted_by_lot():
    text = small(
        "{id: enrolment, kind: enrolment}",
        "{id: speech, kind: speech, judges: judges, items: [{id: all, title: 是否合格, max: 100, yes_no: true}]}",
        "{id: shortlist, kind: shortlist, by: speech, ties: [{final: lot}],"
        " keep: {per_seat: 1, short: actual, ties: chain}}",
    )
    last = told(played(text))[-1]
    assert (last.is_closed, last.stay, [str(t) for t, _ in last.entered]) == (True, 3, ["同分确定次序"])


def test_every_kind_of_ballot_and_vote_is_played():
    text = small(
        "{id: nomination, kind: nomination, channels: [joint], review: true, gates: [{id: own, title: 本人同意, own: true}]}",
        "{id: first, kind: recommendation, form: naming, most: 3, exactly: true, limit_per: sheet, denominator: valid,"
        " groups: [{id: all, title: 全体, weight: 100}], second_round: {when: [tie], keep: {top: 4}}, keep: {top: 3}}",
        "{id: second, kind: recommendation, form: approval, denominator: present,"
        " groups: [{id: all, title: 全体, weight: 100}]}",
        "{id: marks, kind: assessment, scale: {max: 10}, denominator: valid,"
        " groups: [{id: all, title: 全体, weight: 100}]}",
        "{id: ranks, kind: speech, judges: judges, per: candidacy, draw: true,"
        " rank_points: {first: 100, step: 5, given: ranks}}",
        "{id: rooms, kind: speech, judges: judges, normalise: {}, items: [{id: one, title: 一, max: 60},"
        " {id: two, title: 二, max: 40, yes_no: true}]}",
        "{id: decision, kind: decision, body: committee, manner: secret, reference: true,"
        " quorum: {share: 2/3, of: members}, majority: {over: 1/2, of: due}}",
    )
    lines = told(played(text))
    assert [line.stage for line in lines if not line.is_closed] == []
    assert [str(t) for t, _ in lines[-1].entered] == ["会议", "到会情况", "计票结果", "决议"]


def test_examinations_are_played_by_number_and_before_judges():
    text = small(
        "{id: enrolment, kind: enrolment}",
        "{id: exam, kind: examination, subjects: [{id: paper, title: 笔试, anonymous: true},"
        " {id: talk, title: 面试, form: interview, judges: judges, normalise: {}}]}",
        "{id: integrity, kind: integrity_exam, asks: 2}",
    )
    lines = told(played(text))
    assert [line.stage for line in lines if not line.is_closed] == []


def test_where_nobody_is_left_nothing_is_entered():
    text = small(
        "{id: enrolment, kind: enrolment}",
        "{id: review, kind: eligibility, on_unknown: fail}",
        "{id: marks, kind: assessment, scale: {max: 10}, denominator: valid,"
        " groups: [{id: all, title: 全体, weight: 100}]}",
        more="eligibility: {education: {at_least: 大学本科}}\n",
    )
    lines = told(played(text))
    assert [(line.is_closed, line.stay, line.entered) for line in lines[1:]] == [(True, 0, ()), (True, 0, ())]


def test_a_structure_that_invented_people_cannot_fit_is_relaxed_and_equals_get_a_place():
    quota = "{id: women, title: 女, who: {sex: {in: [女]}}, at_least: 1}"
    stages = (
        "{id: enrolment, kind: enrolment}",
        "{id: speech, kind: speech, judges: judges, full_mark: 100}",
        "{id: composite, kind: composite, components: [{id: s, from: speech, weight: 100}]}",
        "{id: structure, kind: quota_selection, by: composite, quotas: [" + quota + "]}",
    )
    run = played(small(*stages))
    assert run.stopped_at == ""
    reliefs = run.facts.rows["structure"]["reliefs"]
    assert [(r.post, r.quota) for r in reliefs] == [("a", "women"), ("b", "women")]
    scene = Scene(
        settings=run.facts.plan.stage("structure"),
        slate=run.outcomes["structure"].entered,
        inputs=None,
        chance=Random(1),
        dues=(Due(Text("同分"), "places", run.outcomes["structure"].entered.people()[0]),),
    )
    [place] = quota_rows(scene)["places"]
    assert (place.person, place.place) == (run.outcomes["structure"].entered.people()[0], 1)


def test_people_have_what_the_plan_reads_and_no_more():
    """Points for grades need grades; what no rule looks at stays unknown, for reviewers to settle."""
    graded = "{id: g, record: {appraisals: {last: 3, grades: {优秀: 2}}}}"
    people = cast_of(read_plan(small(f"{{id: total, kind: composite, components: [{graded}]}}")).plan).people
    anybody = people["C0001"]
    assert (anybody.born, anybody.tenures, len(anybody.appraisals)) == (None, (), 8)
    assert "appraisals" not in anybody.missing and "tenures" in anybody.missing
    looked = (
        "{id: a, record: {lookup: {by: education, values: {本科: 1}}}}, {id: b, record: {since: birth}}, "
        "{id: c, record: {since: party}}, {id: d, record: {lookup: {by: 学科, values: {语文: 1}}}}"
    )
    anybody = cast_of(read_plan(small(f"{{id: t, kind: composite, components: [{looked}]}}")).plan).people[
        "C0001"
    ]
    assert (len(anybody.educations), anybody.born is None, anybody.party) == (1, False, "中共党员")
    assert (anybody.attributes["学科"], anybody.work_started) == ("语文", None)


def test_flags_and_licences_that_earn_points_are_known():
    cases = (
        "{when: {licence: {has: 会计证}}, points: 1}, {when: {flag: {name: 伤残, expected: true}}, points: 2}, "
        "{when: {tenure: {name_has: [副科长], posts_count: 1}}, points: 1}"
    )
    stage = f"{{id: total, kind: composite, components: [{{id: c, record: {{cases: [{cases}]}}}}]}}"
    anybody = cast_of(read_plan(small(stage)).plan).people["C0001"]
    assert (anybody.attributes["伤残"], anybody.attributes["licences"], anybody.sex) == ("否", "无", "女")
    assert anybody.missing == frozenset()
