// What is done by hand to one Wave on a lane: it is held back, doubled or dropped, and it is said what became of it.

import assert from "node:assert/strict";
import { A_HUNDREDTH, data, on_page, speed } from "./living_page.mjs";

/** Time stands at the first Wave of that sort that enters a lane, which is picked; `cause` sends one where none is sent anyway. */
async function on_a_lane(page, sort, cause = () => {}) {
  const field = page.getByRole("searchbox", { name: "stop when" });
  await field.fill(`${sort} is:flying hops:>0`);
  await field.press("Enter");
  await page.locator("#stop-when-says", { hasText: /time stops at the next|stopped at/ }).waitFor();
  await cause();
  await page.locator("#stop-when-says", { hasText: "stopped at Wave" }).waitFor();
  await page.waitForSelector('body[data-paused="true"]');
  const wave = /stopped at Wave (\d+)/.exec(await page.locator("#stop-when-says").innerText())[1];
  await page.locator("#inspector h2", { hasText: `#${wave}` }).waitFor();
  await page.locator("#inspector header", { hasText: "on its way to" }).waitFor();
  await field.fill("");
  await page.locator("#stop-when-says", { hasText: "stopped" }).waitFor({ state: "detached" });
  return wave;
}

const inspector = (page) => page.locator("#inspector");
const action = (page, name) => inspector(page).getByRole("button", { name });
const faults = (page) => inspector(page).locator("section", { has: page.getByRole("heading", { name: "Faults" }) });

on_page("a Wave is held back by hand, others overtake it, and it arrives once", {}, async (page) => {
  await speed(page, A_HUNDREDTH);
  const wave = await on_a_lane(page, "kind:Ping from:localhost:app:tide");
  // What each button does is its description.
  for (const [name, does] of [
    ["Drop it", /lost$/],
    ["Delay it by 5 ms", /wait for it there$/],
    ["Double it", /takes effect once$/],
  ]) {
    assert.match(await action(page, name).getAttribute("title"), does);
  }
  const stood = await data(page);
  await action(page, "Delay it by 5 ms").click();
  await page.locator("#inspector header", { hasText: "held back by 5 ms" }).waitFor();
  assert.equal((await data(page)).now, stood.now, "time stands");
  // It is listed as what it is.
  await page.keyboard.press("l");
  await page.getByRole("searchbox", { name: "filter Waves" }).fill("is:delayed is:flying");
  const list = page.getByRole("region", { name: "list of Waves" });
  await list.getByRole("row", { name: new RegExp(`${wave} .*held back`) }).waitFor();
  await page.click("#pause");
  await page.locator("#inspector header", { hasText: "delivered on" }).waitFor();
  await faults(page).getByText("held back by 5 ms").waitFor();
  assert.equal(await faults(page).getByText("again").count(), 0);
  assert.ok((await data(page)).now >= stood.now + 5e6);
  await page.getByRole("tab", { name: "Course" }).click();
  const course = page.getByRole("region", { name: "Waves over time", exact: true });
  const words = await course.locator('tr[aria-current="true"]').getByRole("img").getAttribute("aria-label");
  assert.match(words, / to .*, held back by 5 ms/);
});

on_page("a Wave is doubled by keyboard, and takes effect once", {}, async (page) => {
  await speed(page, A_HUNDREDTH);
  await on_a_lane(page, "kind:Ping from:localhost:app:tide");
  await action(page, "Double it").focus();
  await page.keyboard.press("Enter");
  await page.locator("#inspector header", { hasText: "doubled" }).waitFor();
  await page.click("#pause");
  await page.locator("#inspector header", { hasText: "delivered on" }).waitFor();
  await faults(page).getByText(/^came to .* again, and was dropped$/).waitFor();
  // One Pong, by the row that leads to it.
  await inspector(page).getByText("answered by").waitFor();
  assert.equal(await inspector(page).getByText("answered by").count(), 1);
});

on_page("a Wave is dropped by hand, and is seen to be lost where it was", { scheme: "dark" }, async (page) => {
  await speed(page, A_HUNDREDTH);
  await on_a_lane(page, "kind:Signal method:Say", async () => {
    await page.fill("#console-input", 'signal localhost:echo Ext<Say> "hi"');
    await page.press("#console-input", "Enter");
  });
  await action(page, "Drop it").click();
  await page.locator("#inspector header", { hasText: "lost on" }).waitFor();
  await inspector(page).locator(".lead", { hasText: "it was dropped on lane" }).waitFor();
  await faults(page).getByText("dropped", { exact: true }).waitFor();
  await action(page, "Drop it").waitFor({ state: "detached" });
});

on_page("the legend has a sign for what is held back and for what is doubled", {}, async (page) => {
  await page.keyboard.press("g");
  const legend = page.getByRole("region", { name: "legend" });
  for (const [word, meaning] of [
    ["held back", "a bar stands before it"],
    ["doubled", "two fly as one; one takes effect"],
  ]) {
    await legend.getByRole("listitem").filter({ hasText: word }).filter({ hasText: meaning }).waitFor();
  }
});
