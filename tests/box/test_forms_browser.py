"""Every form of ballot on a phone: what it asks, what it says at once, and that what is cast fits."""

import json
import secrets

import pytest
from browsing import PHONE
from playwright.sync_api import expect

from quanheng.core.ballots.board import Head, next_line, open_body
from quanheng.core.ballots.election import Election
from quanheng.core.ballots.encoding import canonical, to_text
from quanheng.core.ballots.forms import BallotForm, Limit, Said, Subject
from quanheng.core.ballots.keys import credential_of, public_of, slip_key
from quanheng.core.ballots.receipts import receipt_public
from quanheng.store import ballot_box

pytestmark = [pytest.mark.browser, pytest.mark.django_db(databases=["default", "box"], transaction=True)]
CODE = "forms"
STAFF = (Said("staff", "职工", "Staff"),)
PEOPLE = tuple(
    Subject(f"P{n}", f"P{n}", "", name) for n, name in enumerate(("赵一", "钱二", "孙三", "李四"), 1)
)
POST = (Said("park", "园区主任", "Head of the park"),)
STANDING = tuple(
    Subject(f"P{n}@park", f"P{n}", "park", name, outside=n == 3)
    for n, name in enumerate(("赵一", "钱二", "孙三"), 1)
)
GRADES = (Said("good", "优秀", "Excellent"), Said("fair", "称职", "Competent"))
VOTE = (Said("vote", "意见", "Vote"),)
VOTES = (
    Said("approve", "赞成", "approve"),
    Said("oppose", "反对", "oppose"),
    Said("abstain", "弃权", "abstain"),
)
OVERALL = (Said("overall", "总体评价", "Overall"),)
KEPT = """new Promise((resolve) => {
    const asked = indexedDB.open("quanheng-ballots", 1);
    asked.onsuccess = () => {
        const read = asked.result.transaction("elections").objectStore("elections").getAll();
        read.onsuccess = () => {
            asked.result.close();
            resolve(read.result.some(({ draft }) => Object.values(draft).some((own) => Object.keys(own).length)));
        };
    };
})"""
"""Whether a mark lies on the disk: a browser that is killed before has nothing to bring back."""


@pytest.fixture
def voting(page, box_server):
    """Opens an election of a form on a phone, with a slip in hand."""

    def opened(form, lang="zh"):
        seed, receipt = secrets.token_bytes(16), ballot_box.prepare(CODE)
        slips = {s.id: (credential_of(public_of(slip_key(seed, CODE, s.id))),) for s in form.styles()}
        election = Election(
            CODE, "民主测评", form.plain(), form.styles(), {"staff": 10}, receipt_public(receipt),
            slips=slips, length=form.length(CODE), title_en="Assessment",
        )  # fmt: skip
        opening = canonical(open_body(election))
        line, _ = next_line(Head(), "open", json.loads(opening))
        ballot_box.publish_opening(CODE, opening, line)
        ballot_box.begin_casting(CODE)
        page.set_viewport_size(PHONE)
        english = "?lang=en" if lang == "en" else ""
        page.goto(f"{box_server}/{CODE}{english}#{to_text(seed)}.staff")
        page.get_by_role("button", name="Begin" if lang == "en" else "开始").click()
        return page

    return opened


def cast(page):
    """Cast what was filled in; what lies in the box."""
    page.get_by_role("button", name="确认投出").click()
    expect(page.get_by_role("heading", name="已投出")).to_be_visible()
    return sorted(
        (body["style"], body["marks"])
        for slot in ballot_box.inbox(CODE)
        for body in [json.loads(json.loads(slot.body)["body"])]
    )


def grown(page):
    """Everything to press is as large as a finger."""
    heights = page.evaluate(
        "[...document.querySelectorAll('main button, main .ballot-choice, main .form-control')]"
        ".map((e) => Math.round(e.getBoundingClientRect().height))"
    )
    assert heights
    assert min(heights) >= 44
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def test_names_up_to_a_limit_with_one_written_in(voting, axe):
    form = BallotForm(
        "recommendation", "names", "post", STANDING, VOTE, VOTES[:1], STAFF, POST, blank="abstain",
        limits=(Limit("park", 2, exactly=True, outsiders=1),), write_in=True,
    )  # fmt: skip
    page = voting(form)
    grown(page)
    axe(page)
    expect(page.get_by_role("status")).to_contain_text(["须选 2 人　已选 0 人"])
    page.get_by_label("赵一").check()
    page.get_by_label("钱二").check()
    page.get_by_label("另写姓名 园区主任 1").fill("周五")
    expect(page.get_by_text("选的人数超过 2 人，这张票将无效。")).to_be_visible()
    page.get_by_label("另写姓名 园区主任 1").fill("")
    expect(page.get_by_text("选的人数超过 2 人")).to_have_count(0)
    page.get_by_role("button", name="核对").click()
    expect(page.get_by_text("本单位以外的人选不足")).to_be_visible()
    page.get_by_role("button", name="改 园区主任").click()
    page.get_by_label("钱二").uncheck()
    page.get_by_label("另写姓名 园区主任 1").fill("周五")
    page.get_by_role("button", name="核对").click()
    expect(page.get_by_text("请注意")).to_have_count(0)
    assert cast(page) == [("marks|staff|park", {"P1@park|vote": "approve", "+1": "park|周五"})]


