// What helps to find a moment: time that stops at a Wave, remarks, two runs beside each other, births and ends.

import assert from "node:assert/strict";
import { A_HUNDREDTH, data, on_page, reads, say, speed } from "./living_page.mjs";

const stops = async (page) => {
  await page.locator("#stop-when-says", { hasText: "stopped at Wave" }).waitFor();
  await page.waitForSelector('body[data-paused="true"]');
  const words = await page.locator("#stop-when-says").innerText();
  const wave = /stopped at Wave (\d+)/.exec(words)[1];
  await page.locator("#inspector h2", { hasText: `#${wave}` }).waitFor();
  return { words, wave: +wave, ...(await data(page)) };
};

on_page("time stops when a Wave is refused, says why, and goes on to the next by one click", {}, async (page) => {
  await speed(page, A_HUNDREDTH);
  await page.keyboard.press("b");
  const field = page.getByRole("searchbox", { name: "stop when" });
  await reads(page, () => field.evaluate((field) => field === document.activeElement), true);
  await field.fill("status:no");
  await field.press("Enter");
  await page.getByText("`no`: expected a number such as 403 or >=400").waitFor();
  await reads(page, () => field.getAttribute("aria-invalid"), "true");
  await field.fill("status:403 kind:Ping");
  await field.press("Enter");
  const first = await stops(page);
  assert.match(first.words, /matches `status:403 kind:Ping`/);
  await page.locator("#inspector", { hasText: "Refused 403" }).waitFor();
  await page.getByRole("button", { name: "next", exact: true }).click();
  await page.waitForFunction((events) => +document.body.dataset.events > events, first.events);
  const second = await stops(page);
  assert.ok(second.wave > first.wave);
  await page.keyboard.press("l");
  await page.getByRole("searchbox", { name: "filter Waves" }).fill("from:localhost:app:tide kind:Ping");
  await page.getByRole("button", { name: "Stop at these" }).click();
  await page.locator("#stop-when-says", { hasText: "time stops at the next Wave that matches" }).waitFor();
  await reads(page, () => field.inputValue(), "from:localhost:app:tide kind:Ping");
  await page.click("#pause");
  await stops(page);
  await page.locator("#inspector", { hasText: "localhost:app:tide" }).waitFor();
  await field.fill("");
  await page.locator("#stop-when-says", { hasText: "stop" }).waitFor({ state: "detached" });
  await page.click("#pause");
  await page.waitForFunction((waves) => +document.body.dataset.waves > waves + 50, second.waves);
});

on_page("what is odd is said, with whom it is about and what can be done one step away", {}, async (page) => {
  await speed(page, A_HUNDREDTH);
  assert.match(await say(page, "stop central:jump[0]"), /^200 /);
  await page.keyboard.press("Escape");
  await page.keyboard.press("r");
  const remarks = page.getByRole("region", { name: "remarks" });
  const stopped = remarks.getByRole("listitem").filter({ hasText: "has stopped" });
  await stopped.getByRole("button", { name: "Start" }).click();
  await stopped.waitFor({ state: "detached" });
  const stranger = remarks.getByRole("listitem").filter({ hasText: "localhost:stranger knocks in vain" });
  await stranger.waitFor();
  await reads(page, () => page.getByRole("tab", { name: "Remarks" }).innerText(), /\d/);
  await stranger.getByRole("button", { name: "localhost:stranger" }).click();
  await page.locator("#inspector h2", { hasText: "localhost:stranger" }).waitFor();
  await stranger.getByRole("button", { name: "Grant…" }).click();
  await reads(page, () => page.inputValue("#console-input"), "grant perm +csd-RwX on localhost:echo to localhost:stranger");
});

on_page("two branches are seen beside each other, from where they part on", {}, async (page) => {
  await speed(page, A_HUNDREDTH);
  assert.match(await say(page, "create localhost:only-first<Base>"), /^200 /);
  await page.keyboard.press("Escape");
  await page.keyboard.press("[");
  await page.waitForSelector('body[data-past="true"]');
  await page.fill("#console-input", "create localhost:only-second<Base>");
  await page.press("#console-input", "Enter");
  await page.getByRole("group", { name: "branches" }).waitFor();
  await page.click("#pause");
  await page.locator(".reply.good", { hasText: "only-second" }).waitFor();
  await page.click("#pause");
  await page.getByRole("tab", { name: "Course" }).click();
  await page.getByLabel("beside branch").selectOption("first");
  await page.getByText("They are alike up to event").waitFor();
  const table = page.getByRole("region", { name: "two branches" });
  const difference = table.getByRole("row", { name: /first difference/ });
  await table.getByRole("columnheader", { name: "branch 2" }).waitFor();
  await table.getByRole("row", { name: /Waves sent since/ }).waitFor();
  // a step to that moment in the other branch, which is looked at then; the two stay beside each other
  await difference.getByRole("button").last().click();
  await page.waitForSelector('body[data-past="true"]');
  await page.getByRole("textbox", { name: "name of the branch" }).waitFor();
  await reads(page, () => page.getByRole("textbox", { name: "name of the branch" }).inputValue(), "first");
  await page.getByLabel("beside branch").locator("option:checked", { hasText: "branch 2" }).waitFor({ state: "attached" });
  await page.keyboard.press("l");
  await page.getByRole("region", { name: "list of Waves" }).getByRole("button", { name: /^P[io]ng/ }).last().click();
  await page.getByRole("tab", { name: "Course" }).click();
  await page.getByText("The same Wave in the other branch:").waitFor();
  await page.getByRole("region", { name: "Waves over time in the other branch" }).getByRole("row").nth(1).waitFor();
});

on_page("a Wave's birth and end are one step away from its row", {}, async (page) => {
  await speed(page, A_HUNDREDTH);
  await page.waitForFunction(() => +document.body.dataset.waves > 400);
  await page.keyboard.press("Space");
  await page.keyboard.press("l");
  await page.getByRole("searchbox", { name: "filter Waves" }).fill("kind:Ping is:answered hops:>0");
  const row = page.getByRole("region", { name: "list of Waves" }).getByRole("row").nth(2);
  await row.getByRole("button", { name: "to its birth" }).click();
  await page.waitForSelector('body[data-past="true"]');
  await page.locator("#inspector").getByRole("button", { name: "Drop it" }).waitFor();
  await page.getByRole("tab", { name: "Course" }).click();
  const born = (await data(page)).now;
  await page.getByRole("button", { name: "To the present" }).click();
  await page.waitForSelector('body[data-past="false"]');
  const course = page.getByRole("region", { name: "Waves over time", exact: true });
  await course.locator('tr[aria-current="true"]').getByRole("button", { name: "to its end" }).click();
  await page.waitForSelector('body[data-past="true"]');
  assert.ok((await data(page)).now > born);
});
