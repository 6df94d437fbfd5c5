// Vote (投票页): fill, look over, send; the same bytes again after a lost connection; receipts to keep.

import { castBallot, fromBase64url, isReceipt, seedOf, slipKey, styleId, stylesFor, toBase64url, trackingCode, isSecure } from "../ballot/index.js";
import { asked, brokenSoFar, cardsOf, faultsOf, isBlank, marksOf, saidOf, titleOf, wrongOn } from "./cards.js";
import { inMemory, onDevice } from "./keeping.js";
import { comeHome, entitle, speakBoth } from "./language.js";
import { announce, button, get, h, hidden, named, notice, post, show, steps, t } from "./page.js";

const PAUSES = [0, 1000, 2000, 4000, 8000];
const FORGET_AFTER = 60_000;
const LEFT_AFTER = 300_000;
const pause = (time) => new Promise((resolve) => setTimeout(resolve, time));

export async function vote(stage) {
  const { election: id, form: address, cast, kiosk } = stage.dataset;
  if (!isSecure()) return show(stage, h("h1", {}, t("not_secure_title")), notice("error", "", t("not_secure")));
  const keeping = kiosk ? inMemory() : onDevice;
  let election;
  try {
    election = await get(address);
  } catch {
    return show(stage, h("h1", {}, t("no_connection")), notice("warning", "", t("reload")), button(t("again"), () => location.reload(), "btn-primary"));
  }
  const booth = { stage, id, cast, address, kiosk: Boolean(kiosk), keeping, election, phase: election.phase };
  entitle(booth);
  await arrive(booth);
  speakBoth(booth);
  window.addEventListener("hashchange", () => arrive(booth));
  const goOn = () => booth.record?.signed && !booth.sending && send(booth);
  window.addEventListener("online", goOn);
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && goOn());
  window.addEventListener("popstate", (event) => isFilling(booth) && open(booth, event.state?.place ?? START));
  if (booth.kiosk) forgetTheIdle(booth);
  return undefined;
}

/** A ballot that somebody walked away from does not wait on the tablet for the next one; its slip still works. */
function forgetTheIdle(booth) {
  const touched = () => {
    clearTimeout(booth.idle);
    booth.idle = setTimeout(() => isFilling(booth) && leave(booth), LEFT_AFTER);
  };
  ["pointerdown", "keydown", "scroll"].forEach((sign) => window.addEventListener(sign, touched));
}

const START = "start";
const REVIEW = "review";
const isFilling = ({ cards, record }) => Boolean(cards && record && !record.signed && !record.receipts);

/** Turn to a page of the ballot; the browser notes it, so that the device's own Back turns back a page. */
function turn(booth, place) {
  history.pushState({ place }, "");
  return open(booth, place);
}

function open(booth, place) {
  booth.again = () => open(booth, place);
  if (place === START) return start(booth);
  return place === REVIEW ? review(booth) : card(booth, place);
}

/** What came with the address is taken down, and wiped from it, before anything is shown. */
async function arrive(booth) {
  const brought = location.hash.slice(1);
  if (booth.kiosk && booth.phase !== "cast") booth.phase = await phaseNow(booth);
  if (brought) history.replaceState(null, "", location.pathname + location.search);
  let record = await booth.keeping.read(booth.id);
  const fresh = brought ? recordOf(booth, brought) : null;
  if (fresh && !(record && isSame(record, fresh))) {
    if (record && !record.receipts && !booth.kiosk) return replaceOrKeep(booth, record, fresh);
    record = fresh;
    await booth.keeping.write(booth.id, record);
  }
  if (brought && !fresh) return unread(booth);
  if (!record) return empty(booth);
  booth.record = record;
  return go(booth);
}

/** A code that is none: what can be done about it stands beside it. */
function unread(booth) {
  return empty(booth, notice("error", t("bad_ticket_title"), t(booth.kiosk ? "bad_scan" : "bad_ticket")));
}

/** The phase as the box says it now: a tablet stands open from before the vote begins. */
const phaseNow = ({ address, phase }) => get(address).then((fresh) => fresh.phase, () => phase);

