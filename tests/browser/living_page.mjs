// A living page for the tests: ORRERY_URL is where it is served, CHROME the browser.
// Nothing here sleeps: every step waits for what it expects to see.

import assert from "node:assert/strict";
import { mkdir, readFile } from "node:fs/promises";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";

export const URL_OF_PAGE = process.env.ORRERY_URL ?? "http://127.0.0.1:8080/";
export const ROOT = new URL("../../", import.meta.url);
export const SIZES = { wide: [1440, 900], middle: [1024, 768], narrow: [390, 844] };

// A place of the speed slider: a power of ten, in hundredths.
export const A_HUNDREDTH = -200;
// As fast as it goes.
export const FASTEST = 300;

export let browser;

before(async () => {
  await mkdir(new URL("target/screenshots/", ROOT), { recursive: true });
  browser = await chromium.launch({
    executablePath: process.env.CHROME,
    args: ["--no-sandbox", "--disable-quic", "--use-angle=swiftshader", "--enable-unsafe-swiftshader"],
  });
});

after(() => browser?.close());

const file = async (path) => {
  const place = new URL(path, ROOT);
  return { name: path.split("/").at(-1), mimeType: "application/octet-stream", buffer: await readFile(fileURLToPath(place)) };
};
export const echo = () => file("mechtrons/echo/echo.wat");
export const hello = () => file("target/guests/hello.wasm");
export const hostile = (name) => file(`mechtrons/hostile/${name}.wat`);
export const made = (name, content) => ({ name, mimeType: "application/octet-stream", buffer: Buffer.from(content) });

/** A page with a living cosmos; `prepare` comes before it is loaded. Whatever the browser's console calls an error fails the test. */
export async function visit(t, { size = "wide", scheme = "light", errors = [] } = {}, prepare = () => {}) {
  const [width, height] = SIZES[size];
  const context = await browser.newContext({ viewport: { width, height }, colorScheme: scheme });
  const page = await context.newPage();
  page.setDefaultTimeout(60_000);
  page.on("console", (message) => message.type() === "error" && errors.push(message.text()));
  page.on("pageerror", (error) => errors.push(error.message));
  t.after(() => context.close());
  await prepare(page);
  await page.goto(URL_OF_PAGE);
  await page.waitForSelector('body[data-ready="true"]');
  return page;
}

/** Runs a test on a living page, and holds at its end that no error was logged. */
export const on_page = (name, options, run) =>
  test(name, async (t) => {
    const errors = [];
    const page = await visit(t, { ...options, errors });
    await run(page, t);
    assert.deepEqual(errors, [], "the browser's console has errors");
  });

export const data = (page) =>
  page.evaluate(() => {
    const { events, waves, now, paused } = document.body.dataset;
    return { events: +events, waves: +waves, now: +now, paused: paused === "true" };
  });

export const speed = (page, place) =>
  page.locator("#speed").evaluate((slider, place) => {
    slider.value = place;
    slider.dispatchEvent(new Event("input", { bubbles: true }));
  }, place);

/** Goes to the moment after so many events. */
export async function look_at(page, events) {
  await page.getByRole("slider", { name: "moment" }).evaluate((slider, events) => {
    slider.value = events;
    slider.dispatchEvent(new Event("input", { bubbles: true }));
  }, events);
  await page.waitForFunction((events) => +document.body.dataset.events === events, events);
}

export const frames = (page, count) =>
  page.evaluate(
    (count) =>
      new Promise((done) => {
        const frame = () => (count-- > 0 ? requestAnimationFrame(frame) : done());
        frame();
      }),
    count,
  );

/** Waits until something reads so: what a key or a click does is seen a moment later. */
export async function reads(page, read, expected, what) {
  const right = (found) => (expected instanceof RegExp ? expected.test(found) : found === expected);
  const end = performance.now() + 60_000;
  for (let found = await read(); !right(found); found = await read()) {
    if (performance.now() > end) return expected instanceof RegExp ? assert.match(found, expected, what) : assert.equal(found, expected, what);
    await frames(page, 1);
  }
}

export const picture = (page) => page.locator("#stage").screenshot();

/** Types a line into the console, and gives the text of its reply. */
export async function say(page, line) {
  const said = await page.locator("#console-log article").count();
  await page.fill("#console-input", line);
  await page.press("#console-input", "Enter");
  const reply = page.locator("#console-log article").nth(said).locator(".reply");
  await reply.waitFor();
  return (await reply.innerText()).replace(/\s+/g, " ").trim();
}

/** Makes a module live through the dialog that has opened for it. */
export async function launch(page, point) {
  await page.locator("#launch-go").waitFor();
  await page.fill("#launch-point", point);
  await page.click("#launch-go");
  await page.locator("#launch-dialog").waitFor({ state: "hidden" });
  await page.waitForFunction((point) => document.querySelector("#inspector h2")?.textContent === point, point);
}

export const choose = (page, ...files) => page.setInputFiles("#file-input", files);

/** Drops a file on the page as a person does. */
export async function drop(page, { name, buffer }) {
  const transfer = await page.evaluateHandle(
    ({ name, bytes }) => {
      const transfer = new DataTransfer();
      transfer.items.add(new File([Uint8Array.from(atob(bytes), (c) => c.charCodeAt(0))], name));
      return transfer;
    },
    { name, bytes: buffer.toString("base64") },
  );
  await page.dispatchEvent("main", "dragover", { dataTransfer: transfer });
  await page.locator(".drop-overlay.shown").waitFor();
  await page.dispatchEvent("main", "drop", { dataTransfer: transfer });
  await page.locator(".drop-overlay.shown").waitFor({ state: "detached" });
}
