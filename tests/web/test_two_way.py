"""Two-way selection on the screen: who sees what when, wishes, a head's order, adjustments, undoing, rounds."""

from io import BytesIO

import pytest
from browsing import make_account

from quanheng.core.stages.matching import Adjustment, Choice
from quanheng.store import queries
from quanheng.store.load import run_state
from quanheng.web.reader import now
from quanheng.web.stages.own_standing import own_lines

pytestmark = pytest.mark.django_db
OPEN, RUN, WAITING = "two-way-open", "two-way-board", "two-way-waiting"
STAGE = f"/runs/{RUN}/stages/two-way"
WISHES = f"/runs/{OPEN}/stages/two-way/preferences"
DESK = f"{STAGE}/choosing/general-office"
BOARD, ADJUST = f"{STAGE}/matching", f"{STAGE}/matching/adjust"
SISTER, BROTHER, NEPHEW = "HW042", "HW044", "HW021"
WHY = {"reason": "岗位空缺，专业对口", "decided_by": "领导小组纪要第3号"}


def rows(table, run=RUN, stage="two-way"):
    return run_state(run).facts.rows.get(stage, {}).get(table, ())


def wished(person, run=OPEN):
    return [r.office for r in rows("preferences", run) if r.person == person]


def as_person(client, code, *roles):
    account = make_account(code.lower(), *(roles or ("staff",)), display_name=code, person_code=code)
    client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
    return client


def state(client, *offices):
    return client.post(WISHES, {f"wish-{n}": office for n, office in enumerate(offices, start=1)})


def codes(page):
    return [r.code for r in page.context["refusals"]]


def said_in_trace(run=RUN, act="adjust_placement"):
    return [entry.line for entry in queries.entries(run, act)]


# --- Wishes


def test_a_person_states_changes_and_takes_back_their_own_wishes(as_role):
    client = as_role("staff")
    assert state(client, "building-office", "park-centre").status_code == 302
    assert wished("HW090") == ["building-office", "park-centre"]
    state(client, "park-centre", "building-office", "general-office")
    held = [r for r in rows("preferences", OPEN) if r.person == "HW090"]
    assert sorted((r.order, r.office) for r in held) == [
        (1, "park-centre"),
        (2, "building-office"),
        (3, "general-office"),
    ]
    assert {r.stated_on for r in held} == {now().date()}
    state(client)
    assert wished("HW090") == []


@pytest.mark.parametrize(
    ("offices", "code"),
    [
        (("moon",), "unknown_post"),
        (("park-centre", "park-centre"), "choice_repeated"),
        (("", "park-centre"), "choices_not_in_order"),
    ],
)
def test_wishes_that_do_not_hold_are_told_and_nothing_is_saved(as_role, offices, code):
    client = as_role("staff")
    state(client, "building-office")
    page = state(client, *offices)
    assert (page.status_code, codes(page)) == (422, [code])
    assert wished("HW090") == ["building-office"]


def test_after_the_deadline_nothing_changes_and_the_reader_sees_what_they_stated(as_role):
    client = as_role("staff")
    before = wished("HW090", RUN)
    address = f"{STAGE}/preferences"
    assert not client.get(address).context["takes"]
    page = client.post(address, {"wish-1": "park-centre"})
    assert (page.status_code, codes(page)) == (422, ["after_deadline"])
    key = f"HW090|{before[0]}|1"
    assert client.post(f"{STAGE}/inputs/preferences/remove", {"key": key}).status_code == 409
    assert wished("HW090", RUN) == before


def test_the_date_of_a_wish_cannot_be_made_up(as_role):
    given = {
        "person": "HW090",
        "office": "park-centre",
        "order": "1",
        "round": "1",
        "stated_on": "2026-01-01",
    }
    page = as_role("staff").post(f"/runs/{OPEN}/stages/two-way/inputs/preferences", given)
    assert page.status_code == 422
    assert wished("HW090") == []


