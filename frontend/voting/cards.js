// Cards (票面): one screen for each thing that a ballot asks about, and what was marked on it.

import { fits, isOnScale, spoilsOf, styleId, subjectsOf } from "../ballot/index.js";
import { h, hidden, named, notice, t } from "./page.js";

const LONGEST_REMARK = 300;
const isSliced = (form) => form.slices === "person" || form.slices === "candidate";

/** The screens of these styles: names and limited votes together, everything else one subject at a time. */
export function cardsOf(form, styles) {
  return styles.flatMap((style) => {
    const subjects = subjectsOf(form, style);
    if (style.kind === "comment") return [{ style, subjects, kind: "comment" }];
    if (form.asks === "names" || form.write_in) return [{ style, subjects, kind: "list" }];
    return subjects.map((subject) => ({ style, subjects: [subject], kind: "one" }));
  });
}

const cell = (form, subject, question) => (isSliced(form) ? question.id : `${subject.id}|${question.id}`);
const postOf = (form, id) => form.posts.find((post) => post.id === id);

export function titleOf(form, card) {
  if (card.kind === "comment") {
    const about = card.style.subject ? card.subjects.map((subject) => subject.name).join(t("comma")) : "";
    return about ? `${t("remarks")}${t("colon")}${about}` : t("remarks");
  }
  if (card.kind === "one") return card.subjects[0].name;
  const post = postOf(form, card.style.subject);
  return post ? named(post) : t("names");
}

/** What must be mended before the next page: a number off the scale, or something that may not stay empty. */
export function wrongOn(form, card, marks) {
  if (card.kind !== "one") return null;
  const given = form.questions.map((q) => marks[cell(form, card.subjects[0], q)]);
  if (form.scale !== null && given.some((mark) => mark !== undefined && !isOnScale(mark, form.scale))) return offScale(form.scale);
  return form.blank === "refuse" && given.includes(undefined) ? t("answer_all") : null;
}

const offScale = ([least, greatest, step]) => t(step ? "off_scale_step" : "off_scale", { least, greatest, step });

/** Whether something that counts is left empty here; remarks may always be. */
export function isBlank(form, card, marks) {
  if (card.kind === "comment") return false;
  if (card.kind === "one") return form.questions.some((q) => marks[cell(form, card.subjects[0], q)] === undefined);
  return form.asks === "names" ? Object.keys(marks).length === 0 : card.subjects.some((s) => marks[`${s.id}|vote`] === undefined);
}

/** What a card asks, bound to the marks of its style; `changed` is called after every mark. */
export function asked(form, card, marks, changed) {
  if (card.kind === "comment") return remark(card, marks, changed);
  if (card.kind === "list") return listed(form, card, marks, changed);
  const [subject] = card.subjects;
  const post = postOf(form, subject.post);
  return [
    post && h("p", { class: "ballot-post" }, named(post)),
    form.questions.map((question) => questionOf(form, subject, question, marks, changed)),
    unmarkedHint(form),
  ];
}

/** What the plan makes of a place that is left empty. */
const unmarkedHint = (form) => (form.blank === "refuse" || form.asks === "names" ? null : h("p", { class: "form-hint" }, t(`unmarked_${form.blank}`)));

function remark(card, marks, changed) {
  const field = h("textarea", { id: "remark", class: "form-control", rows: 5, maxlength: LONGEST_REMARK, "aria-describedby": "remark-about",
    oninput: (event) => set(marks, "comment", event.target.value.trim(), changed) });
  field.value = marks.comment ?? "";
  return [h("label", { for: "remark", class: "form-label" }, t("remark")), field, h("p", { id: "remark-about", class: "form-hint" }, t("remark_about"))];
}

function questionOf(form, subject, question, marks, changed, legend = [hidden(`${subject.name} `), named(question)]) {
  const name = cell(form, subject, question);
  if (form.scale !== null) return numberOf(form, subject, question, marks, changed);
  return h("fieldset", { class: "ballot-question" }, h("legend", {}, legend), h("div", { class: form.choices.length < 4 ? "ballot-choices is-few" : "ballot-choices" },
    form.choices.map((choice) => h("label", { class: "ballot-choice" },
      h("input", { type: "radio", name, value: choice.id, checked: marks[name] === choice.id,
        onchange: () => set(marks, name, choice.id, changed) }),
      h("span", {}, named(choice))))));
}

