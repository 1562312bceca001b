// The built page as a visitor has it: how long until there is something to see and to do, beside an empty page of Leptos that
// is built and served the same way; and what its thread is busy with at full load. CHROME is the browser, DIST the built page,
// EMPTY the folder of the empty one.

import { join } from "node:path";
import { chromium } from "playwright-core";
import { POINTS, archive } from "../browser/archive.mjs";
import { hurry, seconds, watch } from "../browser/strain.mjs";
import { Line, host } from "./host.mjs";

const LOADS = 9;
// of the first paint, beside the empty page
const AIM = 1.5;
const SECONDS = 30;
// Mechtrons that ping without a pause, beside the four that are there
const STORM = 30;
// which bring a hundred thousand Points together
const ARCHIVES = 10;
// What is done keeps a page busy for a moment longer.
const AFTER = 3;
const PAGES_DOWN = 20;

const LINES = [
  ["from this machine", undefined],
  ["over a line of 10 Mbit/s that takes 40 ms", () => new Line(40, 10e6 / 8)],
];

const browser = await chromium.launch({
  executablePath: process.env.CHROME,
  args: ["--no-sandbox", "--disable-quic", "--use-angle=swiftshader", "--enable-unsafe-swiftshader"],
});
const served = await host({ page: process.env.DIST, empty: process.env.EMPTY });

/** When there was first what, in milliseconds since the visit began. It is looked for whenever the document has changed. */
function look(wanted) {
  const at = {};
  globalThis.moments = at;
  new PerformanceObserver((list) => {
    for (const { name, startTime } of list.getEntries()) if (name === "first-contentful-paint") at.paint = startTime;
  }).observe({ type: "paint", buffered: true });
  const changed = () => {
    for (const [what, selector] of Object.entries(wanted)) {
      if (!(what in at) && document.querySelector(selector)) at[what] = performance.now();
    }
  };
  new MutationObserver(changed).observe(document, { subtree: true, childList: true, attributes: true });
}

const VISITS = {
  empty: { mounted: "#empty" },
  page: { mounted: "main", ready: 'body[data-ready="true"]', wave: '#stage[data-waves-drawn]:not([data-waves-drawn="0"])' },
};

/** One visit with nothing in the cache. */
async function visit(where) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  const page = await context.newPage();
  await page.addInitScript(look, VISITS[where]);
  await page.goto(`${served.address}${where}/`);
  const all = ["paint", ...Object.keys(VISITS[where])];
  await page.waitForFunction((all) => all.every((what) => what in globalThis.moments), all);
  const at = await page.evaluate(() => globalThis.moments);
  await context.close();
  return at;
}

const figure = (times) => {
  const sorted = times.sort((a, b) => a - b);
  return { low: sorted[0], median: sorted[sorted.length >> 1], high: sorted.at(-1) };
};

const ROWS = [
  ["first paint of content", "paint"],
  ["what the program draws is there", "mounted"],
  ["it can be used", "ready"],
  ["the first Wave on the stage", "wave"],
];

async function visits() {
  const lines = [
    `### In a browser: a visit with nothing in the cache, of ${LOADS} in turns\n`,
    "| | the page, ms, median (lowest to highest) | an empty page of Leptos | beside it |",
    "|---|---:|---:|---:|",
  ];
  const ratios = [];
  for (const [name, line] of LINES) {
    served.over(line?.());
    const times = { empty: [], page: [] };
    // the first visit of all finds a browser that is still waking up
    for (const where of Object.keys(times)) await visit(where);
    for (let no = 0; no < LOADS; no++) {
      for (const where of Object.keys(times)) times[where].push(await visit(where));
    }
    const of = (where, what) => figure(times[where].map((at) => at[what]));
    const cell = ({ low, median, high }) => `${median.toFixed(0)} (${low.toFixed(0)} to ${high.toFixed(0)})`;
    for (const [says, what] of ROWS) {
      const page = of("page", what);
      // an empty page can be used as soon as it is there
      const beside = what === "wave" ? undefined : of("empty", what === "ready" ? "mounted" : what);
      const ratio = beside && page.median / beside.median;
      if (what === "paint") ratios.push(ratio);
      lines.push(`| ${says}, ${name} | ${cell(page)} | ${beside ? cell(beside) : ""} | ${ratio?.toFixed(2) ?? ""} |`);
    }
  }
  const met = Math.max(...ratios) <= AIM ? "met" : "missed";
  return `${lines.join("\n")}\n\nThe aim is a first paint within ${AIM} of the empty page: ${met}.`;
}

