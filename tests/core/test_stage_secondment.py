"""Secondment (挂职): two units, directions from the record, days at the post, changes several agree to."""

from datetime import date
from decimal import Decimal

import pytest
from core.stage_ground import codes, inputs, left, person, slate
from pydantic import ValidationError

from quanheng.core.people import Tenure
from quanheng.core.stages.secondment import Settings, admit, close, due
from quanheng.core.stages.secondment.tables import Changed, Consent, Days, Opinion, Posting
from quanheng.core.values import Candidate, Refused

AT = slate("p1@park")
PEOPLE = [
    person(
        "p1",
        unit="组织部",
        party="中共党员",
        tenures=(Tenure("post", "科长", date(2020, 1, 1), level="正科级", leading=True),),
    )
]


def settings(**more):
    return Settings.model_validate({"id": "posting", "kind": "secondment", "length": {"years": 2}} | more)


def posting(who="p1", **more):
    given_ = {"host": "云水镇", "post": "第一书记", "since": date(2026, 3, 1), "document": "组发3号"}
    return Posting(person=who, **(given_ | more))


def days(month, present, whole=None, who="p1"):
    return Days(person=who, month=month, present=Decimal(present), whole=whole)


def change(kind="extend", until=date(2028, 9, 1), asked_by="host", who="p1"):
    return Changed(person=who, change=kind, until=until, asked_by=asked_by, reason="工作需要")


def consent(party, agrees=True, kind="extend", on=date(2026, 3, 20), who="p1"):
    return Consent(person=who, change=kind, party=party, agrees=agrees, given_on=on)


def ground(**rows):
    return inputs({"postings": [posting()], **rows}, PEOPLE)


def refused(table, row, how, **rows):
    return codes(admit(table, [row], AT, ground(**rows), how))


def stay(how, **rows):
    return close(AT, ground(**rows), how).record.stays[0]


def test_a_stay_has_two_units_and_an_end():
    found = stay(settings())
    assert (found.home, found.host, found.until) == ("组织部", "云水镇", date(2028, 3, 1))
    assert (found.direction, found.attended, found.appraised_at, found.returns) == ("", None, "host", "home")
    assert stay(settings(), postings=[posting(until=date(2026, 9, 1))]).until == date(2026, 9, 1)
    outcome = close(AT, ground(), settings())
    assert outcome.findings_of(Candidate("p1", "park"))[0].text.zh == "挂任云水镇第一书记"


DIRECTIONS = [
    {"id": "down", "title": "下派", "who": {"party": {"in": "中共党员"}}, "level": "same_or_lower"},
    {"id": "other", "title": "其他", "level": "same"},
]


def test_the_direction_comes_from_the_record_and_bounds_the_level():
    """P161, P162: down-going posts may be lower, others of the same level."""
    how = settings(directions=DIRECTIONS)
    assert stay(how).direction == "down"
    assert refused("postings", posting(level="副科级"), how) == ()
    assert refused("postings", posting(level="副处级"), how) == ((0, "level_not_allowed"),)
    same = settings(directions=[DIRECTIONS[1]])
    assert refused("postings", posting(level="副科级"), same) == ((0, "level_not_allowed"),)
    assert refused("postings", posting(level="正科级"), same) == ()
    assert refused("postings", posting(level="不在表中"), same) == ()
    higher = settings(directions=[{"id": "up", "title": "上派", "level": "same_or_higher"}])
    assert refused("postings", posting(level="副处级"), higher) == ()
    nobody = settings(
        directions=[{"id": "w", "title": "女", "who": {"party": {"in": "群众"}}, "level": "same"}]
    )
    assert refused("postings", posting(level="副处级"), nobody) == ()
    assert stay(nobody).direction == ""


def test_postings_that_are_refused():
    how = settings(kinds=["上挂", "下派"])
    assert refused("postings", posting(sort="横向"), how) == ((0, "unknown_kind"),)
    assert refused("postings", posting(until=date(2026, 1, 1)), how) == ((0, "dated_out_of_order"),)
    assert refused("postings", posting("p9"), how) == ((0, "unknown_person"),)
    with pytest.raises(ValidationError):
        settings(directions=[DIRECTIONS[0], DIRECTIONS[0]])


@pytest.mark.parametrize(
    ("of", "rows", "share"),
    [
        ("working_days", [days("2026-03", 11), days("2026-04", "10.5")], Decimal("21.5") / 43),
        ("days", [days("2026-02", 14)], Decimal("0.5")),
        ("entered", [days("2026-03", 20, Decimal(30))], Decimal(20) / 30),
    ],
)
def test_days_at_the_post_are_a_share(of, rows, share):
    """P168: two thirds of the working days."""
    how = settings(attendance={"is": {"at_least": "2/3"}, "of": of})
    assert stay(how, days=rows).attended.share == share


