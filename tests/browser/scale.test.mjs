// Very much at a time: every Wave since the beginning in the list, and as many Points as there may be.

import { on_page, reads, speed } from "./living_page.mjs";

// A place of the speed slider: as fast as it goes.
const FASTEST = 300;

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
