"""Show a case (案件进展): the ground, everybody concerned with what was said and found, and what is due."""

from __future__ import annotations

from collections.abc import Iterator

import click
from django.utils import timezone

from quanheng.actions.issue_case_paper import ground_of
from quanheng.actions.prepare_store import apply_migrations
from quanheng.cli.at_the_machine import CASE_KEEPER
from quanheng.cli.language import language_option
from quanheng.core.accountability.access import require_file
from quanheng.core.accountability.case import PHASES, Case, effects_of
from quanheng.core.accountability.steps import MANNERS, RESULTS, WAYS, Answer, Appeal, Imposed, Statement
from quanheng.core.values import Text
from quanheng.core.workdays import Calendar
from quanheng.store.cases import case_of


@click.command("show")
@click.argument("code")
@language_option
def command(code: str, language: str) -> None:
    """一件案件的进展和各人情况。One case as it stands."""
    apply_migrations()
    case = case_of(code)
    require_file(case, CASE_KEEPER)
    today, calendar = timezone.localtime().date(), Calendar()
    phase, due = PHASES[case.phase(today, calendar)], case.due_on(today, calendar)
    until = Text(f"，限 {due}", f", due {due}") if due else Text("")
    click.echo(f"{code}\t{case.facts.name}\t{ground_of(case).text.say(language)}")
    click.echo(f"{phase.say(language)}{until.say(language)}")
    for party in case.concerned():
        said = "\t".join(line.say(language) for line in _lines(case, party.person, calendar))
        click.echo(f"{party.person}\t{party.name}\t{said}")


def _lines(case: Case, person: str, calendar: Calendar) -> Iterator[Text]:
    """What stands about somebody, step by step."""
    if any(s.party == person for s in case.rows(Statement)):
        yield Text("已陈述", "heard")
    finding = case.finding_of(person)
    if finding is not None:
        yield MANNERS.say(finding.manner)
    for row in case.rows(Imposed):
        rule = case.rules.consequence(row.consequence)
        if row.party == person and rule is not None:
            yield rule.title
    answers = {a.key(): a for a in case.rows(Answer)}
    for appeal in case.rows(Appeal):
        if appeal.party == person:
            way, answer = WAYS.say(appeal.way), answers.get(appeal.key())
            result = RESULTS.say(answer.result) if answer else Text("待答复", "waits")
            yield Text(f"{way.zh}：{result.zh}", f"{way.en}: {result.en}")
    for effect in effects_of(case, calendar):
        if effect.person == person:
            yield Text(f"影响期至 {effect.effect_until}", f"effect until {effect.effect_until}")
