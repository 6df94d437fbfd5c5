"""Grounds of accountability (责任追究情形): the six of the source, as the catalogue holds them."""

from __future__ import annotations

from dataclasses import dataclass

from quanheng.core.channels import CHANNELS, Channel
from quanheng.core.regulations import Catalogue
from quanheng.core.values import Refused, Text

LAW = "first-nominator-responsibility"


@dataclass(frozen=True, slots=True)
class Ground:
    """One ground: its rule and words, for which channels, and whether only after a promotion."""

    id: str
    text: Text
    cite: str
    channels: frozenset[Channel]
    after_promotion: bool


def grounds_of(catalogue: Catalogue) -> tuple[Ground, ...]:
    """The six grounds in the order of the source."""
    return tuple(
        Ground(
            rule.id,
            rule.text,
            rule.cite(),
            frozenset(rule.machine["channels"]),
            rule.machine["after"] == "promoted",
        )
        for rule in catalogue.of(LAW)
        if rule.machine.get("effect") == "first_nominator_accountability"
    )


def refused_ground(ground: Ground, channel: Channel, is_promoted: bool) -> Refused | None:
    """Why a ground does not fit a nomination: another channel, or nobody was promoted yet."""
    if channel not in ground.channels:
        fits = [CHANNELS.say(c) for c in CHANNELS.words if c in ground.channels]
        said = CHANNELS.say(channel)
        return Refused(
            "ground_of_other_channel",
            f"这一情形只适用于{'、'.join(t.zh for t in fits)}，本提名是{said.zh}（{ground.cite}）。",
            f"This ground is for nominations by {', '.join(t.en for t in fits)}; this one is by {said.en} "
            f"({ground.cite}).",
            where=ground.id,
            remedy_zh="请选择与提名方式相符的情形。",
            remedy_en="Choose a ground that fits the channel.",
        )
    if ground.after_promotion and not is_promoted:
        return Refused(
            "not_promoted_yet",
            f"这一情形适用于提拔使用后，被提名人尚未任职（{ground.cite}）。",
            f"This ground is for after a promotion; the nominee is not in the post yet ({ground.cite}).",
            where=ground.id,
            remedy_zh="尚未任职的，请先在“退出与取消”中取消资格，或选择其他情形。",
            remedy_en="Disqualify the candidate under Withdrawals, or choose another ground.",
        )
    return None