def test_a_name_written_in_takes_the_place_of_somebody_voted_against(voting):
    form = BallotForm(
        "recommendation", "votes", "post", STANDING, VOTE, VOTES, STAFF, POST, blank="approve",
        write_in=True, write_in_with_oppose=True,
    )  # fmt: skip
    page = voting(form)
    expect(page.get_by_text("不选的，按赞成（最高等次）计。")).to_be_visible()
    page.get_by_label("另写姓名 园区主任 1").fill("周五")
    expect(page.get_by_text("反对一人才能另写一人")).to_be_visible()
    page.get_by_role("group", name="赵一").get_by_label("反对", exact=True).check()
    expect(page.get_by_text("反对一人才能另写一人")).to_have_count(0)
    page.get_by_role("button", name="核对").click()
    assert cast(page) == [("marks|staff|park", {"P1@park|vote": "oppose", "+1": "park|周五"})]


def test_votes_against_alone(voting):
    form = BallotForm(
        "recommendation", "names", "post", STANDING, VOTE, VOTES[1:2], STAFF, POST, blank="abstain",
        limits=(Limit("park", 1),),
    )  # fmt: skip
    page = voting(form)
    expect(page.get_by_role("group", name="勾选谁，就对谁投“反对”票")).to_be_visible()
    page.get_by_label("孙三").check()
    page.get_by_role("button", name="核对").click()
    expect(page.get_by_text("反对：孙三")).to_be_visible()
    assert cast(page) == [("marks|staff|park", {"P3@park|vote": "oppose"})]


