// Builds the one style sheet, the one script, the icons, the ballot library and the page that recounts into
// src/quanheng/web/static/bundle/.
// Every file carries the hash of its content in its name, and manifest.json maps the plain names to these;
// so browsers may keep a file for ever and no collectstatic step is needed. digests.json holds the whole SHA-256 of
// each: what an election publishes as the fingerprint of its voter page. recount/ stands by itself, to be copied.
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, gzipSync } from "node:zlib";
import { buildSync } from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));
const packages = join(here, "..", "node_modules");
const target = join(here, "..", "src", "quanheng", "web", "static", "bundle");

const read = (...parts) => readFileSync(join(...parts), "utf8");

function styleSheet() {
  const tabler = read(packages, "@tabler", "core", "dist", "css", "tabler.min.css");
  const own = ["quanheng.css", "work.css", "voting.css", "plans.css"].map((name) => read(here, name));
  return [tabler.replace(/\/\*# sourceMappingURL=.*?\*\//g, ""), ...own].join("\n");
}

function sprite() {
  const names = read(here, "icons.txt").split("\n").map((line) => line.trim()).filter(Boolean);
  const symbols = names.map((name) => {
    const svg = read(packages, "@tabler", "icons", "icons", "outline", `${name}.svg`);
    const drawing = svg.slice(svg.indexOf(">") + 1, svg.lastIndexOf("</svg>")).replace(/\s*\n\s*/g, "");
    return `<symbol id="${name}" viewBox="0 0 24 24">${drawing}</symbol>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg">\n${symbols.join("\n")}\n</svg>\n`;
}

/** One script out of many modules, the same bytes on every machine. */
function script(format, ...entry) {
  const { outputFiles } = buildSync({
    entryPoints: [join(here, ...entry)],
    bundle: true,
    charset: "utf8",
    format,
    legalComments: "inline",
    minify: true,
    platform: "browser",
    target: "chrome111",
    write: false,
  });
  return outputFiles[0].text;
}

const LICENSED = [
  ["@tabler", "core", "LICENSE"],
  ["@tabler", "icons", "LICENSE"],
  ["@cloudflare", "blindrsa-ts", "LICENSE.txt"],
  ["@noble", "curves", "LICENSE"],
  ["@noble", "hashes", "LICENSE"],
];
const licences = LICENSED.map((parts) => `${parts.slice(0, 2).join("/")}\n\n${read(packages, ...parts)}`).join("\n\n");
const built = {
  "quanheng.css": styleSheet(),
  "quanheng.js": read(here, "quanheng.js") + read(here, "work.js"),
  "ballot.js": script("esm", "ballot", "index.js"),
  "editor.js": read(here, "plan_editor.js"),
  "voting.js": script("iife", "voting", "index.js"),
  "icons.svg": sprite(),
  "favicon.svg": read(here, "favicon.svg"),
};

rmSync(target, { recursive: true, force: true });
mkdirSync(target, { recursive: true });
const manifest = {};
const digests = {};
for (const [name, content] of Object.entries(built)) {
  digests[name] = createHash("sha256").update(content).digest("hex");
  const hashed = name.replace(/\.(\w+)$/, `.${digests[name].slice(0, 12)}.$1`);
  manifest[name] = hashed;
  writeFileSync(join(target, hashed), content);
  writeFileSync(join(target, `${hashed}.gz`), gzipSync(content, { level: 9 }));
  writeFileSync(join(target, `${hashed}.br`), brotliCompressSync(content));
}
writeFileSync(join(target, "LICENSES.txt"), licences);
writeFileSync(join(target, "manifest.json"), JSON.stringify(manifest, null, 2) + "\n");
writeFileSync(join(target, "digests.json"), JSON.stringify(digests, null, 2) + "\n");

mkdirSync(join(target, "recount"));
writeFileSync(join(target, "recount", "index.html"), read(here, "recount", "index.html"));
writeFileSync(join(target, "recount", "recount.css"), read(here, "recount", "recount.css"));
writeFileSync(join(target, "recount", "recount.js"), script("iife", "recount", "page.js"));
