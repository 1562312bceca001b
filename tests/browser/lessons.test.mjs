// Lessons: one is taken by clicks from its beginning to its end, and the own cosmos is still there.

import assert from "node:assert/strict";
import { A_HUNDREDTH, data, on_page, reads, say, speed } from "./living_page.mjs";

const card = (page) => page.getByRole("region", { name: "lesson", exact: true });

const step = (page, no) => card(page).getByText(new RegExp(`^step ${no} of`)).waitFor();

const next = (page, word = "Next") => card(page).getByRole("button", { name: word, exact: true }).click();

/** Takes the line of the step into the console, and sends it. */
async function tries(page) {
  await card(page).locator("button.example").click();
  await page.locator("#console-input:focus").waitFor();
  await page.keyboard.press("Enter");
}

const done = (page, words) => card(page).getByText(`Done: ${words}.`).waitFor();

on_page("a first visitor is shown around, and has a cosmos at the end", {}, async (page) => {
  await page.getByRole("button", { name: "Show me around" }).click();
  await step(page, 1);
  await card(page).getByRole("heading", { name: "Points and Particles" }).waitFor();
  await page.locator("#inspector h2", { hasText: /^localhost$/ }).waitFor();
  await next(page);
  await card(page).getByText("Waits until localhost:app:ann is selected.").waitFor();
  const tree = page.getByRole("tree");
  await tree.focus();
  for (const name of ["localhost", "app", "ann"]) {
    const item = page.getByRole("treeitem", { name: new RegExp(`^${name}`) }).first();
    if (!(await item.isVisible())) await tree.press("ArrowRight");
    await item.click();
  }
  await done(page, "localhost:app:ann is selected");
  await next(page);
  await step(page, 3);
  await next(page);
  await tries(page);
  await done(page, "something lives at localhost:mine");
  await next(page);
  await tries(page);
  await done(page, "something lives at localhost:mine:deeper");
  // back, and on again: what was done stays done
  await next(page, "Back");
  await step(page, 4);
  await done(page, "something lives at localhost:mine");
  await next(page);
  await next(page);
  // what is skipped is done for the person
  await step(page, 6);
  await next(page, "Skip");
  await step(page, 7);
  await tries(page);
  await done(page, "localhost:mine is free");
  await next(page);
  await step(page, 8);
  await next(page, "Leave");
  await card(page).waitFor({ state: "detached" });
  assert.match(await say(page, "create localhost:free<Base>"), /^200 /);
  const branches = page.getByRole("group", { name: "branches" });
  await branches.getByRole("button", { name: "first", exact: true }).click();
  await page.click("#pause");
  assert.match(await say(page, "get localhost:echo"), /^200 /);
});

on_page("a lesson is chosen, taken by keys, begun again, and the next one follows", {}, async (page) => {
  await speed(page, A_HUNDREDTH);
  await page.getByRole("button", { name: "Lessons" }).click();
  const dialog = page.getByRole("dialog", { name: "Lessons" });
  await reads(page, () => dialog.getByRole("listitem").count(), 7);
  await dialog.getByRole("button", { name: /How the Hyperverse carries it/ }).click();
  await step(page, 1);
  await page.keyboard.press("h");
  await done(page, "the Hyperversal view is shown");
  await page.keyboard.press(">");
  await page.locator("#inspector h2", { hasText: "maelstrom" }).waitFor();
  await page.keyboard.press(">");
  await tries(page);
  await done(page, "localhost:echo has answered");
  await next(page);
  await page.locator("#inspector h2", { hasText: "Ping #" }).waitFor();
  await next(page);
  // the lane that it took is selected, and cut by hand
  await page.locator("#inspector").getByRole("button", { name: "Cut" }).click();
  await done(page, "the lane is cut");
  await next(page, "Start again");
  await step(page, 1);
  for (let no = 2; no <= 9; no++) {
    await page.keyboard.press("Escape");
    await page.keyboard.press(">");
    await step(page, no);
  }
  await next(page, "Next lesson");
  await card(page).getByRole("heading", { name: "Time and branches" }).waitFor();
  assert.ok(!(await data(page)).paused);
  await page.click("#pause");
  await done(page, "time stands");
});
