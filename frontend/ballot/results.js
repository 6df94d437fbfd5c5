// Results (开票结果): counts of answers and what of them may be shown; see quanheng.core.ballots.{results,suppression}.

import { cellsOf, styleId } from "./forms.js";

const RANK = { nothing: 0, mean: 1, distribution: 2 };
const WRITTEN = "+";

export function emptyTally(form, style) {
  const tally = Object.fromEntries(cellsOf(form, style).map((cell) => [cell, {}]));
  if (form.write_in && style.kind === "marks") tally[WRITTEN] = {};
  return tally;
}

export function addTo(tally, cells, marks) {
  const count = (cell, answer) => {
    tally[cell][answer] = (Object.hasOwn(tally[cell], answer) ? tally[cell][answer] : 0) + 1;
  };
  for (const cell of cells) count(cell, Object.hasOwn(marks, cell) ? marks[cell] : "");
  for (const [cell, name] of Object.entries(marks)) if (cell.startsWith(WRITTEN)) count(WRITTEN, name);
}

function shownOf(rules, ballots, kind) {
  if (kind === "comment") return ballots >= rules.comments_below ? "distribution" : "nothing";
  if (ballots < rules.hidden_below) return "nothing";
  return ballots < rules.mean_below ? "mean" : "distribution";
}

/** Lower further groups to a level until those at or below it cannot be worked out from the rest. */
function complement(found, ballots, level, least) {
  const cast = Object.keys(ballots).filter((id) => ballots[id] > 0);
  for (;;) {
    const below = cast.filter((id) => RANK[found[id]] <= RANK[level]);
    const above = cast.filter((id) => RANK[found[id]] > RANK[level]);
    const together = below.reduce((sum, id) => sum + ballots[id], 0);
    if (!below.length || !above.length || (below.length > 1 && together >= least)) return;
    above.sort((a, b) => ballots[a] - ballots[b] || (a < b ? -1 : 1));
    found[above[0]] = level;
  }
}

/** What may be shown of each style, given how many ballots came back in each. */
export function shownStyles(election, returned) {
  const subjects = new Map();
  for (const style of election.styles) {
    const key = JSON.stringify([style.kind, style.subject]);
    if (!subjects.has(key)) subjects.set(key, { kind: style.kind, ballots: {} });
    subjects.get(key).ballots[styleId(style)] = returned[styleId(style)] ?? 0;
  }
  const rules = election.disclosure;
  const hasMean = Object.keys(election.form.points).length > 0 || election.form.scale !== null;
  const shown = {};
  for (const { kind, ballots } of subjects.values()) {
    const found = Object.fromEntries(Object.entries(ballots).map(([id, n]) => [id, shownOf(rules, n, kind)]));
    if (kind !== "comment") {
      complement(found, ballots, "nothing", rules.hidden_below);
      complement(found, ballots, "mean", rules.mean_below);
    }
    for (const [id, level] of Object.entries(found)) shown[id] = level === "mean" && !hasMean ? "nothing" : level;
  }
  return shown;
}

/** The result that published ballots come to; means stand unchecked, for their ballots are sealed. */
export function resultOf(tallies, shown) {
  return Object.fromEntries(
    Object.entries(shown).map(([id, level]) => [
      id,
      level === "distribution" ? { shown: level, tally: tallies[id] } : { shown: level },
    ]),
  );
}
