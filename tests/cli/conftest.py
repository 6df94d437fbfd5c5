"""The shipped inputs, copied, for every test of the command line."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from command_line import DATA, PLAN, Office


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """The shipped inputs and plan, copied."""
    shutil.copytree(DATA / "demo", tmp_path, dirs_exist_ok=True)
    shutil.copy(PLAN, tmp_path / "plan.yaml")
    return Office(tmp_path, tmp_path / "plan.yaml")
