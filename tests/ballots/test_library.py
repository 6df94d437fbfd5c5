"""The browser's ballot library and the core: the same bytes, the same answers."""

import json
from dataclasses import replace
from importlib.resources import files
from itertools import chain, combinations, product

import pytest
from ballot_booth import (
    ELECTION,
    FORM,
    RECEIPT_SEED,
    Booth,
    der_of,
    election_with,
    nonce_of,
    seed_of,
)
from ballots.node import ROOT, answers
from core.stage_ground import inputs as ground
from core.stage_ground import slate
from cryptography.hazmat.primitives.asymmetric import rsa

from quanheng.core.ballots.ballot import Stamp, Verifier, ballot_of, message_of
from quanheng.core.ballots.blind import fingerprint
from quanheng.core.ballots.board import Head, batch_body, next_line, open_body
from quanheng.core.ballots.body import BallotBody, body_of
from quanheng.core.ballots.deriving import form_of_stage
from quanheng.core.ballots.election import election_of
from quanheng.core.ballots.encoding import canonical, to_text
from quanheng.core.ballots.faults import WORDS
from quanheng.core.ballots.forms import Limit, Said, Subject, is_on_scale
from quanheng.core.ballots.keys import credential_of, public_of, sign, slip_key
from quanheng.core.ballots.receipts import receipt_for, tracking_code
from quanheng.core.ballots.slip_codes import seed_of as read_seed
from quanheng.core.ballots.slip_codes import slip_code
from quanheng.core.stages.assessment import Settings, Sheet
from quanheng.core.tallies.plurality import Naming
from quanheng.core.tallies.sheets import spoiled_sheets
from quanheng.issuing import blind_sign, new_key, public_key

VECTORS = json.loads((files("quanheng.data") / "rfc9474.json").read_text("utf-8"))["vectors"]
STAFF = "marks|staff|HW001"
TEXTS = [
    {"o": "a"},
    {"b": "2", "a": "1", "10": "x", "9": "y"},
    {"德": "优秀", "\U00020000": "\uffee", "\uffee": "\U00020000"},
    {"o": '"\\/\b\f\n\r\t\x01\x1f\x7f\u2028\u2029<>&'},
    {},
]


def test_bodies_are_the_same_bytes() -> None:
    said = answers(
        """
        const text = (marks) => q.bodyText('e1', 's', marks, given.nonce);
        answer(given.texts.map((marks) => [text(marks), q.toHex(q.filled(text(marks), 512))]));
        """,
        {"texts": TEXTS, "nonce": nonce_of(1)},
    )
    bodies = [BallotBody("e1", "s", marks, nonce_of(1)) for marks in TEXTS]
    assert said == [[b.text(), b.to_bytes(512).hex()] for b in bodies]


def test_the_same_texts_are_bodies() -> None:
    good = BallotBody("e1", "s", {"o": "a"}, nonce_of(1)).text()
    texts = [
        good,
        good.replace(":", ": "),
        good.replace('"o"', '"\\u006f"'),
        good.replace('"a"', "1"),
        good.replace('"a"', '"\\ud800"'),
        good.replace("e1", '"'),
        good.replace(nonce_of(1), "00"),
        "null",
        "[]",
        f'{{"election":"e1","marks":[],"nonce":"{nonce_of(1)}","style":"s"}}',
    ]
    assert answers("answer(given.map((t) => q.bodyOf(t) !== null))", texts) == [
        body_of(t) is not None for t in texts
    ]


def test_slip_keys_signatures_and_codes_are_the_same() -> None:
    seeds = [seed_of(n) for n in range(8)]
    script = """
        answer(given.map((seed) => {
          const key = q.slipKey(q.fromHex(seed), 'e2026', '%s');
          const body = q.filled('{}', 128);
          const publicKey = q.publicOf(key);
          const digest = q.digestOf(publicKey, body);
          return [q.toHex(key), q.toHex(publicKey), q.toHex(q.sign(key, body)), q.toHex(q.credentialOf(publicKey)),
            q.toHex(digest), q.trackingCode(digest), q.isSigned(publicKey, body, q.sign(key, body)),
            q.isSigned(publicKey, digest, q.sign(key, body)), q.isSigned(digest, body, digest)];
        }))
    """
    expected = []
    for seed in seeds:
        key, body = slip_key(seed, ELECTION, STAFF), b"{}".ljust(128)
        public = public_of(key)
        ballot = ballot_of(
            {"body": "{}", "public": to_text(public), "signature": to_text(sign(key, body)), "stamps": []},
            128,
        )
        expected.append(
            [
                key.to_bytes(32).hex(), public.hex(), ballot.signature.hex(), credential_of(public).hex(),
                ballot.digest.hex(), tracking_code(ballot.digest), True, False, False,
            ]
        )  # fmt: skip
    assert answers(script % STAFF, [s.hex() for s in seeds]) == expected


