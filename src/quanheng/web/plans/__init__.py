"""Screens of plans (方案): the library, the editor, versions, approval, dry runs."""
