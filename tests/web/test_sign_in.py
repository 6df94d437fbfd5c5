"""Sign in: passwords, one-time links, languages, lockout; by request."""

import logging
from datetime import timedelta

import pytest
from browsing import make_account
from django.utils import timezone

from quanheng.actions.sign_in_link import sign_in_link
from quanheng.store.models import Account

pytestmark = pytest.mark.django_db
PASSWORD = "一个很长的密码 2026"


@pytest.fixture
def li():
    return make_account("li", "organiser", display_name="李明", password=PASSWORD)


def enter(client, username="li", password=PASSWORD, **more):
    return client.post("/sign-in", {"username": username, "password": password, **more})


def code_of(account):
    path, _, code = sign_in_link(account).partition("#")
    assert path == "/sign-in/link"
    return code


def test_every_page_asks_to_sign_in_first(client):
    response = client.get("/")
    assert (response.status_code, response["Location"]) == (302, "/sign-in?next=/")


def test_password_opens_my_work(client, li):
    assert enter(client)["Location"] == "/"
    page = client.get("/").content.decode()
    assert "李明" in page
    assert "组织人事干部" in page


def test_sign_in_goes_back_to_where_the_reader_was_headed_and_nowhere_else(client, li):
    assert enter(client, next="/runs/1")["Location"] == "/runs/1"
    client.post("/sign-out")
    assert enter(client, next="https://elsewhere.example/")["Location"] == "/"


def test_a_wrong_password_is_told_in_the_readers_language(client, li):
    assert "用户名或密码不正确" in enter(client, password="wrong").content.decode()
    client.post("/language", {"language": "en"})
    assert "The username or the password is wrong" in enter(client, password="wrong").content.decode()


def test_a_closed_account_stays_out(client, li):
    Account.objects.filter(pk=li.pk).update(is_active=False)
    assert enter(client).status_code == 200
    response = client.post("/sign-in/link", {"code": code_of(li)})
    assert response.status_code == 200
    assert "_auth_user_id" not in client.session


def test_five_wrong_passwords_pause_that_account_from_that_address_only(client, li):
    make_account("wang", password=PASSWORD)
    statuses = [enter(client, password="wrong").status_code for _ in range(5)]
    assert statuses == [200, 200, 200, 200, 429]
    locked = enter(client)
    assert locked.status_code == 429
    assert "暂停登录" in locked.content.decode()
    assert enter(client, username="wang").status_code == 302
    client.post("/sign-out")
    client.defaults["REMOTE_ADDR"] = "10.0.0.9"
    assert enter(client).status_code == 302


def test_a_link_still_works_while_passwords_are_paused(client, li):
    for _ in range(5):
        enter(client, password="wrong")
    assert client.post("/sign-in/link", {"code": code_of(li)})["Location"] == "/"


def test_a_link_works_once(client, li):
    code = code_of(li)
    assert client.get("/sign-in/link").status_code == 200
    assert client.post("/sign-in/link", {"code": code})["Location"] == "/"
    client.post("/sign-out")
    again = client.post("/sign-in/link", {"code": code})
    assert again.status_code == 200
    assert "此链接已经用过" in again.content.decode()


def test_a_link_ends_after_a_day(client, li, monkeypatch):
    code = code_of(li)
    later = timezone.now() + timedelta(hours=24, minutes=1)
    monkeypatch.setattr("time.time", later.timestamp)
    assert client.post("/sign-in/link", {"code": code}).status_code == 200
    monkeypatch.undo()
    assert client.post("/sign-in/link", {"code": code}).status_code == 302


def test_a_mangled_link_is_refused(client, li):
    assert client.post("/sign-in/link", {"code": code_of(li)[:-1]}).status_code == 200


def test_a_link_is_never_logged(client, li, caplog):
    caplog.set_level(logging.DEBUG)
    code = code_of(li)
    client.post("/sign-in/link", {"code": code})
    client.post("/sign-in/link", {"code": code})
    assert code not in caplog.text


def test_sign_out_is_a_post(client, li):
    client.force_login(li)
    assert client.get("/sign-out").status_code == 405
    assert client.post("/sign-out")["Location"] == "/sign-in"
    assert client.get("/").status_code == 302


def test_the_language_lasts_through_sign_out_and_stays_with_the_account(client, li):
    client.force_login(li)
    assert '<html lang="zh-CN">' in client.get("/").content.decode()
    assert client.post("/language", {"language": "en", "next": "/?a=1"})["Location"] == "/?a=1"
    assert '<html lang="en">' in client.get("/").content.decode()
    client.post("/sign-out")
    assert '<html lang="en">' in client.get("/sign-in").content.decode()
    client.cookies.clear()
    client.force_login(Account.objects.get(pk=li.pk))
    assert '<html lang="en">' in client.get("/").content.decode()


def test_the_language_switch_leads_nowhere_else(client):
    assert (
        client.post("/language", {"language": "en", "next": "https://elsewhere.example"})["Location"] == "/"
    )
    assert client.post("/language", {"language": "xx"}).status_code == 302
    assert client.session["language"] == "en"


def test_every_answer_carries_the_security_headers(client):
    headers = client.get("/sign-in").headers
    assert set(headers["Content-Security-Policy"].split("; ")) == {
        "default-src 'self'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    }
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["X-Content-Type-Options"] == "nosniff"
