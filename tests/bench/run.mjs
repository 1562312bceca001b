// Opens the measurements in a browser and prints their tables. CHROME is the browser; WASM is the folder in which the
// builds lie that are measured, one folder each.

import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";

const ADDRESS = "http://localhost/";
const HERE = fileURLToPath(new URL("./", import.meta.url));
const TYPES = { css: "text/css", html: "text/html", js: "text/javascript", mjs: "text/javascript", wasm: "application/wasm" };

const place = (name) => {
  if (name.includes("/")) return join(process.env.WASM, name);
  if (name === "tokens.css") return join(HERE, "../../style", name);
  const packages = {
    "rxjs.umd.min.js": "rxjs/dist/bundles",
    "xstate.umd.min.js": "xstate/dist",
    "graphology.umd.min.js": "graphology/dist",
    "sigma.min.js": "sigma/dist",
    "cytoscape.min.js": "cytoscape/dist",
  };
  return name in packages ? join(HERE, "node_modules", packages[name], name) : join(HERE, name);
};

// The stage wants WebGL2, the rest no graphics at all.
const PAGES = [
  ["index.html", ["--disable-gpu"]],
  ["stage.html", ["--use-angle=swiftshader", "--enable-unsafe-swiftshader"]],
];

/** What one page measures, as text. */
async function measured(name, args) {
  const browser = await chromium.launch({
    executablePath: process.env.CHROME,
    args: ["--no-sandbox", "--disable-quic", ...args],
  });
  try {
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    const failed = new Promise((_, fail) => {
      page.on("pageerror", fail);
      page.on("crash", () => fail(new Error("the page crashed")));
    });
    // No server: what the page asks for is read from where it lies. Isolated as it is, its clock has a step of 5 µs.
    await page.route(`${ADDRESS}**`, async (route) => {
      const name = new URL(route.request().url()).pathname.slice(1);
      const body = await readFile(place(name)).catch(() => undefined);
      await route.fulfill({
        status: body ? 200 : 404,
        body,
        contentType: TYPES[name.split(".").at(-1)],
        headers: { "Cross-Origin-Opener-Policy": "same-origin", "Cross-Origin-Embedder-Policy": "require-corp" },
      });
    });
    await page.goto(ADDRESS + name);
    const done = page.waitForFunction("globalThis.measurements").then(() => page.evaluate("measurements()"));
    return [await Promise.race([done, failed]), browser.version()];
  } finally {
    await browser.close();
  }
}

// One page alone is measured where it is named.
const pages = PAGES.filter(([name]) => !process.argv[2] || name === process.argv[2]);
let version;
for (const [name, args] of pages) {
  const [text, release] = await measured(name, args);
  console.log(`${text}\n`);
  version = release;
}
console.log(`Browser: Chromium ${version}`);
