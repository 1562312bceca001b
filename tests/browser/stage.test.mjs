// The stage and what stands around it: panes that are resized and hidden, the legend, the card beside what the pointer is
// on, the map, and the layouts of the tree.

import assert from "node:assert/strict";
import { A_HUNDREDTH, data, FASTEST, frames, on_page, picture, reads, speed } from "./living_page.mjs";

const width = (page, selector) => page.locator(selector).evaluate((element) => element.getBoundingClientRect().width);
const height = (page, selector) => page.locator(selector).evaluate((element) => element.getBoundingClientRect().height);
const edge = (page, of) => page.getByRole("separator", { name: `edge of ${of}` });
const hidden = (page, selector) => page.locator(selector).waitFor({ state: "hidden" });

on_page("panes are resized by keys and by dragging, hidden, and found so at the next visit", {}, async (page) => {
  const first = await width(page, "#pane-Points");
  await edge(page, "the tree of Points").press("ArrowRight");
  await page.waitForFunction((first) => document.querySelector("#pane-Points").offsetWidth >= first + 15, first);
  const second = await width(page, "#pane-Inspector");
  const line = await edge(page, "the inspector").boundingBox();
  await page.mouse.move(line.x + 4, line.y + 100);
  await page.mouse.down();
  await page.mouse.move(line.x - 56, line.y + 100);
  await page.mouse.up();
  await page.waitForFunction((second) => Math.abs(document.querySelector("#pane-Inspector").offsetWidth - second - 60) <= 2, second);
  const third = await height(page, "#pane-Console");
  await edge(page, "the panes under the stage").press("ArrowUp");
  await page.waitForFunction((third) => document.querySelector("#pane-Console").offsetHeight >= third + 15, third);
  await page.getByRole("button", { name: "hide the inspector" }).click();
  await hidden(page, "#inspector");
  const [tree, lower] = [await width(page, "#pane-Points"), await height(page, "#pane-Console")];
  await page.reload();
  await page.waitForSelector('body[data-ready="true"]');
  await hidden(page, "#inspector");
  await reads(page, () => width(page, "#pane-Points"), tree);
  await reads(page, () => height(page, "#pane-Console"), lower);
  await edge(page, "the inspector").press("Enter");
  await page.locator("#inspector").waitFor();
  // What a key leads to is shown, hidden or not.
  await page.getByRole("button", { name: "hide the panes under the stage" }).click();
  await hidden(page, "#pane-Console");
  await page.locator("#stage").focus();
  await page.keyboard.press("/");
  await page.waitForFunction(() => document.activeElement?.id === "console-input");
});

on_page("the legend says what every sign means, by a key and by a button", {}, async (page) => {
  await page.keyboard.press("g");
  const legend = page.getByRole("region", { name: "legend" });
  await legend.getByRole("heading", { name: "Waves" }).waitFor();
  for (const word of ["Ping", "Ripple", "refused", "lost", "Paused", "cut lane", "Mechtron", "Nexus"]) {
    assert.ok(await legend.getByText(word, { exact: true }).count(), word);
  }
  // Drawn by what draws the stage, and not empty.
  await page.waitForFunction(() => document.querySelector("#legend").style.getPropertyValue("--signs").startsWith("url"));
  const signs = await legend.locator(".sign").count();
  const drawn = await page.evaluate(async (signs) => {
    const image = new Image();
    image.src = document.querySelector("#legend").style.getPropertyValue("--signs").slice(4, -1).replaceAll('"', "");
    await image.decode();
    const canvas = new OffscreenCanvas(image.width, image.height);
    const context = canvas.getContext("2d");
    context.drawImage(image, 0, 0);
    const side = image.width / signs;
    return Array.from({ length: signs }, (_, at) => context.getImageData(at * side, 0, side, image.height).data.some((part) => part > 0));
  }, signs);
  assert.deepEqual(drawn.flatMap((is, at) => (is ? [] : [at])), [], "signs without a picture");
  await page.keyboard.press("Escape");
  await hidden(page, "#legend");
  await page.getByRole("button", { name: "legend (g)" }).click();
  await legend.waitFor();
});

