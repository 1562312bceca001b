// A page at full load for as long as MINUTES says: what it takes of memory and time is printed, a line a minute.
//
// Time goes as fast as it can, and the Universal and the Hyperversal view take turns. Memory of the process is that of the
// page with its worker, all wasm included.

import { readFile } from "node:fs/promises";
import { chromium } from "playwright-core";
import { hurry, seconds, watch } from "./strain.mjs";

const MINUTES = Number(process.env.MINUTES ?? 10);

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
await watch(page);
await hurry(page);

const cdp = await page.context().newCDPSession(page);
const row = (...cells) => console.log(cells.map((cell) => String(cell).padStart(11)).join(" "));
row("minute", "events", "Waves", "heap MB", "process MB", "frames", "late", "long tasks", "longest ms");
for (let minute = 0; minute <= MINUTES; minute++) {
  if (minute > 0) await page.click(minute % 2 ? "#view-hyperversal" : "#view-universal");
  const { frames, late, longTasks, longest } = await seconds(page, minute > 0 ? 60 : 0);
  await cdp.send("HeapProfiler.collectGarbage");
  const { usedSize } = await cdp.send("Runtime.getHeapUsage");
  const { events, waves } = await page.evaluate(() => ({ ...document.body.dataset }));
  row(minute, events, waves, (usedSize / 1e6).toFixed(1), (await resident()).toFixed(0), frames, late, longTasks, longest.toFixed(0));
}
await browser.close();
for (const trouble of troubles) console.log(`the browser's console: ${trouble}`);
process.exitCode = troubles.length > 0 ? 1 : 0;
