"""Sign-in link (登录链接): a way in for one account, once, within a day."""

from __future__ import annotations

from django.contrib.auth.base_user import AbstractBaseUser
from django.urls import reverse
from sesame.utils import get_token


def sign_in_link(account: AbstractBaseUser) -> str:
    """The path of a fresh link, to stand after the address of the installation.

    The token follows `#`, so browsers do not send it and no log of addresses holds it.
    """
    return f"{reverse('sign-in-link')}#{get_token(account)}"
