// Recount (重新计票): from the board alone, every fault named; the same result as quanheng.core.ballots.recount.

import { ballotOf, bodyOf, trackingCode } from "./ballot.js";
import { isIssued, issuerKey, messageOf } from "./blind.js";
import { canonical, fromBase64url, fromHex, toHex, utf8 } from "./encoding.js";
import { cellsOf, fits, styleId } from "./forms.js";
import { sha256Hex } from "./keys.js";
import { addTo, emptyTally, resultOf, shownStyles } from "./results.js";
import WORDS from "./words.json";

const EVENTS = { open: 0, batch: 1, void: 1, close: 2, ballots: 3, result: 4 };
const NO_PREVIOUS = "0".repeat(64);
const HEAD_DIGITS = 16;
const DIGEST = /^[0-9a-f]{64}$/;
const GLIMPSE = 40;
const codeOf = (digest) => trackingCode(fromHex(digest));

/** A fault in its words, with its numbers filled in. */
function fault(code, where = "", facts = {}) {
  const say = (words) => words.replace(/\{(\w+)\}/g, (_, name) => String(facts[name]));
  return { code, where, zh: say(WORDS[code].zh), en: say(WORDS[code].en) };
}

function readLine(line) {
  const facts = JSON.parse(line);
  const isLine =
    facts !== null &&
    typeof facts === "object" &&
    Object.keys(facts).sort().join() === "body,event,number,previous" &&
    Number.isInteger(facts.number) &&
    Object.hasOwn(EVENTS, facts.event) &&
    facts.body !== null &&
    typeof facts.body === "object" &&
    !Array.isArray(facts.body);
  if (!isLine || canonical(facts) !== line) throw new Error("not a line of a board");
  return facts;
}

class Reading {
  constructor(heads) {
    Object.assign(this, { heads, number: 0, digest: NO_PREVIOUS, bound: 0, stage: -1, found: new Set() });
    Object.assign(this, { faults: [], election: null, batches: [], voided: [], closed: null, result: null });
  }

  wrong(code, where, facts) {
    this.faults.push(fault(code, where, facts));
  }

  /** Read one line; the ballots it holds, if any. */
  async take(line) {
    const place = String(this.number + 1);
    let read;
    try {
      read = readLine(line);
    } catch {
      return this.unreadable(line, place);
    }
    if (read.number !== this.number + 1) this.wrong("line_number", place, { found: read.number });
    if (read.previous !== this.digest) this.wrong("line_chain", place);
    this.follow(line);
    this.order(read, place);
    await this.keep(read, place);
    if (read.event !== "ballots" || this.election === null) return null;
    if (Array.isArray(read.body.ballots)) return { number: read.number, ballots: read.body.ballots };
    return { unreadable: line };
  }

  /** A line that cannot be read: one of ballots still shows its number and what it follows at its end. */
  unreadable(line, place) {
    const tail = /,"event":"ballots","number":([1-9][0-9]*),"previous":"([0-9a-f]{64})"\}$/.exec(line);
    if (tail === null) {
      this.wrong("line_unreadable", place);
      this.follow(line);
      return null;
    }
    if (Number(tail[1]) !== this.number + 1) this.wrong("line_number", place, { found: tail[1] });
    if (tail[2] !== this.digest) this.wrong("line_chain", place);
    this.follow(line);
    this.order({ event: "ballots" }, place);
    return this.election === null ? null : { unreadable: line };
  }

  follow(line) {
    this.number += 1;
    this.digest = sha256Hex(utf8(line));
    for (const head of this.heads) {
      if (this.digest.startsWith(head)) {
        this.found.add(head);
        this.bound = this.number;
      }
    }
  }

  order({ event }, place) {
    const stage = EVENTS[event];
    const once = ["open", "close", "result"].includes(event);
    if (stage < this.stage || (once && stage === this.stage) || (stage > 0 && this.stage < 0)) {
      this.wrong("line_order", place, { event });
    }
    this.stage = Math.max(this.stage, stage);
  }

  async keep({ event, body }, place) {
    try {
      if (event === "open" && this.election === null) this.election = await soundElection(body);
      else if (event === "batch") this.batches.push({ place, digests: digestsIn(body.ballots) });
      else if (event === "void") this.voided.push(...digestsIn(body.credentials));
      else if (event === "close" && this.closed === null) this.closed = countsIn(body.counts);
      else if (event === "result" && this.result === null) this.result = body;
    } catch {
      this.wrong("line_body", place, { event });
    }
  }
}

