"""Fixtures of the ballots' tests: a real browser."""

from browsing import axe, browser, page

__all__ = ["axe", "browser", "page"]
