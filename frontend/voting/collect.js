// Collect (领票页): keys are made here and kept before anything is sent; the issuer signs without seeing them.

import {
  blindRequest, fromBase64url, isSecure, issuersOf, joined, messageOf, newKey, publicOf, sha256Hex, stampOf, toBase32, toBase64url, utf8,
} from "../ballot/index.js";
import { onDevice } from "./keeping.js";
import { button, get, h, notice, post, show, steps, t } from "./page.js";

export async function collect(stage) {
  const { election: id, opening, asks, voter, backup, box, styles, collected, token } = stage.dataset;
  if (!isSecure()) return show(stage, notice("error", t("not_secure_title"), t("not_secure")));
  const desk = { stage, id, asks: JSON.parse(asks), voter, backup, box, token, styles: JSON.parse(styles), keeping: onDevice };
  let published;
  try {
    published = await get(opening);
  } catch {
    return show(stage, h("h2", {}, t("no_connection")), notice("warning", "", t("reload")), button(t("again"), () => location.reload(), "btn-primary"));
  }
  desk.election = published.election;
  document.getElementById("head").textContent = shortened(sha256Hex(utf8(published.line)));
  desk.record = await desk.keeping.read(`${id}:collected`);
  if (desk.record?.tickets) return have(desk);
  if (collected && !desk.record) return recover(desk);
  return offer(desk);
}

const shortened = (digest) => digest.slice(0, 16).match(/.{4}/g).join(" ");

function offer(desk) {
  const second = desk.asks.length > 1;
  const people = new Set(desk.styles.map((style) => style.split("|")[2])).size;
  const field = h("input", { id: "issuer-code", class: "form-control", autocomplete: "off", autocapitalize: "none", spellcheck: "false" });
  const begin = () => {
    desk.issuerCode = field.value.trim();
    if (second && !desk.issuerCode) field.focus();
    else ask(desk);
  };
  show(desk.stage, steps(0), h("h2", {}, t("collect_title")), h("p", {}, t("collect_about", { n: desk.styles.length, of: people })),
    second ? [h("label", { for: "issuer-code", class: "form-label" }, t("issuer_code")), field, h("p", {}, t("issuer_code_about"))] : null,
    h("div", { class: "ballot-bar" }, button(t(desk.record ? "collect_again" : "collect"), begin, "btn-primary btn-lg")));
}

/** New requests, or those that were kept when the connection was lost: the issuer signs the same ones again. */
async function ask(desk) {
  const { stage, election, id, keeping } = desk;
  const said = h("p", { role: "status" }, t("making"));
  const bar = h("progress", { max: desk.styles.length, value: 0, "aria-label": t("making") });
  show(stage, steps(0), h("h2", {}, t("making")), bar, said);
  const issuers = await issuersOf(election);
  if (!desk.record) {
    const asked = [];
    for (const style of desk.styles) {
      const key = newKey();
      const message = messageOf(id, style, publicOf(key));
      const requests = [];
      for (const issuer of issuers) {
        const request = await blindRequest(issuer.keys[style], message);
        requests.push({ issuer: issuer.name, prefix: toBase64url(request.prefix), inverse: toBase64url(request.inverse), blinded: toBase64url(request.blinded) });
      }
      asked.push({ style, key: toBase64url(key), requests });
      bar.value += 1;
      await new Promise((resolve) => setTimeout(resolve, 0));
    }
    desk.record = { asked };
    await keeping.write(`${id}:collected`, desk.record);
  }
  await signed(desk, issuers);
}

async function signed(desk, issuers) {
  const { record, stage, id, keeping } = desk;
  const answers = [];
  for (const [index, { address, own }] of desk.asks.entries()) {
    const blinded = Object.fromEntries(record.asked.map(({ style, requests }) => [style, requests[index].blinded]));
    let answer;
    try {
      answer = own
        ? await post(address, { blinded }, { "X-CSRFToken": desk.token })
        : await post(address, { voter: desk.voter, code: desk.issuerCode, blinded });
    } catch {
      return show(stage, h("h2", {}, t("no_connection")), notice("warning", "", t("collect_lost")), button(t("again"), () => offer(desk), "btn-primary"));
    }
    if (!answer.ok) {
      return show(stage, h("h2", {}, t("collect_refused")), notice("error", "", answer.text), button(t("again"), () => offer(desk)));
    }
    answers.push(answer.signed);
  }
  const tickets = [];
  for (const { style, key, requests } of record.asked) {
    const message = messageOf(id, style, publicOf(fromBase64url(key)));
    const stamps = [];
    for (const [index, request] of requests.entries()) {
      const held = { prefix: fromBase64url(request.prefix), inverse: fromBase64url(request.inverse) };
      const stamp = await stampOf(issuers[index].keys[style], message, held, fromBase64url(answers[index][style]));
      stamps.push([toBase64url(stamp.prefix), toBase64url(stamp.signature)]);
    }
    tickets.push([style, key, stamps]);
  }
  desk.record = { tickets };
  await keeping.write(`${id}:collected`, desk.record);
  await keepBackup(desk);
  return have(desk);
}