function digestsIn(list) {
  if (!Array.isArray(list) || !list.every((digest) => typeof digest === "string" && DIGEST.test(digest))) {
    throw new Error("not hashes");
  }
  return list;
}

function countsIn(counts) {
  if (counts === null || typeof counts !== "object") throw new Error("not counts");
  for (const own of Object.values(counts)) {
    const isWhole = Object.values(own).every(Number.isInteger);
    if (Object.keys(own).sort().join() !== "issued,returned,unused,void" || !isWhole) throw new Error("not counts");
  }
  return counts;
}

/** The election of `open`, with its issuers' keys imported; an error where a key has another size or exponent. */
async function soundElection(body) {
  const texts = [body.id, body.title, ...Object.values(body.times)];
  const numbers = [body.length, body.batch, ...Object.values(body.electorate), ...Object.values(body.disclosure)];
  if (!texts.every((text) => typeof text === "string") || !numbers.every(Number.isInteger)) {
    throw new Error("texts and whole numbers are needed");
  }
  const styles = new Map(body.styles.map((style) => [styleId(style), style]));
  const cells = new Map(body.styles.map((style) => [styleId(style), cellsOf(body.form, style)]));
  const issuers = [];
  for (const issuer of body.issuers) {
    const keys = new Map();
    // Styles that are cast by slips alone have no issuer's key.
    for (const [id, key] of Object.entries(issuer.keys)) keys.set(id, await issuerKey(fromBase64url(key)));
    issuers.push(keys);
  }
  const slips = new Map(Object.entries(body.slips).map(([id, own]) => [id, new Set(digestsIn(own))]));
  fromBase64url(body.receipt_key);
  return { ...body, byId: styles, cells, issuerKeys: issuers, committed: slips };
}

async function isSigned({ public: key, body, signature }) {
  try {
    const own = await crypto.subtle.importKey("raw", key, { name: "ECDSA", namedCurve: "P-256" }, false, ["verify"]);
    return await crypto.subtle.verify({ name: "ECDSA", hash: "SHA-256" }, own, signature, body);
  } catch {
    return false;
  }
}

async function isAuthorised(election, ballot, style) {
  if (ballot.stamps.length === 0) return Boolean(election.committed.get(style)?.has(toHex(ballot.credential)));
  if (ballot.stamps.length !== election.issuerKeys.length) return false;
  const message = messageOf(election.id, style, ballot.public);
  for (const [index, stamp] of ballot.stamps.entries()) {
    const key = election.issuerKeys[index].get(style);
    if (key === undefined || !(await isIssued(key, message, stamp.prefix, stamp.signature))) return false;
  }
  return true;
}

async function codeOfFault(election, ballot, said) {
  if (said === null) return "ballot_body";
  if (said.election !== election.id) return "ballot_election";
  const style = election.byId.get(said.style);
  if (style === undefined) return "ballot_style";
  if (!fits(election.form, style, said.marks)) return "ballot_marks";
  if (!(await isAuthorised(election, ballot, said.style))) return "ballot_credential";
  return (await isSigned(ballot)) ? null : "ballot_signature";
}

async function checkLine(election, line) {
  if (line.unreadable !== undefined) {
    const glimpse = Array.from(line.unreadable).slice(0, GLIMPSE).join("");
    return { ballots: [], faults: [fault("line_unreadable", glimpse)] };
  }
  const found = { ballots: [], faults: [] };
  for (const [index, plain] of line.ballots.entries()) {
    let ballot;
    try {
      ballot = ballotOf(plain, election.length);
    } catch {
      found.faults.push(fault("ballot_unreadable", `${line.number}.${index + 1}`));
      continue;
    }
    const said = bodyOf(ballot.text);
    const code = await codeOfFault(election, ballot, said);
    if (code === null) found.ballots.push({ ...ballot, said });
    else found.faults.push(fault(code, trackingCode(ballot.digest)));
  }
  return found;
}