/** Lines as they are pasted into the console, and sent. */
async function send(page, lines) {
  await page.locator("#console-input").evaluate((input, text) => {
    const data = new DataTransfer();
    data.setData("text/plain", text);
    input.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
  }, `${lines.join("\n")}\n`);
  await page.press("#console-input", "Enter");
}

/** A page with a living cosmos. */
async function living() {
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  page.setDefaultTimeout(120_000);
  await page.goto(`${served.address}page/`);
  await page.waitForSelector('body[data-ready="true"]');
  return page;
}

async function strain() {
  served.over(undefined);
  const rows = [];
  const waves = (page) => page.evaluate(() => +document.body.dataset.waves);
  const measured = async (page, name) => {
    const before = await waves(page);
    const seen = await seconds(page, SECONDS);
    rows.push([name, (await waves(page)) - before, seen]);
  };
  const first = await living();
  await hurry(first);
  await watch(first);
  await measured(first, "the first cosmos, as fast as it goes");
  await first.close();

  const page = await living();
  // lines name only files that are there
  await page.setInputFiles("#file-input", join(process.env.DIST, "guests/pulse.wat"));
  await page.click("#launch-close");
  const names = Array.from({ length: STORM }, (_, no) => `localhost:storm:p${no}`);
  await send(page, [
    "create localhost:storm<App>",
    "grant perm +csd-RwX on localhost:echo to localhost:storm:**",
    ...names.flatMap((name) => [`launch ^[ pulse.wat ]-> ${name}`, `set ${name}{ +target=localhost:echo, +period=1 }`]),
  ]);
  const lines = 2 * STORM + 2;
  await page.waitForFunction((lines) => document.querySelectorAll("#console-log .reply.good").length === lines, lines);
  await hurry(page);
  await watch(page);
  await measured(page, `${STORM} more Mechtrons that ping, the Universal view`);
  await page.click("#view-hyperversal");
  await measured(page, "the same, the Hyperversal view");
  await page.keyboard.press("Escape");
  await page.keyboard.press("l");
  await measured(page, "the same, with the list of Waves");
  await page.close();
  return strained(`the page's thread while the worker is at full load, ${SECONDS} seconds each`, "Waves", rows);
}

/** The table of what was counted: each row has a name, a figure of that name, and what `seconds` gave. */
function strained(title, figure, rows) {
  const cell = ([name, figure, { frames, late, longTasks, longest }]) =>
    `| ${name} | ${figure} | ${frames} | ${late} | ${longTasks} | ${longest.toFixed(0)} |`;
  const met = rows.every(([, , { longTasks }]) => longTasks === 0) ? "met" : "missed";
  return [
    `### In a browser: ${title}\n`,
    `| | ${figure} | frames | of which late, over 25 ms | tasks over 50 ms | the longest, ms |`,
    "|---|---:|---:|---:|---:|---:|",
    ...rows.map(cell),
    `\nThe aim is no task over 50 ms: ${met}.`,
  ].join("\n");
}

/** Gives the page a file that lines can then name. */
async function upload(page, name, file) {
  await page.fill("#console-input", `upload ${name}`);
  await page.press("#console-input", "Enter");
  const note = (text) => page.locator("#console-log .note", { hasText: text }).waitFor();
  await note(`choose the file for ^[ ${name} ]`);
  await page.setInputFiles("#file-input", file);
  await note(`${name} is here`);
}

/** Waits until the key that was pressed in the tree has led to a line that begins so. */
const leads_to = (page, start) =>
  page.waitForFunction((start) => {
    const active = document.querySelector("[role=tree]").getAttribute("aria-activedescendant");
    return document.getElementById(active)?.textContent.startsWith(start);
  }, start);

