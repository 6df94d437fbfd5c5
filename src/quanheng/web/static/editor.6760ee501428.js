// The editor of a plan: form and file side by side. The server reads, checks and rewrites the file; here is only what
// a browser must do: send at a pause, keep the focus and the text, show lines and fields, go back and forth.
(() => {
  "use strict";

  const editor = document.querySelector("[data-plan-editor]");
  if (!editor || !window.htmx) return;
  const text = document.getElementById("plan-text");
  const gutter = document.getElementById("code-gutter");
  const formPane = document.getElementById("editor-form");
  const findings = document.getElementById("editor-findings");
  const PAUSE = 450;

  // What is sent, one after another: an answer to an older text must not overtake a newer one.
  let last = Promise.resolve();
  const queue = (job) => {
    last = last.then(job, job);
    return last;
  };
  const opened = () => JSON.stringify(
    [...formPane.querySelectorAll("details.form-item[open]")].map((item) => JSON.parse(item.dataset.place)),
  );
  const send = (address, values) => window.htmx.ajax("POST", address, {
    source: editor,
    target: "#messages",
    swap: "innerHTML",
    values: { ...values, text: text.value, revision: editor.querySelector("[name=revision]").value, opened: opened() },
  });

  // Sections and scrolling outlive an answer that draws the form anew.
  let view = null;
  let notesOpen = false;
  const remember = () => {
    view = {
      top: formPane.scrollTop,
      closed: [...formPane.querySelectorAll("details.form-section:not([open])")].map((section) => section.id),
      focus: formPane.contains(document.activeElement) ? document.activeElement.id : "",
    };
  };
  const restore = () => {
    if (!view) return;
    formPane.querySelectorAll("details.form-section").forEach((section) => {
      section.open = !view.closed.includes(section.id);
    });
    formPane.scrollTop = view.top;
    if (view.focus) document.getElementById(view.focus)?.focus({ preventScroll: true });
    view = null;
  };

  // Undo and redo: whole texts, for a change by the form replaces the text and the browser then forgets its own steps.
  const past = [];
  const future = [];
  const undo = document.querySelector("[data-editor-undo]");
  const redo = document.querySelector("[data-editor-redo]");
  let settled = text.value;
  const step = () => {
    if (text.value === settled) return;
    past.push(settled);
    if (past.length > 200) past.shift();
    future.length = 0;
    settled = text.value;
    undo.disabled = !past.length;
    redo.disabled = !future.length;
  };
  const travel = (from, to) => {
    step();
    if (!from.length) return;
    to.push(text.value);
    text.value = settled = from.pop();
    undo.disabled = !past.length;
    redo.disabled = !future.length;
    drawLines();
    check();
  };
  undo.addEventListener("click", () => travel(past, future));
  redo.addEventListener("click", () => travel(future, past));

  // Lines: numbers beside the text, marked where something was found.
  const drawLines = () => {
    const marks = new Map();
    findings.querySelectorAll("[data-finding]").forEach((finding) => {
      const line = Number(finding.dataset.line);
      const rank = ["note", "warning", "error"];
      const level = finding.classList.contains("is-error") ? "error" : finding.classList.contains("is-warning") ? "warning" : "note";
      if (rank.indexOf(level) >= rank.indexOf(marks.get(line) || "note")) marks.set(line, level);
    });
    const count = text.value.split("\n").length;
    const lines = document.createDocumentFragment();
    for (let number = 1; number <= count; number += 1) {
      const line = document.createElement("span");
      line.textContent = String(number);
      if (marks.has(number)) line.className = `has-${marks.get(number)}`;
      lines.append(line);
    }
    gutter.replaceChildren(lines);
    gutter.scrollTop = text.scrollTop;
  };
  text.addEventListener("scroll", () => { gutter.scrollTop = text.scrollTop; });

  // Fields: what was found stands at its field, or at the part that is closed around it.
  const placeOf = (place) => JSON.stringify(place);
  const elementAt = (place) => {
    const wanted = JSON.parse(place);
    for (let length = wanted.length; length > 0; length -= 1) {
      const name = placeOf(wanted.slice(0, length));
      const found = [...formPane.querySelectorAll("[data-place]")].filter((part) => placeOf(JSON.parse(part.dataset.place)) === name);
      if (found.length) return [found[found.length - 1], length === wanted.length];
    }
    return [null, false];
  };
  const drawMarks = () => {
    formPane.querySelectorAll(".field-finding").forEach((mark) => mark.remove());
    formPane.querySelectorAll("[aria-invalid]").forEach((field) => {
      field.removeAttribute("aria-invalid");
      field.removeAttribute("aria-describedby");
    });
    findings.querySelectorAll("[data-finding]").forEach((finding, number) => {
      if (finding.classList.contains("is-note")) return;
      const [part] = elementAt(finding.dataset.place);
      if (!part) return;
      const mark = document.createElement("span");
      const level = finding.classList.contains("is-error") ? "is-error" : "is-warning";
      mark.className = `field-finding ${level}`;
      mark.textContent = finding.querySelector("[data-words]").textContent;
      mark.id = `field-finding-${number}`;
      const summary = part.matches("details") ? part.querySelector("summary") : null;
      if (summary) {
        mark.classList.add("is-short");
        summary.append(mark);
      } else {
        part.append(mark);
        const field = part.querySelector("input, select, textarea");
        field?.setAttribute("aria-describedby", mark.id);
        field?.setAttribute("aria-invalid", String(level === "is-error"));
      }
    });
  };

  // The text is sent at a pause of typing.
  const check = () => queue(() => {
    remember();
    return send(editor.dataset.check, {});
  });
  let waiting = 0;
  text.addEventListener("input", () => {
    drawLines();
    window.clearTimeout(waiting);
    waiting = window.setTimeout(() => { step(); check(); }, PAUSE);
  });

  // A change in the form goes with the text as it is when its turn comes, and once more if somebody typed meanwhile.
  const change = (values, again = 3) => queue(async () => {
    window.clearTimeout(waiting);
    step();
    const sent = text.value;
    remember();
    document.getElementById("editor-answer")?.remove();
    await send(editor.dataset.change, values);
    const answer = document.getElementById("editor-answer");
    if (!answer) return;
    if (text.value !== sent) {
      answer.remove();
      if (again) change(values, again - 1);
      return;
    }
    const top = text.scrollTop;
    text.value = answer.value;
    text.scrollTop = top;
    const focus = answer.dataset.focus;
    answer.remove();
    step();
    drawLines();
    if (values.act === "set") retitle(values);
    if (values.act !== "set" && focus) reveal(document.getElementById(focus));
  });

  // The line of a part follows its title while the form is not drawn anew.
  const retitle = (values) => {
    const place = JSON.parse(values.path);
    if (place.pop() !== "title") return;
    const [part, exact] = elementAt(placeOf(place));
    const line = exact ? part.querySelector(":scope > summary .item-title") : null;
    const english = document.documentElement.lang.startsWith("en");
    if (line) line.textContent = (english && values.english) || values.value;
  };

  const valuesOf = (field) => {
    const shape = field.dataset.field;
    const values = { act: "set", path: field.dataset.place, shape };
    if (shape === "several") {
      values.names = [...field.querySelectorAll("input:checked")].map((box) => box.value).join("\n");
    } else {
      values.value = field.querySelector("[data-value]").value;
    }
    if (shape === "words") values.english = field.querySelector("[data-english]").value;
    return values;
  };
  // Fields that wait for a pause; an act that moves parts about sends them first, while their places still hold.
  const timers = new Map();
  const deliver = (field) => {
    window.clearTimeout(timers.get(field));
    timers.delete(field);
    change(valuesOf(field));
  };
  const typed = (field, pause) => {
    window.clearTimeout(timers.get(field));
    timers.set(field, window.setTimeout(() => deliver(field), pause));
  };
  const act = (values) => {
    [...timers.keys()].forEach(deliver);
    change(values);
  };
  formPane.addEventListener("input", (event) => {
    const field = event.target.closest("[data-field]");
    if (field && field.dataset.field !== "raw") typed(field, PAUSE);
  });
  formPane.addEventListener("change", (event) => {
    const field = event.target.closest("[data-field]");
    if (field) deliver(field);
    if (event.target.matches("select[data-act]")) {
      act({ act: event.target.dataset.act, path: event.target.dataset.path, choice: event.target.value });
    }
  });
  formPane.addEventListener("click", (event) => {
    const button = event.target.closest("button[data-act]");
    if (!button) return;
    event.preventDefault();
    const values = { act: button.dataset.act, path: button.dataset.path };
    if (button.dataset.to) values.to = button.dataset.to;
    if ("withChoice" in button.dataset) {
      values.choice = button.parentElement.querySelector("[data-add-choice]").value;
      if (!values.choice) { button.parentElement.querySelector("[data-add-choice]").focus(); return; }
    }
    act(values);
  });
  // Enter in a field must not send the page away.
  editor.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && event.target.matches("input")) event.preventDefault();
  });

  // A part is filled when it is opened.
  const load = (item) => queue(async () => {
    if (!("load" in item.dataset)) return;
    delete item.dataset.load;
    await window.htmx.ajax("POST", editor.dataset.part, {
      source: item,
      target: item.querySelector(".item-body"),
      swap: "innerHTML",
      values: { path: item.dataset.place, text: text.value, opened: "[]" },
    });
    drawMarks();
  });
  formPane.addEventListener("toggle", (event) => {
    if (event.target.matches("details.form-item[open]")) load(event.target);
  }, true);

  // From a finding to its line, and to its field.
  const show = (pane) => {
    editor.dataset.pane = pane;
    editor.querySelectorAll("[data-editor-pane]").forEach((button) => {
      button.setAttribute("aria-pressed", String(button.dataset.editorPane === pane));
    });
  };
  const goToLine = (number) => {
    show("file");
    const lines = text.value.split("\n");
    const start = lines.slice(0, number - 1).reduce((sum, line) => sum + line.length + 1, 0);
    text.focus();
    text.setSelectionRange(start, start + (lines[number - 1] || "").length);
    text.scrollTop = Math.max(0, (number - 6) * (text.scrollHeight / lines.length));
    text.scrollLeft = 0;
  };
  const reveal = (part) => {
    if (!part) return;
    for (let around = part.closest("details"); around; around = around.parentElement.closest("details")) around.open = true;
    const first = part.matches("input, select, textarea") ? part : part.querySelector("summary, input, select, textarea");
    part.scrollIntoView({ block: "center" });
    (first || part).focus({ preventScroll: true });
    part.classList.add("is-pointed");
    window.setTimeout(() => part.classList.remove("is-pointed"), 1600);
  };
  const goToField = async (place) => {
    show("form");
    let [part, exact] = elementAt(place);
    while (part && !exact && part.matches("details.form-item") && "load" in part.dataset) {
      part.open = true;
      await load(part);
      [part, exact] = elementAt(place);
    }
    reveal(part);
  };
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-go-line], [data-go-field], [data-editor-pane], [data-first-finding]");
    if (!button) return;
    if (button.dataset.goLine) goToLine(Number(button.dataset.goLine));
    if (button.dataset.goField) goToField(button.dataset.goField);
    if (button.dataset.editorPane) show(button.dataset.editorPane);
    if (button.dataset.firstFinding) {
      show("checks");
      const first = findings.querySelector(`[data-finding="${button.dataset.firstFinding}"]`);
      const folded = first?.closest("details");
      if (folded) folded.open = true;
      first?.scrollIntoView({ block: "center" });
      first?.querySelector("button")?.focus({ preventScroll: true });
    }
  });

  document.addEventListener("htmx:oobAfterSwap", (event) => {
    if (event.detail.target?.id === "editor-form") restore();
  });
  document.addEventListener("htmx:afterSettle", () => {
    const notes = document.getElementById("other-findings");
    if (notes && notesOpen) notes.open = true;
    drawLines();
    drawMarks();
  });
  findings.addEventListener("toggle", (event) => {
    if (event.target.id === "other-findings" && event.isTrusted) notesOpen = event.target.open;
  }, true);
  window.addEventListener("beforeunload", (event) => {
    if (text.value !== settled) event.preventDefault();
  });
  drawLines();
  drawMarks();
  editor.dataset.ready = "yes";
  const wanted = new URLSearchParams(window.location.search).get("at");
  if (wanted) goToField(wanted);
})();