/** The whole recount: `lines` of the board, heads taken down outside, `progress(ballots)` told along the way. */
export async function recount(lines, heads = [], progress = () => {}) {
  const wanted = heads.map((head) => head.replaceAll(" ", "").toLowerCase());
  const reading = new Reading(wanted.filter((head) => head.length >= HEAD_DIGITS));
  const contents = [];
  for await (const line of lines) {
    const taken = await reading.take(line);
    if (taken !== null) contents.push(taken);
  }
  for (const head of wanted) if (!reading.found.has(head)) reading.wrong("head", head);
  const head = { number: reading.number, digest: reading.digest };
  if (reading.election === null) {
    reading.wrong("not_opened");
    return { faults: reading.faults, head, bound: reading.bound, ballots: 0, unpublished: 0, counts: {}, tallies: {} };
  }
  const opened = [];
  for (const line of contents) {
    const check = await checkLine(reading.election, line);
    reading.faults.push(...check.faults);
    opened.push(...check.ballots);
    progress(opened.length);
  }
  return { ...counted(reading, opened), head, bound: reading.bound, election: reading.election };
}

function counted(reading, opened) {
  const election = reading.election;
  checkUnique(reading, opened);
  const listed = listedIn(reading);
  checkVoids(reading, new Set(opened.map((ballot) => toHex(ballot.credential))));
  const counts = checkCounts(reading, listed.size);
  const returned = Object.fromEntries(Object.entries(counts).map(([id, own]) => [id, own.returned]));
  const shown = shownStyles(election, returned);
  const unpublished = checkPublished(reading, opened, counts, shown);
  if (reading.closed !== null) checkIncluded(reading, opened, listed, unpublished);
  const tallies = talliesOf(election, opened);
  checkResult(reading, tallies, shown);
  const said = new Set(opened.map((ballot) => ballot.said.style));
  return {
    faults: reading.faults,
    listed: [...listed],
    ballots: opened.length,
    unpublished,
    counts,
    tallies: Object.fromEntries(Object.entries(tallies).filter(([id]) => said.has(id))),
    shown,
    result: reading.result,
  };
}

function talliesOf(election, opened) {
  const tallies = {};
  for (const [id, style] of election.byId) tallies[id] = emptyTally(election.form, style);
  for (const { said } of opened) addTo(tallies[said.style], election.cells.get(said.style), said.marks);
  return tallies;
}

function checkUnique(reading, opened) {
  const seen = new Set();
  let last = "";
  for (const ballot of opened) {
    const credential = toHex(ballot.credential);
    const digest = toHex(ballot.digest);
    if (seen.has(credential)) reading.wrong("credential_twice", trackingCode(ballot.digest));
    if (digest <= last) reading.wrong("ballots_order", trackingCode(ballot.digest));
    seen.add(credential);
    last = digest;
  }
}

function listedIn(reading) {
  const listed = new Set();
  const least = reading.election.batch;
  for (const [index, { place, digests }] of reading.batches.entries()) {
    if (digests.some((digest, i) => i > 0 && digest < digests[i - 1])) reading.wrong("batch_order", place);
    if (digests.length < least && index < reading.batches.length - 1) {
      reading.wrong("batch_small", place, { found: digests.length, least });
    }
    for (const digest of digests) {
      if (listed.has(digest)) reading.wrong("listed_twice", codeOf(digest));
      listed.add(digest);
    }
  }
  return listed;
}

function checkVoids(reading, used) {
  const committed = new Set(Object.values(reading.election.slips).flat());
  const times = new Map();
  for (const credential of reading.voided) times.set(credential, (times.get(credential) ?? 0) + 1);
  for (const [credential, count] of times) {
    const short = credential.slice(0, HEAD_DIGITS);
    if (!committed.has(credential) || count > 1) reading.wrong("void_unknown", short);
    if (used.has(credential)) reading.wrong("void_used", short);
  }
}