def test_a_ballot_from_the_browser_may_be_counted_and_is_read_back() -> None:
    election = election_with({STAFF: range(3)})
    script = """
        const key = q.slipKey(q.fromHex(given.seed), given.election.id, given.style);
        const cast = q.castBallot(given.election, given.style, { o: 'a' }, key, [], given.nonce);
        answer([cast.plain, q.toHex(cast.digest), q.toHex(q.ballotOf(cast.plain, 512).digest)]);
    """
    question = {"seed": seed_of(1).hex(), "election": election.plain(), "style": STAFF, "nonce": nonce_of(1)}
    plain, digest, again = answers(script, question)
    ballot = Booth(election).ballot(1, STAFF, {"o": "a"})
    assert (plain, digest, again) == (ballot.plain(), ballot.digest.hex(), ballot.digest.hex())
    assert Verifier(election).fault_of(ballot_of(plain, 512)) is None


def test_a_fresh_key_is_another_each_time() -> None:
    keys = answers(
        "answer([q.newKey(), q.newKey()].map((k) => [q.toHex(k), q.toHex(q.publicOf(k)), q.newNonce()]))"
    )
    assert keys[0][0] != keys[1][0]
    assert keys[0][2] != keys[1][2]
    assert [public_of(int(k, 16)).hex() for k, _, _ in keys] == [p for _, p, _ in keys]


def test_a_credential_is_signed_blindly_and_counts() -> None:
    """Prepare and blind in the browser, sign here, finalise in the browser, verify here."""
    privates = [new_key(), new_key()]
    key = slip_key(seed_of(5), ELECTION, STAFF)
    public = public_of(key)
    question = {"keys": [public_key(p).hex() for p in privates], "public": public.hex(), "style": STAFF}
    begin = """
        const message = q.messageOf('e2026', given.style, q.fromHex(given.public));
        const kept = [];
        for (const der of given.keys) {
          const key = await q.issuerKey(q.fromHex(der));
          const request = await q.blindRequest(key, message);
          kept.push(Object.fromEntries(Object.entries(request).map(([name, bytes]) => [name, q.toHex(bytes)])));
        }
        answer({ kept, message: q.toHex(message) });
    """
    begun = answers(begin, question)
    assert begun["message"] == message_of(ELECTION, STAFF, public).hex()
    signed = [
        blind_sign(p, bytes.fromhex(k["blinded"])).hex() for p, k in zip(privates, begun["kept"], strict=True)
    ]
    end = """
        const message = q.messageOf('e2026', given.style, q.fromHex(given.public));
        const stamps = [];
        let wrong = '';
        for (const [i, der] of given.keys.entries()) {
          const key = await q.issuerKey(q.fromHex(der));
          const kept = Object.fromEntries(Object.entries(given.kept[i]).map(([n, hex]) => [n, q.fromHex(hex)]));
          const stamp = await q.stampOf(key, message, kept, q.fromHex(given.signed[i]));
          if (!(await q.isIssued(key, message, stamp.prefix, stamp.signature))) wrong += 'not issued';
          if (await q.isIssued(key, message, stamp.prefix.slice(1), stamp.signature)) wrong += 'short prefix';
          stamps.push([q.toHex(stamp.prefix), q.toHex(stamp.signature)]);
          try {
            await q.stampOf(key, message, kept, q.fromHex(given.signed[1 - i]));
            wrong += 'took the other answer';
          } catch (error) { void error; }
        }
        answer({ stamps, wrong });
    """
    ended = answers(end, question | begun | {"signed": signed})
    assert ended["wrong"] == ""
    stamps = tuple(Stamp(bytes.fromhex(p), bytes.fromhex(s)) for p, s in ended["stamps"])
    plain = election_with({}, ("A", "B")).plain()
    for issuer, private in zip(plain["issuers"], privates, strict=True):
        issuer["keys"][STAFF] = to_text(public_key(private))
    election = election_of(plain)
    body = BallotBody(ELECTION, STAFF, {"o": "a"}, nonce_of(5)).to_bytes(512)
    sent = {
        "body": body.decode().rstrip(),
        "public": to_text(public),
        "signature": to_text(sign(key, body)),
        "stamps": [[to_text(s.prefix), to_text(s.signature)] for s in stamps],
    }
    assert Verifier(election).fault_of(ballot_of(sent, 512)) is None


