// What the staff pages look like and the one script they may use, into chalicelib/static.
// Rules of components that we do not use and design tokens that nothing refers to are left out;
// what is kept is a list, so that a new page needs no new bundle as long as it stays within it.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { transform } from "lightningcss";
import { PurgeCSS } from "purgecss";

const here = dirname(fileURLToPath(import.meta.url));
const target = join(here, "..", "..", "chalicelib", "static");
const packages = join(here, "node_modules");
const source = (...path) => readFileSync(join(packages, ...path), "utf-8");

const tokens = source("@nl-design-system-unstable", "voorbeeld-design-tokens", "dist", "theme.css");
const components = source("@utrecht", "component-library-css", "dist", "index.css");
const palette = readFileSync(join(here, "palette.css"), "utf-8");
const own = readFileSync(join(here, "own.css"), "utf-8");
const kept = readFileSync(join(here, "components.txt"), "utf-8")
  .split("\n").map((line) => line.replace(/#.*/, "").trim()).filter(Boolean);

const [purged] = await new PurgeCSS().purge({
  css: [{ raw: [tokens, components, palette, own].join("\n") }],
  // Our own rules name elements and classes that stand in no list; each word of theirs is kept.
  content: [{ raw: [...kept, ...(palette + own).match(/[a-z][\w-]*/g)].join(" "), extension: "txt" }],
  defaultExtractor: (text) => text.split(/\s+/),
  variables: true,
  keyframes: true,
  dynamicAttributes: ["dir", "lang", "aria-current", "aria-invalid", "aria-disabled", "open", "type"],
});
const { code } = transform({
  filename: "wegwijs.css",
  code: Buffer.from(purged.css),
  minify: true,
  targets: { chrome: 100 << 16, firefox: 100 << 16, safari: 15 << 16 },
});
const notice = "/*! Wegwijs, EUPL-1.2. Holds parts of @utrecht/component-library-css 9.0.4 and " +
  "@nl-design-system-unstable/voorbeeld-design-tokens 7.4.1, both EUPL-1.2. */\n";

mkdirSync(target, { recursive: true });
writeFileSync(join(target, "wegwijs.css"), notice + code + "\n");
writeFileSync(join(target, "htmx.js"), source("htmx.org", "dist", "htmx.min.js"));
