"""A made-up competition (虚构竞争上岗): what people enter at every stage of the street office's plan."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from random import Random

from reports import report_on
from street import AS_OF, PARTS, Street

from quanheng.core.engine import Closing, RunFacts, advance, refusals_of, slate_before
from quanheng.core.inputs import Row
from quanheng.core.kinds import KINDS
from quanheng.core.members import Member, check_members, seated
from quanheng.core.plans.schema import Plan
from quanheng.core.roster import assemble
from quanheng.core.stages import (
    appointment,
    clearance,
    enrolment,
    inspection,
    opening,
    probation,
    public_notice,
    speech,
)
from quanheng.core.values import Outcome, RefusedMany, Slate
from quanheng.core.workdays import Calendar

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


@dataclass
class Competition:
    """A run that is played from stage to stage; every row it enters is one that the stage admits."""

    plan: Plan
    street: Street
    applicants: int
    voters: int
    seed: int
    rows: dict[str, dict[str, tuple[Row, ...]]] = field(default_factory=dict)
    outcomes: dict[str, Outcome] = field(default_factory=dict)
    closings: list[Closing] = field(default_factory=list)

    def __post_init__(self) -> None:
        numbered = {name: list(enumerate(rows, 2)) for name, rows in self.street.tables.items()}
        self.people = assemble(numbered, AS_OF)
        self.members = self._members()
        check_members(self.plan, self.people, self.members)
        self.strength = self._strengths()

    def play(self) -> None:
        """Take the plan's stages in order: enter every table, then close.

        Errors: RefusedMany when a stage does not admit a row made here, which is a fault of this file.
        """
        for stage in self.plan.stages:
            self.closings.append(Closing(stage.id, self._opened_on(), CLOSED_ON[stage.id]))
            make = MAKERS.get(stage.id)
            slate = slate_before(self.plan, self.outcomes, stage.id)
            for table, rows in (make(self, slate) if make else {}).items():
                self._enter(stage.id, table, rows)
            self.outcomes[stage.id] = advance(self.facts(), self.outcomes, self.closings[-1])

    def facts(self) -> RunFacts:
        """The run so far."""
        members, principals = seated(self.members)
        return RunFacts(
            plan=self.plan,
            people=self.people,
            calendar=Calendar(),
            members=members,
            principals=principals,
            rows=self.rows,
            closings=tuple(self.closings),
        )

    def tables(self) -> Mapping[str, tuple[type[Row], tuple[Row, ...]]]:
        """Every input table of the plan by file name, with its rows."""
        found: dict[str, tuple[type[Row], tuple[Row, ...]]] = {}
        for stage in self.plan.stages:
            for table in KINDS[stage.kind].tables:
                rows = self.rows.get(stage.id, {}).get(table.name, ())
                if rows or table.required:
                    found[f"{stage.id}.{table.name}"] = (table.row, rows)
        return found

    def chance(self, what: str) -> Random:
        """Chance of its own for each purpose, so that a change in one stage leaves the others alone."""
        return Random(f"{what}-{self.seed}")

    def leader(self, number: int) -> str:
        """One of the street's leaders."""
        return self.street.leaders[number]

    def part(self, key: str) -> str:
        """Who plays this part of the story."""
        return self.street.parts[key]

    def _opened_on(self) -> date:
        return self.closings[-1].closed_on if self.closings else self.plan.begins_on or AS_OF

    def _enter(self, stage: str, table: str, rows: Sequence[Row]) -> None:
        refused = refusals_of(self.facts(), self.outcomes, self.closings[-1], table, rows)
        if refused:
            raise RefusedMany(r.at(f"{stage}.{table}:{index + 2}:{r.where}") for index, r in refused)
        self.rows.setdefault(stage, {})[table] = tuple(rows)

    def _members(self) -> list[Member]:
        bodies = {
            "leading_group": LEADING_GROUP,
            "judges": JUDGES,
            "committee": COMMITTEE,
            "discipline": DISCIPLINE,
        }
        return [
            Member(body=body, person=self.leader(n), principal=n == numbers[0])
            for body, numbers in bodies.items()
            for n in numbers
        ]

    def _strengths(self) -> dict[str, float]:
        chance = self.chance("strength")
        known = {self.part(key): float(points) for key, points in STRENGTH.items()}
        return {person: known.get(person, chance.uniform(78, 88)) for person in self.people}


Tables = Mapping[str, Sequence[Row]]
Maker = Callable[[Competition, Slate], Tables]


def make_enrolment(run: Competition, slate: Slate) -> Tables:
    """The story's thirty people, and as many others as are asked for."""
    chance = run.chance("enrolment")
    wishes = {run.part(p.key): [CHOICES[p.key[0]], *filter(None, [ALSO.get(p.key)])] for p in PARTS}
    more = run.applicants - len(wishes)
    if not 0 <= more <= len(run.street.others):
        most = len(PARTS) + len(run.street.others)
        raise ValueError(f"applicants are at least {len(PARTS)} and here at most {most}")
    for person in chance.sample(run.street.others, more):
        first = chance.choice(OPEN_TO_MORE)
        second = chance.choice(("area-head", "area-deputy", ""))
        wishes[person] = list(dict.fromkeys(filter(None, (first, second))))
    rows = [_application(run, chance, person, posts) for person, posts in wishes.items()]
    return {"applications": [row for own in rows for row in own]}


