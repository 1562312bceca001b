// Opens the measurements in a browser and prints their tables. CHROME is the browser; WASM is the folder in which the
// builds lie that are measured, one folder each.

import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";

const ADDRESS = "http://localhost/";
const HERE = fileURLToPath(new URL("./", import.meta.url));
const TYPES = { html: "text/html", js: "text/javascript", mjs: "text/javascript", wasm: "application/wasm" };

const place = (name) => {
  if (name.includes("/")) return join(process.env.WASM, name);
  const packages = { "rxjs.umd.min.js": "rxjs/dist/bundles", "xstate.umd.min.js": "xstate/dist" };
  return name in packages ? join(HERE, "node_modules", packages[name], name) : join(HERE, name);
};

const browser = await chromium.launch({
  executablePath: process.env.CHROME,
  args: ["--no-sandbox", "--disable-gpu", "--disable-quic"],
});
try {
  const page = await browser.newPage();
  const failed = new Promise((_, fail) => {
    page.on("pageerror", fail);
    page.on("crash", () => fail(new Error("the page crashed")));
  });
  // No server: what the page asks for is read from where it lies. Isolated as it is, its clock has a step of 5 µs.
  await page.route(`${ADDRESS}**`, async (route) => {
    const name = new URL(route.request().url()).pathname.slice(1) || "index.html";
    const body = await readFile(place(name)).catch(() => undefined);
    await route.fulfill({
      status: body ? 200 : 404,
      body,
      contentType: TYPES[name.split(".").at(-1)],
      headers: { "Cross-Origin-Opener-Policy": "same-origin", "Cross-Origin-Embedder-Policy": "require-corp" },
    });
  });
  await page.goto(ADDRESS);
  const done = page.waitForFunction("globalThis.measurements").then(() => page.evaluate("measurements()"));
  console.log(`${await Promise.race([done, failed])}\n\nBrowser: Chromium ${browser.version()}`);
} finally {
  await browser.close();
}
