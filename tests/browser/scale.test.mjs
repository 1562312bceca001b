// Very much at a time: every Wave since the beginning in the list, and as many Points as come at once.

import assert from "node:assert/strict";
import { POINTS, archive } from "./archive.mjs";
import { A_HUNDREDTH, FASTEST, choose, on_page, reads, say, speed } from "./living_page.mjs";

on_page("every Wave is in the list down to the first, and one of long ago leads back to its birth", {}, async (page) => {
  await speed(page, FASTEST);
  await page.waitForFunction(() => +document.body.dataset.waves > 8_000);
  await page.keyboard.press("Space");
  await page.waitForSelector('body[data-paused="true"]');
  await page.keyboard.press("l");

  // how many it knows of how many, and how many there can be
  const says = page.locator("#wave-filter-says");
  await says.filter({ hasText: /^[89]\s\d{3} Waves; the last 1\s000\s000 are kept$|^\d{2,}\s\d{3} Waves; the last 1\s000\s000 are kept$/ }).waitFor();
  const list = page.getByRole("region", { name: "list of Waves" });
  await list.focus();
  await page.keyboard.press("End");
  await list.getByRole("row", { name: /^1 (Ping|Pong|Signal|Ripple|Echo) / }).waitFor();

  // the dearest ones to somebody, and then the first of them
  const order = (name, way) => list.locator(`th[aria-sort="${way}"]`, { hasText: name }).waitFor();
  const heading = (name) => list.getByRole("columnheader", { name }).getByRole("button");
  await page.getByRole("searchbox", { name: "filter Waves" }).fill("to:localhost:echo kind:Ping is:answered");
  await says.filter({ hasText: / of .* Waves; / }).waitFor();
  await heading("fuel").click();
  await order("fuel", "descending");
  await page.waitForFunction(() => {
    const rows = [...document.querySelectorAll(".waves tbody tr:not([aria-hidden])")];
    const fuel = rows.map((row) => Number(row.cells[7].textContent.replace(/\s/g, "")));
    return fuel.length > 10 && rows.every((row) => row.cells[3].textContent === "localhost:echo") && fuel.every((cost, at) => at === 0 || fuel[at - 1] >= cost);
  });
  await heading("#").click();
  await order("#", "descending");
  await heading("#").click();
  await order("#", "ascending");
  await list.focus();
  await page.keyboard.press("Home");
  await page.waitForFunction(() => {
    const first = document.querySelector(".waves tbody tr:not([aria-hidden])");
    return +first.cells[0].textContent < 500 && first.cells[3].textContent === "localhost:echo";
  });
  await list.getByRole("button", { name: "Ping" }).first().click();

  // of a Wave of so long ago only the row is kept, and at its birth there is all of it
  const inspector = page.locator("#inspector");
  await inspector.getByRole("heading", { name: /^Ping #\d{1,3}$/ }).waitFor();
  const title = await inspector.getByRole("heading", { level: 2 }).innerText();
  await inspector.getByText("It is too long ago").waitFor();
  await inspector.getByRole("button", { name: "Send again without its body…" }).waitFor();
  await inspector.getByRole("button", { name: "To its birth" }).click();
  await page.waitForSelector('body[data-past="true"]');
  await inspector.getByText("It is too long ago").waitFor({ state: "detached" });
  await inspector.getByText(/Gravity out/).first().waitFor();
  await reads(page, () => inspector.getByRole("heading", { level: 2 }).innerText(), title);
  await says.filter({ hasText: /of the past, 1\s500 before the moment are shown$/ }).waitFor();

  // and the present has forgotten nothing
  await page.getByRole("button", { name: "To the present" }).click();
  await page.waitForSelector('body[data-past="false"]');
  await inspector.getByText("It is too long ago").waitFor();
});

on_page("ten thousand Points come by one archive, and one of them is found by keyboard", {}, async (page) => {
  await speed(page, A_HUNDREDTH);
  assert.match(await say(page, "create localhost:many<Repo>"), /^200 /);
  assert.match(await say(page, "create localhost:many:b<BundleSeries>"), /^200 /);
  await page.fill("#console-input", "publish ^[ many.zip ]-> localhost:many:b:1.0.0");
  await page.press("#console-input", "Enter");
  const said = page.getByRole("log", { name: "what was said" });
  await said.getByText("choose the file for ^[ many.zip ]").waitFor();
  await choose(page, archive("many.zip"));
  await said.getByText("200 Stub localhost:many:b:1.0.0<Bundle> Ready").waitFor();

  // the tree counts them, those of the archive and their series
  const tree = page.getByRole("tree", { name: "Points" });
  const item = (name) => tree.getByRole("treeitem", { name });
  const many = item(`many Repo ${POINTS + 1} Ready`);
  await many.waitFor();
  await page.getByRole("heading", { name: /^Points 10\s?\d{3}$/ }).waitFor();

  // a filter spreads out all that it admits, and from one end to the other is one key
  const active = () => tree.evaluate((tree) => document.getElementById(tree.getAttribute("aria-activedescendant"))?.textContent ?? "");
  const filter = page.getByRole("searchbox", { name: "filter Points" });
  await filter.fill("localhost:many");
  await item("many Repo Ready").waitFor();
  await tree.press("Home");
  await reads(page, active, /^ROOT/);
  await tree.press("End");
  await reads(page, active, /^n9899\.txt/);
  const last = item(/^n9899\.txt/);
  await reads(page, () => last.getAttribute("aria-posinset"), "100");
  await reads(page, () => last.getAttribute("aria-setsize"), "100");
  await tree.press("Home");
  await reads(page, active, /^ROOT/);
  await item(/^n0000\.txt/).waitFor();

  // few of one folder: they and what they lie in
  await filter.fill("f42/n421");
  await item(/^n4219\.txt/).waitFor();
  await reads(page, () => item(/^n\d{4}\.txt/).count(), 10);
  await tree.press("End");
  await reads(page, active, /^n4219\.txt/);
  await tree.press("ArrowUp");
  await tree.press("ArrowUp");
  await reads(page, active, /^n4217\.txt/);
  await tree.press("Enter");
  const inspector = page.getByRole("region", { name: "inspector" });
  await inspector.getByRole("heading", { name: "localhost:many:b:1.0.0:/f42/n4217.txt" }).waitFor();
  await inspector.getByText("Artifact<Raw>, Ready").waitFor();
  await tree.getByRole("treeitem", { name: /^n4217\.txt/, selected: true }).waitFor();

  // and back: the tree is as it was, and the folder of what is selected is one click away
  await filter.fill("");
  await many.waitFor();
  await inspector.getByRole("button", { name: "localhost:many:b:1.0.0:/f42/" }).click();
  await inspector.getByRole("heading", { name: "localhost:many:b:1.0.0:/f42/", exact: true }).waitFor();
  await tree.getByRole("treeitem", { name: "f42 Artifact 100 Ready", selected: true }).waitFor();
  assert.equal(await say(page, 'ping localhost:echo Ext<Say> "still here"'), "200 Text still here");
});
