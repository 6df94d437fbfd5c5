"""A composite in the tests (综合评价的测试): settings, rows, earlier outcomes, and closing it."""

from scored_stage import D, inputs, scored, slate

from quanheng.core.stages import composite
from quanheng.core.stages.composite import Points, Settings

FIELD = slate("p@a", "q@a")


def settings(*components, **how):
    return Settings.model_validate({"id": "composite", "kind": "composite", "components": components, **how})


def stage(name, weight=None, **how):
    return {"id": name, "from": name, **({"weight": weight} if weight else {}), **how}


def entered(name, weight=None, **how):
    return {"id": name, "entered": True, **({"weight": weight} if weight else {}), **how}


def points(component, table, basis=""):
    return [
        Points(
            person=who.split("@")[0],
            post=who.partition("@")[2],
            component=component,
            points=D(str(v)),
            basis=basis,
        )
        for who, v in table.items()
    ]


def earlier(**stages):
    """Outcomes of earlier stages from {stage: {'person@post': points}}."""
    return {name: scored(name, slate(*table), table) for name, table in stages.items()}


def closed(how, field=FIELD, rows=(), before=None, within=None, people=None):
    known = inputs(people or field.people(), {"points": rows}, before, within=within)
    return composite.close(field, known, how)
