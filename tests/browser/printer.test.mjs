// A module as text, by a program of its own that comes after everything else.

import assert from "node:assert/strict";
import { test } from "node:test";
import { choose, hello, on_page, reads, say, visit } from "./living_page.mjs";

const PRINTER = /\/printer\.wasm$/;
const text = (page) => page.locator("#editor-text");
const opens = (page) => page.getByRole("region", { name: "editor" }).getByRole("status");

async function open_echo(page) {
  await page.keyboard.press("Escape");
  await page.locator("[role=treeitem]", { hasText: "echo" }).first().click();
  await page.getByRole("button", { name: "Show as WAT" }).click();
}

const echo_is_there = (page) => page.waitForFunction(() => document.querySelector("#editor-text").value.includes("call $reply"));

test("the printer comes by itself once the cosmos lives, and then the page needs no network", async (t) => {
  const fetched = [];
  const page = await visit(t, {}, (page) => page.on("requestfinished", (request) => PRINTER.test(request.url()) && fetched.push(request.url())));
  await reads(page, () => fetched.length, 1);
  await page.context().setOffline(true);
  await open_echo(page);
  await echo_is_there(page);
  await choose(page, await hello());
  await page.locator("#launch-go").waitFor();
  await page.locator("#launch-dialog").getByRole("button", { name: "Show as WAT" }).click();
  await page.waitForFunction(() => document.querySelector("#editor-text").value.length > 20_000);
  assert.equal(fetched.length, 1);
});

test("while the printer cannot be fetched it is said why, the draft stays, and later it is there", async (t) => {
  let answer = (route) => route.abort("internetdisconnected");
  const page = await visit(t, {}, (page) => page.route(PRINTER, (route) => answer(route)));
  await open_echo(page);
  await opens(page).getByText("the host of this page cannot be reached; try again").waitFor();
  const draft = await text(page).inputValue();
  assert.match(draft, /hello, cosmos/);
  answer = (route) => route.fulfill({ status: 404, body: "nothing here" });
  await open_echo(page);
  await opens(page).getByText("the host answers 404 for printer.wasm; try again").waitFor();
  answer = (route) => route.fulfill({ status: 200, body: "<!doctype html><p>Sign in</p>", contentType: "text/html" });
  await open_echo(page);
  await opens(page).getByText(/could not be: WebAssembly/).waitFor();
  await reads(page, () => text(page).inputValue(), draft);
  await page.keyboard.press("Escape");
  await page.keyboard.press("/");
  assert.match(await say(page, 'ping localhost:echo Ext<Say> "still here"'), /^200 Text still here$/);
  answer = (route) => route.continue();
  await open_echo(page);
  await echo_is_there(page);
  // what is there needs no word
  await opens(page).waitFor({ state: "detached" });
});

test("a printer that takes its time says that it is on its way", async (t) => {
  let go;
  const held = new Promise((done) => (go = done));
  const hold = async (route) => {
    await held;
    await route.continue();
  };
  const page = await visit(t, {}, (page) => page.route(PRINTER, hold));
  await open_echo(page);
  await opens(page).getByText("the module is on its way…").waitFor();
  go();
  await echo_is_there(page);
});

on_page("a module that is too large to be read says so", {}, async (page) => {
  const { buffer, ...file } = await hello();
  // a custom section of 300 KiB: its number, its length, the length of its name and its name
  const content = Buffer.alloc(300 * 1024);
  content.set([1, "x".charCodeAt(0)]);
  const length = [(content.length & 127) | 128, ((content.length >> 7) & 127) | 128, content.length >> 14];
  await choose(page, { ...file, buffer: Buffer.concat([buffer, Buffer.from([0, ...length]), content]) });
  await page.locator("#launch-go").waitFor();
  await page.locator("#launch-dialog").getByRole("button", { name: "Show as WAT" }).click();
  await opens(page).getByText(/one of at most 262144 \(256 KiB\) is shown as text/).waitFor();
});
