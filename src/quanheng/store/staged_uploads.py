"""Staged uploads (待确认的上传): a file between its dry run and its confirmation, for its own account."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from quanheng.store import models

KEPT_FOR = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Staged:
    """An upload that waits to be confirmed."""

    id: UUID
    name: str
    content: bytes


def stage_upload(account: str, name: str, content: bytes, at: datetime) -> UUID:
    """Keep an upload for its account, in place of an earlier one; what is older than a day goes."""
    uploads = models.StagedUpload.objects
    uploads.filter(account=account).delete()
    uploads.filter(uploaded_at__lt=at - KEPT_FOR).delete()
    return uploads.create(account=account, name=name[:200], content=content, uploaded_at=at).pk


def staged_upload(account: str, id: UUID) -> Staged | None:
    """An upload of this account; None when it is gone or somebody else's."""
    found = models.StagedUpload.objects.filter(account=account, pk=id).first()
    return Staged(found.pk, found.name, bytes(found.content)) if found else None


def drop_upload(account: str, id: UUID) -> None:
    """Forget an upload that was confirmed or given up."""
    models.StagedUpload.objects.filter(account=account, pk=id).delete()