on_page("a card beside what the pointer or a key is on says what it is", {}, async (page) => {
  await page.keyboard.press("Space");
  await page.waitForSelector('body[data-paused="true"]');
  await page.locator("#stage").focus();
  await page.keyboard.press("ArrowRight");
  const card = page.locator("#stage-card");
  await card.waitFor();
  await reads(page, () => card.getAttribute("aria-live"), "polite");
  await page.waitForFunction(() => document.querySelector("#stage-card .title")?.textContent === document.querySelector("#inspector h2")?.textContent);
  await page.keyboard.press("Escape");
  await card.waitFor({ state: "hidden" });
  // Under the pointer: the middle of the view is ROOT.
  const box = await page.locator("#stage").boundingBox();
  await page.keyboard.press("h");
  await page.locator('#view-hyperversal[aria-pressed="true"]').waitFor();
  await frames(page, 120);
  const found = new Set();
  for (let x = 0.1; x < 0.9 && found.size < 3; x += 0.02) {
    await page.mouse.move(box.x + box.width * x, box.y + box.height * 0.5);
    await frames(page, 3);
    if (await card.isVisible()) found.add((await card.innerText()).replace(/\s+/g, " "));
  }
  const said = [...found].join("; ");
  assert.match(said, /takes .*ms.*fault|Particles; .*Waves sent on|in, .*out, .*refused/, said);
  const spoken = await card.boundingBox();
  assert.ok(!spoken || spoken.x >= box.x - 1, "the card leaves the stage");
});

on_page("a map shows where one is once one is near, and leads elsewhere", {}, async (page) => {
  await frames(page, 60);
  const map = page.getByRole("img", { name: /map of the whole view/ });
  await map.waitFor({ state: "hidden" });
  await page.locator("#stage").focus();
  for (let times = 0; times < 6; times++) await page.keyboard.press("+");
  await map.waitFor();
  const frame = () => map.locator("span").evaluate((element) => element.getAttribute("style"));
  await page.waitForFunction(() => document.querySelector("#stage-map span").getAttribute("style"));
  const before = await frame();
  await map.click({ position: { x: 30, y: 30 } });
  await page.waitForFunction((before) => document.querySelector("#stage-map span").getAttribute("style") !== before, before);
  await page.keyboard.press("m");
  await map.waitFor({ state: "hidden" });
  await page.keyboard.press("m");
  await map.waitFor();
  await page.getByRole("button", { name: "show everything (0)" }).click();
  await map.waitFor({ state: "hidden" });
});

on_page("the tree can be laid out in order and stars by their lanes, and both stay so at the next visit", {}, async (page) => {
  await page.click("#pause");
  await page.waitForSelector('body[data-paused="true"]');
  await frames(page, 60);
  const orbits = await picture(page);
  const tidy = page.getByRole("button", { name: "Universal view as a tidy tree" });
  await tidy.click();
  await frames(page, 120);
  assert.notDeepEqual(await picture(page), orbits);
  // each generation is a step to the right: arrow keys go down the family
  const stage = page.locator("#stage");
  const title = page.locator("#inspector h2");
  await page.locator("[role=treeitem]", { hasText: "ROOT" }).first().click();
  await title.filter({ hasText: /^ROOT$/ }).waitFor();
  await stage.press("ArrowRight");
  await title.filter({ hasNotText: "ROOT" }).waitFor();
  const child = await title.textContent();
  await stage.press("ArrowRight");
  await title.filter({ hasText: `${child}:` }).waitFor();
  // each view has its own button
  const pulled = page.getByRole("button", { name: "stars by the pull of their lanes" });
  await page.click("#view-hyperversal");
  await tidy.waitFor({ state: "hidden" });
  await frames(page, 120);
  const roles = await picture(page);
  await pulled.click();
  await frames(page, 120);
  assert.notDeepEqual(await picture(page), roles);
  await page.reload();
  await page.waitForSelector('body[data-ready="true"]');
  await reads(page, () => tidy.getAttribute("aria-pressed"), "true");
  await page.click("#view-hyperversal");
  await reads(page, () => pulled.getAttribute("aria-pressed"), "true");
});

on_page("more Waves than can be drawn are a sample, which the stage says, and all are counted", {}, async (page) => {
  const says = page.getByText(/^A sample: one Wave in \d+ is drawn\. Bands show where all of them are\./);
  assert.equal(await says.count(), 0);
  const before = (await data(page)).waves;
  const place = await page.locator("#stage").boundingBox();
  await speed(page, FASTEST);
  await says.waitFor();
  await page.click("#view-hyperversal");
  await page.waitForFunction((before) => +document.body.dataset.waves > before + 20_000, before);
  await says.waitFor();
  assert.deepEqual(await page.locator("#stage").boundingBox(), place, "figures that grow have moved the stage");
  // in slow motion each is drawn again
  await speed(page, A_HUNDREDTH);
  await says.waitFor({ state: "hidden" });
});