/** A number on the plan's scale; one that lies outside is said at once. */
function numberOf(form, subject, question, marks, changed) {
  const [least, greatest] = form.scale;
  const name = cell(form, subject, question);
  const id = `n-${name.replace(/\W/g, "-")}`;
  const wrong = h("p", { id: `${id}-wrong`, class: "field-error", "aria-live": "polite" });
  const judge = (value) => {
    const bad = value !== "" && !isOnScale(value, form.scale);
    wrong.textContent = bad ? offScale(form.scale) : "";
    return bad;
  };
  const field = h("input", { id, type: "text", inputmode: "decimal", class: "form-control ballot-number", value: marks[name] ?? "", autocomplete: "off",
    placeholder: `${least}–${greatest}`, "aria-describedby": `${id}-wrong`, oninput: (event) => {
      // What an input method types as full-width digits is meant as digits.
      const value = event.target.value.normalize("NFKC").trim();
      field.setAttribute("aria-invalid", String(judge(value)));
      set(marks, name, value, changed);
    } });
  judge(marks[name] ?? "");
  return h("div", { class: "ballot-question" },
    h("label", { for: id, class: "form-label" }, hidden(`${subject.name} `), named(question), h("small", {}, t("on_scale", { least, greatest }))), field, wrong);
}

/** What is over the plan's limits of a list, said as soon as it is, and how many are chosen so far. */
function counter(form, card, marks) {
  const limits = form.limits.filter((limit) => limit.scope === "" || form.slices !== "post" || limit.scope === card.style.subject);
  const region = h("div", { class: "ballot-counter", role: "status" });
  const tell = () => {
    const chosen = Object.entries(marks).filter(([c, m]) => c.startsWith("+") || m === (form.asks === "names" ? form.choices[0].id : "approve")).length;
    const spoils = spoilsOf(form, card.style, marks).filter((s) => s.code === "over_vote" || s.code === "unopposed_write_in");
    region.replaceChildren(
      ...limits.length ? [h("p", { class: "ballot-limit" }, limits.map((limit) => t(limit.exactly ? "exactly" : "most", { n: limit.most })).join(t("comma")),
        h("span", {}, t("chosen", { n: chosen })))] : [],
      ...limits.filter((limit) => limit.outsiders).map((limit) => h("p", { class: "form-hint" }, t("outsiders", { n: limit.outsiders }))),
      ...spoils.map((s) => notice("error", "", spoilWords(form, s))));
  };
  tell();
  return { region, tell };
}

function listed(form, card, marks, changed) {
  const wanted = form.choices[0].id;
  const { region, tell } = counter(form, card, marks);
  const marked = () => {
    tell();
    changed();
  };
  return [
    region,
    form.asks === "names"
      ? card.subjects.length ? h("fieldset", { class: "ballot-question" }, h("legend", {}, wanted === "approve" ? t("choose") : t("choose_as", { choice: named(form.choices[0]) })), card.subjects.map((subject) => {
          const name = `${subject.id}|vote`;
          const post = postOf(form, subject.post);
          return h("label", { class: "ballot-choice is-line" },
            h("input", { type: "checkbox", checked: marks[name] === wanted,
              onchange: (event) => set(marks, name, event.target.checked ? wanted : "", marked) }),
            h("span", {}, subject.name, form.slices === "sheet" && post ? h("small", {}, ` ${named(post)}`) : null,
              subject.outside ? h("small", { class: "ballot-outside" }, t("outside")) : null));
        })) : null
      : card.subjects.map((subject) =>
          form.questions.map((q) => questionOf(form, subject, q, marks, marked, [subject.name, hidden(` ${named(q)}`)]))).concat(unmarkedHint(form) ?? []),
    form.write_in ? written(form, card, marks, marked) : null,
  ];
}

function written(form, card, marks, changed) {
  const posts = form.posts.filter((post) => form.slices !== "post" || post.id === card.style.subject);
  const most = Math.max(1, ...form.limits.map((limit) => limit.most));
  const lines = posts.flatMap((post) => Array.from({ length: most }, (_, i) => [post, i]));
  const held = (post, i) => Object.entries(marks).filter(([c, m]) => c.startsWith("+") && m.startsWith(`${post.id}|`))[i]?.[1].split("|")[1] ?? "";
  const inputs = lines.map(([post, i]) => ({ post, field: h("input", { class: "form-control", maxlength: 40, autocomplete: "off",
    "aria-label": `${t("write_in")} ${named(post)} ${i + 1}`, value: held(post, i), oninput: () => all() }) }));
  const all = () => {
    Object.keys(marks).filter((c) => c.startsWith("+")).forEach((c) => delete marks[c]);
    inputs.filter(({ field }) => field.value.trim()).forEach(({ post, field }, i) => { marks[`+${i + 1}`] = `${post.id}|${field.value.trim()}`; });
    changed();
  };
  const against = form.asks === "names" && form.choices[0].id !== "approve";
  return h("fieldset", { class: "ballot-question" },
    h("legend", {}, t("write_in"), against ? h("small", {}, t("counts_as", { choice: named(form.choices[0]) })) : null),
    posts.map((post) => h("div", { class: "ballot-written" }, posts.length > 1 ? h("p", {}, named(post)) : null,
      inputs.filter((own) => own.post === post).map(({ field }) => field))));
}