def test_somebody_who_takes_no_part_is_told_so(street, client):
    page = as_person(client, "HW034").get(WISHES)
    assert (page.status_code, page.context["in_pool"], page.context["takes"]) == (200, False, False)
    page = client.post(WISHES, {"wish-1": "park-centre"})
    assert codes(page) == ["not_in_pool"]
    guest = make_account("guest", "staff")
    client.force_login(guest, backend="django.contrib.auth.backends.ModelBackend")
    assert client.get(WISHES).status_code == 409


def test_nobody_learns_another_persons_wishes(street, client, as_role):
    """Not on the pages, not in the tables, not in a file, not in the trace."""
    other = next(r for r in rows("preferences") if r.person != "HW090")
    staff = as_role("staff")
    table = f"{STAGE}/inputs/preferences"
    assert {row.key.split("|")[0] for row in staff.get(table).context["page"]} == {"HW090"}
    assert other.key().encode() not in staff.get(f"{table}?as=xlsx").content
    for username in ("committee", "discipline", "auditor"):
        reader = as_role(username)
        assert list(reader.get(table).context["page"]) == []
    lines = "".join(said_in_trace(RUN, "state_preference") + said_in_trace(RUN, "choose_staff"))
    assert lines and other.person not in lines


def test_the_answer_comes_after_the_committee_has_decided(street, client):
    outcome = run_state(WAITING).outcomes["two-way"]
    full = next(d for d in outcome.departures if d.finding.code == "office_full")
    page = as_person(client, full.candidate.person).get(f"/runs/{WAITING}/stages/two-way/preferences")
    assert full.finding.text in [why for _, why in page.context["answer"]["refused"]]
    assert full.finding.text.zh in page.content.decode()
    own = next(s for s in client.get("/").context["own"] if s["run"] == WAITING)
    assert own["href"] == f"/runs/{WAITING}/stages/two-way/preferences"
    assert client.get(f"{STAGE}/preferences").context["answer"] is None


def test_whoever_is_placed_is_not_told_to_wait_for_the_next_round(street):
    state = run_state(WAITING)
    placed = state.outcomes["two-way"].remaining.candidates[0].person
    lines = own_lines(state, placed)
    assert {(ln.standing.zh, ln.waiting) for ln in lines if ln.reason is None} == {("已定岗", None)}


def test_who_waits_reads_until_when_and_chooses_again(street, client):
    record = run_state(WAITING).outcomes["two-way"].record
    client = as_person(client, record.unplaced[0])
    answer = client.get(f"/runs/{WAITING}/stages/two-way/preferences").context["answer"]
    assert (answer["waits"], answer["until"], answer["next"]) == (True, record.waits_until, "second-round")
    tasks = {t.run: t for s in client.get("/").context["sections"] for t in s.tasks}
    assert tasks[WAITING].due_on == record.waits_until
    assert tasks[WAITING].href == f"/runs/{WAITING}/stages/second-round/preferences"
    again = f"/runs/{WAITING}/stages/second-round/preferences"
    assert client.post(again, {"wish-1": "family-office"}).status_code == 302


# --- A head's desk


def lines(page):
    return [(a.person.id, a.standing) for a in page.context["desk"].askers]


def test_a_head_sees_those_who_named_the_office_once_the_wishes_are_in(as_role):
    head = as_role("head")
    named = {r.person for r in rows("preferences") if r.office == "general-office"}
    assert {person for person, _ in lines(head.get(DESK))} == named
    early = head.get(f"/runs/{OPEN}/stages/two-way/choosing/general-office")
    assert (early.context["sees"], lines(early)) == (False, [])
    assert "第 1 志愿" not in head.get(DESK).content.decode()
    assert head.get(f"{STAGE}/choosing").headers["Location"] == DESK
    assert head.get(f"{STAGE}/choosing/park-centre").status_code == 409


def test_buttons_move_people_and_nothing_is_saved_until_it_is_sent(as_role):
    head = as_role("head")
    before = lines(head.get(DESK))
    given = {f"standing|{p}": s for p, s in before}
    first, second = before[0][0], before[1][0]
    down = head.post(DESK, given | {"move": f"down|{first}"})
    assert [p for p, _ in lines(down)[:2]] == [second, first]
    part = head.post(DESK, given | {"move": f"leave|{first}"}, headers={"HX-Request": "true"})
    assert "<html" not in part.content.decode()
    assert dict(lines(part))[first] == ""
    assert lines(head.get(DESK)) == before
    left = {f"standing|{p}": s for p, s in lines(part)}
    head.post(DESK, left | {f"remark|{first}": "专业不符", "save": "1"})
    row = next(r for r in rows("choices") if (r.office, r.person) == ("general-office", first))
    assert row == Choice(
        office="general-office", person=first, accept=False, chosen_by="HW012", remark="专业不符"
    )


