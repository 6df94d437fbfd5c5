"""Checks of a plan (方案检查), one module a subject; `core/plans/lint.py` lists them all."""
