// Several lines at once, and what was sent before.

import assert from "node:assert/strict";
import { on_page, reads, say } from "./living_page.mjs";

const paste = (page, text) =>
  page.locator("#console-input").evaluate((line, text) => {
    const data = new DataTransfer();
    data.setData("text/plain", text);
    line.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
  }, text);

on_page("several lines are carried out one after the other, up to the first that is refused", {}, async (page) => {
  const above = page.getByRole("list", { name: "lines to be carried out before" });
  const log = page.locator("#console-log");
  await page.locator("#console-input").focus();
  await page.keyboard.type("create localhost:one<Base>");
  await page.keyboard.press("Shift+Enter");
  await above.getByText("localhost:one").waitFor();
  await page.keyboard.type("create localhost:two<Base>");
  await page.keyboard.press("Enter");
  await log.getByText("localhost:two<Base> Ready").waitFor();
  await log.getByText("localhost:one<Base> Ready").waitFor();
  await reads(page, () => above.getByRole("listitem").count(), 0);
  await paste(page, "# a comment\n> create localhost:three<Base>\n> create localhost:three<Base>\n> create localhost:four<Base>\n");
  await reads(page, () => above.getByRole("listitem").count(), 3);
  await page.keyboard.press("Enter");
  await log.getByText("stopped at line 2 of 3, which was refused: 1 were not carried out").waitFor();
  assert.match(await say(page, "get localhost:four"), /^404 /);
  // a line that went up comes back to be written on
  await page.keyboard.type("get localhost");
  await page.keyboard.press("Shift+Enter");
  await page.keyboard.press("Backspace");
  await reads(page, () => page.inputValue("#console-input"), "get localhost");
  await page.fill("#console-input", "");
  await paste(page, "stars\nlaunch ^[ nowhere.wat ]-> localhost:x");
  await page.keyboard.press("Enter");
  await log.getByText("nothing was carried out: ^[ nowhere.wat ] is not here").waitFor();
});

on_page("what was sent is there after a reload", {}, async (page) => {
  await say(page, "get localhost:echo");
  await page.reload();
  await page.waitForSelector('body[data-ready="true"]');
  await page.locator("#console-input").focus();
  await page.keyboard.press("ArrowUp");
  await reads(page, () => page.inputValue("#console-input"), "get localhost:echo");
});
