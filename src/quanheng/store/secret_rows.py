"""Secret rows (不记名内容): taken out of their blocks, so that a misread sheet can be keyed again."""

from __future__ import annotations

from collections.abc import Callable

from quanheng.core.inputs import Row
from quanheng.store import models


def take_out_secret_rows(
    run: models.Run, stage: str, table: str, kind: type[Row], is_wanted: Callable[[Row], bool]
) -> int:
    """Take rows out of a secret table; how many there were. The other rows of their blocks stay."""
    taken = 0
    for block in models.SecretBlock.objects.filter(run=run, stage=stage, table=table):
        lines = block.payload.split("\n")
        kept = [line for line in lines if not is_wanted(kind.model_validate_json(line))]
        if len(kept) == len(lines):
            continue
        taken += len(lines) - len(kept)
        block.delete()
        if kept:
            models.SecretBlock.objects.create(run=run, stage=stage, table=table, payload="\n".join(kept))
    return taken
