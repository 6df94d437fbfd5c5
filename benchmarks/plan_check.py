"""Benchmark of the editor's pause (边写边查): a plan of fifty posts read, checked, laid on the calendar.

Run: python benchmarks/plan_check.py [--posts 50] [--rounds 7]
Prints seconds of processor time, the best of the rounds after one to warm up: the bare parse of the YAML with
the data validated by pydantic (what any editor with a schema does), then ours, which also keeps every place,
asks the whole catalogue of regulations and works the days out; last one change of the form written into the
file. The file differs in every round, so that nothing is remembered.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path
from time import process_time

from ruamel.yaml import YAML

from quanheng.actions.regulation_files import load_catalogue
from quanheng.core.plans.lint import check_plan
from quanheng.core.plans.reading import read_plan
from quanheng.core.plans.schema import Plan
from quanheng.core.plans.timeline import timeline
from quanheng.core.plans.writing import Change, written

PLAN = Path(__file__).parents[1] / "src" / "quanheng" / "data" / "plans" / "s4-competition-judged.yaml"
CATALOGUE = load_catalogue()


def plan_of(posts: int) -> str:
    """A shipped plan with so many posts, each with a condition of its own."""
    text = PLAN.read_text(encoding="utf-8")
    start = text.index("posts:\n") + len("posts:\n")
    end = start + text[start:].index("\n\n")
    lines = "\n".join(_post(number) for number in range(1, posts + 1))
    return text[:start] + lines + text[end:]


def _post(number: int) -> str:
    """One post in one line, with a condition of its own."""
    title = f"{{zh: 第{number}处副处长, en: Deputy {number}}}"
    rule = f"{{id: extra-{number}, age: {{at_most: {40 + number % 10}}}}}"
    more = f"unit: 第{number}处, level: 县处级副职, seats: 1, eligibility: [{{add: [{rule}]}}]"
    return f"  - {{id: post-{number}, title: {title}, {more}}}"


def bare(text: str) -> None:
    """What any editor with a schema does."""
    data = YAML(typ="safe", pure=True).load(text)
    Plan.model_validate(_as_text(data))


def _as_text(value: object) -> object:
    """Dates and decimals as words, which the plan's own types take exactly."""
    if isinstance(value, dict):
        return {str(k): _as_text(v) for k, v in value.items()}
    if isinstance(value, list):
        return [_as_text(v) for v in value]
    return value if isinstance(value, str | bool | int | None) else str(value)


def ours(text: str) -> None:
    """What happens at every pause of typing."""
    read = read_plan(text)
    check_plan(read, CATALOGUE)
    timeline(read.plan)


def changed(text: str) -> None:
    """One field of the form written into the file."""
    written(text, Change("set", ("posts", 7, "seats"), 2))


def seconds(job: Callable[[str], None], text: str, rounds: int) -> float:
    """The best of some rounds, each on a text that was never seen."""
    taken = []
    for number in range(rounds + 1):
        fresh = f"{text}# {job.__name__} {number}\n"
        before = process_time()
        job(fresh)
        taken.append(process_time() - before)
    return min(taken[1:])


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--posts", type=int, default=50)
    parser.add_argument("--rounds", type=int, default=7)
    given = parser.parse_args()
    text = plan_of(given.posts)
    base = seconds(bare, text, given.rounds)
    print(f"{given.posts} posts, {text.count(chr(10)) + 1} lines")
    print(f"YAML parse and pydantic    {base:.3f} s   1.00")
    for name, job in (("read, checked, calendar", ours), ("one change written", changed)):
        taken = seconds(job, text, given.rounds)
        print(f"{name:26} {taken:.3f} s   {taken / base:.2f}")


if __name__ == "__main__":
    main()
