"""Fixtures of the screens' tests."""

from browsing import axe, browser, page, sign_in_as

__all__ = ["axe", "browser", "page", "sign_in_as"]
