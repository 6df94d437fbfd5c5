"""Channels (渠道): how people come forward, and whose word stands behind them."""

from __future__ import annotations

from typing import Literal

from quanheng.core.values import Text
from quanheng.core.words import Options

Channel = Literal["self", "mass", "organisation", "unit", "joint", "leader"]
CHANNELS = Options(
    {
        "self": Text("个人自荐", "self"),
        "mass": Text("群众推荐", "mass"),
        "organisation": Text("组织推荐", "organisation"),
        "unit": Text("单位推荐", "unit"),
        "joint": Text("联名推荐", "joint"),
        "leader": Text("领导推荐", "leader"),
    }
)
