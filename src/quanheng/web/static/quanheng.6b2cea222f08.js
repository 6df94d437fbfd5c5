// Small behaviours of every page. Each is asked for in the markup by a data- attribute and works on parts of a
// page that htmx brings in later, because all listen on the document.
(() => {
  "use strict";

  const closest = (event, selector) => (event.target instanceof Element ? event.target.closest(selector) : null);

  // A button with data-toggle shows and hides what its aria-controls names.
  document.addEventListener("click", (event) => {
    const button = closest(event, "[data-toggle]");
    if (!button) return;
    const open = button.getAttribute("aria-expanded") !== "true";
    button.setAttribute("aria-expanded", String(open));
    document.getElementById(button.getAttribute("aria-controls"))?.classList.toggle("is-open", open);
  });

  // A menu closes when the reader goes elsewhere, and by Escape, which gives the focus back.
  const closeMenus = (except) => {
    document.querySelectorAll("details.menu[open]").forEach((menu) => {
      if (menu !== except) menu.removeAttribute("open");
    });
  };
  document.addEventListener("click", (event) => closeMenus(closest(event, "details.menu")));
  document.addEventListener("focusin", (event) => closeMenus(closest(event, "details.menu")));
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    const menu = document.querySelector("details.menu[open]");
    if (!menu) return;
    menu.removeAttribute("open");
    menu.querySelector("summary").focus();
  });

  document.addEventListener("click", (event) => {
    if (closest(event, "[data-print]")) window.print();
    if (closest(event, "[data-back]")) window.history.back();
  });

  // A form with data-confirm asks first; one with data-once is sent once, however often the button is pressed.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.dataset.confirm && !window.confirm(form.dataset.confirm)) {
      event.preventDefault();
      return;
    }
    if (!("once" in form.dataset)) return;
    if (form.dataset.once === "sent") event.preventDefault();
    form.dataset.once = "sent";
  });
  window.addEventListener("pageshow", () => {
    document.querySelectorAll("form[data-once]").forEach((form) => { form.dataset.once = ""; });
  });

  // The code of a one-time link moves from the address into the form, and out of the browser's history.
  const form = document.querySelector("[data-code-from-address]");
  const code = decodeURIComponent(window.location.hash.slice(1));
  if (form && code) {
    const input = form.querySelector("[name=code]");
    input.value = code;
    input.closest(".field").hidden = true;
    window.history.replaceState(null, "", window.location.pathname);
  }

  // No answer at all: say so where messages stand. The words come from the page, in its language.
  const words = {
    zh: "没有连上服务器，刚才的操作没有生效。请检查网络后重试。",
    en: "The server could not be reached; nothing was done. Check the network and try again.",
  };
  const unreachable = () => {
    const place = document.getElementById("messages");
    if (!place) return;
    const notice = document.createElement("p");
    notice.className = "notice is-error";
    notice.textContent = document.documentElement.lang.startsWith("en") ? words.en : words.zh;
    place.replaceChildren(notice);
  };
  document.addEventListener("htmx:sendError", unreachable);
  document.addEventListener("htmx:timeout", unreachable);
  document.addEventListener("htmx:responseError", unreachable);

  // Of a long row of steps, the one that is shown lies in sight.
  const step = document.querySelector(".stepper [aria-current]");
  const steps = step?.closest(".stepper");
  if (steps) steps.scrollLeft = step.parentElement.offsetLeft - (steps.clientWidth - step.offsetWidth) / 2;

  // What arrives in an element with data-opens-dialog is shown in the dialog that it names; a click beside it closes.
  document.addEventListener("htmx:afterSwap", (event) => {
    const dialog = document.getElementById(event.target.dataset?.opensDialog);
    if (dialog && !dialog.open) dialog.showModal();
    if (dialog) dialog.scrollTop = 0;
  });
  document.addEventListener("click", (event) => {
    if (event.target instanceof HTMLDialogElement && event.target.open) event.target.close();
  });

  // A message that arrives below the fold would not be seen.
  document.addEventListener("htmx:afterSwap", (event) => {
    if (event.target.id === "messages") event.target.scrollIntoView({ block: "nearest" });
  });
})();
// Where single people work: a judge's sheet that survives a lost connection, paper sheets keyed by digits.
(() => {
  "use strict";

  // Drafts. A key holds account, run, stage and sheet, so that nobody is shown what another typed on this device.
  const STORE = "quanheng-draft:";
  const kept = (key) => {
    try { return JSON.parse(localStorage.getItem(STORE + key) || "null"); } catch { return null; }
  };
  const forget = (key) => localStorage.removeItem(STORE + key);
  const fields = (form) => [...form.querySelectorAll("input:not([type=hidden]), textarea")];
  const typed = (form) => Object.fromEntries(fields(form).map((field) => [field.name, field.value]));

  document.querySelectorAll("[data-draft-done]").forEach((mark) => forget(mark.dataset.draftDone));
  document.querySelectorAll("form[data-draft]").forEach((form) => {
    const key = form.dataset.draft;
    const draft = kept(key);
    if (draft && fields(form).some((field) => (draft[field.name] ?? field.value) !== field.value)) {
      fields(form).forEach((field) => { field.value = draft[field.name] ?? field.value; });
      form.querySelector("[data-draft-notice]")?.removeAttribute("hidden");
    }
    form.addEventListener("input", () => localStorage.setItem(STORE + key, JSON.stringify(typed(form))));
  });
  document.addEventListener("submit", (event) => {
    if (!event.target.action?.endsWith("/sign-out")) return;
    Object.keys(localStorage).filter((name) => name.startsWith(STORE)).forEach((name) => localStorage.removeItem(name));
  });

  // An examination: answers are kept as they are given, again and again until the server has them; the clock is the
  // server's, and when it has run out the paper hands itself in.
  document.querySelectorAll("form[data-autosave]").forEach((form) => {
    const key = STORE + form.dataset.draftOf;
    const boxes = [...form.querySelectorAll("input[type=radio], input[type=checkbox]")];
    const chosen = () => boxes.filter((box) => box.checked).map((box) => `${box.name}=${box.value}`);
    const kept_ = document.querySelector("[data-kept]");
    const notKept = document.querySelector("[data-not-kept]");
    const own = kept(form.dataset.draftOf);
    if (own) boxes.forEach((box) => { box.checked = own.includes(`${box.name}=${box.value}`); });
    // Handing in asks first, and says how many questions have no answer.
    const answered = form.querySelector("[data-answered]");
    const questions = [...form.querySelectorAll("fieldset")];
    const count = () => {
      const done = questions.filter((one) => one.querySelector("input:checked")).length;
      if (answered) answered.textContent = `${done} / ${questions.length}`;
      const open = questions.length - done;
      form.dataset.confirm = open ? form.dataset.confirmOpen.replace("{n}", open) : form.dataset.confirmAll;
    };
    count();
    let waiting = null;
    const keep = async () => {
      clearTimeout(waiting);
      try {
        const answer = await fetch(form.dataset.autosave, { method: "POST", body: new FormData(form) });
        if (answer.status === 409) { location.reload(); return; }
        if (!answer.ok) throw new Error(String(answer.status));
        kept_.textContent = `${form.dataset.keptAt} ${(await answer.json()).kept}`;
        localStorage.removeItem(key);
        notKept.hidden = true;
      } catch {
        notKept.hidden = false;
        waiting = setTimeout(keep, 5000);
      }
    };
    form.addEventListener("change", () => { count(); localStorage.setItem(key, JSON.stringify(chosen())); keep(); });
    form.addEventListener("submit", () => { clearTimeout(waiting); localStorage.removeItem(key); });
    if (own) keep();
    const clock = document.querySelector("[data-ends-at]");
    if (!clock) return;
    const behind = Number(clock.dataset.now) * 1000 - Date.now();
    const tick = () => {
      const left = Math.round(Number(clock.dataset.endsAt) - (Date.now() + behind) / 1000);
      if (left <= 0) { clearInterval(ticking); form.submit(); return; }
      clock.textContent = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`;
    };
    const ticking = setInterval(tick, 1000);
    tick();
  });

  // A grid of cells: a key that is a whole answer moves on; arrows move about; Enter goes on and at the end saves.
  document.querySelectorAll("form[data-key-grid]").forEach((form) => {
    const rows = [...form.querySelectorAll("tbody tr")].map((row) => [...row.querySelectorAll(".key-cell")]);
    const cells = rows.flat();
    const answers = Number(form.dataset.keyCount);
    const save = form.querySelector("button.btn-primary");
    const go = (cell) => { if (cell) { cell.focus(); cell.select(); } };
    const after = (cell) => cells[cells.indexOf(cell) + 1] || save;
    const place = (cell) => {
      const row = rows.findIndex((line) => line.includes(cell));
      return [row, rows[row].indexOf(cell)];
    };
    const next = (cell) => (after(cell) === save ? save.focus() : go(after(cell)));
    const isAnswer = (value) => (/^\d$/.test(value) && Number(value) >= 1 && Number(value) <= answers) || value.toLowerCase() === "x";

    form.addEventListener("input", (event) => {
      if (answers && event.target.matches(".key-cell") && isAnswer(event.target.value)) next(event.target);
    });
    form.addEventListener("focusin", (event) => { if (event.target.matches(".key-cell")) event.target.select(); });
    form.addEventListener("keydown", (event) => {
      const cell = event.target;
      if (!cell.matches(".key-cell")) {
        if (event.key === "Enter" && cell.id === "sheet") { event.preventDefault(); go(cells[0]); }
        return;
      }
      const [row, column] = place(cell);
      const moves = {
        ArrowUp: () => rows[row - 1]?.[column],
        ArrowDown: () => rows[row + 1]?.[column],
        ArrowLeft: () => cells[cells.indexOf(cell) - 1],
        ArrowRight: () => cells[cells.indexOf(cell) + 1],
      };
      if (event.key in moves) { event.preventDefault(); go(moves[event.key]()); }
      if (event.key === "Enter" && after(cell) !== save) { event.preventDefault(); next(cell); }
      if (event.key === "Backspace" && !cell.value) { event.preventDefault(); go(moves.ArrowLeft()); }
    });
  });
})();
