"""Open an election (公布投票): keys are made, all that counts is published, then it goes on by phases.

set up -> collect -> waiting -> cast; without phones nobody collects. Between collecting and voting lies the
gap that keeps who collected apart from what is cast.
"""

from __future__ import annotations

import json
from datetime import datetime

from quanheng.actions.acting import acting
from quanheng.actions.issuing_keys import HERE, forget_keys
from quanheng.actions.set_up_election import form_of, settings_of
from quanheng.core.authority import Actor
from quanheng.core.ballots.board import Head, next_line, open_body
from quanheng.core.ballots.election import Election, Issuer, Style
from quanheng.core.ballots.encoding import canonical, to_bytes, to_text
from quanheng.core.ballots.forms import BallotForm
from quanheng.core.ballots.receipts import receipt_public
from quanheng.core.ballots.suppression import Disclosure
from quanheng.core.plans.timeline import name_of
from quanheng.core.values import Refused, Text
from quanheng.issuing import check_signing, new_key, public_key
from quanheng.store import ballot_box, elections
from quanheng.store.elections import ElectionFacts


def open_election(
    actor: Actor,
    run_code: str,
    code: str,
    at: datetime,
    client: str = "",
) -> Head:
    """Publish the opening of an election; the head of its board, to be printed on the notice.

    Shapes: `client` is the digest of the voter's page.
    Errors: Refused in another phase, without slips or keys that the ways of voting need.
    """
    with acting(actor, "open_election", run_code, at) as act:
        with elections.election_held(code, "set_up", Text("公布", "opening")) as row:
            facts = elections.election_facts(code)
            electorate = elections.electorate(code)
            form = form_of(act, facts.stage, at, facts.round).of_groups(electorate)
            styles = form.styles()
            _refuse_missing(facts)
            _make_keys(facts, styles)
            title = title_of(facts, name_of(settings_of(act.facts.plan, facts.stage)))
            election = _election(facts, form, styles, title, client)
            opening = canonical(open_body(election))
            line, head = next_line(Head(), "open", json.loads(opening))
            ballot_box.publish_opening(code, opening, line)
            elections.move_on(row, "collect" if facts.rules["issuers"] else "waiting", opening)
        act.subject = code
        act.body = {"election": code, "head": head.digest, "voters": electorate}
    return head


def title_of(facts: ElectionFacts, stage: Text) -> Text:
    """What voters read above their ballots: the stage, and the round where it is the second."""
    if facts.round == 1:
        return stage
    return Text(f"{stage.zh}（第二轮）", f"{stage.say('en')}, second round")


def _refuse_missing(facts: ElectionFacts) -> None:
    committed = {style.split("|")[1] for style in elections.slips_of(facts.code)}
    absent = [g for g, way in facts.rules["ways"].items() if way == "slips" and g not in committed]
    if absent:
        raise Refused(
            "no_slips",
            f"“{'、'.join(absent)}”组还没有登记印制票清单，不能公布。",
            f"No printed slips are committed for {', '.join(absent)}.",
            where=facts.code,
            remedy_zh="请先制票，再登记清单。",
            remedy_en="Make the slips and commit their list first.",
        )


def _make_keys(facts: ElectionFacts, styles: tuple[Style, ...]) -> None:
    if HERE not in facts.rules["issuers"] or HERE in elections.public_keys(facts.code):
        return
    check_signing()
    made = {style.id: new_key() for style in _by_phone(facts, styles)}
    elections.save_keys(facts.code, HERE, {s: (to_text(public_key(k)), to_text(k)) for s, k in made.items()})


def _by_phone(facts: ElectionFacts, styles: tuple[Style, ...]) -> tuple[Style, ...]:
    """The styles whose voters collect."""
    return tuple(s for s in styles if facts.rules["ways"][s.group] == "phones")


def _election(
    facts: ElectionFacts,
    form: BallotForm,
    styles: tuple[Style, ...],
    title: Text,
    client: str,
) -> Election:
    keys = elections.public_keys(facts.code)
    wanted = {s.id for s in _by_phone(facts, styles)}
    absent = [name for name in facts.rules["issuers"] if set(keys.get(name, ())) != wanted]
    if absent:
        raise Refused(
            "issuer_keys_missing",
            f"缺少发证方 {'、'.join(absent)} 的公钥。",
            f"The public keys of issuer {', '.join(absent)} are missing.",
            where=facts.code,
            remedy_zh="请由该发证方生成密钥，再登记其公钥文件。",
            remedy_en="Let that issuer make its keys, then register the file of public keys.",
        )
    return Election(
        id=facts.code,
        title=title.zh,
        title_en=title.say("en"),
        form=form.plain(),
        styles=styles,
        electorate=elections.electorate(facts.code),
        receipt_key=receipt_public(ballot_box.prepare(facts.code)),
        issuers=tuple(
            Issuer(name, {s: to_bytes(key) for s, key in keys[name].items()})
            for name in facts.rules["issuers"]
        ),
        slips={
            style: tuple(bytes.fromhex(c) for c in own)
            for style, own in elections.slips_of(facts.code).items()
        },
        disclosure=Disclosure(**facts.rules["disclosure"]),
        length=form.length(facts.code),
        client=client,
        times=facts.rules["times"],
    )


def close_collecting(actor: Actor, run_code: str, code: str, at: datetime) -> None:
    """End collecting: the keys that sign are destroyed, and the numbers of credentials are recorded."""
    with acting(actor, "close_collecting", run_code, at) as act:
        with elections.election_held(code, "collect", Text("结束领票", "closing collecting")) as row:
            elections.destroy_private_keys(row)
            forget_keys()
            elections.move_on(row, "waiting")
            issued = elections.issued_counts(code, [HERE])
        act.subject = code
        act.body = {"election": code, "issued": dict(issued)}


def open_casting(actor: Actor, run_code: str, code: str, at: datetime) -> None:
    """From now on the box takes ballots; nobody collects any more."""
    with acting(actor, "open_casting", run_code, at) as act:
        with elections.election_held(code, "waiting", Text("开始投票", "opening the vote")) as row:
            elections.move_on(row, "cast")
            ballot_box.begin_casting(code)
        act.subject = code
        act.body = {"election": code}