def test_what_a_head_may_not_do_is_told_and_keeps_what_was_typed(as_role):
    head = as_role("head")
    held = rows("choices")
    given = {f"standing|{p}": str(n) for n, (p, _) in enumerate(lines(head.get(DESK)), start=1)}
    page = head.post(DESK, given)
    assert (page.status_code, set(codes(page))) == (422, {"more_than_seats"})
    wrong = head.post(DESK, given | {f"standing|{BROTHER}": "一"})
    assert codes(wrong) == ["no_number"]
    assert dict(lines(wrong))[BROTHER] == "一"
    assert rows("choices") == held


def test_a_head_leaves_relatives_to_the_leading_group(street, client):
    uncle = as_person(client, "HW009")
    page = uncle.get(f"{STAGE}/choosing/family-office")
    kin = [a.person.id for a in page.context["desk"].askers if a.is_kin]
    assert kin == [NEPHEW]
    given = {f"standing|{p}": s for p, s in lines(page)} | {f"standing|{NEPHEW}": "1"}
    uncle.post(f"{STAGE}/choosing/family-office", given)
    assert not any(r.person == NEPHEW and r.accept for r in rows("choices"))
    row = {"office": "family-office", "person": NEPHEW, "accept": "yes", "order": "30", "round": "1"}
    sent = uncle.post(f"{STAGE}/inputs/choices", row | {"chosen_by": "HW009"})
    assert sent.status_code == 422


def test_no_other_member_of_staff_chooses(as_role):
    staff = as_role("staff")
    assert staff.get(f"{STAGE}/choosing").status_code == 409
    row = {"office": "building-office", "person": "HW088", "accept": "yes", "order": "30", "round": "1"}
    assert staff.post(f"{STAGE}/inputs/choices", row | {"chosen_by": "HW090"}).status_code == 422
    assert staff.post(f"{STAGE}/inputs/choices", row | {"chosen_by": "HW006"}).status_code in (403, 422)


# --- The board


def test_the_board_shows_figures_first_and_people_once_both_sides_have_chosen(as_role):
    lead = as_role("committee")
    early = lead.get(f"/runs/{OPEN}/stages/two-way/matching")
    assert not early.context["sees_all"]
    wishers = {r.person for r in rows("preferences", OPEN)}
    page = early.content.decode()
    assert not any(p in page for p in wishers)
    found = lead.get(BOARD).context
    assert (found["sees_all"], found["adjusts"], found["pairs"]) == (True, True, [])
    assert [(a, b) for a, b, _ in found["relatives"]] == [("骆敬", "戚哲敬"), ("宓璇宁", "祝敬云")]
    for username in ("discipline", "auditor"):
        assert not as_role(username).get(BOARD).context["sees_all"]
        closed = as_role(username).get(f"/runs/{WAITING}/stages/two-way/matching")
        assert closed.context["sees_all"]


def test_what_is_missing_names_nobody_to_those_who_may_not_see_yet(as_role):
    for username in ("committee", "auditor", "discipline"):
        reader = as_role(username)
        page = reader.get(f"/runs/{RUN}").content.decode()
        assert "岗位调配还缺 2 项" in page
        assert "宓璇宁" not in page
    assert "宓璇宁" in as_role().get(f"/runs/{RUN}").content.decode()