def test_the_devices_own_back_turns_back_a_page_and_the_review_tells_what_is_empty(voting, axe):
    form = BallotForm(
        "recommendation", "votes", "candidate", STANDING, VOTE, VOTES, STAFF, POST, blank="abstain"
    )
    page = voting(form)
    page.get_by_label("赞成", exact=True).check()
    page.get_by_role("button", name="下一页").click()
    expect(page.get_by_role("heading", name="钱二")).to_be_visible()
    page.go_back()
    expect(page.get_by_role("heading", name="赵一")).to_be_focused()
    expect(page.get_by_label("赞成", exact=True)).to_be_checked()
    page.go_forward()
    for name in ("下一页", "核对"):
        page.get_by_role("button", name=name).click()
    expect(page.get_by_text("有 2 页没有填全")).to_be_visible()
    expect(page.get_by_text("未填，按弃权计")).to_have_count(2)
    axe(page)
    page.get_by_role("button", name="确认投出").click()
    expect(page.get_by_role("heading", name="已投出")).to_be_visible()
    page.go_back()
    expect(page.get_by_role("heading", name="已投出")).to_be_visible()
    page.on("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name="清除本机记录").click()
    expect(page.get_by_text("您投的票不受影响，仍在票箱里。")).to_be_visible()
    assert ballot_box.count_in(CODE) == 3


def test_numbers_outside_the_scale_are_told_at_once(voting, axe):
    form = BallotForm(
        "assessment", "numbers", "person", PEOPLE[:1], OVERALL, (), STAFF, scale=("60", "100", "5")
    )
    page = voting(form)
    field = page.get_by_label("总体评价")
    field.fill("58")
    expect(page.get_by_text("请填 60 到 100 的数，每格 5。")).to_be_visible()
    axe(page)
    page.get_by_role("button", name="核对").click()
    expect(field).to_be_focused()
    expect(page.get_by_role("alert")).to_have_text("请填 60 到 100 的数，每格 5。")
    field.fill("８５")
    expect(page.get_by_text("请填 60 到 100 的数")).to_have_count(0)
    page.get_by_role("button", name="核对").click()
    assert cast(page) == [("marks|staff|P1", {"overall": "85"})]


def test_rules_of_a_whole_sheet_are_told_while_it_is_filled(voting):
    form = BallotForm(
        "assessment", "grades", "sheet", PEOPLE, OVERALL, GRADES, STAFF, points={"good": "100", "fair": "80"},
        rules=({"grades": ["good"], "share": {"at_most": "0.5"}},), all_equal_invalid=True,
        whole=(Said("rules", "方案限定一张票上某些等次的人数。", "The marks of a sheet are bounded."),),
    )  # fmt: skip
    page = voting(form)
    for _ in range(3):
        page.get_by_label("优秀", exact=True).check()
        page.get_by_role("button", name="下一页").click()
    expect(page.get_by_text("方案规定：优秀的人数不超过 50%。这样投出，整张票作废。")).to_be_visible()
    page.get_by_label("优秀", exact=True).check()
    page.get_by_role("button", name="核对").click()
    expect(page.get_by_text("对所有人的评价完全相同")).to_be_visible()
    for name in ("赵一", "钱二"):
        page.get_by_role("button", name=f"改 {name}").click()
        page.get_by_label("称职", exact=True).check()
        page.get_by_role("button", name="返回核对").click()
    expect(page.get_by_text("请注意")).to_have_count(0)
    marks = {f"P{n}|overall": "fair" if n < 3 else "good" for n in range(1, 5)}
    assert cast(page) == [("marks|staff|", marks)]


def test_remarks_are_a_ballot_of_their_own(voting, axe):
    form = BallotForm("assessment", "grades", "person", PEOPLE[:1], OVERALL, GRADES, STAFF, comments=True)
    page = voting(form)
    page.get_by_label("优秀", exact=True).check()
    page.get_by_role("button", name="下一页").click()
    expect(page.get_by_role("heading", name="意见建议：赵一")).to_be_visible()
    axe(page)
    page.get_by_label("您的意见或建议").fill("多到社区走访。")
    page.get_by_role("button", name="核对").click()
    expect(page.get_by_text("多到社区走访。")).to_be_visible()
    assert cast(page) == [
        ("comment|staff|P1", {"comment": "多到社区走访。"}),
        ("marks|staff|P1", {"overall": "good"}),
    ]


def test_a_decision_in_english_by_keyboard_alone(voting, axe):
    choices = (
        Said("agree", "同意", "Agree"),
        Said("disagree", "不同意", "Disagree"),
        Said("postpone", "缓议", "Postpone"),
    )
    form = BallotForm(
        "decision", "votes", "candidate", STANDING[:1], VOTE, choices, STAFF, POST, blank="abstain"
    )
    page = voting(form, "en")
    expect(page.get_by_role("heading", name="Page 1 of 1")).to_be_focused()
    expect(page.get_by_text("What you leave empty counts as abstained.")).to_be_visible()
    axe(page)
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.keyboard.press("ArrowDown")
    expect(page.get_by_label("Disagree", exact=True)).to_be_checked()
    for name in ("Back", "Look over"):
        page.keyboard.press("Tab")
        expect(page.get_by_role("button", name=name)).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Look over what you chose")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Cast")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Cast")).to_be_focused()
    expect(page.locator("#announce")).to_have_text("Cast, Ballots cast: 1; the box gave a receipt for each.")
    assert ballot_box.count_in(CODE) == 1


def test_a_draft_outlives_the_browsers_window_and_a_lost_line_sends_by_itself(voting):
    form = BallotForm("assessment", "grades", "person", PEOPLE[:2], OVERALL, GRADES, STAFF)
    page = voting(form)
    page.get_by_label("优秀", exact=True).check()
    again = page.context.new_page()
    address = page.url
    page.wait_for_function(KEPT)
    page.close()
    again.goto(address)
    expect(again.get_by_text("上次选的还在")).to_be_visible()
    again.get_by_role("button", name="接着选").click()
    expect(again.get_by_role("heading", name="钱二")).to_be_visible()
    again.get_by_label("称职", exact=True).check()
    again.get_by_role("button", name="核对").click()
    again.context.set_offline(True)
    again.get_by_role("button", name="确认投出").click()
    expect(again.get_by_role("heading", name="还有 2 张票未投出")).to_be_visible()
    assert ballot_box.count_in(CODE) == 0
    again.context.set_offline(False)
    expect(again.get_by_role("heading", name="已投出")).to_be_visible()
    assert ballot_box.count_in(CODE) == 2


def test_a_blank_ballot_and_a_full_one_are_of_one_size_on_the_line(voting):
    form = BallotForm(
        "recommendation", "votes", "candidate", STANDING, VOTE, VOTES, STAFF, POST, blank="abstain"
    )
    page = voting(form)
    page.get_by_label("弃权", exact=True).check()
    for name in ("下一页", "下一页", "核对"):
        page.get_by_role("button", name=name).click()
    sizes = []
    page.on(
        "request",
        lambda request: sizes.append(len(request.post_data_buffer)) if "/cast" in request.url else None,
    )
    marks = [own for _, own in cast(page)]
    assert (len(sizes), len(set(sizes)), [len(own) for own in marks]) == (3, 1, [1, 0, 0])
