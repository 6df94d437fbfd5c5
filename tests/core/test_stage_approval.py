"""Approval and filing (报批、备案): the right body, all papers, and what comes back."""

from datetime import date

import pytest
from core.stage_ground import codes, inputs, left, slate
from hypothesis import given
from hypothesis import settings as chances
from hypothesis import strategies as st

from quanheng.core.stages.approval import (
    SEVEN,
    ApprovalRecord,
    ApprovalReply,
    ApprovalRequest,
    Settings,
    admit,
    close,
    due,
)
from quanheng.core.values import Refused

SENT = date(2026, 3, 10)
AT = slate("p1@park", "p1@east", "p2@farm")


def settings(**more):
    return Settings.model_validate(
        {"id": "approval", "kind": "approval", "by": ["区委组织部"], "attachments": []} | more
    )


def request(number="8号", **more):
    return ApprovalRequest(number=number, **({"to": "区委组织部", "sent_on": SENT} | more))


def reply(number="8号", result="同意", **more):
    given_ = {
        "replied_by": "区委组织部",
        "replied_on": date(2026, 3, 20),
        "document": "组5号",
        "note": "理由",
    }
    return ApprovalReply(number=number, result=result, **(given_ | more))


def ground(requests=(), replies=(), **more):
    return inputs({"requests": requests, "replies": replies}, **more)


def test_everybody_is_approved_by_one_reply():
    result = close(AT, ground([request()], [reply()]), settings(reply_within={"working_days": 5}))
    assert left(result) == {}
    assert {f.text.zh for f in result.findings} == {"“区委组织部”同意：组5号"}
    assert [(e.label.zh, e.value.zh) for e in result.findings[0].evidence] == [
        ("请示文号", "8号"),
        ("报送机关", "区委组织部"),
        ("报送日期", "2026-03-10"),
        ("批复日期", "2026-03-20"),
        ("应答复日期", "2026-03-17"),
    ]
    assert result.record == ApprovalRecord((request(),), (reply(),), date(2026, 3, 20))


def test_the_most_exact_reply_counts():
    replies = [
        reply(),
        reply(result="reject", person="p1", note="年限不足", document=""),
        reply(person="p1", post="east"),
    ]
    result = close(AT, ground([request()], replies), settings())
    assert left(result) == {"p1@park": "rejected"}
    assert result.departures[0].finding.text.en == "'区委组织部': reject, 年限不足"


def test_a_returned_request_is_sent_again():
    back = [reply(result="return")]
    assert [d.text.en for d in due(slate("p2@farm"), ground([request()], back), settings())] == [
        "the request on 钱二 was returned: send it again"
    ]
    again = ground(
        [request("9号", sent_on=date(2026, 3, 21)), request()],
        [*back, reply("9号", replied_on=date(2026, 3, 25))],
    )
    assert due(AT, again, settings()) == ()
    assert left(close(AT, again, settings())) == {}


def test_filing_is_number_and_date():
    result = close(slate("p2@farm"), ground([request()]), settings(mode="file"))
    assert [(f.code, f.text.en) for f in result.findings] == [("filed", "filed with '区委组织部' (8号)")]
    assert result.record.replied_on is None


def test_what_is_due():
    assert [(d.text.zh, d.table) for d in due(slate("p2@farm"), ground(), settings())] == [
        ("钱二尚未报送", "requests")
    ]
    plan = settings(reply_within={"working_days": 5})
    assert [(d.text.en, d.by) for d in due(slate("p2@farm"), ground([request()]), plan)] == [
        ("the reply on 钱二 (overdue since 2026-03-17)", "区委组织部")
    ]
    assert [d.text.zh for d in due(slate("p2@farm"), ground([request(person="p2")]), settings())] == [
        "钱二的批复"
    ]
    with pytest.raises(Refused, match="尚未报送"):
        close(AT, ground(), settings())


def test_the_seven_papers_go_with_it():
    plan = settings(attachments="seven")
    have = "、".join(t.zh for t in SEVEN[:-1])
    (refusal,) = admit("requests", [request(attachments=have)], AT, inputs(), plan)
    assert (
        refusal[1].text.en
        == "Attachments are missing: result of the recommendation (stages.approval.attachments)."
    )
    assert admit("requests", [request(attachments=have + "、民主推荐情况")], AT, inputs(), plan) == ()
    own = settings(attachments=["备案表"])
    assert codes(admit("requests", [request()], AT, inputs(), own)) == ((0, "attachments_missing"),)


@pytest.mark.parametrize(
    ("table", "row", "plan", "code"),
    [
        ("requests", request(to="街道办"), {}, "may_not_approve"),
        ("requests", request(sent_on=date(2027, 1, 1)), {}, "dated_in_future"),
        ("requests", request(person="p3"), {}, "not_a_candidate"),
        ("replies", reply(person="p3"), {}, "not_a_candidate"),
        ("replies", reply(), {"mode": "file"}, "filing_needs_no_reply"),
        ("replies", reply("1号"), {}, "no_such_request"),
        ("replies", reply(replied_by="街道办"), {}, "reply_by_other_body"),
        ("replies", reply(document=""), {}, "reply_incomplete"),
        ("replies", reply(result="退回补正", note=""), {}, "reply_incomplete"),
        ("replies", reply(replied_on=date(2027, 1, 1)), {}, "dated_in_future"),
        ("replies", reply(replied_on=date(2026, 3, 9)), {}, "dated_out_of_order"),
    ],
)
def test_rows_that_are_refused(table, row, plan, code):
    assert codes(admit(table, [row], AT, ground([request()]), settings(**plan))) == ((0, code),)


def test_a_reply_that_enters():
    assert admit("replies", [reply()], AT, ground([request()]), settings()) == ()


@chances(deadline=None)
@given(
    st.dictionaries(st.sampled_from(["p1", "p2", "p3"]), st.sampled_from(["approve", "reject"]), min_size=1)
)
def test_exactly_those_approved_stay(results):
    """Law: everyone is accounted for by the reply on them."""
    at = slate(*(f"{p}@park" for p in results))
    rows = ground([request()], [reply(person=p, result=r) for p, r in results.items()])
    assert set(close(at, rows, settings()).remaining.people()) == {
        p for p, r in results.items() if r == "approve"
    }
