// Language (语言): the same page of the ballot in the other language; what was filled in stays where it is.

import { announce, named, speakAs, t } from "./page.js";

const SPOKEN = [".skip-link", ".masthead", ".ballot-foot", "#limits"];

/** Name the election above the page and in the window. */
export function entitle(booth) {
  booth.title = named({ zh: booth.election.title, en: booth.election.title_en });
  document.title = `${booth.title} · ${document.title}`;
}

/** The switch of language fetches words alone; a tablet goes back to its own language for the next voter. */
export function speakBoth(booth) {
  booth.home = location.pathname + location.search;
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("[data-language]");
    if (!link) return;
    event.preventDefault();
    if (!booth.sending) turn(booth, link.href).then((isDone) => isDone && booth.again());
  });
}

/** Back to the language in which a tablet was set up. */
export async function comeHome(booth) {
  if (location.pathname + location.search !== booth.home) await turn(booth, booth.home);
}

async function turn(booth, address) {
  let page;
  try {
    const answer = await fetch(address, { credentials: "same-origin", referrerPolicy: "no-referrer" });
    if (!answer.ok) throw new Error(String(answer.status));
    page = new DOMParser().parseFromString(await answer.text(), "text/html");
  } catch {
    announce(t("no_connection"));
    return false;
  }
  speakAs(page);
  document.title = page.title;
  for (const part of SPOKEN) {
    const [here, there] = [document.querySelector(part), page.querySelector(part)];
    if (here && there) here.replaceWith(document.importNode(there, true));
  }
  booth.cast = page.querySelector("[data-voting]").dataset.cast;
  history.replaceState(history.state, "", address);
  entitle(booth);
  return true;
}
