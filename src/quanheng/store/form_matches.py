"""Who a form may be of (审批表对人): the people of the archive by number and name, and the rows they have."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from django.db.models import Q

from quanheng.core.form.form_match import Known
from quanheng.core.form.taken_rows import TAKEN
from quanheng.core.inputs import Row
from quanheng.core.roster_sheets import BY_NAME
from quanheng.store import models
from quanheng.store.archive_rows import standing_rows_of

BATCH = 400


def known_people(numbers: Iterable[str], names: Iterable[str]) -> list[Known]:
    """Everybody who has one of these identity numbers or names."""
    found: dict[str, Known] = {}
    for field, wanted in (("id_number", sorted(set(numbers))), ("name", sorted(set(names)))):
        for start in range(0, len(wanted), BATCH):
            chosen = Q(**{f"{field}__in": wanted[start : start + BATCH]})
            rows = models.Person.objects.filter(chosen).order_by("code")
            for code, name, born, number in rows.values_list("code", "name", "born", "id_number"):
                found[code] = Known(code, name, born or "", number or "")
    return list(found.values())


def codes_beginning(prefix: str) -> list[str]:
    """The codes of people that begin so."""
    return list(models.Person.objects.filter(code__startswith=prefix).values_list("code", flat=True))


def held_rows(codes: Iterable[str]) -> Mapping[str, Mapping[str, Sequence[Row]]]:
    """By person and table, the rows of the archive that a form can speak of."""
    found: dict[str, dict[str, list[Row]]] = defaultdict(lambda: defaultdict(list))
    wanted = sorted(set(codes))
    for name in TAKEN:
        table = BY_NAME[name]
        for cells in standing_rows_of(table, wanted).rows:
            row = table.row.model_validate(dict(zip(table.row.model_fields, cells, strict=True)))
            found[str(cells[0])][name].append(row)
    return found