def _application(run: Competition, chance: Random, person: str, posts: list[str]) -> list[Row]:
    channel = chance.choices(("self", "mass", "organisation"), (80, 12, 8))[0]
    titles = {p.id: p.title.zh for p in run.plan.posts}
    names = {"self": "", "organisation": "党政综合办公室"}
    others = [run.people[p].name for p in chance.sample(run.street.others, min(2, len(run.street.others)))]
    return [
        enrolment.Application(
            person=person,
            post=post,
            choice=number,
            channel=channel,
            recommended_by=names.get(channel, "、".join(others)),
            statement=f"熟悉{run.people[person].unit}业务，愿竞聘{titles[post]}。",
            applied_on=date(2026, 3, 10),
        )
        for number, post in enumerate(posts, 1)
    ]


def make_opening(run: Competition, slate: Slate) -> Tables:
    """The one candidate of the cancelled post chooses another."""
    person, old, new = run.part("D2"), "family-deputy", "agriculture-deputy"
    day = CLOSED_ON["opening"]
    return {
        "qualifications": [
            opening.Qualification(
                person=person, post=new, reviewed_on=day, reviewed_by="竞争上岗工作领导小组"
            )
        ],
        "rechoices": [opening.Rechoice(person=person, from_post=old, to_post=new, chosen_on=day)],
    }


def make_speech(run: Competition, slate: Slate) -> Tables:
    """Every judge marks every speaker once, in half points."""
    chance = run.chance("speech")
    judges = [run.leader(n) for n in JUDGES]
    lean = {judge: chance.uniform(-2, 2) for judge in judges}
    marks = [
        speech.Mark(
            judge=judge, person=person, mark=_half(run.strength[person] + lean[judge] + chance.gauss(0, 1.5))
        )
        for judge in judges
        for person in slate.people()
    ]
    return {"marks": marks}


def _half(points: float) -> Decimal:
    return Decimal(round(max(60.0, min(99.0, points)) * 2)) / 2


def make_inspection(run: Competition, slate: Slate) -> Tables:
    """Three inspectors, a notice, two rounds of talks and one report on each candidate."""
    chance = run.chance("inspection")
    team = [run.leader(n) for n in INSPECTORS]
    talks = [
        inspection.Talk(
            person=person, talked_with=who, talked_on=date(2026, 3, day), count=chance.randint(3, 9)
        )
        for person in slate.people()
        for who, day in (("所在单位干部职工", 16), ("村（社区）书记", 17))
    ]
    written, scores = CLOSED_ON["inspection"], run.outcomes["composite"]
    return {
        "team": [inspection.TeamMember(person=p, leads=p == team[0]) for p in team],
        "notices": [
            inspection.InspectionNotice(place=place, published_on=CLOSED_ON["shortlist"]) for place in PLACES
        ],
        "talks": talks,
        "reports": [
            report_on(c, run.people[c.person], scores, team[n % len(team)], written, chance)
            for n, c in enumerate(slate.candidates)
        ],
    }


def make_clearance(run: Competition, slate: Slate) -> Tables:
    """The discipline body answers in writing; about one person the answer is not clear."""
    asked = run.part("F1")
    opinions = []
    for number, person in enumerate(slate.people(), 1):
        bad = person == asked
        opinions.append(
            clearance.Opinion(
                person=person,
                must="discipline_opinion",
                result="not_clear" if bad else "clear",
                document=f"河街纪函〔2026〕{number}号",
                given_on=CLOSED_ON["clearance"],
                signed_by=run.leader(DISCIPLINE[0]),
                note="有一件反映其违规审批的问题线索正在核查，暂不宜提拔使用" if bad else "",
            )
        )
    return {"opinions": opinions}


def make_notice(run: Competition, slate: Slate) -> Tables:
    """Both places carry the notice; one objection comes and is not upheld."""
    start, end = date(2026, 3, 21), date(2026, 3, 24)
    about = run.part("A1") if run.part("A1") in slate.people() else slate.people()[0]
    return {
        "publications": [
            public_notice.Publication(place=place, published_on=start, until=end) for place in PLACES
        ],
        "objections": [
            public_notice.Objection(
                number="1",
                person=about,
                received_on=date(2026, 3, 23),
                signed=True,
                from_whom="办公室一名工作人员",
                text="反映其2024年评优材料与实际工作不符",
            )
        ],
        "settlements": [
            public_notice.Settlement(
                number="1",
                result="not_upheld",
                finding="经查阅评优档案并走访，材料属实，反映的问题不存在",
                settled_on=date(2026, 3, 24),
                by=run.leader(DISCIPLINE[1]),
            )
        ],
    }


def make_appointment(run: Competition, slate: Slate) -> Tables:
    """A talk with everyone, and one document that names them all."""
    day = CLOSED_ON["appointment"]
    talks = [
        appointment.Talk(person=p, talked_by=run.leader(4 if n % 2 else 0), talked_on=date(2026, 3, 25))
        for n, p in enumerate(slate.people())
    ]
    documents = [
        appointment.Document(
            person=c.person,
            post=c.post,
            number="河街工委〔2026〕12号",
            issued_on=day,
            effective_on=CLOSED_ON["decision"],
        )
        for c in slate.candidates
    ]
    return {"talks": talks, "documents": documents}


def make_probation(run: Competition, slate: Slate) -> Tables:
    """After three months everyone is reviewed, and one is not up to the post."""
    weak = run.part("H2") if run.part("H2") in slate.people() else slate.people()[-1]
    return {
        "reviews": [
            probation.Review(
                person=c.person,
                post=c.post,
                result="failed" if c.person == weak else "passed",
                reviewed_on=CLOSED_ON["probation"],
                note="试用期内两次未完成防汛值守任务，测评不合格" if c.person == weak else "",
            )
            for c in slate.candidates
        ]
    }


MAKERS: Mapping[str, Maker] = {
    "enrolment": make_enrolment,
    "opening": make_opening,
    "speech": make_speech,
    "inspection": make_inspection,
    "clearance": make_clearance,
    "notice": make_notice,
    "appointment": make_appointment,
    "probation": make_probation,
}
