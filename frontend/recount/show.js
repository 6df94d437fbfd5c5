// Showing a recount (计票结果): verdict, faults, one's own ballot, counts and answers, in either language.

import { trackingCode } from "../ballot/ballot.js";
import { fromHex } from "../ballot/encoding.js";

function element(name, { text, className, children = [], attributes = {} } = {}) {
  const made = document.createElement(name);
  if (text !== undefined) made.textContent = text;
  if (className) made.className = className;
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

function table(caption, heads, rows) {
  const cell = (value) => element("td", { text: String(value), className: typeof value === "number" ? "number" : "" });
  const first = (text) => element("th", { text, attributes: { scope: "row" } });
  const body = rows.map(([head, ...rest]) => element("tr", { children: [first(head), ...rest.map(cell)] }));
  const head = element("tr", { children: heads.map((h) => element("th", { text: h, attributes: { scope: "col" } })) });
  const whole = element("table", {
    children: [element("thead", { children: [head] }), element("tbody", { children: body })],
  });
  return element("div", {
    className: "table",
    children: [whole],
    attributes: { role: "region", tabindex: "0", "aria-label": caption },
  });
}

const group = (digest) => digest.slice(0, 16).match(/.{4}/g).join(" ");

/** What to show of a recount. */
export function show(found, language) {
  const say = (zh, en) => (language === "zh" ? zh : en);
  const parts = [verdict(found, say), ...boundary(found, say)];
  if (found.faults.length > 0) {
    const place = (where) => (found.election?.byId.has(where) ? titleOf(found.election, where, language) : where);
    const rows = found.faults.map((fault) => [place(fault.where) || "—", fault[language], fault.code]);
    parts.push(element("h2", { text: say("问题", "Faults") }));
    parts.push(table(say("问题", "Faults"), [say("位置", "Where"), say("问题", "Fault"), say("代码", "Code")], rows));
  }
  if (!found.election) return parts;
  if (found.code) parts.push(ownBallot(found, say));
  return [...parts, ...summary(found, say), ...answers(found, language, say)];
}

function verdict(found, say) {
  if (isUnderWay(found)) {
    const text = say("这份公示板还没有截止记录，已有的各行没有问题。投票未封箱的，封箱后再来重新计票；已经封箱的，这份文件被截断了。", "This board does not close yet; its lines hold. Before the close, come back after it to count. If the box is sealed, this file was cut off.");
    return element("p", { text, className: "verdict open" });
  }
  const holds = found.faults.length === 0;
  const text = holds
    ? say("✓ 核验通过，计票结果一致。", "✓ Everything holds, and the count agrees.")
    : say(`✗ 发现 ${found.faults.length} 处问题。`, `✗ Faults found: ${found.faults.length}.`);
  return element("p", { text, className: `verdict ${holds ? "holds" : "broken"}` });
}

/** Whether nothing else is wrong than that the election is not over. */
const isUnderWay = ({ faults }) => faults.length > 0 && faults.every((fault) => fault.code === "not_closed");

function boundary(found, say) {
  return [...unchecked(found, say), ...unbound(found, say)];
}

/** Ballots that nobody outside can count again. */
function unchecked(found, say) {
  if (found.unpublished === 0) return [];
  const text = say(
    `另有 ${found.unpublished} 张因票数过少不公布内容，不能由公示板重计。`,
    `${found.unpublished} ballots stay sealed because they are few: the board cannot recount them.`,
  );
  return [element("p", { text, className: "verdict note" })];
}

/** What a head from outside does not bind. */
function unbound(found, say) {
  if (found.heads.length === 0) {
    const text = say(
      "没有给首码：整板重造的改动看不出来。请与公告或会议记录上的首码比对：",
      "No head was given: a board rebuilt from start to end is not seen. Compare with the head on the notice or in the minutes: ",
    );
    return [element("p", { text: `${text}${group(found.head.digest)}`, className: "verdict note" })];
  }
  if (found.bound > 0 && found.bound < found.head.number) {
    const text = say(
      `首码只约束到第 ${found.bound} 行，其后的 ${found.head.number - found.bound} 行没有首码约束。`,
      `The head binds up to line ${found.bound}; the ${found.head.number - found.bound} after it are not bound.`,
    );
    return [element("p", { text, className: "verdict note" })];
  }
  return [];
}

function ownBallot(found, say) {
  const code = found.code.replace(/[\s-]/g, "").toUpperCase();
  const listed = found.listed.some((digest) => trackingCode(fromHex(digest)).replaceAll(" ", "") === code);
  const waits = !listed && isUnderWay(found);
  const text = listed
    ? say("✓ 您的票在公示板上，已计入。", "✓ Your ballot is on the board and counted.")
    : waits
      ? say("您的票还没有列上：每满 20 张列一批，最迟在封箱时。", "Your ballot is not listed yet: they are listed twenty at a time, at the close at the latest.")
      : say("✗ 公示板上没有这个查询码。持有回执的，可以证明票被丢弃。", "✗ No such code on the board. A receipt for it proves that a ballot was dropped.");
  return element("p", { text, className: `verdict ${listed ? "holds" : waits ? "note" : "broken"}`, attributes: { id: "own" } });
}

function summary(found, say) {
  const { election } = found;
  const facts = [
    [say("投票", "Election"), `${say(election.title, election.title_en || election.title)}${say("（", " (")}${election.id}${say("）", ")")}`],
    [say("首码", "Head"), `${group(found.head.digest)}（${found.head.number}）`],
    [say("核验选票", "Ballots checked"), String(found.ballots)],
    [say("因票数过少不公布", "Sealed because few"), String(found.unpublished)],
    [say("发证方", "Issuers"), election.issuers.map((i) => i.name).join("、") || say("仅印制票", "printed slips only")],
  ];
  const list = element("dl", {
    children: facts.flatMap(([name, value]) => [element("dt", { text: name }), element("dd", { text: value })]),
  });
  const one = say("只有一个发证方：组织方可冒发。", "There is one issuer: the organiser could issue to nobody.");
  const note = election.issuers.length === 1 ? [element("p", { text: one, className: "verdict note" })] : [];
  return [element("h2", { text: say("概要", "Summary") }), list, ...note];
}

function answers(found, language, say) {
  const { form } = found.election;
  const counted = Object.entries(found.counts);
  const parts = counted.length ? [element("h2", { text: say("各票种", "Ballot styles") })] : [];
  for (const [id, counts] of counted) {
    parts.push(element("h3", { text: titleOf(found.election, id, language) }));
    const heads = [say("发出", "Issued"), say("收回", "Returned"), say("未投", "Unused"), say("作废", "Void")];
    const numbers = [counts.issued, counts.returned, counts.unused, counts.void];
    parts.push(element("p", { text: heads.map((head, i) => `${head} ${numbers[i]}`).join(" · ") }));
    const tally = found.tallies[id];
    if (!tally) {
      parts.push(element("p", { text: say("票数过少，不公布内容。", "Too few ballots to be published.") }));
      parts.push(...means(found, id, language, say));
      continue;
    }
    const words = Object.fromEntries(form.choices.map((c) => [c.id, c[language] || c.zh]));
    const order = (answer) => form.choices.findIndex((c) => c.id === answer) >>> 0;
    const rows = Object.entries(tally).flatMap(([cell, given]) =>
      Object.entries(given).sort(([a], [b]) => order(a) - order(b)).map(([answer, n]) => [
        cellTitle(form, cell, language, say),
        answer === "" ? say("空白", "blank") : (words[answer] ?? answer),
        n,
      ]),
    );
    parts.push(table(titleOf(found.election, id, language), [say("项目", "Question"), say("意见", "Answer"), say("票数", "Ballots")], rows));
  }
  return parts;
}

/** Means that the operator published for ballots that stay sealed. */
function means(found, id, language, say) {
  const given = found.result?.styles?.[id]?.means ?? {};
  return Object.entries(given).map(([cell, mean]) =>
    element("p", { text: `${cellTitle(found.election.form, cell, language, say)} · ${say("平均分", "mean")} ${mean || "—"}` }),
  );
}

function titleOf(election, id, language) {
  const style = election.byId.get(id);
  const named = (list, key) => {
    const found = list.find((item) => item.id === key);
    return found ? found[language] || found.zh : key;
  };
  const subject = election.form.subjects.find((s) => s.id === style.subject);
  const post = subject && election.form.posts.length > 1 ? named(election.form.posts, subject.post) : "";
  const about = subject ? [subject.name, post].filter(Boolean).join(" · ") : named(election.form.posts, style.subject);
  const remarks = style.kind === "comment" ? (language === "zh" ? "意见建议" : "Remarks") : "";
  return [named(election.form.groups, style.group), about, remarks].filter(Boolean).join(" · ");
}

function cellTitle(form, cell, language, say) {
  if (cell === "+") return say("另写", "Written in");
  if (cell === "comment") return say("意见", "Remark");
  const bar = cell.lastIndexOf("|");
  const question = form.questions.find((q) => q.id === cell.slice(bar + 1));
  const words = question ? question[language] || question.zh : cell;
  const subject = form.subjects.find((s) => s.id === cell.slice(0, bar));
  return subject ? `${subject.name} · ${words}` : words;
}
