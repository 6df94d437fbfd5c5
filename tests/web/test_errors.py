"""What went wrong: error pages, refusals and sign-in in the middle of a page."""

import pytest
from browsing import make_account
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.test import Client
from django.urls import path

from quanheng.config.urls import handler400, handler403, handler404, handler500
from quanheng.config.urls import urlpatterns as product_urls
from quanheng.core.values import Refused, RefusedMany

pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]

STALE = Refused(
    "stage_closed", "阶段已经关闭。", "The stage is closed.", "R1/演讲", "请先回退。", "Go back first."
)
ROLE = Refused("not_allowed", "您的角色不能进行这项操作。", "Your role may not do this.")
RAISED = {
    "closed": STALE,
    "role": ROLE,
    "many": RefusedMany([STALE, ROLE]),
    "bug": ValueError("a bug"),
    "denied": PermissionDenied(),
    "odd": SuspiciousOperation(),
}


def fail(request, how):
    raise RAISED[how]


urlpatterns = [*product_urls, path("fail/<str:how>", fail)]
__all__ = ["handler400", "handler403", "handler404", "handler500"]


@pytest.fixture
def reader():
    client = Client(raise_request_exception=False)
    client.force_login(make_account("li", "staff", display_name="李明"))
    return client


@pytest.mark.parametrize(
    ("address", "status", "chinese", "english"),
    [
        (
            "/fail/closed",
            409,
            ["阶段已经关闭。", "请先回退。", "R1/演讲", "stage_closed"],
            ["The stage is closed.", "Go back first."],
        ),
        ("/fail/role", 403, ["您的角色不能进行这项操作。"], ["Your role may not do this."]),
        (
            "/fail/many",
            409,
            ["阶段已经关闭。", "您的角色不能进行这项操作。"],
            ["The stage is closed.", "Your role may not do this."],
        ),
        ("/fail/denied", 403, ["您不能查看此页"], ["This page is not open to you"]),
        ("/fail/odd", 400, ["请求无法识别"], ["The request makes no sense"]),
        ("/fail/bug", 500, ["系统出错了"], ["Something broke on our side"]),
        ("/nowhere", 404, ["没有找到这一页"], ["There is no such page"]),
    ],
)
def test_it_is_said_in_the_readers_language(reader, address, status, chinese, english):
    for language, sentences in (("zh", chinese), ("en", english)):
        reader.post("/language", {"language": language})
        response = reader.get(address)
        page = response.content.decode()
        assert (response.status_code, [s for s in sentences if s not in page]) == (status, [])


def test_a_part_of_a_page_gets_an_alert_among_the_messages(reader):
    response = reader.get("/fail/closed", headers={"HX-Request": "true"})
    assert (response.status_code, response["HX-Retarget"], response["HX-Reswap"]) == (
        409,
        "#messages",
        "innerHTML",
    )
    assert "<html" not in response.content.decode()
    assert "请先回退。" in response.content.decode()


def test_a_part_of_a_page_asked_for_after_sign_out_reloads_the_page():
    response = Client().get("/", headers={"HX-Request": "true"})
    assert (response.status_code, response.headers["HX-Refresh"]) == (200, "true")


def test_a_form_from_elsewhere_is_refused_with_the_reason():
    response = Client(enforce_csrf_checks=True).post("/sign-in", {"username": "li", "password": "x"})
    assert response.status_code == 403
    assert "请返回上一页，刷新后重新提交" in response.content.decode()


def test_what_is_announced_as_too_large_is_refused_unread(client):
    answer = client.generic("POST", "/roster/import", b"", CONTENT_LENGTH="2000000000")
    assert (answer.status_code, "一次最多提交 100 MB" in answer.content.decode()) == (413, True)


def test_an_address_that_only_takes_forms_shows_the_way_back(reader):
    page = reader.get("/runs/R1/stages/talk/sheets/1/turnout")
    assert (page.status_code, page["Allow"]) == (405, "POST")
    assert page.context["back"] == "/runs/R1/stages/talk/sheets/1"
    assert "这个网址只用来提交表单" in page.content.decode()


def test_another_language_is_asked_for_the_page_of_the_form_that_was_refused(reader):
    def next_page(**headers):
        page = reader.post("/fail/closed", headers=headers)
        return page.context["here"]

    assert next_page(referer="http://testserver/runs?q=1") == "/runs"
    assert next_page(referer="http://elsewhere/runs") == "/fail/closed"
    assert reader.get("/fail/closed?x=1").context["here"] == "/fail/closed?x=1"
