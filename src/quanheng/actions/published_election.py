"""Published election (已公布的投票): what an opening says, read once and kept, for every ballot needs it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache

from quanheng.core.ballots.ballot import Verifier
from quanheng.core.ballots.election import Election, election_of


@dataclass(frozen=True)
class Published:
    """An election as it was published when it opened, with the checks that follow from it."""

    election: Election
    verifier: Verifier

    def styles_of_voter(self, group: str, unit: str) -> tuple[str, ...]:
        """The ballot styles in which a voter has a say."""
        return tuple(s.id for s in self.verifier.form.styles_for(group, unit) if s.id in self.verifier.styles)


@lru_cache(maxsize=8)
def published(opening: str) -> Published:
    """The election that an opening says."""
    election = election_of(json.loads(opening))
    return Published(election, Verifier(election))
