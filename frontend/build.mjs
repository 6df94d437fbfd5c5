// Builds the one style sheet, the one script and the icons into src/quanheng/web/static/bundle/.
// Every file carries the hash of its content in its name, and manifest.json maps the plain names to these;
// so browsers may keep a file for ever and no collectstatic step is needed. Needs Node and nothing else.
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, gzipSync } from "node:zlib";

const here = dirname(fileURLToPath(import.meta.url));
const packages = join(here, "..", "node_modules");
const target = join(here, "..", "src", "quanheng", "web", "static", "bundle");

const read = (...parts) => readFileSync(join(...parts), "utf8");

function styleSheet() {
  const tabler = read(packages, "@tabler", "core", "dist", "css", "tabler.min.css");
  const own = ["quanheng.css", "work.css"].map((name) => read(here, name));
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

const licences = ["core", "icons"].map((name) => read(packages, "@tabler", name, "LICENSE")).join("\n\n");
const built = {
  "quanheng.css": styleSheet(),
  "quanheng.js": read(here, "quanheng.js") + read(here, "work.js"),
  "icons.svg": sprite(),
  "favicon.svg": read(here, "favicon.svg"),
};

rmSync(target, { recursive: true, force: true });
mkdirSync(target, { recursive: true });
const manifest = {};
for (const [name, content] of Object.entries(built)) {
  const hash = createHash("sha256").update(content).digest("hex").slice(0, 12);
  const hashed = name.replace(/\.(\w+)$/, `.${hash}.$1`);
  manifest[name] = hashed;
  writeFileSync(join(target, hashed), content);
  writeFileSync(join(target, `${hashed}.gz`), gzipSync(content, { level: 9 }));
  writeFileSync(join(target, `${hashed}.br`), brotliCompressSync(content));
}
writeFileSync(join(target, "LICENSES.txt"), licences);
writeFileSync(join(target, "manifest.json"), JSON.stringify(manifest, null, 2) + "\n");
