// Ballot form (票面): styles, cells, and whether marks fit; see quanheng.core.ballots.forms.

const LONGEST_NAME = 40;
const LONGEST_COMMENT = 300;
const NUMBER = /^-?(0|[1-9][0-9]{0,8})(\.[0-9]{0,8}[1-9])?$/;
const PLACES = 9;

export const styleId = (style) => `${style.kind}|${style.group}|${style.subject}`;
const length = (text) => Array.from(text).length;
const votesOn = (subject, group) => subject.groups === null || subject.groups.includes(group);

/** The styles of one voter: of the group, and of the voter's unit where the group votes in its own. */
export function stylesFor(form, styles, group, unit = "") {
  const units = Object.fromEntries(form.subjects.map((subject) => [subject.id, subject.unit]));
  const own = form.unit_groups.includes(group);
  return styles.filter((style) => style.group === group && (!own || units[style.subject] === unit));
}

/** The subjects that a style's ballot is about. */
export function subjectsOf(form, style) {
  return form.subjects.filter((subject) => {
    if (!votesOn(subject, style.group)) return false;
    if (form.slices === "person" || form.slices === "candidate") return subject.id === style.subject;
    return form.slices === "sheet" || subject.post === style.subject;
  });
}

/** The cells of a style's ballot, names written in left off. */
export function cellsOf(form, style) {
  if (style.kind === "comment") return ["comment"];
  if (form.slices === "person" || form.slices === "candidate") return form.questions.map((q) => q.id);
  return subjectsOf(form, style).flatMap((s) => form.questions.map((q) => `${s.id}|${q.id}`));
}

/** A decimal as a whole number of billionths, so that no binary fraction comes in. */
function exact(text) {
  const [, sign, whole, fraction = ""] = /^(-?)([0-9]+)\.?([0-9]*)$/.exec(text);
  const units = BigInt(whole + fraction.padEnd(PLACES, "0"));
  return sign ? -units : units;
}

export function isOnScale(mark, [least, greatest, step]) {
  if (!NUMBER.test(mark) || mark === "-0") return false;
  const number = exact(mark);
  if (number < exact(least) || number > exact(greatest)) return false;
  return step === "" || (number - exact(least)) % exact(step) === 0n;
}

function isAnswer(form, style, mark) {
  if (style.kind === "comment") return length(mark) > 0 && length(mark) <= LONGEST_COMMENT;
  if (form.scale === null) return form.choices.some((choice) => choice.id === mark);
  return isOnScale(mark, form.scale);
}

function isWritten(form, style, cell, mark) {
  const bar = mark.indexOf("|");
  if (!form.write_in || style.kind !== "marks" || bar < 0 || !/^\+[1-9][0-9]?$/.test(cell)) return false;
  const name = length(mark.slice(bar + 1));
  const posts = form.posts.map((p) => p.id).filter((p) => form.slices !== "post" || p === style.subject);
  return posts.includes(mark.slice(0, bar)) && name > 0 && name <= LONGEST_NAME;
}

/** Whether every cell is one of the style's and holds an answer that it may hold. */
export function fits(form, style, marks) {
  const cells = new Set(cellsOf(form, style));
  if (style.kind === "marks" && form.blank === "refuse" && [...cells].some((cell) => !Object.hasOwn(marks, cell))) {
    return false;
  }
  return Object.entries(marks).every(([cell, mark]) =>
    cells.has(cell) ? isAnswer(form, style, mark) : isWritten(form, style, cell, mark),
  );
}

/** What would spoil a ballot, as the voter is told before casting it: codes, with the limit or rule at fault. */
export function spoilsOf(form, style, marks) {
  if (style.kind === "comment") return [];
  return [...limitsBroken(form, style, marks), ...unopposed(form, marks), ...rulesBroken(form, style, marks)];
}

/** More people written in than voted against, where each must take somebody's place. */
function unopposed(form, marks) {
  const written = Object.keys(marks).filter((cell) => cell.startsWith("+")).length;
  const against = Object.values(marks).filter((mark) => mark === "oppose").length;
  return form.write_in_with_oppose && written > against ? [{ code: "unopposed_write_in" }] : [];
}

function limitsBroken(form, style, marks) {
  const wanted = form.asks === "names" ? form.choices[0].id : "approve";
  return form.limits.flatMap((limit) => {
    const inScope = (post) => limit.scope === "" || limit.scope === post;
    if (form.slices === "post" && !inScope(style.subject)) return [];
    const listed = subjectsOf(form, style).filter((s) => inScope(s.post) && marks[`${s.id}|vote`] === wanted);
    const written = Object.entries(marks).filter(([c, m]) => c.startsWith("+") && inScope(m.split("|", 1)[0]));
    const names = listed.length + written.length;
    if (names > limit.most) return [{ code: "over_vote", limit }];
    if (names === 0) return [];
    if (limit.exactly && names < limit.most) return [{ code: "under_vote", limit }];
    const outside = listed.filter((s) => s.outside).length + written.length;
    return outside < limit.outsiders ? [{ code: "too_few_outsiders", limit }] : [];
  });
}

function rulesBroken(form, style, marks) {
  if (form.slices !== "sheet") return [];
  const subjects = subjectsOf(form, style);
  return form.questions.flatMap((question) => {
    const column = subjects.map((s) => marks[`${s.id}|${question.id}`] ?? "");
    const broken = form.rules.filter((rule) => !holdsRule(rule, column)).map((rule) => ({ code: "sheet_rule", rule }));
    const equal = form.all_equal_invalid && column.length > 1 && column[0] !== "" && new Set(column).size === 1;
    return equal ? [{ code: "all_equal", question }, ...broken] : broken;
  });
}

function holdsRule(rule, column) {
  const picked = column.filter((mark) =>
    rule.marks ? mark !== "" && within(rule.marks, Number(mark)) : rule.grades.includes(mark),
  ).length;
  return rule.count ? within(rule.count, picked) : within(rule.share, picked / column.length);
}

function within(bound, value) {
  return !(
    (bound.at_least !== undefined && value < Number(bound.at_least)) ||
    (bound.over !== undefined && value <= Number(bound.over)) ||
    (bound.at_most !== undefined && value > Number(bound.at_most)) ||
    (bound.under !== undefined && value >= Number(bound.under))
  );
}
