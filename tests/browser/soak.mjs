// A page at full load for as long as MINUTES says: what it takes of memory and time is printed, a line a minute.
//
// Time goes as fast as it can, so that the worker never rests, and the Universal and the Hyperversal view take turns. Long
// tasks are the browser's own (over 50 ms on the page's thread); a frame counts as late when it comes more than 25 ms after
// the one before it. Memory of the process is that of the page with its worker, all wasm included.

import { readFile } from "node:fs/promises";
import { chromium } from "playwright-core";

const MINUTES = Number(process.env.MINUTES ?? 10);
const FASTEST = 300;

const browser = await chromium.launch({
  executablePath: process.env.CHROME,
  args: ["--no-sandbox", "--disable-quic", "--use-angle=swiftshader", "--enable-unsafe-swiftshader"],
});
const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
const troubles = [];
page.on("console", (message) => message.type() === "error" && troubles.push(message.text()));
page.on("pageerror", (error) => troubles.push(error.message));
page.on("crash", () => troubles.push("the page crashed"));

/** The process that holds page and worker, in MB; only where there is a /proc. */
const system = await browser.newBrowserCDPSession();
async function resident() {
  const { processInfo } = await system.send("SystemInfo.getProcessInfo");
  const sizes = processInfo
    .filter(({ type }) => type === "renderer")
    .map(async ({ id }) => {
      const status = await readFile(`/proc/${id}/status`, "utf8").catch(() => "");
      return Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1] ?? 0) / 1000;
    });
  return Math.max(0, ...(await Promise.all(sizes)));
}

await page.goto(process.env.ORRERY_URL ?? "http://127.0.0.1:8080/");
await page.waitForSelector('body[data-ready="true"]');
await page.evaluate(() => {
  const seen = { longTasks: 0, longest: 0, frames: 0, late: 0, last: performance.now() };
  globalThis.soak = seen;
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) {
      seen.longTasks++;
      seen.longest = Math.max(seen.longest, duration);
    }
  }).observe({ type: "longtask" });
  const frame = (now) => {
    seen.frames++;
    if (now - seen.last > 25) seen.late++;
    seen.last = now;
    requestAnimationFrame(frame);
  };
  requestAnimationFrame(frame);
});
await page.locator("#speed").evaluate((slider, place) => {
  slider.value = place;
  slider.dispatchEvent(new Event("input", { bubbles: true }));
}, FASTEST);

const cdp = await page.context().newCDPSession(page);
const row = (...cells) => console.log(cells.map((cell) => String(cell).padStart(11)).join(" "));
row("minute", "events", "Waves", "heap MB", "process MB", "frames", "late", "long tasks", "longest ms");
for (let minute = 0; minute <= MINUTES; minute++) {
  if (minute > 0) {
    await page.click(minute % 2 ? "#view-hyperversal" : "#view-universal");
    // The page itself counts the minute: a page that hangs ends this by the time limit of what asks it.
    await page.evaluate(() => new Promise((done) => setTimeout(done, 60_000)));
  }
  await cdp.send("HeapProfiler.collectGarbage");
  const { usedSize } = await cdp.send("Runtime.getHeapUsage");
  const { events, waves, seen } = await page.evaluate(() => {
    const { events, waves } = document.body.dataset;
    const seen = { ...soak };
    Object.assign(soak, { longTasks: 0, longest: 0, frames: 0, late: 0 });
    return { events, waves, seen };
  });
  const { frames, late, longTasks, longest } = seen;
  row(minute, events, waves, (usedSize / 1e6).toFixed(1), (await resident()).toFixed(0), frames, late, longTasks, longest.toFixed(0));
}
await browser.close();
for (const trouble of troubles) console.log(`the browser's console: ${trouble}`);
process.exitCode = troubles.length > 0 ? 1 : 0;
