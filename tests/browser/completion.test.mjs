// The console completes what is typed, from the grammar and from the cosmos.

import { on_page, reads } from "./living_page.mjs";

on_page("the console offers what may stand at the cursor, by keyboard", {}, async (page) => {
  const line = page.getByRole("combobox", { name: "command" });
  const option = (name) => page.getByRole("option", { name });
  await line.focus();
  await page.keyboard.type("pi");
  await option("ping").waitFor();
  await reads(page, () => line.getAttribute("aria-expanded"), "true");
  await page.keyboard.press("Tab");
  await reads(page, () => line.inputValue(), "ping");
  await reads(page, () => line.getAttribute("aria-expanded"), "false");
  await page.keyboard.type(" localhost:");
  await option("echo").waitFor();
  await option("hello").waitFor();
  await page.keyboard.type("e");
  await option("hello").waitFor({ state: "detached" });
  await page.keyboard.press("ArrowDown");
  await reads(page, () => option("echo").getAttribute("aria-selected"), "true");
  await reads(page, () => line.getAttribute("aria-activedescendant"), await option("echo").getAttribute("id"));
  await page.keyboard.press("Enter");
  await reads(page, () => line.inputValue(), "ping localhost:echo");
  await page.keyboard.press("Control+a");
  await page.keyboard.press("Delete");
  await page.keyboard.press("Control+ ");
  await option("create").waitFor();
  await page.keyboard.press("Escape");
  await option("create").waitFor({ state: "detached" });
  // a property that a Particle of this kind may have
  await page.keyboard.type("set localhost:app:clock{ +per");
  await option("period").click();
  await reads(page, () => line.inputValue(), "set localhost:app:clock{ +period");
  await reads(page, () => page.evaluate(() => document.activeElement.id), "console-input");
});