function set(marks, name, value, changed) {
  if (value === "") delete marks[name];
  else marks[name] = value;
  changed();
}

/** What was marked on a card, in words, for the review. */
export function saidOf(form, card, marks) {
  const choice = (id) => form.choices.find((c) => c.id === id);
  const word = (value) => (value === undefined ? left(form) : choice(value) ? named(choice(value)) : value);
  if (card.kind === "comment") return marks.comment ?? t("blank");
  if (card.kind === "one") {
    const [subject] = card.subjects;
    const given = form.questions.map((q) => [named(q), word(marks[cell(form, subject, q)])]);
    return given.length === 1 ? given[0][1] : listOf(given);
  }
  const many = form.slices === "sheet" && form.posts.length > 1;
  const called = (name, post) => (many && post ? t("at_post", { name, post: named(post) }) : name);
  const written = Object.entries(marks).filter(([c]) => c.startsWith("+")).map(([, m]) => m.split("|"))
    .map(([post, name]) => called(name, postOf(form, post)));
  const subjects = card.subjects.map((s) => [called(s.name, postOf(form, s.post)), marks[`${s.id}|vote`]]);
  if (form.asks !== "names") return listOf([...subjects.map(([name, mark]) => [name, word(mark)]), ...written.map((name) => [t("write_in"), name])]);
  const names = [...subjects.filter(([, mark]) => mark !== undefined).map(([name]) => name), ...written].join(t("comma"));
  if (!names) return t("nobody");
  return form.choices[0].id === "approve" ? names : `${named(form.choices[0])}${t("colon")}${names}`;
}

/** Something left empty, and what the plan makes of it. */
const left = (form) => (form.blank === "refuse" ? t("blank") : `${t("blank")}${t("pause")}${t(`counted_${form.blank}`)}`);

const listOf = (pairs) => h("span", { class: "ballot-pairs" }, pairs.map(([title, said]) => h("span", {}, `${title}${t("colon")}`, h("b", {}, said))));

/** What the plan forbids on a whole sheet and is broken already, whatever else is marked: told while people mark;
 *  too many names are told where they are counted. */
export function brokenSoFar(form, { style, kind }, marks) {
  if (form.slices !== "sheet" || kind === "list") return [];
  const isUpper = (bound) => bound && (bound.at_most !== undefined || bound.under !== undefined);
  return spoilsOf(form, style, marks)
    .filter((s) => s.code === "over_vote" || (s.code === "sheet_rule" && (isUpper(s.rule.count) || isUpper(s.rule.share))))
    .map((s) => spoilWords(form, s));
}

/** A boundary in words: at most 3, at least 20 %. */
function boundWords(bound, unit) {
  const shown = (side) => (unit === "share" ? `${Math.round(Number(side) * 1000) / 10}%` : side);
  return ["at_least", "over", "at_most", "under"].filter((side) => bound[side] !== undefined).map((side) => t(`bound_${side}`, { n: shown(bound[side]) })).join(t("comma"));
}

/** Why something would spoil the ballot, with the plan's own boundary where it is a rule of the sheet. */
function spoilWords(form, { code, limit, rule }) {
  if (code !== "sheet_rule") return t(`spoils_${code}`, { n: limit?.most ?? "" });
  const grades = (rule.grades ?? []).map((id) => form.choices.find((c) => c.id === id)).filter(Boolean);
  const what = grades.length ? grades.map(named).join(t("comma")) : t("marks_within", { bound: boundWords(rule.marks, "mark") });
  return t("spoils_sheet_rule", { what, bound: rule.count ? boundWords(rule.count, "count") : boundWords(rule.share, "share") });
}

/** Why the marks of a style cannot be cast, and what would spoil them, in words. */
export function faultsOf(form, style, marks) {
  if (!fits(form, style, marks)) return { stops: [t("unfit")], spoils: [] };
  return { stops: [], spoils: spoilsOf(form, style, marks).map((s) => spoilWords(form, s)) };
}

export const marksOf = (record, style) => (record.draft[styleId(style)] ??= {});