def test_an_adjustment_is_shown_confirmed_recorded_and_undone(as_role):
    lead = as_role("committee")
    ask = {"person": BROTHER, "office": "family-office", "gives": "", "gives_to": "-", **WHY}
    shown = lead.post(ADJUST, ask)
    assert [(m[0], m[1].zh, m[2].zh) for m in shown.context["effect"].moves] == [
        ("祝敬云", "党政综合办公室岗位", "计生办岗位")
    ]
    assert rows("adjustments") == ()
    assert lead.post(ADJUST, ask | {"confirmed": "1"}).status_code == 302
    [row] = rows("adjustments")
    assert row == Adjustment(person=BROTHER, office="family-office", **WHY)
    [line] = said_in_trace()
    assert WHY["decided_by"] in line
    board = lead.get(BOARD).context
    assert [(a.key, a.reason) for a in board["adjusted"]] == [(row.key(), WHY["reason"])]
    undo = {"key": row.key(), "reason": ""}
    assert lead.post(f"{STAGE}/matching/undo", undo).status_code == 409
    assert lead.post(f"{STAGE}/matching/undo", undo | {"reason": "本人有困难"}).status_code == 302
    assert rows("adjustments") == ()
    assert [(a.is_undoing, a.key) for a in lead.get(BOARD).context["adjusted"]] == [(True, ""), (False, "")]
    assert len(said_in_trace()) == 2


def test_a_full_office_asks_who_gives_up_the_seat_and_says_whom_that_wrongs(as_role):
    organiser = as_role()
    ask = {"person": NEPHEW, "office": "park-centre", "gives": "", "gives_to": "-", **WHY}
    full = organiser.post(ADJUST, ask)
    [refusal] = full.context["refusals"]
    assert (full.status_code, refusal.code) == (422, "over_seats")
    assert "排在最后的是" in refusal.remedy.zh
    last = next(o for o in organiser.get(BOARD).context["offices"] if o.card.office == "park-centre").seats[
        -1
    ]
    shown = organiser.post(ADJUST, ask | {"gives": last.person.id})
    effect = shown.context["effect"]
    assert {(m[0], m[3]) for m in effect.moves} == {("裘彦川", False), (last.person.name, True)}
    assert any(last.person.name in said.zh and "不是其所选" in said.zh for said in effect.made)
    organiser.post(ADJUST, ask | {"gives": last.person.id, "confirmed": "1"})
    assert len(organiser.get(BOARD).context["pairs"]) == len(effect.made)
    key = next(r.key() for r in rows("adjustments") if r.person == last.person.id)
    refused = organiser.post(f"{STAGE}/matching/undo", {"key": key, "reason": "改变主意"})
    assert refused.status_code == 409


def test_a_member_steps_aside_for_relatives_and_outsiders_do_not_adjust(street, client):
    ask = {
        "person": NEPHEW,
        "office": "general-office",
        "gives": "",
        "gives_to": "-",
        **WHY,
        "confirmed": "1",
    }
    outsider = as_person(client, "HW010", "committee_member")
    assert outsider.get(ADJUST).status_code == 409
    assert outsider.post(ADJUST, ask).status_code == 409
    kin = as_person(client, "HW009", "organiser")
    free = next(o.card.office for o in kin.get(BOARD).context["offices"] if o.card.vacant)
    page = kin.post(ADJUST, ask | {"office": free})
    assert (page.status_code, codes(page)) == (422, ["must_recuse"])
    assert rows("adjustments") == ()


def test_the_table_of_adjustments_asks_no_less_than_the_board(street, client):
    table = f"{STAGE}/inputs/adjustments"
    kin = as_person(client, "HW009", "organiser")
    free = next(o.card.office for o in kin.get(BOARD).context["offices"] if o.card.vacant)
    typed = {"person": NEPHEW, "office": free, **WHY}
    page = kin.post(table, typed)
    assert (page.status_code, "回避关系" in page.content.decode()) == (422, True)
    outsider = as_person(client, "HW010", "committee_member")
    assert (outsider.post(table, typed).status_code, rows("adjustments")) == (403, ())
    other = as_person(client, "HW005", "organiser")
    assert other.post(table, typed).status_code == 302
    [row] = rows("adjustments")
    assert b"inputs/adjustments/remove" not in other.get(table).content
    refused = other.post(f"{table}/remove", {"key": row.key()})
    assert (refused.status_code, rows("adjustments")) == (409, (row,))


