// Nothing that axe knows of stands in anybody's way: in each pane and state, light and dark, wide and narrow.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { A_HUNDREDTH, choose, echo, frames, hostile, on_page, say, speed } from "./living_page.mjs";

const AXE = await readFile(new URL("node_modules/axe-core/axe.min.js", import.meta.url), "utf8");

const violations = async (page) => {
  if (!(await page.evaluate(() => "axe" in window))) await page.evaluate(AXE);
  return page.evaluate(async () => {
    const { violations } = await window.axe.run(document);
    return violations.map(({ id, help, nodes }) => `${id}: ${help}: ${nodes.map((node) => node.html).join(" | ")}`);
  });
};

const STATES = {
  "a selected Particle": (page) => page.locator("[role=treeitem]", { hasText: "localhost" }).first().click(),
  "a refused command": (page) => say(page, "xreate localhost:a<Base>"),
  "the list of Waves": async (page) => {
    await page.keyboard.press("Escape");
    await page.keyboard.press("l");
    await page.locator("#pane-Waves tbody button").first().waitFor();
  },
  "the course of a Wave": async (page) => {
    await page.locator("#pane-Waves tbody button").first().click();
    await page.locator("#inspector").getByRole("button", { name: "What it caused" }).click();
    await page.locator("#pane-Course tbody button").first().waitFor();
  },
  "the past": async (page) => {
    await page.getByRole("slider", { name: "moment" }).press("PageDown");
    await page.waitForSelector('body[data-past="true"]');
    await page.getByText("You look at the past.").waitFor();
  },
  "a card beside what a key is on, and the map": async (page) => {
    await page.locator("#stage").focus();
    for (const key of ["+", "+", "ArrowRight"]) await page.keyboard.press(key);
    await page.locator("#stage-card").waitFor();
    await page.locator("#stage-map").waitFor();
  },
  "the legend": async (page) => {
    await page.keyboard.press("k");
    await page.locator("#legend h3").first().waitFor();
  },
  "panes that are hidden": async (page) => {
    await page.keyboard.press("Escape");
    await page.keyboard.press("Escape");
    await page.getByRole("button", { name: "hide the panes under the stage" }).click();
  },
  "a module that can be launched": async (page) => {
    await choose(page, await echo());
    await page.locator("#launch-go").waitFor();
  },
  "a module that is refused": async (page) => {
    await page.click("#launch-close");
    await choose(page, await hostile("no-marker"));
    await page.locator("#launch-report [role=alert]").waitFor();
  },
  help: async (page) => {
    await page.click("#launch-close");
    await page.click("#help");
    await page.locator("#help-dialog[open]").waitFor();
  },
};

// Colours depend on the theme alone, and what stands where on the width alone.
for (const [size, scheme] of [["wide", "light"], ["narrow", "dark"]]) {
  on_page(`axe finds nothing: ${size}, ${scheme}`, { size, scheme }, async (page) => {
    await speed(page, A_HUNDREDTH);
    const found = (await violations(page)).map((violation) => `at first: ${violation}`);
    for (const [state, reach] of Object.entries(STATES)) {
      if (size === "narrow") await show(page, state);
      await reach(page);
      // What fades in has done so.
      await frames(page, 30);
      found.push(...(await violations(page)).map((violation) => `${state}: ${violation}`));
    }
    assert.deepEqual(found, []);
  });
}

/** On a narrow screen one pane is seen at a time. */
async function show(page, state) {
  const tab = { "a selected Particle": "Points", "a refused command": "Console", "the list of Waves": "Waves", "the course of a Wave": "Waves" }[state];
  if (tab) await page.getByRole("tab", { name: tab }).click();
}