const isSame = (one, other) => JSON.stringify(one.keys) === JSON.stringify(other.keys);

function replaceOrKeep(booth, record, fresh) {
  booth.again = () => replaceOrKeep(booth, record, fresh);
  const take = async (chosen) => {
    await booth.keeping.write(booth.id, chosen);
    booth.record = chosen;
    go(booth);
  };
  show(booth.stage, h("h1", {}, t("two_tickets_title")), notice("warning", "", t("two_tickets")),
    button(t("use_new"), () => take(fresh), "btn-primary"), button(t("keep_old"), () => take(record)));
}

/** The credentials that an address brings: a slip's secret and group, or those that were collected. */
function recordOf({ election, id }, brought) {
  try {
    if (brought.startsWith("t=")) {
      const held = JSON.parse(new TextDecoder().decode(fromBase64url(brought.slice(2))));
      return { keys: held.keys, draft: {} };
    }
    const [secret, said = ""] = brought.split(".");
    const seed = seedOf(secret);
    const styles = stylesFor(election.form, election.styles, groupOf(election, decodeURIComponent(said)));
    if (seed === null || !styles.length) return null;
    return { keys: styles.map((s) => [styleId(s), toBase64url(slipKey(seed, id, styleId(s))), []]), draft: {} };
  } catch {
    return null;
  }
}

/** The group that a slip names, capitals or not; where one group alone has slips it need not be typed. */
function groupOf({ slip_groups: groups }, said) {
  if (!said && groups.length === 1) return groups[0];
  return groups.find((group) => group === said) ?? groups.find((group) => group.toLowerCase() === said.toLowerCase()) ?? said;
}

function empty(booth, said = null) {
  booth.again = () => empty(booth);
  const { kiosk, phase, stage } = booth;
  const state = phase === "cast" ? null : notice("warning", "", phase === "waiting" ? t("not_yet") : t("over"));
  const byHand = booth.election.slip_groups.length && phase !== "sealed" && phase !== "counted";
  const next = kiosk ? [h("p", { class: "ballot-lead" }, t("kiosk_start")), scanField(booth)]
    : [h("p", {}, t("no_ticket")), h("p", {}, t("no_ticket_where")), byHand ? scanField(booth) : null];
  show(stage, h("h1", {}, booth.title), said ?? state, phase === "waiting" ? hours(booth) : null, ...next);
  if (kiosk) stage.querySelector("input").focus();
  if (said) announce(t(kiosk ? "bad_scan" : "bad_ticket"));
}

const hours = ({ election }) => (election.hours ? h("p", { class: "ballot-when" }, t("when"), h("strong", {}, named(election.hours))) : null);

/** A hand-held scanner types what it reads; so does somebody whose camera fails. */
function scanField({ kiosk }) {
  return h("form", { class: "ballot-scan", onsubmit: (event) => {
    event.preventDefault();
    const text = event.target.elements.scanned.value.normalize("NFKC").replace(/\s/g, "").replaceAll("。", ".");
    event.target.reset();
    if (text) location.hash = text.includes("#") ? text.slice(text.indexOf("#") + 1) : text;
  } },
    h("label", { class: "form-label", for: "scanned" }, t(kiosk ? "scan" : "type_code")),
    h("input", { id: "scanned", name: "scanned", class: "form-control", autocomplete: "off", autocapitalize: "none", spellcheck: "false",
      type: kiosk ? "password" : "text", "aria-describedby": "scanned-about" }),
    kiosk ? null : h("p", { class: "form-hint", id: "scanned-about" }, t("type_code_about")),
    h("button", { class: "btn btn-primary" }, t("begin")));
}

function go(booth) {
  booth.again = () => go(booth);
  const { record, phase } = booth;
  if (record.receipts) return sent(booth);
  if (record.signed) return send(booth);
  if (phase === "waiting") return wait(booth);
  if (phase !== "cast") return show(booth.stage, h("h1", {}, booth.title), notice("warning", t("over_title"), t("over")));
  return open(booth, START);
}