@pytest.mark.parametrize("vector", VECTORS, ids=lambda v: v["name"])
def test_blinding_and_finalising_agree_with_the_rfc(vector: dict[str, str]) -> None:
    """The RFC's randomness is fed to the library: prefix, then salt, then the blinding factor."""
    script = """
        import { RSABSSA } from "@cloudflare/blindrsa-ts";
        const [, , pss, kind] = given.name.split('-');
        const suite = RSABSSA.SHA384[pss === 'PSS' ? 'PSS' : 'PSSZero'][kind]();
        const bytes = (name) => q.fromHex(given[name]);
        const draws = [given.msg_prefix, given.salt, given.r].filter(Boolean).map(q.fromHex);
        const jwk = { kty: 'RSA', n: q.toBase64url(bytes('n')), e: 'AQAB', ext: true };
        const key = await crypto.subtle.importKey('jwk', jwk, { name: 'RSA-PSS', hash: 'SHA-384' }, true, ['verify']);
        crypto.getRandomValues = (into) => { if (into.length > 0) into.set(draws.shift()); return into; };
        const prepared = suite.prepare(bytes('msg'));
        const { blindedMsg, inv } = await suite.blind(key, prepared);
        const sig = await suite.finalize(key, prepared, bytes('blind_sig'), bytes('inv'));
        answer([prepared, blindedMsg, inv, sig].map(q.toHex));
    """
    n, inverse = int(vector["n"], 16), int(vector["inv"], 16)
    r = pow(inverse, -1, n).to_bytes(512).hex()
    found = answers(script, vector | {"r": r})
    assert found == [vector[name] for name in ("input_msg", "blinded_msg", "inv", "sig")]


def test_issuer_keys_are_refused_by_size_exponent_fingerprint_and_kind() -> None:
    good = public_key(new_key())
    keys = {
        "good": (good, fingerprint(good)),
        "as printed": (good, " ".join(fingerprint(good).upper()[i : i + 4] for i in range(0, 64, 4))),
        "fingerprint": (good, "0" * 64),
        "size": (der_of(rsa.generate_private_key(65537, 3072)), None),
        "exponent": (der_of(rsa.generate_private_key(3, 2048)), None),
        "no key": (b"x", None),
    }
    script = """
        const found = {};
        for (const [name, [der, print]] of Object.entries(given)) {
          try {
            await q.issuerKey(q.fromHex(der), print ?? undefined);
            found[name] = '';
          } catch (error) { found[name] = error.message; }
        }
        answer(found);
    """
    assert answers(script, {name: [der.hex(), print_] for name, (der, print_) in keys.items()}) == {
        "good": "",
        "as printed": "",
        "fingerprint": "issuer_fingerprint",
        "size": "issuer_key_size",
        "exponent": "issuer_key_exponent",
        "no key": "issuer_key",
    }


def test_all_keys_of_an_election_are_looked_at_before_voting() -> None:
    election = election_with({}, ("A", "B")).plain()
    prints = {"A": {STAFF: "0" * 64}}
    script = """
        const all = await q.issuersOf(given.election);
        let refused = '';
        try { await q.issuersOf(given.election, given.prints); } catch (error) { refused = error.message; }
        answer([all.map((i) => [i.name, Object.keys(i.keys).length]), refused]);
    """
    found = answers(script, {"election": election, "prints": prints})
    assert found == [[["A", 3], ["B", 3]], "issuer_fingerprint"]


def test_receipts_verify_in_the_browser() -> None:
    ballot = Booth(election_with({STAFF: range(1)})).ballot(0, STAFF, {"o": "a"})
    receipt = receipt_for(RECEIPT_SEED, ELECTION, ballot.digest)
    script = """
        const check = (election, signature) => q.isReceipt(q.fromHex(given.key), election, q.fromHex(given.digest),
          q.fromHex(signature));
        answer([check('e2026', given.signature), check('e9', given.signature), check('e2026', '00')]);
    """
    key = election_with({}).receipt_key.hex()
    question = {"key": key, "digest": ballot.digest.hex(), "signature": receipt.signature.hex()}
    assert answers(script, question) == [True, False, False]