def test_nothing_is_adjusted_while_people_still_choose(as_role):
    client, table = as_role(), f"/runs/{OPEN}/stages/two-way/inputs/adjustments"
    early = client.get(f"/runs/{OPEN}/stages/two-way/matching/adjust")
    assert (early.status_code, "还没有选完" in early.content.decode()) == (409, True)
    assert "才截止" in str(client.get(table).context["waits_for"])
    typed = {"person": NEPHEW, "office": "park-centre", "concurrent": "no", "accepted": "yes", **WHY}
    assert (client.post(table, typed).status_code, rows("adjustments", OPEN)) == (422, ())
    assert client.get(f"{STAGE}/inputs/adjustments").context["waits_for"] == ()


def test_a_run_is_not_closed_over_the_heads_of_those_who_still_choose(as_role):
    shown = as_role().get(f"/runs/{OPEN}/stages/two-way").context["shown"]
    assert ([d.text.zh.endswith("才截止") for d in shown["dues"]], shown["heeds"]) == ([True], ())


def test_a_leader_who_heads_an_office_chooses_for_it(street, client):
    leader = as_person(client, "HW008", "committee_member")
    assert leader.get(f"{STAGE}/choosing/agriculture-office").status_code == 200
    assert leader.get(DESK).status_code == 409


def test_the_board_filters_by_office_and_name(as_role):
    client = as_role()
    assert [o.card.office for o in client.get(f"{BOARD}?office=family-office").context["offices"]] == [
        "family-office"
    ]
    found = client.get(f"{BOARD}?words={BROTHER}").context["offices"]
    assert [[s.person.id for s in o.seats] for o in found] == [[BROTHER]]


def test_the_organiser_fixes_the_days_of_a_round(as_role):
    client = as_role()
    today = now().date().isoformat()
    address = f"/runs/{WAITING}/stages/second-round/matching/round"
    wrong = client.post(address, {"round": "1", "preferences_until": "soon"})
    assert wrong.status_code == 422
    said = {"round": "1", "preferences_until": today, "at": "23:59", "choices_until": today}
    assert client.post(address, said).status_code == 302
    [call] = rows("calls", WAITING, "second-round")
    assert (call.round, call.at) == (1, "23:59")
    assert client.post(address, said | {"round": "2"}).status_code == 409


def test_the_stage_closes_once_relatives_are_parted(as_role):
    client = as_role()
    assert client.post(f"{STAGE}/close").status_code == 409
    for person, office in (
        (BROTHER, "family-office"),
        ("HW027", "agriculture-office"),
        (NEPHEW, "building-office"),
    ):
        ask = {"person": person, "office": office, "gives": "", "gives_to": "-", **WHY, "confirmed": "1"}
        assert client.post(ADJUST, ask).status_code == 302
    heeds = [h.zh for h in client.get(STAGE).context["shown"]["heeds"]]
    assert [h.rsplit("人", 1)[1] if "上岗" in h else "silent" for h in heeds] == ["silent", "报了名而未上岗"]
    assert client.post(f"{STAGE}/close").status_code == 302
    moved = [line.post.zh for line in own_lines(run_state(RUN), "HW027")]
    assert moved == [run_state(RUN).facts.plan.frame({}, {}).posts[o].title.zh for o in wished("HW027", RUN)]
    closed = client.get(BOARD).context
    assert (closed["adjusts"], closed["waits"]) == (
        False,
        len(run_state(RUN).outcomes["two-way"].record.unplaced),
    )
    assert client.post(ADJUST, {}).status_code == 409


def test_a_file_of_wishes_is_a_dry_run_first(as_role):
    client = as_role()
    lines_of_file = [
        "人员编号,岗位,志愿顺序,轮次,申请日期",
        f"HW090,moon,1,1,{now().date()}",
        f"HW090,park-centre,1,1,{now().date()}",
        f"HW034,park-centre,1,1,{now().date()}",
    ]
    file = BytesIO("\n".join(lines_of_file).encode())
    file.name = "wishes.csv"
    page = client.post(f"/runs/{OPEN}/stages/two-way/inputs/preferences/upload", {"file": file})
    assert [r.code for _, r in page.context["found"].refused] == ["unknown_post", "not_in_pool"]
    assert not page.context["may_confirm"]
    assert wished("HW090") == []