function wait(booth) {
  const address = location.origin + location.pathname;
  show(booth.stage, h("h1", {}, booth.title), steps(2),
    notice("met", t("kept_title"), t("kept", { n: booth.record.keys.length })),
    hours(booth), h("p", {}, t("find_again"), h("br"), h("code", {}, address)),
    h("div", { class: "ballot-bar" }, button(t("look_again"), () => location.reload())));
}

function prepared(booth) {
  const { election, record } = booth;
  const wanted = new Set(record.keys.map(([style]) => style));
  booth.styles = election.styles.filter((style) => wanted.has(styleId(style)));
  booth.cards = cardsOf(election.form, booth.styles);
}

function start(booth) {
  prepared(booth);
  const { cards, stage, election, record } = booth;
  delete stage.dataset.busy;
  const at = firstOpen(booth);
  const begun = cards.some((c) => Object.keys(marksOf(record, c.style)).length > 0);
  show(stage, h("h1", {}, booth.title), h("p", { class: "ballot-lead" }, t("about", { n: cards.length })),
    begun ? notice("note", "", t("draft_kept")) : null,
    election.form.whole.length ? notice("warning", t("whole_sheet"), ...election.form.whole.map(named)) : null,
    document.getElementById("limits").content.cloneNode(true),
    h("div", { class: "ballot-bar" }, button(t(begun ? "go_on" : "begin"), () => turn(booth, at), "btn-primary btn-lg")));
}

/** The first page on which something is left; where all are filled, the first. */
function firstOpen({ cards, election, record }) {
  const at = cards.findIndex((c) => isBlank(election.form, c, marksOf(record, c.style)) || wrongOn(election.form, c, marksOf(record, c.style)));
  return at < 0 ? 0 : at;
}

function card(booth, index) {
  const { cards, election, record, stage, keeping, id } = booth;
  const shown = cards[index];
  const marks = marksOf(record, shown.style);
  const alert = h("div", { role: "alert" });
  const broken = h("div", { role: "status" });
  const changed = () => {
    alert.replaceChildren();
    broken.replaceChildren(...brokenSoFar(election.form, shown, marks).map((line) => notice("error", "", line)));
    keeping.write(id, record);
  };
  const last = index === cards.length - 1;
  const next = () => {
    const wrong = wrongOn(election.form, shown, marks);
    if (wrong) {
      alert.replaceChildren(notice("error", "", wrong));
      return toMend(stage);
    }
    return turn(booth, last || booth.editing ? REVIEW : index + 1);
  };
  const back = () => turn(booth, index > 0 ? index - 1 : START);
  stage.dataset.busy = "1";
  show(stage,
    h("div", { class: "ballot-progress" }, h("progress", { value: index + 1, max: cards.length, "aria-hidden": "true" }),
      h("span", { "aria-hidden": "true" }, `${index + 1}/${cards.length}`)),
    h("h2", {}, hidden(t("page_of", { n: index + 1, of: cards.length })), titleOf(election.form, shown)),
    asked(election.form, shown, marks, changed),
    h("div", { class: "ballot-bar" }, h("div", { class: "ballot-told" }, broken, alert), booth.editing ? button(t("keep"), next, "btn-primary")
      : [button(t("back"), back), button(t(last ? "review" : "next"), next, "btn-primary")]));
  changed();
}

/** Show what is open on this page, and go to the first of it. */
function toMend(stage) {
  const open = [...stage.querySelectorAll(".ballot-question")].filter((question) =>
    question.querySelector("[aria-invalid=true]") || (question.querySelector("[type=radio]") && !question.querySelector(":checked"))
    || [...question.querySelectorAll(".ballot-number")].some((field) => !field.value));
  open.forEach((question) => question.classList.add("is-open"));
  const first = open[0]?.querySelector("input");
  first?.focus({ preventScroll: true });
  open[0]?.scrollIntoView({ block: "center" });
}