def test_what_fits_a_form_fits_in_the_browser_too() -> None:
    scale = replace(FORM, asks="numbers", choices=(), scale=("0", "100", "0.5"))
    names = replace(
        FORM,
        asks="names",
        slices="post",
        blank="abstain",
        write_in=True,
        posts=(Said("park", "园区"), Said("farm", "农办")),
        subjects=(
            Subject("HW001@park", "HW001", "park", "赵一"),
            Subject("HW002@farm", "HW002", "farm", "钱二", "", True),
        ),
        questions=(Said("vote", "意见"),),
        choices=(Said("approve", "赞成"),),
        limits=(Limit("park", 2, True, 1),),
        comments=True,
    )
    whole = replace(FORM, slices="sheet", blank="abstain")
    cases = [
        (form, style, marks)
        for form, several in (
            (FORM, [{"o": "a"}, {}, {"o": "z"}, {"o": "a", "x": "a"}]),
            (
                scale,
                [{"o": m} for m in ("80", "80.5", "80.3", "080", "-0", "1e2", "", "101", "999999999999")],
            ),
            (whole, [{"HW001|o": "a"}, {"HW009|o": "a"}, {"o": "a"}, {"+1": "park|x"}]),
            (
                names,
                [
                    {"HW001@park|vote": "approve", "+1": "park|王五", "+99": "park|" + "\U00020000" * 40},
                    {"+0": "park|x"},
                    {"+1": "farm|x"},
                    {"+1": "park|"},
                    {"+1": "park"},
                    {"+100": "park|x"},
                    {"+1": "park|" + "长" * 41},
                    {"comment": "好"},
                    {"comment": "长" * 301},
                    {"comment": ""},
                ],
            ),
        )
        for marks in several
        for style in form.styles()
    ]
    question = [
        {
            "form": form.plain(),
            "style": {"group": style.group, "subject": style.subject, "kind": style.kind},
            "marks": marks,
        }
        for form, style, marks in cases
    ]
    script = (
        "answer(given.map(({ form, style, marks }) => [q.cellsOf(form, style), q.fits(form, style, marks)]))"
    )
    expected = [[list(form.cells_of(style)), form.fits(style, marks)] for form, style, marks in cases]
    assert answers(script, question) == expected
    assert {fit for _, fit in expected} == {True, False}
    numbers = ["80", "0.5", "-3", "3.00", "0.000000001", "123456789.123456789"]
    scales = ["0", "1000000000", ""], ["-5", "100", "0.5"]
    script = "answer(given.flatMap(([mark, scales]) => scales.map((s) => q.isOnScale(mark, s))))"
    assert answers(script, [[n, scales] for n in numbers]) == [
        is_on_scale(n, tuple(s))
        for n in numbers
        for s in scales  # type: ignore[arg-type]
    ]


def test_words_of_faults_are_the_same() -> None:
    words = json.loads((ROOT / "frontend" / "ballot" / "words.json").read_text("utf-8"))
    assert words == {code: {"zh": text.zh, "en": text.en} for code, text in WORDS.items()}


def test_canonical_json_is_the_same() -> None:
    values = {"b": [1, {"z": None, "a": True}], "a": {"é": "\U0001f600", "\U0001f600": "", "\uffff": 0}}
    assert answers("answer(q.canonical(given))", values) == canonical(values)


def test_an_election_is_bound_by_the_head_on_the_notice() -> None:
    """One short code binds every key, form and rule: a page that is shown others refuses to go on."""
    election = election_with({STAFF: range(2)}, ("A",))
    line, head = next_line(Head(), "open", open_body(election))
    marked, _ = next_line(Head(), "open", open_body(replace(election, title="另一次")))
    batch, other = next_line(head, "batch", batch_body([]))
    script = """
        const found = given.map(([line, head]) => {
          try { return q.electionOf(line, head).title; } catch (error) { return error.message; }
        });
        answer(found);
    """
    question = [
        [line, head.short()],
        [line, head.digest],
        [marked, head.short()],
        [line, head.digest[:8]],
        [batch, other.short()],
    ]
    refused = "election_head"
    assert answers(script, question) == [election.title, election.title, refused, refused, refused]


NAMES = replace(
    FORM,
    asks="names",
    slices="sheet",
    blank="abstain",
    write_in=True,
    posts=(Said("park", "园区"),),
    subjects=tuple(Subject(f"p{n}@park", f"p{n}", "park", f"人{n}", "", n > 2) for n in range(1, 5)),
    questions=(Said("vote", "意见"),),
    choices=(Said("approve", "赞成"),),
)


