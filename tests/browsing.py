"""A real browser for tests: Chromium by Playwright, axe for accessibility, and a way to sign in.

Shapes: a test module under tests/web or tests/journeys gets the fixtures `page`, `sign_in_as` and `axe` from
its conftest, beside `live_server` of pytest-django.
"""

import atexit
import os
import shutil
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY, get_user_model
from django.contrib.sessions.backends.db import SessionStore
from django.utils import timezone
from playwright.sync_api import Browser, Page, ViewportSize, expect, sync_playwright

from quanheng.store.models import Account

AXE = Path(__file__).resolve().parent.parent / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
]
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")

WIDE: ViewportSize = {"width": 1280, "height": 800}
PHONE: ViewportSize = {"width": 390, "height": 844}
PATIENCE = 60_000
"""Units: milliseconds. Whatever has not come by then will not come, on however busy a machine."""
expect.set_options(timeout=PATIENCE)

__all__ = ["PHONE", "WIDE", "axe", "browser", "make_account", "page", "settled", "sign_in_as"]


def chromium() -> str:
    """Where the browser is."""
    found = os.environ.get("CHROMIUM") or next((path for name in NAMES if (path := shutil.which(name))), None)
    if not found:
        pytest.fail("no Chromium on this machine; `make setup` says how to get it")
    return found


def settled(page: Page) -> None:
    """Wait until htmx has taken over what it put into the page: before that a change there goes unheard."""
    page.wait_for_function(
        "!document.querySelector('.htmx-request, .htmx-swapping, .htmx-settling, .htmx-added')"
    )


@cache
def started() -> Browser:
    """One browser a process: two conftests ask for it, and Playwright runs once in a thread; it ends with it."""
    playwright = sync_playwright().start()
    atexit.register(playwright.stop)
    return playwright.chromium.launch(executable_path=chromium(), args=FLAGS)


@pytest.fixture(scope="session")
def browser() -> Browser:
    """One browser for the whole run."""
    return started()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A fresh page that fails the test when its script or the security policy complains."""
    context = browser.new_context(viewport=WIDE, locale="zh-CN", timezone_id="Asia/Shanghai")
    opened = context.new_page()
    opened.set_default_timeout(PATIENCE)
    complaints: list[str] = []
    opened.on("pageerror", lambda error: complaints.append(str(error)))
    opened.on(
        "console",
        lambda message: (
            complaints.append(message.text) if "Content Security Policy" in message.text else None
        ),
    )
    yield opened
    context.close()
    if complaints:
        pytest.fail("\n".join(complaints), pytrace=False)


@pytest.fixture
def axe() -> Callable[[Page], None]:
    """Asserts that axe finds nothing on the page against WCAG 2.2 A and AA."""
    source = AXE.read_text(encoding="utf-8")

    def assert_clean(opened: Page) -> None:
        # evaluate() is not bound by the page's security policy, a script element would be.
        opened.evaluate(source)
        found = opened.evaluate(
            """rules => axe.run({
                runOnly: {type: 'tag', values: rules}, resultTypes: ['violations'],
                preload: location.protocol !== 'file:',
            })""",
            RULES,
        )
        broken = [line for violation in found["violations"] for line in readable(violation)]
        if broken:
            pytest.fail("\n".join([opened.url, *broken]), pytrace=False)

    return assert_clean


def readable(violation: dict) -> list[str]:
    """One line for each place where a rule is broken."""
    return [
        f"{violation['id']}: {violation['help']} at {' '.join(map(str, node['target']))}:"
        f" {node['failureSummary']}"
        for node in violation["nodes"]
    ]


def make_account(
    username: str, *roles: str, display_name: str = "", run_code: str | None = None, **fields: object
) -> Account:
    """An account that holds some roles, everywhere or in one run."""
    account = get_user_model().objects.open(username, display_name or username, **fields)
    for role in roles:
        account.grants.create(role=role, run_code=run_code, granted_at=timezone.localtime())
    return account


@pytest.fixture
def sign_in_as(live_server, page: Page) -> Callable[[Account], None]:
    """Gives the page a signed-in session of an account, without going through the sign-in page."""

    def enter(account: Account) -> None:
        session = SessionStore()
        session[SESSION_KEY] = str(account.pk)
        session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
        session[HASH_SESSION_KEY] = account.get_session_auth_hash()
        session.save()
        page.context.add_cookies(
            [{"name": "quanheng_session", "value": str(session.session_key), "url": live_server.url}]
        )

    return enter
