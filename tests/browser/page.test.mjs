// What a person does on the built page, and what he gets for bad input.

import assert from "node:assert/strict";
import { test } from "node:test";
import { A_HUNDREDTH, browser, choose, data, drop, echo, frames, hello, hostile, launch, made, on_page, picture, reads, say, speed, URL_OF_PAGE } from "./living_page.mjs";

on_page("the first cosmos lives: Waves move, and some are refused", {}, async (page) => {
  const first = await data(page);
  const before = await picture(page);
  await page.waitForFunction((waves) => +document.body.dataset.waves > waves, first.waves);
  assert.notDeepEqual(await picture(page), before, "the picture does not move");
  await speed(page, A_HUNDREDTH);
  await page.waitForFunction(() => {
    const refused = [...document.querySelectorAll(".counters > div")].find((d) => d.textContent.startsWith("refused"));
    return Number(refused?.querySelector("dd")?.textContent) > 2;
  });
});

on_page("pause stops time and picture, and lets both go on", {}, async (page) => {
  await page.keyboard.press("Space");
  await page.waitForSelector('body[data-paused="true"]');
  // What still glides to its place when time stops is at rest after some frames.
  await frames(page, 90);
  const first = [await data(page), await picture(page)];
  await frames(page, 60);
  const second = [await data(page), await picture(page)];
  assert.deepEqual(second[0], first[0]);
  assert.deepEqual(second[1], first[1], "the picture moves while time stands");
  await page.click("#pause");
  await page.waitForFunction((now) => +document.body.dataset.now > now, first[0].now);
});

on_page("steps go one event, and to the end of one Wave", {}, async (page) => {
  await page.click("#pause");
  await page.waitForSelector('body[data-paused="true"]');
  const first = await data(page);
  await page.click("#step-event");
  await page.waitForFunction((events) => +document.body.dataset.events === events + 1, first.events);
  await page.click("#step-wave");
  await page.waitForFunction((events) => +document.body.dataset.events > events + 1, first.events);
  assert.equal((await data(page)).paused, true);
});

on_page("echo.wat, chosen, is live and answers", {}, async (page) => {
  await choose(page, await echo());
  await page.locator("#launch-report", { hasText: "mechtron_wave" }).waitFor();
  await reads(page, () => page.inputValue("#launch-point"), "localhost:echo");
  await launch(page, "localhost:parrot");
  await reads(page, () => page.inputValue("#console-input"), 'ping localhost:parrot Ext<Say> "hi"');
  assert.match(await say(page, 'ping localhost:parrot Ext<Say> "polly"'), /^200 Text polly$/);
});

on_page("hello.wasm, dropped, is live and greets", {}, async (page) => {
  await drop(page, await hello());
  await launch(page, "localhost:greeter");
  assert.match(await say(page, 'ping localhost:greeter Ext<Hello> "ann"'), /^200 Text hello, ann$/);
});

on_page("a file that a command names is asked for, and the command goes on with it", {}, async (page) => {
  const chooser = page.waitForEvent("filechooser");
  await page.fill("#console-input", "launch ^[ mine.wat ]-> localhost:mine");
  await page.press("#console-input", "Enter");
  await (await chooser).setFiles([await echo()]);
  await page.locator(".reply.good", { hasText: "localhost:mine" }).waitFor();
  assert.match(await say(page, 'ping localhost:mine Ext<Say> "hi"'), /^200 Text hi$/);
});

const BAD_FILES = [
  ["text that is no wasm", () => made("notes.wasm", "these are my notes"), /wasm/i],
  ["a component", () => made("component.wasm", [0, 0x61, 0x73, 0x6d, 0x0d, 0, 1, 0]), /component/i],
  [
    "a module built by wasm-bindgen",
    () =>
      made(
        "glue.wat",
        `(module (import "__wbindgen_placeholder__" "__wbindgen_throw" (func (param i32 i32)))
           (memory (export "memory") 1) (func (export "mechtron_v1")) (func (export "mechtron_wave")))`,
      ),
    /wasm-bindgen/i,
  ],
  ["a module without the marker", () => hostile("no-marker"), /mechtron_v1/],
  ["an unknown import", () => hostile("unknown-import"), /import/i],
  ["20 MB of zeros", () => made("zeros.wasm", Buffer.alloc(20 * 1024 * 1024)), /16\.0 MiB/],
  ["WAT with a syntax error", () => made("typo.wat", '(module\n  (func (export "mechtron_v1")\n'), /line|:\d+/i],
];

on_page("bad files are refused with a sentence, and the cosmos goes on", {}, async (page) => {
  for (const [what, make, says] of BAD_FILES) {
    await choose(page, await make());
    const refusal = page.locator("#launch-report [role=alert]");
    await refusal.waitFor();
    const text = await refusal.innerText();
    assert.match(text, says, what);
    assert.ok(text.trim().split(/\s+/).length > 8, `${what}: too short to help: ${text}`);
    assert.equal(await page.locator("#launch-go").count(), 0, what);
    await page.click("#launch-close");
    await page.locator("#launch-dialog").waitFor({ state: "hidden" });
  }
  assert.match(await say(page, 'ping localhost:echo Ext<Say> "still here"'), /^200 Text still here$/);
});

