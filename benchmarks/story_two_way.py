"""The story of a made-up two-way selection (双向选择的情节): what its people enter, stage by stage."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from random import Random

from quanheng.core.engine import Closing, RunFacts, inputs_for, replay, slate_of
from quanheng.core.inputs import Inputs, Row
from quanheng.core.members import Member, seated
from quanheng.core.people import Person
from quanheng.core.plans.schema import Plan
from quanheng.core.recusal import must_recuse
from quanheng.core.stages.decision.tables import Attendance, Meeting, Vote
from quanheng.core.stages.matching import Adjustment, Choice, Course, Preference, Settings
from quanheng.core.stages.matching.board import Board, board_of
from quanheng.core.stages.matching.checks import choosers_of
from quanheng.core.stages.matching.field import pool_of
from quanheng.core.values import Outcome, Slate
from quanheng.core.workdays import Calendar

STATED, CHOSEN, AGAIN, LAST = date(2026, 3, 13), date(2026, 3, 14), date(2026, 6, 14), date(2026, 6, 15)
DAYS = {"two-way": CHOSEN, "decision": CHOSEN, "second-round": AGAIN, "assignment": LAST}
TRAINED = date(2026, 5, 20)
REMARKS = ("专业不符", "岗位需持证上岗", "轮岗期未满", "本岗位已有合适人选")
POPULAR = ("general-office", "park-centre")
SILENT = 40
"""Of so many people one names no office."""


class Story:
    """Everything that people enter into a run of the plan."""

    def __init__(
        self, plan: Plan, people: Mapping[str, Person], leaders: tuple[str, ...], seed: int = 1
    ) -> None:
        self.plan, self.people, self.leaders = plan, people, leaders
        self.chance = Random(f"two-way-{seed}")
        self.rows: dict[str, dict[str, tuple[Row, ...]]] = {}
        self.closings: tuple[Closing, ...] = ()
        self.outcomes: Mapping[str, Outcome] = {}

    def play(self) -> None:
        """Both sides choose, the group adjusts, the committee decides, a second round, the rest."""
        self._choose("two-way", silent=SILENT)
        self._adjust()
        self._close("two-way")
        self._decide()
        self._close("decision")
        self._choose("second-round", silent=3)
        self._train()
        self._close("second-round")
        self._assign()
        self._close("assignment")

    def members(self) -> list[Member]:
        """Who sits in the two bodies; the first leader presides over both."""
        group = [self.leaders[n] for n in (0, 1, 3, 4, 5)]
        seats = [("leading_group", p) for p in group] + [("committee", p) for p in self.leaders]
        return [Member(body=body, person=p, principal=p == self.leaders[0]) for body, p in seats]

    def _facts(self) -> RunFacts:
        members, principals = seated(self.members())
        return RunFacts(self.plan, self.people, Calendar(), members, principals, self.rows, self.closings)

    def _close(self, stage: str) -> None:
        self.closings += (Closing(stage, DAYS[stage], DAYS[stage]),)
        again = replay(self._facts())
        if again.refusal is not None:
            raise RuntimeError(str(again.refusal))
        self.outcomes = again.outcomes

    def _ground(self, stage: str) -> tuple[Slate, Inputs, Settings]:
        """Slate, inputs and settings of a two-way selection as if it closed on its day."""
        facts, closing = self._facts(), Closing(stage, DAYS[stage], DAYS[stage])
        order = [s.id for s in self.plan.stages]
        settings = self.plan.stage(stage)
        before = order[: order.index(stage)]
        outcomes = {s: self.outcomes[s] for s in before if s in self.outcomes}
        assert isinstance(settings, Settings)
        return slate_of(facts, outcomes, closing), inputs_for(facts, outcomes, closing), settings

    def board(self, stage: str) -> Board:
        """The board of a two-way selection as it stands."""
        return board_of(*self._ground(stage))

    def _choose(self, stage: str, silent: int) -> None:
        """Everyone names one to three offices, their own mostly; every head orders those who did."""
        slate, inputs, settings = self._ground(stage)
        pool = sorted(pool_of(slate, inputs, settings))
        open_offices = [c.office for c in self.board(stage).offices if c.seats]
        stated = STATED if stage == "two-way" else DAYS[stage]
        named = [p for p in pool if self.chance.randrange(silent)]
        heads = {o: h for o in open_offices for h in choosers_of(o, inputs, settings) or ()}
        wishes = [r for p in named for r in self._wishes(p, open_offices, heads, stated)]
        self.rows[stage] = {"preferences": tuple(wishes)}
        seats = {c.office: c.seats for c in self.board(stage).offices}
        choices: list[Choice] = []
        for office in open_offices:
            head = heads.get(office, "")
            asked = [w for w in wishes if w.office == office]
            choices += self._ordered(office, head, asked, seats[office] + (settings.alternates or 0))
        self.rows[stage]["choices"] = tuple(choices)

    def _wishes(
        self, person: str, offices: list[str], heads: Mapping[str, str], stated: date
    ) -> Iterable[Preference]:
        own = [p.id for p in self.plan.posts if p.unit == self.people[person].unit and p.id in offices]
        others = [o for o in offices if o not in own]
        weights = [3 if o in POPULAR else 1 for o in others]
        drawn = self.chance.choices(others, weights, k=3) if others else []
        first = own + drawn if self.chance.random() < 0.6 else drawn[:1] + own + drawn[1:]
        count = self.chance.choice((1, 2, 2, 3, 3, 3))
        related = [o for o in offices if must_recuse(heads.get(o, ""), person, self.people)]
        if related or self._has_kin(person):
            first, count = related or own, 1
        for order, office in enumerate(list(dict.fromkeys(first))[:count], start=1):
            yield Preference(person=person, office=office, order=order, stated_on=stated)

    def _ordered(self, office: str, head: str, asked: list[Preference], most: int) -> Iterable[Choice]:
        """The head's order: those of the own unit tend to come first, relatives are left to the group."""
        unit = next(p.unit for p in self.plan.posts if p.id == office)
        free = [w for w in asked if not must_recuse(head, w.person, self.people)]
        rank = {
            w.person: self.chance.random()
            - 0.6 * (self.people[w.person].unit == unit)
            - 0.3 * (w.order == 1)
            - 0.5 * self._has_kin(w.person)
            for w in free
        }
        for place, person in enumerate(sorted(rank, key=lambda p: (rank[p], p)), start=1):
            if place <= most and rank[person] < 0.9:
                yield Choice(office=office, person=person, order=place, chosen_by=head)
            else:
                remark = self.chance.choice(REMARKS)
                yield Choice(office=office, person=person, accept=False, chosen_by=head, remark=remark)

    def _has_kin(self, person: str) -> bool:
        """Whether somebody of the same unit is related to the person."""
        known = self.people[person]
        return any(self.people[r.to].unit == known.unit for r in known.relations if r.to in self.people)

    def _adjust(self) -> None:
        """Of two relatives in one office the second moves; whoever named a relative's is placed."""
        rows: list[Adjustment] = []
        board = self.board("two-way")
        kin = [other for _, other, _ in board.relatives]
        kin += [
            w.person
            for w in board.waiting
            if any(must_recuse(leader, w.person, self.people) for leader in self.leaders)
        ]
        for person in dict.fromkeys(kin):
            office = self._free("two-way", person)
            if office:
                rows.append(
                    Adjustment(
                        person=person, office=office, reason="与选人负责人或同岗人员有亲属关系，须回避",
                        decided_by="领导小组纪要第2号",
                    )
                )  # fmt: skip
                self.rows["two-way"]["adjustments"] = tuple(rows)
        board = self.board("two-way")
        seat = next(
            s for c in board.offices if c.office == "park-centre" for s in c.taken if s.way == "chosen"
        )
        other = self._free("two-way", seat.person)
        if other:
            rows.append(
                Adjustment(
                    person=seat.person, office=other, concurrent=True, reason="熟悉项目，兼顾两边工作",
                    decided_by="领导小组纪要第2号",
                )
            )  # fmt: skip
        self.rows["two-way"]["adjustments"] = tuple(rows)

    def _free(self, stage: str, person: str) -> str:
        """An office with a free seat, away from the person and their relatives; '' if none."""
        board = self.board(stage)
        for card in sorted(board.offices, key=lambda c: -c.vacant):
            there = [s.person for s in card.taken] + list(card.heads or ())
            if card.vacant and not any(must_recuse(p, person, self.people) for p in there):
                return card.office
        return ""

    def _decide(self) -> None:
        """The committee agrees to everyone, without members related; the principal speaks last."""
        candidates = self.outcomes["two-way"].remaining.candidates
        apart = {
            (m, c.person) for m in self.leaders for c in candidates if must_recuse(m, c.person, self.people)
        }
        speaking = (*self.leaders[1:], self.leaders[0])
        meeting = Meeting(
            held_on=CHOSEN, place="街道三楼会议室", chair=self.leaders[0], recorder=self.leaders[8],
            agenda="审定双向选择结果和岗位调配",
        )  # fmt: skip
        attendance = tuple(
            Attendance(member=m, present=True, recused_for="、".join(sorted(p for n, p in apart if n == m)))
            for m in self.leaders
        )
        votes = tuple(
            Vote(member=m, person=c.person, post=c.post, vote="agree", order=n)
            for c in candidates
            for n, m in enumerate(speaking, start=1)
            if (m, c.person) not in apart
        )
        self.rows["decision"] = {"meeting": (meeting,), "attendance": attendance, "votes": votes}

    def _train(self) -> None:
        """Everybody who waits is trained; one is ill and excused."""
        waiting = self.outcomes["two-way"].record.unplaced
        self.rows["second-round"]["courses"] = tuple(
            Course(
                person=code, course="转岗培训班", hours=24 if n else 0, finished_on=TRAINED,
                excused="" if n else "住院治疗",
            )
            for n, code in enumerate(waiting)
        )  # fmt: skip

    def _assign(self) -> None:
        """The organisation gives the last seats away; one does not accept and leaves."""
        without = self.outcomes["second-round"].record.unplaced
        board = self.board("assignment")
        free = [c.office for c in board.offices for _ in range(c.vacant)]
        rows = [
            Adjustment(
                person=code, office=free[n] if n < len(free) else "", accepted=n > 0,
                reason="按编制空缺和本人条件安排", decided_by="党工委纪要第4号",
            )
            for n, code in enumerate(without)
        ]  # fmt: skip
        self.rows["assignment"] = {"adjustments": tuple(rows)}
