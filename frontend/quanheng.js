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
