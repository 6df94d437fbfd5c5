// The page that recounts (重新计票页): a board file in, verdict, faults and counts out; nothing leaves the device.

import { linesOf, recount } from "../ballot/recount.js";
import { show } from "./show.js";

const byId = (id) => document.getElementById(id);
let language = navigator.language.startsWith("zh") ? "zh" : "en";
let last = null;

function speak() {
  document.documentElement.lang = language === "zh" ? "zh-CN" : "en";
  for (const element of document.querySelectorAll("[data-zh]")) element.textContent = element.dataset[language];
  byId("language").textContent = language === "zh" ? "English" : "中文";
  byId("language").lang = language === "zh" ? "en" : "zh-CN";
  if (last) byId("result").replaceChildren(...show(last, language));
}

function say(zh, en) {
  const text = document.createElement("p");
  text.className = "verdict note";
  text.textContent = language === "zh" ? zh : en;
  byId("result").replaceChildren(text);
}

async function count(event) {
  event.preventDefault();
  const [file] = byId("board").files;
  const heads = byId("heads").value.split("\n").map((head) => head.trim()).filter(Boolean);
  last = null;
  byId("result").hidden = false;
  say("正在核验……", "Checking …");
  if (!globalThis.isSecureContext) {
    say("请用 https 打开，或把本页存到本机再打开：浏览器只对安全页面提供验签。", "Open this page by https, or save and open it here: browsers verify on secure pages only.");
    return;
  }
  try {
    const progress = (n) => n % 1000 === 0 && say(`已核验 ${n} 张……`, `${n} ballots checked …`);
    last = { ...(await recount(linesOf(file), heads, progress)), heads, code: byId("code").value };
    speak();
  } catch {
    say("文件读不出来：请选择原样下载的公示板文件。", "The file cannot be read: choose the board file as downloaded.");
  }
  byId("result").focus();
}

byId("language").addEventListener("click", () => {
  language = language === "zh" ? "en" : "zh";
  speak();
});
byId("form").addEventListener("submit", count);
speak();