function review(booth) {
  const { cards, election, record, stage, styles } = booth;
  booth.editing = true;
  const faults = styles.map((style) => faultsOf(election.form, style, marksOf(record, style)));
  const stops = [...new Set(faults.flatMap((f) => f.stops))];
  const spoils = [...new Set(faults.flatMap((f) => f.spoils))];
  const blank = cards.filter((c) => isBlank(election.form, c, marksOf(record, c.style))).length;
  show(stage, h("h1", {}, t("review_title")), h("p", { class: "ballot-lead" }, t("review_hint")),
    stops.length ? notice("error", t("cannot_cast"), ...stops) : null,
    spoils.length ? notice("warning", t("would_spoil"), ...spoils) : null,
    blank && !stops.length ? notice("note", "", t("some_blank", { n: blank })) : null,
    h("ol", { class: "ballot-review" }, cards.map((c, index) => reviewed(booth, c, index))),
    stops.length ? null : h("p", {}, t("once_only")),
    stops.length ? null : h("div", { class: "ballot-bar" }, button(t(spoils.length ? "cast_void" : "cast"), () => sign(booth), spoils.length ? "btn-lg" : "btn-primary btn-lg")));
}

/** One page in the review: whom it is about, what was chosen, what is wrong with it. */
function reviewed(booth, c, index) {
  const { election, record } = booth;
  const marks = marksOf(record, c.style);
  const wrong = wrongOn(election.form, c, marks);
  return h("li", {},
    h("span", {}, h("strong", {}, titleOf(election.form, c)), c.kind === "one" ? postLine(election.form, c) : null,
      h("span", { class: isBlank(election.form, c, marks) ? "ballot-said is-blank" : "ballot-said" }, saidOf(election.form, c, marks)),
      wrong ? h("span", { class: "field-error" }, wrong) : null),
    h("button", { type: "button", class: "btn", onclick: () => turn(booth, index) }, t("change"), hidden(` ${titleOf(election.form, c)}`)));
}

/** The post, where somebody may stand for one of several. */
function postLine(form, { subjects: [subject] }) {
  const post = form.posts.length > 1 && form.posts.find((own) => own.id === subject.post);
  return post ? h("small", { class: "ballot-post-line" }, named(post)) : null;
}

/** Signed once and kept before anything is sent, so that a retry sends the same bytes. */
async function sign(booth) {
  const { election, record, keeping, id, styles } = booth;
  const keys = new Map(record.keys.map(([style, key, stamps]) => [style, { key, stamps }]));
  const ballots = styles.map((style) => {
    const { key, stamps } = keys.get(styleId(style));
    const held = stamps.map(([prefix, signature]) => ({ prefix: fromBase64url(prefix), signature: fromBase64url(signature) }));
    const made = castBallot(election, styleId(style), { ...marksOf(record, style) }, fromBase64url(key), held);
    return { plain: made.plain, digest: toBase64url(made.digest), style: styleId(style) };
  });
  record.signed = shuffled(ballots);
  record.draft = {};
  await keeping.write(id, record);
  await send(booth);
}

function shuffled(list) {
  const mixed = [...list];
  for (let i = mixed.length - 1; i > 0; i -= 1) {
    const j = crypto.getRandomValues(new Uint32Array(1))[0] % (i + 1);
    [mixed[i], mixed[j]] = [mixed[j], mixed[i]];
  }
  return mixed;
}

async function send(booth) {
  const { record, stage, keeping, id, cast, election } = booth;
  booth.sending = true;
  const bar = h("progress", { max: record.signed.length, value: 0, "aria-label": t("sending") });
  const said = h("p", { class: "ballot-lead", role: "status" });
  show(stage, h("h1", {}, t("sending")), bar, said, h("p", {}, t("stay")));
  for (const [index, ballot] of record.signed.entries()) {
    said.textContent = t("sending_of", { n: index + 1, of: record.signed.length });
    if (!ballot.receipt && !ballot.refused) {
      const answer = await sendOne(cast, ballot.plain, sizeOf(election), () => { said.textContent = t("retrying"); });
      if (!answer) return unsent(booth);
      if (answer.ok) {
        const genuine = isReceipt(fromBase64url(election.receipt_key), id, fromBase64url(ballot.digest), fromBase64url(answer.signature));
        if (!genuine) return show(stage, h("h1", {}, t("bad_receipt_title")), notice("error", "", t("bad_receipt")));
        ballot.receipt = answer.signature;
      } else {
        ballot.refused = answer.text;
      }
      await keeping.write(id, record);
    }
    bar.value += 1;
  }
  record.receipts = record.signed.map(({ style, digest, receipt, refused }) => ({ style, digest, receipt, refused }));
  record.keys = [];
  delete record.signed;
  await keeping.write(id, record);
  booth.sending = false;
  return sent(booth);
}

