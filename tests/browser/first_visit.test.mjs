// A first visit, as one story: somebody who has read nothing tells what there is, sends a Wave and follows it, breaks a
// lane, sees a refusal and its rule, goes back in time, and runs a module of his own. By what is to be seen and clicked.

import assert from "node:assert/strict";
import { data, on_page, reads } from "./living_page.mjs";

const inspector = (page) => page.locator("#inspector");
const tab = (page, name) => page.getByRole("tab", { name });
const button = (page, name) => page.getByRole("button", { name });

for (const scheme of ["light", "dark"]) {
  on_page(`a first visit, from the first sentence to a module of one's own: ${scheme}`, { scheme }, async (page) => {
    // what it is
    await page.getByText("Each moving mark is a Wave").waitFor();
    await button(page, "legend (g)").click();
    await page.getByRole("region", { name: "legend" }).getByText("Mechtron", { exact: true }).waitFor();
    await page.keyboard.press("Escape");

    // a Wave of one's own, and where it went
    await button(page, /^ping localhost:echo/).click();
    await page.keyboard.press("Enter");
    await page.locator(".reply.good", { hasText: "hello, cosmos" }).waitFor();
    await button(page, /^follow Wave #\d+$/).click();
    await inspector(page).getByRole("heading", { name: /^Ping #\d+/ }).waitFor();
    const course = page.getByRole("region", { name: "Waves over time" });
    await course.getByRole("row", { name: /Pong/ }).waitFor();
    await button(page, "Hyperversal").click();
    await page.locator('#view-hyperversal[aria-pressed="true"]').waitFor();
    const lane = inspector(page).locator("button.link", { hasText: "→" }).first();
    await lane.waitFor();

    // a lane breaks, and is mended
    await lane.click();
    await button(page, "Cut").click();
    await inspector(page).getByText(/cut/).first().waitFor();
    await button(page, "Mend").click();
    await button(page, "Mend").waitFor({ state: "detached" });

    // who was refused, and by which rule
    const refused = page.locator(".counters").getByRole("button");
    await page.waitForFunction(() => +document.querySelector(".counters button").textContent > 0);
    await refused.click();
    const list = page.getByRole("region", { name: "list of Waves" });
    await list.getByRole("row", { name: /403/ }).getByRole("button").first().click();
    await inspector(page).getByText(/403.*needs eXecute on localhost:echo.*no grant/s).waitFor();
    // the filter stands there, and can be taken away
    await reads(page, () => page.inputValue("#wave-filter"), "is:refused");

    // back to where that Wave began, and to the present
    await inspector(page).getByRole("button", { name: "To its birth" }).click();
    await page.waitForSelector('body[data-past="true"]');
    const then = await data(page);
    await button(page, "To the present").click();
    await page.waitForSelector('body[data-past="false"]');
    assert.ok((await data(page)).events > then.events);

    // a module of one's own
    await tab(page, "Editor").first().click();
    await button(page, "Make it live").click();
    await page.locator(".replies").getByText("hello, cosmos").waitFor();
    await page.locator("[role=treeitem]", { hasText: "draft" }).first().waitFor();
  });
}
