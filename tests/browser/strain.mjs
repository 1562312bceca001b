// What a page takes of its own thread, for those who measure: long tasks are the browser's own (over 50 ms), and a frame
// counts as late when it comes more than 25 ms after the one before it. `page` is a page of playwright.

// A place of the speed slider: as fast as it goes.
const FASTEST = 300;

/** Lets time go as fast as it can, so that the worker never rests. */
export const hurry = (page) =>
  page.locator("#speed").evaluate((slider, place) => {
    slider.value = place;
    slider.dispatchEvent(new Event("input", { bubbles: true }));
  }, FASTEST);

/** Counts from now on. */
export const watch = (page) =>
  page.evaluate(() => {
    const seen = { longTasks: 0, longest: 0, frames: 0, late: 0, last: performance.now() };
    globalThis.strain = seen;
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

/** Lets so many seconds pass, and gives what was counted in them. */
export async function seconds(page, count) {
  // The page itself counts them: a page that hangs ends this by the time limit of what asks it.
  await page.evaluate((count) => new Promise((done) => setTimeout(done, count * 1000)), count);
  return page.evaluate(() => {
    const seen = { ...strain };
    Object.assign(strain, { longTasks: 0, longest: 0, frames: 0, late: 0 });
    return seen;
  });
}
