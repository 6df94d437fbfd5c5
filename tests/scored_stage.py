"""A small field for the tests of scored stages: people, posts, bodies, and inputs around one stage."""

from datetime import date
from decimal import Decimal
from importlib.resources import files

from ruamel.yaml import YAML

from quanheng.core.inputs import Inputs
from quanheng.core.kinds import KINDS
from quanheng.core.language.posts import Frame, Post
from quanheng.core.people import Person
from quanheng.core.values import Candidate, Outcome, Score, Slate, Text, Working
from quanheng.core.workdays import Calendar

D = Decimal
DAY = date(2026, 3, 13)
JUDGES = ("J1", "J2", "J3", "J4", "J5")


def person(code, **facts):
    """A person called after the code."""
    return Person(id=code, name=f"姓名{code}", **facts)


def frame(posts=("a", "b"), members=None, bodies=(), **post_facts):
    """Posts with one seat each unless said otherwise, and bodies with members."""
    return Frame(
        posts={p: Post(id=p, title=Text(f"职位{p}", f"Post {p}"), **post_facts.get(p, {})) for p in posts},
        as_of=DAY,
        bodies={b.id: b for b in bodies},
        members=members or {"judges": JUDGES},
    )


def inputs(people=(), rows=None, earlier=None, within=None):
    """Inputs around the stage under test; people may be codes."""
    known = [p if isinstance(p, Person) else person(p) for p in people]
    return Inputs(
        frame=within or frame(),
        people={p.id: p for p in known},
        calendar=Calendar(),
        opened_on=DAY,
        closed_on=DAY,
        rows={name: tuple(own) for name, own in (rows or {}).items()},
        earlier=earlier or {},
    )


def slate(*names, seats=None):
    """A slate from 'person@post' names, one seat a post unless said otherwise."""
    candidates = tuple(Candidate(*name.split("@")) for name in names)
    return Slate(candidates, seats or {c.post: 1 for c in candidates})


def c(name):
    """A candidate from 'person@post'."""
    return Candidate(*name.split("@"))


def leaf(value, source="row"):
    """A number straight from a row."""
    return Working(Text("分", "mark"), D(value), source=source)


def scored(stage, field, points, ranks=None):
    """The outcome of an earlier stage that gave these points by 'person@post'; ranks follow the points."""
    values = {c(name): D(value) for name, value in points.items()}
    scores = []
    for candidate, value in values.items():
        same_post = [v for other, v in values.items() if other.post == candidate.post]
        rank = 1 + sum(v > value for v in same_post)
        rank = (ranks or {}).get(str(candidate), rank)
        scores.append(Score(candidate, value, leaf(value, f"{stage}.marks:{candidate}"), rank))
    return Outcome(stage=stage, entered=field, remaining=field, scores=tuple(scores))


def points_of(outcome):
    """The points of an outcome as 'person@post': text."""
    return {str(s.candidate): str(s.value) for s in outcome.scores}


def ranks_of(outcome):
    """The ranks of an outcome."""
    return {str(s.candidate): s.rank for s in outcome.scores}


def left(outcome):
    """Who departed, with the code of the reason."""
    return {str(d.candidate): d.finding.code for d in outcome.departures}


def stayed(outcome):
    """Who remains, in slate order."""
    return [str(x) for x in outcome.remaining.candidates]


def leaves(working):
    """The sources at the bottom of a working."""
    if not working.parts:
        return [working.source]
    return [source for part in working.parts for source in leaves(part)]


def street_office(stage):
    """The settings of one stage in the street office's plan, as the plan file has them."""
    path = files("quanheng.data").joinpath("plans/s10-street-office.yaml")
    plan = YAML(typ="safe").load(path.read_text(encoding="utf-8"))
    raw = next(s for s in plan["stages"] if s["id"] == stage)
    return KINDS[raw["kind"]].settings.model_validate(raw)
