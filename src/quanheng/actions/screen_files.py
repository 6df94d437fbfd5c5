"""Screen files (筛查文件中的名册): everyone of a roster in files for every post of a plan, into a file."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import chain
from pathlib import Path

from quanheng.core.plans.schema import Plan
from quanheng.core.roster_checks import Allowed, refusals
from quanheng.core.roster_doubts import contradictions
from quanheng.core.roster_sheets import Sheets
from quanheng.core.values import RefusedMany
from quanheng.documents.table_files import write_table
from quanheng.screening.archive import GIVEN, Archive, archive_of
from quanheng.screening.engines import EngineName, engine
from quanheng.screening.lists import screened_list


def screen_files(
    plan: Plan,
    archive: Archive,
    name: EngineName,
    posts: Sequence[str],
    language: str,
    out: Path,
    ending: str,
) -> int:
    """Judge everyone for the posts (all when none is named) and write the list; how many lines it has.

    Errors: Refused for an engine that cannot start, an ending or a list that cannot be written.
    """
    frame = plan.frame({}, {})
    chosen = [post for post in plan.posts if not posts or post.id in posts]
    with engine(name) as started:
        found = screened_list(started, archive, frame, chosen or [None], language)
        return write_table(out, ending, found.header, found.batches)


def checked_archive(sheets: Sheets, today: date) -> Archive:
    """The archive that the sheets of a roster make.

    Errors: RefusedMany with all that does not fit, and then nothing is screened.
    """
    found = tuple(chain(refusals(sheets, today, Allowed()), contradictions(sheets)))
    if found:
        raise RefusedMany(found)
    units = sheets.get("units")
    names = dict(zip(units.column("code"), units.column("name"), strict=True)) if units is not None else {}
    given = {
        name: {column: sheets[name].column(column) for column in columns}
        for name, columns in GIVEN.items()
        if name in sheets
    }
    return archive_of(given, {str(code): str(name) for code, name in names.items()})