def test_whoever_is_too_little_at_the_post_is_noted_or_leaves():
    rows = {"days": [days("2026-02", 14)]}
    asked = {"is": {"at_least": "2/3"}, "of": "days"}
    outcome = close(AT, ground(**rows), settings(attendance=asked))
    assert [f.code for f in outcome.findings] == ["seconded", "days_short"]
    assert outcome.findings[1].text.en == "at the post 14 of 28 days (50%); the share needed is at least 2/3"
    assert outcome.findings[1].text.zh == "在岗 14/28 天（50%），要求占比不低于2/3"
    gone = close(AT, ground(**rows), settings(attendance=asked | {"short": "depart"}))
    assert left(gone) == {"p1@park": "days_short"}
    enough = close(AT, ground(days=[days("2026-02", 28)]), settings(attendance=asked))
    assert [f.code for f in enough.findings] == ["seconded"]


def test_days_that_are_refused():
    assert refused("days", days("2026-03", 1), settings()) == ((0, "days_not_asked"),)
    entered = settings(attendance={"is": {"at_least": 1}, "of": "entered"})
    assert refused("days", days("2026-03", 1), entered) == ((0, "whole_missing"),)
    assert refused("days", days("2026-03", 1, Decimal(2)), entered) == ()


AGREED = {
    "extend": {"consents": ["home", "host"], "at_most": {"years": 1}},
    "end_early": {"consents": ["host"]},
}


def test_a_posting_is_extended_when_all_agree():
    """P166: longer by the consent of person, home and host together."""
    how = settings(**AGREED)
    rows = {"changes": [change()]}
    assert [(d.text.zh, d.table) for d in due(AT, ground(**rows), how)] == [
        ("赵一延长须派出单位表态", "consents"),
        ("赵一延长须接收单位表态", "consents"),
    ]
    yes, no = [consent("home"), consent("host")], [consent("home", False), consent("host")]
    assert stay(how, **rows, consents=yes).until == date(2028, 9, 1)
    assert stay(how, **rows, consents=no).until == date(2028, 3, 1)
    told = close(AT, ground(**rows, consents=no), how).findings[0].evidence
    assert ("延长", "至 2028-09-01：派出单位不同意、接收单位同意") in [(e.label.zh, e.value.zh) for e in told]
    en = "until 2028-09-01: the home unit does not agree, the host agrees"
    assert ("Extend", en) in [(e.label.en, e.value.en) for e in told]


def test_changes_and_consents_that_are_refused():
    how = settings(**AGREED, no_recall=True)
    assert refused("changes", change(), settings()) == ((0, "change_not_allowed"),)
    assert refused("changes", change(), how, postings=[]) == ((0, "no_posting"),)
    assert refused("changes", change(until=date(2030, 1, 1)), how) == ((0, "extended_too_long"),)
    early = change("end_early", date(2027, 1, 1), "home")
    assert refused("changes", early, how) == ((0, "no_recall"),)
    assert refused("changes", early.model_copy(update={"asked_by": "host"}), how) == ()
    assert refused("changes", change(), how) == ()
    assert refused("consents", consent("village"), how) == ((0, "unknown_party"),)
    assert refused("consents", consent("village"), settings()) == ((0, "unknown_party"),)
    assert refused("consents", consent("home", on=date(2030, 1, 1)), how) == ((0, "dated_in_future"),)
    assert refused("consents", consent("home"), how) == ()


def test_a_short_stay_is_appraised_at_home():
    """P182: less than half a year at home, longer by the host."""
    how = settings(appraised={"at": "host", "short": {"months": 6}})
    assert stay(how, postings=[posting(until=date(2026, 7, 1))]).appraised_at == "home"
    assert stay(how).appraised_at == "host"
    assert stay(settings(appraised={"at": "home"})).appraised_at == "home"


def test_what_is_due_and_the_hosts_opinion():
    how = settings(host_opinion=True, attendance={"is": {"at_least": "2/3"}})
    assert [(d.text.zh, d.table) for d in due(AT, ground(postings=[]), how)] == [
        ("赵一尚无挂职安排", "postings"),
        ("赵一尚无在岗天数", "days"),
        ("赵一尚无接收单位意见", "opinions"),
    ]
    with pytest.raises(Refused):
        close(AT, ground(postings=[]), how)
    said = Opinion(person="p1", opinion="表现良好", given_on=date(2026, 3, 20))
    assert refused("opinions", said, how) == ()
    told = close(AT, ground(opinions=[said]), settings(host_opinion=True)).findings[0].evidence
    assert ("接收单位意见", "表现良好") in [(e.label.zh, e.value.zh) for e in told]
    short = settings(attendance={"is": {"at_least": "2/3"}, "of": "days"})
    shown = close(AT, ground(days=[days("2026-02", 28)]), short).findings[0].evidence
    assert ("在岗天数", "28/28 天（100%）") in [(e.label.zh, e.value.zh) for e in shown]