async function many() {
  served.over(undefined);
  const page = await living();
  const file = archive("many.zip");
  const names = Array.from({ length: ARCHIVES }, (_, no) => `many${no}.zip`);
  // A file is given to the page as text that it must decode, which takes long and is none of its own work: all are there
  // before anything is counted.
  for (const name of names) await upload(page, name, file);

  await watch(page);
  const rows = [];
  const measured = async (name, work) => {
    await seconds(page, 0);
    const began = performance.now();
    await work();
    const took = (performance.now() - began) / 1000;
    rows.push([name, took.toFixed(1), await seconds(page, AFTER)]);
  };
  const tree = page.locator("[role=tree]");
  const filter = page.locator("#tree-filter");

  await measured(`${ARCHIVES} archives are published`, async () => {
    const lines = [
      "create localhost:many<Repo>",
      "create localhost:many:b<BundleSeries>",
      ...names.map((name, no) => `publish ^[ ${name} ]-> localhost:many:b:1.0.${no}`),
    ];
    await send(page, lines);
    await page.waitForFunction((lines) => document.querySelectorAll("#console-log .reply.good").length === lines, lines.length);
    await page.waitForFunction((points) => +document.querySelector(".tree .count").textContent > points, ARCHIVES * POINTS);
  });
  const points = await page.locator(".tree h2 .count").innerText();
  await measured("they are filtered to ten, a letter at a time", async () => {
    await filter.pressSequentially("localhost:many:b:1.0.7:/f42/n421");
    await page.waitForFunction(() => document.querySelectorAll("[role=treeitem]").length < 20);
  });
  await measured("and back to all, as a tree that is open", async () => {
    await filter.fill("localhost:many");
    await page.waitForFunction(() => document.querySelectorAll("[role=treeitem]").length > 20);
  });
  await measured(`the tree is walked: Home, End, Home, ${PAGES_DOWN} pages down`, async () => {
    await tree.press("Home");
    await leads_to(page, "ROOT");
    await tree.press("End");
    await leads_to(page, "n9899.txt");
    await tree.press("Home");
    await leads_to(page, "ROOT");
    for (let no = 0; no < PAGES_DOWN; no++) await tree.press("PageDown");
    await leads_to(page, "n0192.txt");
  });
  for (const view of ["hyperversal", "universal"]) {
    await measured(`the ${view} view`, async () => {
      await page.click(`#view-${view}`);
      await page.waitForSelector(`#view-${view}[aria-pressed="true"]`);
    });
  }
  const { heap, wasm } = await memory(page);
  await page.close();
  const table = strained(`${points} Points, each with the ${AFTER} seconds after it`, "seconds until it is there", rows);
  return `${table}\n\nThe page, without its worker, holds ${heap} MB of JavaScript and ${wasm} MB of wasm at the end.`;
}

/** What a page without its worker holds, in MB, once what nobody needs is gone. */
async function memory(page) {
  const cdp = await page.context().newCDPSession(page);
  await cdp.send("HeapProfiler.collectGarbage");
  const { usedSize } = await cdp.send("Runtime.getHeapUsage");
  const { result } = await cdp.send("Runtime.evaluate", { expression: "WebAssembly.Memory.prototype" });
  const { objects } = await cdp.send("Runtime.queryObjects", { prototypeObjectId: result.objectId });
  const bytes = await cdp.send("Runtime.callFunctionOn", {
    objectId: objects.objectId,
    functionDeclaration: "function () { return this.reduce((sum, { buffer }) => sum + buffer.byteLength, 0); }",
    returnByValue: true,
  });
  await cdp.detach();
  const mega = (bytes) => (bytes / 1e6).toFixed(1);
  return { heap: mega(usedSize), wasm: mega(bytes.result.value) };
}

const PARTS = { visits, strain, many };
try {
  for (const [name, part] of Object.entries(PARTS)) {
    // one part alone is measured where it is named
    if (!process.argv[2] || process.argv[2] === name) console.log(`${await part()}\n`);
  }
} finally {
  await browser.close();
  served.end();
}
