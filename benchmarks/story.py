"""The story of the made-up competition (情节): who plays which part, who sits where, and when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

RECUSED_LEADER = 8


@dataclass(frozen=True)
class Part:
    """What the story needs one applicant to be: where they work, what they hold, what they lack."""

    key: str
    unit: str
    holds: str = ""
    identity: str = ""
    grade_2025: str | None = ""
    sanction_until: date | None = None
    related_to_leader: int | None = None


PARTS = (
    Part("A1", "DZB", holds="office-director"),
    Part("A2", "DZB", sanction_until=date(2026, 3, 9)),
    Part("A3", "DZB"),
    Part("A4", "YQ"),
    Part("B1", "ZZB", holds="security-deputy"),
    Part("B2", "ZZB"),
    Part("B3", "ZZB"),
    Part("B4", "ZZB", sanction_until=date(2026, 8, 31)),
    Part("C1", "NB", holds="agriculture-deputy"),
    Part("C2", "NB", related_to_leader=RECUSED_LEADER),
    Part("D1", "JSB", holds="family-deputy", identity="公务员", grade_2025="基本称职"),
    Part("D2", "JSB"),
    Part("E1", "YQ", holds="park-deputy"),
    Part("E2", "YQ"),
    Part("F1", "CJB", holds="building-deputy"),
    Part("F2", "CJB"),
    Part("F3", "CJB"),
    Part("F4", "CJB", identity="工人"),
    Part("G1", "SQ"),
    Part("G2", "SQ", grade_2025=None),
    Part("G3", "SQ"),
    Part("G4", "SQ", grade_2025=None),
    Part("H1", "P1", holds="area-head"),
    Part("H2", "P2", holds="area-head"),
    Part("H3", "P3"),
    Part("H4", "P4"),
    Part("K1", "P1", holds="area-deputy"),
    Part("K2", "P3", holds="area-deputy"),
    Part("K3", "P2"),
    Part("K4", "P4"),
)
COMMITTEE, JUDGES, LEADING_GROUP, DISCIPLINE = range(9), range(7), (0, 1, 3, 4, 5), (3, 10)
INSPECTORS = (4, 3, 9)
PLACES = ("街道公示栏", "街道工作群")
CLOSED_ON = {
    "enrolment": date(2026, 3, 10),
    "eligibility": date(2026, 3, 11),
    "opening": date(2026, 3, 12),
    "speech": date(2026, 3, 13),
    "assessment": date(2026, 3, 13),
    "composite": date(2026, 3, 14),
    "shortlist": date(2026, 3, 14),
    "inspection": date(2026, 3, 18),
    "clearance": date(2026, 3, 19),
    "decision": date(2026, 3, 20),
    "notice": date(2026, 3, 25),
    "appointment": date(2026, 3, 26),
    "probation": date(2026, 6, 26),
}
CHOICES = {
    "A": "office-director",
    "B": "security-deputy",
    "C": "agriculture-deputy",
    "D": "family-deputy",
    "E": "park-deputy",
    "F": "building-deputy",
    "G": "community-director",
    "H": "area-head",
    "K": "area-deputy",
}
ALSO = {"B3": "area-deputy", "D2": "area-deputy", "F3": "area-head", "G3": "area-deputy"}
STRENGTH = {"A1": 92, "A2": 88, "C1": 80, "C2": 93, "F1": 91, "H1": 90, "H2": 89, "K1": 90}
OPEN_TO_MORE = tuple(post for key, post in CHOICES.items() if key not in "DE")
