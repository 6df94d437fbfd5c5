"""States of an upload (导入进度): from a file handed in to rows in the archive."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from quanheng.core.values import Text

UploadState = Literal["waiting", "comparing", "refused", "compared", "importing", "imported", "failed"]

STATES: Mapping[UploadState, Text] = {
    "waiting": Text("等待读取", "Waiting"),
    "comparing": Text("读取和比较中", "Reading and comparing"),
    "refused": Text("有问题，未写入", "Faults found, nothing written"),
    "compared": Text("待确认", "To be confirmed"),
    "importing": Text("写入中", "Writing"),
    "imported": Text("已导入", "Imported"),
    "failed": Text("出错，未写入", "Failed, nothing written"),
}
AT_WORK: frozenset[str] = frozenset({"waiting", "comparing", "importing"})
"""States in which somebody works on the file."""
