// Time and Waves: the past, branches, the list of Waves, the course of one, and what can be done by hand.

import assert from "node:assert/strict";
import { A_HUNDREDTH, data, FASTEST, look_at, on_page, reads, say, speed } from "./living_page.mjs";

on_page("one goes back in time, on from there as it went, and to the present", {}, async (page) => {
  await speed(page, A_HUNDREDTH);
  const first = await data(page);
  await page.waitForFunction((now) => +document.body.dataset.now > now + 20e6, first.now);
  await page.keyboard.press("Space");
  await page.waitForSelector('body[data-paused="true"]');
  const last = await data(page);
  const moment = page.getByRole("slider", { name: "moment" });
  await moment.focus();
  await moment.press("Home");
  await page.waitForSelector('body[data-past="true"]');
  await page.waitForFunction(() => +document.body.dataset.events === 0);
  await look_at(page, first.events);
  await page.getByText("You look at the past.").waitFor();
  assert.equal((await data(page)).waves, first.waves);
  await page.keyboard.press(",");
  await page.waitForFunction((events) => +document.body.dataset.events === events - 1, first.events);
  await page.click("#pause");
  await page.waitForSelector('body[data-past="false"]');
  await page.waitForFunction((events) => +document.body.dataset.events > events, last.events);
  await page.getByText("You look at the past.").waitFor({ state: "detached" });
});

on_page("what is done in the past begins a branch, and the run that was is still there", {}, async (page) => {
  await speed(page, A_HUNDREDTH);
  const before = await data(page);
  assert.match(await say(page, "create localhost:only-first<Base>"), /^200 /);
  await look_at(page, before.events);
  await page.waitForSelector('body[data-past="true"]');
  await page.fill("#console-input", "create localhost:only-second<Base>");
  await page.press("#console-input", "Enter");
  const branches = page.getByRole("group", { name: "branches" });
  await branches.waitFor();
  await page.click("#pause");
  await page.locator(".reply.good", { hasText: "only-second" }).waitFor();
  assert.match(await say(page, "get localhost:only-first"), /^404 /);
  await branches.getByRole("textbox").fill("what if");
  await branches.getByRole("textbox").press("Enter");
  await branches.getByRole("button", { name: "first", exact: true }).click();
  await branches.getByRole("button", { name: "what if", exact: true }).waitFor();
  await page.click("#pause");
  assert.match(await say(page, "get localhost:only-first"), /^200 /);
  assert.match(await say(page, "get localhost:only-second"), /^404 /);
  await branches.getByRole("button", { name: "forget what if" }).click();
  await branches.waitFor({ state: "detached" });
});

on_page("Waves are listed, filtered and ordered, and one is followed through all that it caused", {}, async (page) => {
  await speed(page, A_HUNDREDTH);
  await page.waitForFunction(() => +document.body.dataset.waves > 600);
  await page.keyboard.press("Space");
  await page.keyboard.press("l");
  const filter = page.getByRole("searchbox", { name: "filter Waves" });
  await filter.fill("from:localhost:app:tide kind:Ping is:answered");
  const list = page.getByRole("region", { name: "list of Waves" });
  await list.getByRole("cell", { name: "localhost:app:tide" }).first().waitFor();
  await page.locator("#wave-filter-says", { hasText: / of / }).waitFor();
  await page.getByRole("columnheader", { name: "took" }).getByRole("button").click();
  await page.locator('th[aria-sort="descending"]', { hasText: "took" }).waitFor();
  await list.getByRole("button", { name: "Ping" }).first().click();
  await page.locator("#inspector h2", { hasText: "Ping #" }).waitFor();
  await page.getByRole("button", { name: "What it caused" }).click();
  const course = page.getByRole("region", { name: "Waves over time" });
  await course.getByRole("button", { name: /Ping localhost:relay/ }).waitFor();
  await course.getByRole("button", { name: /Ping localhost:hello/ }).waitFor();
  const words = await course.getByRole("row", { name: /Ping localhost:relay/ }).getByRole("img").getAttribute("aria-label");
  assert.match(words, /on its way for .*; .* to .*, .*served for /);
  await page.keyboard.press("l");
  await filter.fill("colour:red");
  await page.getByText("`colour` is nothing that a Wave has").waitFor();
});

on_page("a lane is cut and mended by hand, a Wave is sent again, and its birth is looked at", {}, async (page) => {
  await speed(page, A_HUNDREDTH);
  assert.match(await say(page, 'ping localhost:echo Ext<Say> "hi"'), /^200 Text hi$/);
  await page.keyboard.press("Escape");
  await page.keyboard.press("l");
  await page.getByRole("searchbox", { name: "filter Waves" }).fill("control-0 kind:ping method:Say");
  const list = page.getByRole("region", { name: "list of Waves" });
  await list.getByRole("button", { name: "Ping" }).first().click();
  const inspector = page.locator("#inspector");
  await inspector.getByRole("button", { name: "Send again…" }).click();
  await reads(page, () => page.inputValue("#console-input"), 'ping localhost:echo Ext<Say> "hi"');
  await inspector.locator("button.link", { hasText: "→" }).first().click();
  await inspector.getByRole("button", { name: "Cut" }).click();
  await inspector.getByRole("button", { name: "Mend" }).click();
  await inspector.getByRole("button", { name: "Mend" }).waitFor({ state: "detached" });
  await page.keyboard.press("l");
  await list.getByRole("button", { name: "Ping" }).first().click();
  await inspector.getByRole("button", { name: "To its birth" }).click();
  await page.waitForSelector('body[data-past="true"]');
  await inspector.getByRole("button", { name: "Drop it" }).waitFor();
});

on_page("rows of the list are used again for other Waves, but not the one that somebody is on", {}, async (page) => {
  await page.keyboard.press("l");
  await speed(page, FASTEST);
  const list = page.getByRole("region", { name: "list of Waves" });
  await list.locator("tbody button").first().waitFor();
  // one row of the document, whichever Wave it shows
  await page.evaluate(() => (document.querySelector(".waves tbody tr:not([aria-hidden])").dataset.marked = "yes"));
  const marked = () => page.evaluate(() => document.querySelector("[data-marked]")?.cells[0].textContent);
  const first = await marked();
  await page.waitForFunction((first) => {
    const now = document.querySelector("[data-marked]")?.cells[0].textContent;
    return now && now !== first;
  }, first);
  await list.locator("[data-marked] button").first().focus();
  const number = await marked();
  const then = await data(page);
  await page.waitForFunction((waves) => +document.body.dataset.waves > waves + 2_000, then.waves);
  await page.waitForFunction((number) => document.querySelector(".waves tbody tr:not([aria-hidden]) td")?.textContent !== number, number);
  const now = await marked();
  assert.ok(now === undefined || now === number, `on ${number} at first, and then on ${now}`);
});