/** The credentials encrypted under a code of 80 bits that never leaves this page but on paper. */
async function keepBackup(desk) {
  const code = toBase32(crypto.getRandomValues(new Uint8Array(10)));
  const nonce = crypto.getRandomValues(new Uint8Array(12));
  const sealed = await crypto.subtle.encrypt({ name: "AES-GCM", iv: nonce }, await backupKey(code, desk.id), utf8(JSON.stringify(desk.record.tickets)));
  try {
    const answer = await post(desk.backup, { sealed: toBase64url(joined(nonce, new Uint8Array(sealed))) }, { "X-CSRFToken": desk.token });
    desk.code = answer.ok ? code.match(/.{4}/g).join(" ") : "";
  } catch {
    desk.code = "";
  }
}

async function backupKey(code, election) {
  const wide = await crypto.subtle.importKey("raw", utf8(code), "HKDF", false, ["deriveKey"]);
  const how = { name: "HKDF", hash: "SHA-256", salt: utf8(election), info: utf8("quanheng backup v1") };
  return crypto.subtle.deriveKey(how, wide, { name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
}

function have(desk) {
  const { stage, record, box, id } = desk;
  const isVoting = Boolean(stage.dataset.votingNow);
  const own = document.getElementById("own-record");
  if (own) own.textContent = t("collected_title");
  const carried = toBase64url(utf8(JSON.stringify({ keys: record.tickets })));
  const language = document.documentElement.lang === "en" ? "?lang=en" : "";
  show(stage, steps(isVoting ? 2 : 1), h("h2", { class: "is-sent" }, h("span", { class: "ballot-tick", "aria-hidden": "true" }, "✓"), t("collected", { n: record.tickets.length })),
    h("p", {}, t("collected_where")),
    backedUp(desk),
    h("p", { class: "ballot-lead" }, t(isVoting ? "vote_now_about" : "hand_over_about")),
    h("div", { class: "ballot-bar" }, h("a", { class: "btn btn-primary btn-lg", href: `${box}/${id}${language}#t=${carried}`, rel: "noreferrer" }, t(isVoting ? "vote_now" : "hand_over"))));
}

/** The backup code, once; where it could not be kept, that is said, and it can be tried again. */
function backedUp(desk) {
  if (desk.code === undefined) return null;
  if (desk.code) {
    return h("div", { class: "notice is-warning" }, h("p", { class: "notice-title" }, t("backup_title")),
      h("p", { class: "ballot-code" }, h("code", {}, desk.code)), h("p", {}, t("backup_about")));
  }
  return [notice("error", t("backup_lost"), t("backup_lost_about")), button(t("backup_again"), () => keepBackup(desk).then(() => have(desk)))];
}

function recover(desk) {
  const field = h("input", { id: "code", class: "form-control", autocomplete: "off", autocapitalize: "characters", spellcheck: "false" });
  const alert = h("div", { role: "alert" });
  show(desk.stage, h("h2", {}, t("recover_title")), h("p", {}, t("recover_about")),
    h("form", { onsubmit: (event) => { event.preventDefault(); opened(desk, field.value, alert); } },
      h("label", { for: "code", class: "form-label" }, t("recover_code")), field, alert,
      h("div", { class: "ballot-bar" }, h("button", { class: "btn btn-primary" }, t("recover")))));
}

async function opened(desk, typed, alert) {
  let sealed;
  try {
    ({ sealed } = await get(desk.backup));
  } catch {
    return alert.replaceChildren(notice("warning", "", t("reload")));
  }
  try {
    const bytes = fromBase64url(sealed);
    const code = typed.replace(/[\s-]/g, "").toUpperCase();
    const plain = await crypto.subtle.decrypt({ name: "AES-GCM", iv: bytes.slice(0, 12) }, await backupKey(code, desk.id), bytes.slice(12));
    desk.record = { tickets: JSON.parse(new TextDecoder().decode(plain)) };
    await desk.keeping.write(`${desk.id}:collected`, desk.record);
    return have(desk);
  } catch {
    return alert.replaceChildren(notice("error", "", t("recover_wrong")));
  }
}
