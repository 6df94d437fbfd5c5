"""The editor of a plan in a real browser: both directions, nothing lost, findings that lead to line and field."""

import re
from collections.abc import Callable

import pytest
from browsing import PHONE, WIDE, make_account
from playwright.sync_api import Page, expect

from quanheng.actions.save_plan import save_plan
from quanheng.actions.shipped_plans import PLANS
from quanheng.store.models import PlanDraft
from quanheng.web.reader import now

pytestmark = pytest.mark.django_db(transaction=True)

TEXT = (PLANS / "s4-competition-judged.yaml").read_text(encoding="utf-8")


def with_fifty_posts():
    """The plan with fifty posts."""
    start = TEXT.index("posts:\n") + len("posts:\n")
    end = start + TEXT[start:].index("\n\n")
    lines = (
        f"  - {{id: post-{n}, title: 第{n}处副处长, unit: 第{n}处, level: 县处级副职, seats: 1}}"
        for n in range(1, 51)
    )
    return TEXT[:start] + "\n".join(lines) + TEXT[end:]


@pytest.fixture
def editor(live_server, page: Page, sign_in_as) -> Callable[[str], None]:
    """Opens the editor on a plan's text."""
    account = make_account("organiser", "organiser", display_name="组织干部")

    def opened(text: str = TEXT) -> None:
        version = save_plan(account.actor(), text, "plan.yaml", now())
        sign_in_as(account)
        page.goto(f"{live_server.url}/plans/{version.plan}")
        page.get_by_role("button", name=re.compile("修改成新版|Edit as")).click()
        page.locator("[data-ready=yes]").wait_for()

    return opened


def file_of(page: Page):
    return page.locator("#plan-text")


def test_the_form_writes_the_file_and_keeps_the_focus(editor, page):
    editor()
    page.locator("#f-stages-0 > summary").click()
    title = page.locator("#f-stages-0-title")
    title.fill("动议与酝酿")
    expect(file_of(page)).to_have_value(re.compile(r"title: \{zh: 动议与酝酿, en: Motion\}"))
    expect(title).to_be_focused()
    expect(page.locator("#f-stages-0 > summary .item-title")).to_have_text("动议与酝酿")
    page.get_by_role("button", name="撤销").click()
    expect(file_of(page)).to_have_value(TEXT)
    page.get_by_role("button", name="重做").click()
    expect(file_of(page)).to_have_value(re.compile("动议与酝酿"))


def test_the_file_fills_the_form_and_every_finding_leads_to_line_and_field(editor, page):
    editor()
    file_of(page).fill(TEXT.replace("weight: 30", "weight: 35", 1))
    found = page.locator("[data-finding=error]").first
    expect(found).to_be_visible()
    line = int(found.get_attribute("data-line") or 0)
    expect(page.locator(f"#code-gutter > span:nth-child({line})")).to_have_class("has-error")
    found.locator("[data-go-line]").click()
    expect(file_of(page)).to_be_focused()
    chosen = page.evaluate("document.getElementById('plan-text').selectionStart")
    assert file_of(page).input_value()[:chosen].count("\n") + 1 == line
    found.locator("[data-go-field]").click()
    expect(page.locator(".is-pointed .field-finding.is-error").first).to_be_visible()
    assert page.evaluate("!!document.activeElement.closest('#editor-form')")


def test_what_is_typed_while_an_answer_is_under_way_is_not_lost(editor, page):
    editor()
    file_of(page).focus()
    page.keyboard.press("Control+End")
    page.keyboard.type("# one two three four five six seven eight nine ten", delay=60)
    expect(page.locator(".editor-kept")).to_be_visible()
    expect(file_of(page)).to_be_focused()
    expect(file_of(page)).to_have_value(f"{TEXT}# one two three four five six seven eight nine ten")
    page.wait_for_timeout(50)
    expect(page.locator("#editor-state input[name=revision]")).not_to_have_value("1")


def test_posts_and_stages_are_added_moved_and_removed_by_keyboard(editor, page):
    editor()
    posts = page.locator("#f-posts > details")
    count = posts.count()
    page.locator("#f-posts > .form-add button").focus()
    page.keyboard.press("Enter")
    expect(posts).to_have_count(count + 1)
    expect(page.locator(f"#f-posts-{count} > summary")).to_be_focused()
    page.locator(f"#f-posts-{count} [data-act=move]").focus()
    page.keyboard.press("Enter")
    expect(page.locator(f"#f-posts-{count - 1} .item-title")).to_have_text("新的一项")
    page.locator(f"#f-posts-{count - 1} [data-act=unset]").first.focus()
    page.keyboard.press("Enter")
    expect(posts).to_have_count(count)
    expect(file_of(page)).to_have_value(TEXT)
    page.locator("#add-f-stages").select_option("talks")
    page.locator("#f-stages > .form-add button").click()
    expect(file_of(page)).to_have_value(re.compile(r"- id: talks\n    kind: talks"))


def test_a_broken_file_says_its_line_and_the_form_stays_as_it_was(editor, page):
    editor()
    file_of(page).fill(TEXT.replace("choices:", "choices: [", 1))
    expect(page.locator("#editor-state")).to_contain_text("文件读不懂")
    expect(page.locator("#f-posts")).to_be_visible()
    file_of(page).fill(TEXT)
    expect(page.locator("#editor-state")).not_to_contain_text("文件读不懂")


def test_another_window_is_told_and_chooses(editor, page):
    editor()
    other = page.context.new_page()
    other.goto(page.url)
    other.locator("[data-ready=yes]").wait_for()
    file_of(other).fill(f"{TEXT}# there\n")
    expect(other.locator("#editor-state input[name=revision]")).to_have_value("2")
    file_of(page).fill(f"{TEXT}# here\n")
    expect(page.locator("#messages")).to_contain_text("另一个窗口改过这份草稿")
    expect(file_of(page)).to_have_value(f"{TEXT}# here\n")
    page.get_by_role("button", name="用这个窗口的文字").click()
    expect(file_of(page)).to_have_value(f"{TEXT}# here\n")
    assert PlanDraft.objects.get().put_aside == f"{TEXT}# there\n"


@pytest.mark.parametrize("language", ["zh", "en"])
def test_fifty_posts_wide_and_narrow_by_the_rules_of_access(editor, page, axe, language):
    editor(with_fifty_posts())
    if language == "en":
        page.get_by_role("button", name="English").click()
        page.locator("[data-ready=yes]").wait_for()
    expect(page.locator("#f-posts > details")).to_have_count(50)
    page.locator("#f-posts-49 > summary").click()
    page.locator("#f-posts-49-level").wait_for()
    for size in (WIDE, PHONE):
        page.set_viewport_size(size)
        for pane in ("form", "file", "checks", "calendar"):
            if size is PHONE:
                page.locator(f"button[data-editor-pane={pane}]").click()
                expect(page.locator(f".pane-{pane}")).to_be_visible()
            axe(page)
        over = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert over <= 0