const BAD_COMMANDS = [
  ["xreate localhost:a<Base>", /did you mean.*create/i, /^400 /],
  ["create localhost:a<Bsae>", /Bsae|kind/, /^400 /],
  ["create localhost:App<App>", /lower|capital|App/, /^400 /],
];

on_page("bad commands are underlined while one types, and answered with a sentence", {}, async (page) => {
  for (const [line, hint, reply] of BAD_COMMANDS) {
    await page.fill("#console-input", line);
    await page.locator(".ink-under .wrong").first().waitFor();
    await reads(page, () => page.locator("#console-diagnostics").innerText(), hint, line);
    assert.match(await say(page, line), reply, line);
  }
  assert.match(await say(page, 'ping localhost:nobody Ext<Say> "hi"'), /^404 .*localhost:nobody/);
  assert.match(await say(page, 'ping localhost:echo Ext<Say> "still here"'), /^200 Text still here$/);
});

on_page("the dialog checks the Point, and says what the cosmos refuses", {}, async (page) => {
  await choose(page, await echo());
  await page.locator("#launch-point").waitFor();
  await page.fill("#launch-point", "localhost:Echo");
  await page.locator("#launch-point-says .bad-text").waitFor();
  await reads(page, () => page.isDisabled("#launch-go"), true);
  await page.fill("#launch-point", "nowhere:at:all");
  await page.click("#launch-go");
  const refusal = page.locator("#launch-report [role=alert]");
  await refusal.waitFor();
  await reads(page, () => refusal.innerText(), /4\d\d /);
});

const HOSTILE = [
  ["spin", /^503 .*fuel/],
  ["trap", /^500 /],
  ["grow", /^(200|5\d\d) /],
];

on_page("guests that spin, trap or grow hurt nobody else", {}, async (page) => {
  await speed(page, A_HUNDREDTH);
  for (const [name, reply] of HOSTILE) {
    await choose(page, await hostile(name));
    await launch(page, `localhost:${name}`);
    assert.match(await say(page, `ping localhost:${name} Ext<Say> "hi"`), reply, name);
    assert.match(await say(page, 'ping localhost:echo Ext<Say> "still here"'), /^200 Text still here$/, name);
  }
});

on_page("a refused Wave shows the rule that refused it", {}, async (page) => {
  await speed(page, A_HUNDREDTH);
  await page.locator("[role=treeitem]", { hasText: "stranger" }).click();
  await page.locator("#inspector button.link", { hasText: "403" }).first().click();
  const lead = page.locator("#inspector .lead.bad");
  await lead.waitFor();
  await reads(page, () => lead.innerText(), /403.*needs eXecute on localhost:echo.*no grant/s);
});

on_page("everything is there by keyboard", {}, async (page) => {
  await page.keyboard.press("t");
  for (const key of ["Home", "ArrowDown", "ArrowRight", "ArrowDown", "Enter"]) await page.keyboard.press(key);
  const chosen = page.locator('[role=treeitem][aria-selected="true"]');
  await chosen.waitFor();
  await reads(page, () => chosen.getAttribute("aria-level"), "3");
  assert.notEqual(await page.innerText("#inspector h2"), "");
  await page.keyboard.press("Escape");
  await page.locator("#inspector .empty").waitFor();
  await page.keyboard.press("h");
  await page.locator('#view-hyperversal[aria-pressed="true"]').waitFor();
  await page.keyboard.press("/");
  await page.waitForFunction(() => document.activeElement?.id === "console-input");
  await page.keyboard.type("get localhost");
  await page.keyboard.press("Enter");
  await page.locator(".reply.good").waitFor();
  await page.keyboard.press("ArrowUp");
  await reads(page, () => page.inputValue("#console-input"), "get localhost");
  await page.keyboard.press("Escape");
  await page.keyboard.press("?");
  await page.locator("#help-dialog[open]").waitFor();
  await page.keyboard.press("Escape");
  await page.locator("#help-dialog").waitFor({ state: "hidden" });
});

on_page("the theme is chosen and kept", {}, async (page) => {
  await page.click("#theme");
  await page.click("#theme");
  await page.waitForSelector('html[data-theme="dark"]');
  await page.reload();
  await page.waitForSelector('html[data-theme="dark"]');
  await page.waitForSelector('body[data-ready="true"]');
});

on_page("what lies in the tree can be filtered", {}, async (page) => {
  await page.fill("#tree-filter", "tide");
  await page.locator("[role=treeitem]", { hasText: "tide" }).waitFor();
  assert.equal(await page.locator("[role=treeitem]", { hasText: "stranger" }).count(), 0);
  await page.fill("#tree-filter", "no such thing");
  await page.getByText("No Point matches.").waitFor();
});

test("a worker that does not come is said, and can be begun again", async (t) => {
  const context = await browser.newContext();
  t.after(() => context.close());
  const page = await context.newPage();
  page.setDefaultTimeout(60_000);
  await page.route("**/worker_bg.wasm", (route) => route.abort());
  await page.goto(URL_OF_PAGE);
  const trouble = page.locator(".trouble");
  await trouble.waitFor();
  await reads(page, () => trouble.innerText(), /could not be loaded/);
  await page.unroute("**/worker_bg.wasm");
  await page.click("#restart");
  await page.waitForSelector('body[data-ready="true"]');
  await trouble.waitFor({ state: "detached" });
});
