"""Heads taken over from another run: shown first, confirmed as shown, refused once somebody has chosen."""

import pytest

from quanheng.actions.demo import ORGANISER
from quanheng.actions.record_rows import record_rows
from quanheng.actions.take_over_heads import heads_from, take_over_heads
from quanheng.core.authority import Actor
from quanheng.core.values import Refused
from quanheng.store.books import entries_of
from quanheng.store.load import run_state
from quanheng.store.models import InputRow
from quanheng.web.reader import now

pytestmark = pytest.mark.django_db
RUN, STAGE, SOURCE = "two-way-open", "two-way", "s10-finished"
PAGE = f"/runs/{RUN}/stages/{STAGE}/matching/heads"


def winner():
    record = run_state(SOURCE).outcomes["appointment"].record
    return next(made for made in record.appointments if made.post == "office-director")


def heads():
    return run_state(RUN).facts.rows.get(STAGE, {}).get("heads", ())


def test_the_change_is_shown_before_it_is_confirmed(as_role):
    client = as_role()
    page = client.get(PAGE)
    assert SOURCE in [code for code, _, _ in page.context["sources"]]
    shown = client.get(PAGE, {"from": SOURCE})
    [line] = shown.context["lines"]
    assert (line["title"].zh, [code for _, code, _, _ in line["then"]]) == (
        "党政综合办公室岗位",
        [winner().person],
    )
    assert heads() == ()
    stale = client.post(PAGE, {"from": SOURCE, "digest": "0" * 32})
    assert (stale.status_code, heads()) == (422, ())
    done = client.post(PAGE, {"from": SOURCE, "digest": shown.context["found"].digest})
    assert done.status_code == 302
    [row] = heads()
    assert (row.office, row.person, row.post) == ("general-office", winner().person, "党政综合办公室主任")
    assert row.source == f"{SOURCE} {winner().number}"
    entry = list(entries_of(RUN))[-1]
    assert (entry.act, entry.subject, entry.body["count"]) == ("record_matching", "two-way.heads", 1)


def test_who_won_elsewhere_chooses_and_the_former_holder_does_not(as_role):
    plan = heads_from(RUN, STAGE, SOURCE)
    other = plan.rows[0].model_copy(update={"person": "HW050"})
    record_rows(ORGANISER, RUN, STAGE, "heads", [other], now())
    assert heads_from(RUN, STAGE, SOURCE).changes[0].now == ("HW050",)


def test_nothing_is_taken_over_without_winners_or_authority(as_role):
    client = as_role()
    for source in ("s10-open", "two-way-board"):
        page = client.get(PAGE, {"from": source})
        assert (page.status_code, "没有任命" in page.content.decode()) == (422, True)
    assert client.get(PAGE, {"from": "nothing"}).status_code == 404
    assert as_role("discipline").get(PAGE).status_code == 403
    digest = heads_from(RUN, STAGE, SOURCE).digest
    with pytest.raises(Refused) as refusal:
        take_over_heads(Actor("x", None, frozenset({"staff"})), RUN, STAGE, SOURCE, digest, now())
    assert refusal.value.code == "not_allowed"
    with pytest.raises(Refused) as refusal:
        heads_from(RUN, "nowhere", SOURCE)
    assert refusal.value.code == "unknown_stage"
    assert InputRow.objects.filter(run__code=RUN, table="heads").count() == 0