/** The size of every ballot on the line: quotation marks within the body are written with two signs each. */
const sizeOf = ({ length, issuers }) => 2 * length + 512 + 512 * issuers.length;

async function sendOne(address, plain, size, retrying) {
  for (const time of PAUSES) {
    await pause(time);
    try {
      return await post(address, plain, {}, size);
    } catch {
      // No answer: the ballot may be in the box or not; the same bytes again do no harm.
      if (!navigator.onLine) return null;
      retrying();
    }
  }
  return null;
}

function unsent(booth) {
  booth.sending = false;
  booth.again = () => unsent(booth);
  const left = booth.record.signed.filter((b) => !b.receipt && !b.refused).length;
  show(booth.stage, h("h1", {}, t("unsent_title", { n: left })), notice("error", "", t("unsent")),
    h("div", { class: "ballot-bar" }, button(t("send_again"), () => send(booth), "btn-primary btn-lg")));
  announce(t("unsent_title", { n: left }));
}

function sent(booth) {
  booth.again = () => sent(booth);
  clearTimeout(booth.timer);
  const { record, stage, kiosk, keeping, id } = booth;
  delete stage.dataset.busy;
  const good = record.receipts.filter((r) => r.receipt);
  const bad = record.receipts.filter((r) => r.refused);
  const lines = good.map((r) => trackingCode(fromBase64url(r.digest)));
  show(stage,
    good.length ? h("h1", { class: "is-sent" }, h("span", { class: "ballot-tick", "aria-hidden": "true" }, "✓"), t("sent_title")) : h("h1", {}, t("refused_title")),
    h("p", { class: "ballot-lead" }, booth.title),
    good.length ? notice("met", t("sent", { n: good.length }), t(kiosk ? "sent_kiosk" : "sent_hint")) : null,
    bad.length ? notice("error", t("refused", { n: bad.length }), ...new Set(bad.map((r) => r.refused))) : null,
    good.length ? h("details", { class: "disclosure" }, h("summary", {}, t("codes")), h("p", {}, t("codes_hint")),
      h("ul", { class: "ballot-codes" }, lines.map((line) => h("li", {}, h("code", {}, line))))) : null,
    h("div", { class: "ballot-bar" },
      good.length && !kiosk ? h("a", { class: "btn", download: `${id}.txt`, href: `data:text/plain;charset=utf-8,${encodeURIComponent(lines.join("\n"))}` }, t("keep_codes")) : null,
      kiosk ? button(t("finish"), () => leave(booth), "btn-primary btn-lg") : button(t("forget"), () => confirm(t("forget_sure")) && leave(booth))));
  announce(good.length ? `${t("sent_title")}${t("comma")}${t("sent", { n: good.length })}` : t("refused_title"));
  if (kiosk) booth.timer = setTimeout(() => leave(booth), FORGET_AFTER);
  return keeping;
}

async function leave(booth) {
  clearTimeout(booth.timer);
  await booth.keeping.forget(booth.id);
  booth.record = null;
  booth.editing = false;
  if (booth.kiosk) return comeHome(booth).then(() => empty(booth));
  return forgotten(booth);
}

function forgotten(booth) {
  booth.again = () => forgotten(booth);
  show(booth.stage, h("h1", {}, booth.title), notice("met", t("forgotten_title"), t("forgotten")));
}
