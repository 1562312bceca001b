// Nothing that axe knows of stands in anybody's way: in each pane and state, light and dark, wide and narrow.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { A_HUNDREDTH, choose, drop, echo, frames, hostile, made, on_page, say, speed } from "./living_page.mjs";

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
  "offers of the console": async (page) => {
    await page.locator("#console-input").pressSequentially("get localhost:");
    await page.getByRole("option", { name: "echo" }).waitFor();
    await page.keyboard.press("ArrowDown");
  },
  "the editor": async (page) => {
    // once for what is offered, and once to leave the line
    await page.keyboard.press("Escape");
    await page.keyboard.press("Escape");
    await page.keyboard.press("e");
    await page.locator(".editor").getByText("is called once for each Wave").waitFor();
  },
  "a mistake in the editor": async (page) => {
    const text = await page.inputValue("#editor-text");
    await page.fill("#editor-text", text.replace("call $reply", "cal $reply"));
    await page.locator(".editor .ink .wrong").waitFor();
  },
  "a bind in the editor": async (page) => {
    await page.locator(".editor").getByRole("button", { name: "Bind" }).click();
    await page.locator(".editor").getByText("is taken:").waitFor();
  },
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
  "the remarks": async (page) => {
    await page.getByRole("tab", { name: "Remarks" }).click();
    await page.locator("#pane-Remarks li button").first().waitFor();
  },
  "time that has stopped at a Wave": async (page) => {
    await page.fill("#stop-when", "kind:Ping");
    await page.press("#stop-when", "Enter");
    await page.locator("#stop-next").waitFor();
  },
  "the past": async (page) => {
    await page.getByRole("slider", { name: "moment" }).press("PageDown");
    await page.waitForSelector('body[data-past="true"]');
    await page.getByText("You look at the past.").waitFor();
  },
  "two branches": async (page) => {
    await page.getByRole("tab", { name: "Console" }).click();
    await page.fill("#console-input", "help");
    await page.press("#console-input", "Enter");
    await page.getByRole("tab", { name: "Course" }).click();
    await page.getByLabel("beside branch").selectOption("first");
    await page.getByText("They are alike up to event").waitFor();
  },
  "a card beside what a key is on, and the map": async (page) => {
    await page.locator("#stage").focus();
    for (const key of ["+", "+", "ArrowRight"]) await page.keyboard.press(key);
    await page.locator("#stage-card").waitFor();
    await page.locator("#stage-map").waitFor();
  },
  "the legend": async (page) => {
    await page.keyboard.press("g");
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
  "the choice of lessons": async (page) => {
    await page.keyboard.press("Escape");
    await page.click("#lessons");
    await page.locator("#lessons-dialog li").first().waitFor();
  },
  "a lesson": async (page) => {
    await page.locator("#lessons-dialog li button").nth(2).click();
    await page.locator(".lesson").waitFor();
    await page.keyboard.press(">");
    await page.locator(".lesson pre").waitFor();
  },
  "what is saved": async (page) => {
    await page.keyboard.press("Escape");
    await page.keyboard.press("k");
    await page.getByRole("dialog", { name: "What is saved" }).waitFor();
  },
  "a notice and a file that is no saved cosmos": async (page) => {
    await page.keyboard.press("Escape");
    await drop(page, made("notes.orrery", "these are my notes"));
    await page.getByText("notes.orrery was not opened").waitFor();
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
  const tab = { "a selected Particle": "Points", "a refused command": "Console", "offers of the console": "Console", "the editor": "Editor", "the list of Waves": "Waves", "the course of a Wave": "Waves" }[state];
  if (tab) await page.getByRole("tab", { name: tab }).click();
}
