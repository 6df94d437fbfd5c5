"""Pages that say what went wrong (出错页面): in plain words, with what the reader may do next."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import is_valid_path
from django.views.decorators.csrf import requires_csrf_token

from quanheng.core.values import Text

TITLES = {
    HTTPStatus.BAD_REQUEST: Text("请求无法识别", "The request makes no sense"),
    HTTPStatus.FORBIDDEN: Text("您不能查看此页", "This page is not open to you"),
    HTTPStatus.NOT_FOUND: Text("没有找到这一页", "There is no such page"),
    HTTPStatus.METHOD_NOT_ALLOWED: Text("这里没有可看的内容", "There is nothing to read here"),
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: Text("文件过大", "The file is too large"),
    HTTPStatus.INTERNAL_SERVER_ERROR: Text("系统出错了", "Something broke on our side"),
}
ADVICE = {
    HTTPStatus.BAD_REQUEST: Text(
        "网址或提交的内容不完整。请返回上一页重新打开；如果是从收到的链接进入，请核对链接是否完整。",
        "The address or what was sent is incomplete. Go back and open the page anew; if you came by a link, "
        "check that it is whole.",
    ),
    HTTPStatus.FORBIDDEN: Text(
        "您的角色没有这一页的权限。如工作需要，请联系组织人事部门或系统管理员授予相应角色。",
        "Your role does not reach this page. If your work needs it, ask the personnel office or the "
        "administrator for the role.",
    ),
    HTTPStatus.NOT_FOUND: Text(
        "网址可能有误，或者内容已经归档。请从“我的工作”重新进入。",
        "The address may be wrong, or the matter has been archived. Start again from My work.",
    ),
    HTTPStatus.METHOD_NOT_ALLOWED: Text(
        "这个网址只用来提交表单。请回到表单所在的页面；刚才提交成功的内容仍然有效。",
        "This address only takes what a form sends. Go back to the page of the form; what was accepted "
        "before still stands.",
    ),
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: Text(
        "一次最多提交 100 MB，什么也没有保存。请拆成几个文件分次提交。",
        "At most 100 MB are taken at once; nothing was saved. Split the file and send it in parts.",
    ),
    HTTPStatus.INTERNAL_SERVER_ERROR: Text(
        "您刚才提交的内容没有保存。请稍后重试；如果仍然出错，请把发生的时间告诉系统管理员。",
        "What you sent was not saved. Try again in a while; if it happens again, tell the administrator "
        "when it was.",
    ),
}
STALE_FORM = Text(
    "为防止他人冒用您的身份，表单须在打开它的浏览器里提交，并且不能过期。请返回上一页，刷新后重新提交；"
    "浏览器须允许本站使用 Cookie。",
    "To keep others from acting in your name, a form must be sent from the browser that opened it and before "
    "it expires. Go back, reload the page and send it again; the browser must allow cookies for this site.",
)


def answer_with(
    request: HttpRequest, status: HTTPStatus, template: str, context: dict[str, Any]
) -> HttpResponse:
    """A whole page, or for a part of a page an alert that goes to the messages at its top."""
    if not getattr(request, "htmx", False):
        return render(request, template, context, status=status)
    response = render(request, "web/alert.html", context, status=status)
    response.headers["HX-Retarget"] = "#messages"
    response.headers["HX-Reswap"] = "innerHTML"
    return response


def page(
    request: HttpRequest, status: HTTPStatus, advice: Text | None = None, back: str = ""
) -> HttpResponse:
    """The page of one kind of error, with the way back where there is a nearer one than My work."""
    context = {
        "status": status.value,
        "title": TITLES[status],
        "advice": advice or ADVICE[status],
        "back": back,
    }
    return answer_with(request, status, "web/error.html", context)


def page_above(path: str) -> str:
    """The nearest address above one that only takes forms: the page on which such a form stands."""
    while path.count("/") > 1:
        path = path.rpartition("/")[0]
        if is_valid_path(path):
            return path
    return "/"


def page_without_reader(status: HTTPStatus) -> HttpResponse:
    """The same where nothing may be asked of the request or the database."""
    context = {"status": status.value, "title": TITLES[status], "advice": ADVICE[status]}
    return HttpResponse(render_to_string("web/error.html", context), status=status)


@login_not_required
def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400."""
    return page_without_reader(HTTPStatus.BAD_REQUEST)


@login_not_required
@requires_csrf_token
def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403."""
    return page(request, HTTPStatus.FORBIDDEN)


@login_not_required
@requires_csrf_token
def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404."""
    return page(request, HTTPStatus.NOT_FOUND)


@login_not_required
def server_error(request: HttpRequest) -> HttpResponse:
    """500."""
    return page_without_reader(HTTPStatus.INTERNAL_SERVER_ERROR)


@login_not_required
@requires_csrf_token
def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form that came from elsewhere or too late."""
    return page(request, HTTPStatus.FORBIDDEN, STALE_FORM)
