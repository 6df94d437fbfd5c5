"""Sign in (登录): by username and password, or by a link that works once within a day."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth import login, logout
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.views import LoginView
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse, reverse_lazy
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST
from django.views.generic import FormView
from sesame.backends import ModelBackend as LinkBackend

from quanheng.web.language import SESSION_KEY, current, lazily

PASSWORD_BACKEND = "django.contrib.auth.backends.ModelBackend"


class PasswordForm(AuthenticationForm):
    """Username and password."""

    error_messages = {
        "invalid_login": lazily(
            "用户名或密码不正确。请检查大小写和输入法；连续五次有误，十五分钟内不能再试。",
            "The username or the password is wrong. Check capitals and the input method; after five wrong "
            "tries there is a pause of fifteen minutes.",
        ),
        "inactive": lazily("此账户已停用。", "This account has been closed."),
    }
    username = forms.CharField(
        label=lazily("用户名", "Username"),
        max_length=150,
        widget=forms.TextInput(
            attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}
        ),
    )
    password = forms.CharField(
        label=lazily("密码", "Password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )


class LinkForm(forms.Form):
    """The code of a one-time link; the page fills it in from the part of the address that is never sent."""

    code = forms.CharField(
        label=lazily("登录码", "Sign-in code"),
        help_text=lazily("链接中“#”之后的部分。", "The part of the link after “#”."),
        max_length=200,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}
        ),
    )


@method_decorator(never_cache, name="dispatch")
class SignIn(LoginView):
    """The sign-in page."""

    template_name = "web/sign_in.html"
    authentication_form = PasswordForm
    redirect_authenticated_user = True


@method_decorator(login_not_required, name="dispatch")
@method_decorator(never_cache, name="dispatch")
@method_decorator(sensitive_post_parameters("code"), name="dispatch")
class SignInByLink(FormView):  # type: ignore[type-arg]  # FormView takes no type at run time
    """The page that a one-time link opens.

    The code stands after `#` and is sent by the button alone: so no log of addresses holds it, and a chat
    program that opens links to preview them does not use it up.
    """

    template_name = "web/sign_in_link.html"
    form_class = LinkForm
    success_url = reverse_lazy("my-work")

    def form_valid(self, form: Any) -> HttpResponse:
        """Let the reader in when the code is good, else say why not."""
        account = LinkBackend().authenticate(self.request, sesame=form.cleaned_data["code"].strip())
        if account is None:
            form.add_error(
                None,
                lazily(
                    "此链接已经用过、已超过二十四小时，或者不完整。请向发给您链接的人再要一个。",
                    "This link has been used, is older than twenty-four hours, or is incomplete. Ask whoever "
                    "sent it for a new one.",
                ),
            )
            return self.form_invalid(form)
        login(self.request, account, backend=PASSWORD_BACKEND)
        return super().form_valid(form)


def locked_out(
    request: HttpRequest, response: HttpResponse | None, credentials: dict[str, Any]
) -> HttpResponse:
    """What axes shows after too many wrong passwords."""
    return render(request, "web/locked_out.html", status=429)


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session; the sign-in page keeps the language that was read."""
    language = current()
    logout(request)
    request.session[SESSION_KEY] = language
    return HttpResponseRedirect(reverse("sign-in"))