function checkCounts(reading, listed) {
  const { closed, election } = reading;
  if (closed === null) {
    reading.wrong("not_closed");
    return {};
  }
  const ids = [...election.byId.keys()];
  if (Object.keys(closed).length !== ids.length || !ids.every((id) => Object.hasOwn(closed, id))) {
    reading.wrong("counts_styles");
  }
  const counts = Object.fromEntries(ids.filter((id) => Object.hasOwn(closed, id)).map((id) => [id, closed[id]]));
  const styleOfSlip = new Map(Object.entries(election.slips).flatMap(([id, own]) => own.map((c) => [c, id])));
  const voided = {};
  for (const credential of reading.voided) {
    const id = styleOfSlip.get(credential) ?? "";
    voided[id] = (voided[id] ?? 0) + 1;
  }
  for (const [id, own] of Object.entries(counts)) checkCount(reading, id, own, voided[id] ?? 0);
  const returned = Object.values(counts).reduce((sum, own) => sum + own.returned, 0);
  if (returned !== listed) reading.wrong("returned_listed", "", { returned, listed });
  return counts;
}

function checkCount(reading, id, own, listed) {
  const { election } = reading;
  const slips = election.slips[id]?.length ?? 0;
  const { issued, returned, unused, void: voided } = own;
  const balances = Math.min(issued, returned, unused, voided) >= 0 && issued === returned + unused + voided;
  if (!balances) reading.wrong("balance", id, own);
  if (voided !== listed) reading.wrong("void_count", id, { void: voided, listed });
  if (issued < slips || (election.issuers.length === 0 && issued !== slips)) {
    reading.wrong("slips_issued", id, { issued, slips });
  }
  const given = issued - voided;
  const voters = election.electorate[election.byId.get(id).group] ?? 0;
  if (given > voters) reading.wrong("issued_beyond", id, { given, voters });
}

function checkPublished(reading, opened, counts, shown) {
  const published = {};
  for (const { said } of opened) published[said.style] = (published[said.style] ?? 0) + 1;
  let sealed = 0;
  for (const [id, { returned }] of Object.entries(counts)) {
    const own = published[id] ?? 0;
    if (shown[id] === "distribution") {
      if (own !== returned) reading.wrong("returned_published", id, { returned, published: own });
      continue;
    }
    sealed += returned;
    if (own > 0) reading.wrong("published_too_few", id);
  }
  return sealed;
}

function checkIncluded(reading, opened, listed, sealed) {
  const published = new Set(opened.map((ballot) => toHex(ballot.digest)));
  for (const digest of [...published].filter((d) => !listed.has(d)).sort()) reading.wrong("not_listed", codeOf(digest));
  const missing = [...listed].filter((digest) => !published.has(digest)).sort();
  if (sealed > 0) {
    if (missing.length !== sealed) reading.wrong("missing_count", "", { missing: missing.length, sealed });
    return;
  }
  for (const digest of missing) reading.wrong("missing", codeOf(digest));
}

function checkResult(reading, tallies, shown) {
  if (reading.result === null) return;
  const due = resultOf(tallies, shown);
  const given = reading.result.styles;
  const said = given !== null && typeof given === "object" && !Array.isArray(given) ? given : {};
  const withoutMeans = (own) => {
    if (own === null || typeof own !== "object" || Array.isArray(own)) return own;
    return Object.fromEntries(Object.entries(own).filter(([key]) => key !== "means"));
  };
  const asText = (own) => (own === undefined ? "" : canonical(withoutMeans(own)));
  for (const id of [...new Set([...Object.keys(due), ...Object.keys(said)])].sort()) {
    if (asText(due[id]) !== asText(said[id])) reading.wrong("result", id);
  }
}

/** The lines of a file as it is read, each without its line end. */
export async function* linesOf(file) {
  const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
  const reader = file.stream().getReader();
  let held = "";
  for (;;) {
    const { done, value } = await reader.read();
    held += decoder.decode(value, { stream: !done });
    const lines = held.split("\n");
    held = done ? "" : lines.pop();
    for (const line of lines) if (line !== "") yield line.replace(/\r$/, "");
    if (done) return;
  }
}
