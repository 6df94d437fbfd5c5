// Page (页面): words in the reader's language, elements, and what the server is told and answers.

const wordsOf = (page) => JSON.parse(page.getElementById("words")?.textContent || "{}");
let words = wordsOf(document);

/** A sentence of the page, with {parts} filled in; the sentences themselves stand in web/voting_words.py. */
export const t = (name, parts = {}) =>
  (words[name] ?? name).replace(/\{(\w+)\}/g, (whole, part) => String(parts[part] ?? whole));

/** What something is called, by the page's language. */
export const named = (said) => (document.documentElement.lang === "en" && said.en ? said.en : said.zh);

/** Take another page's words from now on. */
export function speakAs(page) {
  words = wordsOf(page);
  document.documentElement.lang = page.documentElement.lang;
}

/** An element with its attributes, listeners (on…) and children. */
export function h(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (value === true) element.setAttribute(name, "");
    else if (value !== false && value !== null && value !== undefined) element.setAttribute(name, value);
  }
  element.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined));
  return element;
}

/** Show one screen in place of the last; its heading takes the focus, so that it is read aloud. */
export function show(stage, ...children) {
  stage.replaceChildren(...children.flat(Infinity).filter(Boolean));
  const heading = stage.querySelector("h1, h2");
  if (heading) {
    heading.tabIndex = -1;
    heading.focus({ preventScroll: true });
  }
  window.scrollTo(0, 0);
}

/** Words for a screen reader alone. */
export const hidden = (text) => h("span", { class: "visually-hidden" }, text);

/** Say something to a screen reader while the screen stays as it is. */
export function announce(text) {
  const region = document.getElementById("announce");
  if (region) region.textContent = text;
}

/** The three steps of a vote by phone; the one of this number, from 0, is being taken. */
export const steps = (at) =>
  h("ol", { class: "ballot-steps" }, ["step_collect", "step_keep", "step_vote"].map((name, i) =>
    h("li", { class: i < at ? "is-done" : "", "aria-current": i === at ? "step" : null }, t(name), i < at ? hidden(t("step_done")) : null)));

export const notice = (kind, title, ...lines) =>
  h("div", { class: `notice is-${kind}` }, title && h("p", { class: "notice-title" }, title), lines.map((l) => h("p", {}, l)));

export const button = (label, onclick, kind = "") => h("button", { type: "button", class: `btn ${kind}`.trim(), onclick }, label);

/**
 * What the server says to plain data. A refusal is an answer too; no answer at all is an error.
 * Filled up with blanks to `length`, so that nobody on the line learns from its size what a ballot says.
 */
export async function post(address, data, headers = {}, length = 0) {
  const answer = await fetch(address, {
    method: "POST",
    body: JSON.stringify(data).padEnd(length),
    headers: { "Content-Type": "application/json", ...headers },
    credentials: "same-origin",
    referrerPolicy: "no-referrer",
    cache: "no-store",
  });
  if (answer.status >= 500) throw new Error(String(answer.status));
  return { ok: answer.ok, ...(await answer.json()) };
}

export async function get(address) {
  const answer = await fetch(address, { credentials: "same-origin", referrerPolicy: "no-referrer" });
  if (!answer.ok) throw new Error(String(answer.status));
  return answer.json();
}
