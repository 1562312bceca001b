// The console completes what is typed, from the grammar and from the cosmos.

import assert from "node:assert/strict";
import { on_page } from "./living_page.mjs";

on_page("the console offers what may stand at the cursor, by keyboard", {}, async (page) => {
  const line = page.getByRole("combobox", { name: "command" });
  const option = (name) => page.getByRole("option", { name });
  await line.focus();
  await page.keyboard.type("pi");
  await option("ping").waitFor();
  assert.equal(await line.getAttribute("aria-expanded"), "true");
  await page.keyboard.press("Tab");
  assert.equal(await line.inputValue(), "ping");
  assert.equal(await line.getAttribute("aria-expanded"), "false");
  await page.keyboard.type(" localhost:");
  await option("echo").waitFor();
  await option("hello").waitFor();
  await page.keyboard.type("e");
  await option("hello").waitFor({ state: "detached" });
  await page.keyboard.press("ArrowDown");
  assert.equal(await option("echo").getAttribute("aria-selected"), "true");
  assert.equal(await line.getAttribute("aria-activedescendant"), await option("echo").getAttribute("id"));
  await page.keyboard.press("Enter");
  assert.equal(await line.inputValue(), "ping localhost:echo");
  await page.keyboard.press("Control+a");
  await page.keyboard.press("Delete");
  await page.keyboard.press("Control+ ");
  await option("create").waitFor();
  await page.keyboard.press("Escape");
  await option("create").waitFor({ state: "detached" });
  // a property that a Particle of this kind may have
  await page.keyboard.type("set localhost:app:clock{ +per");
  await option("period").click();
  assert.equal(await line.inputValue(), "set localhost:app:clock{ +period");
  assert.equal(await page.evaluate(() => document.activeElement.id), "console-input");
});