def test_limits_spoil_a_ballot_in_the_browser_as_in_the_count() -> None:
    cases, expected = [], []
    for chosen in chain.from_iterable(combinations(range(1, 5), n) for n in range(5)):
        for written, most, exactly, outsiders in product((0, 1), (1, 2, 3), (False, True), (0, 1, 2)):
            form = replace(NAMES, limits=(Limit("", most, exactly, outsiders),))
            marks = {f"p{n}@park|vote": "approve" for n in chosen}
            marks |= {f"+{n}": f"park|另{n}" for n in range(1, written + 1)}
            names = (*(f"p{n}" for n in chosen), *(f"另{n}" for n in range(1, written + 1)))
            outside = frozenset({"p3", "p4", "另1"})
            cases.append([form.plain(), {"group": "staff", "subject": "", "kind": "marks"}, marks])
            expected.append(Naming(most, exactly, outsiders, outside).fault(names) or "")
    script = "answer(given.map(([form, style, marks]) => q.spoilsOf(form, style, marks).map((s) => s.code).join()))"
    assert answers(script, cases) == expected
    assert set(expected) == {"", "over_vote", "under_vote", "too_few_outsiders"}


def test_a_name_written_in_takes_the_place_of_somebody_voted_against() -> None:
    votes = (Said("approve", "赞成"), Said("oppose", "反对"))
    form = replace(NAMES, asks="votes", choices=votes, write_in_with_oppose=True)
    cases = [{"+1": "park|另"}, {"+1": "park|另", "p1@park|vote": "oppose"}, {"p1@park|vote": "oppose"}]
    script = "answer(given.marks.map((m) => q.spoilsOf(given.form, given.style, m).map((s) => s.code)))"
    style = {"group": "staff", "subject": "", "kind": "marks"}
    found = answers(script, {"form": form.plain(), "style": style, "marks": cases})
    assert found == [["unopposed_write_in"], [], []]


def test_rules_of_a_whole_sheet_spoil_it_in_the_browser_as_in_the_count() -> None:
    rules = [
        {"grades": ["a"], "count": {"at_most": 1}},
        {"grades": ["a", "b"], "share": {"over": "1/2"}},
        {"grades": ["b"], "count": {"at_least": 1, "under": 3}},
    ]
    people = ("p1@park", "p2@park", "p3@park")
    cases, expected = [], []
    for rule, equal in [*((r, False) for r in rules), (None, True)]:
        plan = assessing(rule, equal)
        form = form_of_stage(plan, slate(*people), ground())
        for marks in product(("", "a", "b", "n"), repeat=3):
            cells = {f"p{n}|virtue": mark for n, mark in enumerate(marks, start=1) if mark}
            cases.append([form.plain(), {"group": "staff", "subject": "", "kind": "marks"}, cells])
            rows = [
                Sheet(group="staff", sheet="1", person=f"p{n}", marks={"virtue": mark} if mark else {})
                for n, mark in enumerate(marks, start=1)
            ]
            spoiled = spoiled_sheets(rows, plan.reader(), plan.sheet_rules, plan.all_equal_invalid)
            expected.append(bool(spoiled))
    script = "answer(given.map(([form, style, marks]) => q.spoilsOf(form, style, marks).length > 0))"
    assert answers(script, cases) == expected
    assert set(expected) == {True, False}


def assessing(rule: dict[str, object] | None, equal: bool) -> Settings:
    """An assessment in one dimension with one rule for the whole sheet."""
    grades = [{"id": g, "title": g, "value": v} for g, v in (("a", 100), ("b", 80))]
    return Settings.model_validate(
        {
            "id": "assessment",
            "kind": "assessment",
            "grades": [*grades, {"id": "n", "title": "n"}],
            "dimensions": [{"id": "virtue", "title": "德"}],
            "groups": [{"id": "staff", "title": "职工", "weight": 1}],
            "denominator": "valid",
            "blank": "abstain",
            "sheet_rules": [rule] if rule else [],
            "all_equal_invalid": equal,
        }
    )


def test_codes_of_slips_are_the_same_and_a_slip_of_the_hand_is_noticed_alike() -> None:
    seeds = [seed_of(n) for n in range(5)]
    codes = [slip_code(seed) for seed in seeds]
    typed = [
        *codes, *(code.lower() for code in codes), *(f"{code[:3]} {code[3:]}" for code in codes),
        *(f"{code[1]}{code[0]}{code[2:]}" for code in codes), *(to_text(seed) for seed in seeds),
        codes[0].replace("O", "0").replace("I", "1"), codes[0][:-1], "", "9" * 28, "中" * 28, "A" * 23,
    ]  # fmt: skip
    script = "answer([given.seeds.map((s) => q.slipCode(q.fromBase64url(s))), given.typed.map((t) => { const seed = q.seedOf(t); return seed && q.toHex(seed); })])"
    read = [seed.hex() if (seed := read_seed(text)) is not None else None for text in typed]
    assert answers(script, {"seeds": [to_text(s) for s in seeds], "typed": typed}) == [codes, read]
    assert None in read
