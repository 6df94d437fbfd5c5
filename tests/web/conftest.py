"""Fixtures of the screens' tests."""

from browsing import axe, browser, page, sign_in_as
from street_office import as_role, street

__all__ = ["as_role", "axe", "browser", "page", "sign_in_as", "street"]
