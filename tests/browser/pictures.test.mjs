// What the stage draws at fixed moments of the first cosmos, beside pictures that are kept in tests/browser/pictures.
//
// Fonts and edges differ from machine to machine, so both pictures are made as small as CELLS, and a cell counts as
// different when its lightness is off by more than LIGHTER of 255. Not more than MOST of all cells may differ, which is less
// than one star or the name of a Point. `KEEP_PICTURES=1` keeps those that are drawn now.

import assert from "node:assert/strict";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { A_HUNDREDTH, ROOT, data, frames, look_at, on_page, picture, speed } from "./living_page.mjs";

const CELLS = [120, 70];
const LIGHTER = 28;
const MOST = 0.01;

/** How much of two pictures differs, from 0 to 1: the browser reads and shrinks them. */
const difference = (page, one, other) =>
  page.evaluate(
    async ({ pictures, cells: [width, height], lighter }) => {
      const shrunk = await Promise.all(
        pictures.map(async (picture) => {
          const bytes = Uint8Array.from(atob(picture), (c) => c.charCodeAt(0));
          const image = await createImageBitmap(new Blob([bytes], { type: "image/png" }));
          const drawing = new OffscreenCanvas(width, height).getContext("2d");
          drawing.imageSmoothingQuality = "high";
          drawing.drawImage(image, 0, 0, width, height);
          return drawing.getImageData(0, 0, width, height).data;
        }),
      );
      const light = (of, at) => 0.299 * of[at] + 0.587 * of[at + 1] + 0.114 * of[at + 2];
      let differ = 0;
      for (let at = 0; at < shrunk[0].length; at += 4) {
        if (Math.abs(light(shrunk[0], at) - light(shrunk[1], at)) > lighter) differ++;
      }
      return differ / (width * height);
    },
    { pictures: [one, other].map((picture) => picture.toString("base64")), cells: CELLS, lighter: LIGHTER },
  );

/** Holds that the stage looks as it is kept. */
async function looks(page, name) {
  // What glides to its place is there after some frames.
  await frames(page, 150);
  const now = await picture(page);
  const kept = fileURLToPath(new URL(`tests/browser/pictures/${name}.png`, ROOT));
  if (process.env.KEEP_PICTURES) {
    await mkdir(fileURLToPath(new URL("tests/browser/pictures/", ROOT)), { recursive: true });
    return writeFile(kept, now);
  }
  await writeFile(fileURLToPath(new URL(`target/screenshots/stage-${name}.png`, ROOT)), now);
  const differs = await difference(page, await readFile(kept), now);
  assert.ok(
    differs <= MOST,
    `${(100 * differs).toFixed(1)} % of the stage look otherwise than in ${kept}; see target/screenshots/stage-${name}.png`,
  );
}

/** Time stands after exactly so many events. */
async function stand(page, events) {
  await speed(page, A_HUNDREDTH);
  await page.waitForFunction((events) => +document.body.dataset.events > events, events);
  await page.locator("#pause").click();
  await page.waitForSelector('body[data-paused="true"]');
  await look_at(page, events);
}

const view = async (page, name) => {
  await page.click(`#view-${name}`);
  await page.locator(`#view-${name}[aria-pressed="true"]`).waitFor();
};

for (const scheme of ["dark", "light"]) {
  on_page(`the stage looks as it is kept, ${scheme}`, { scheme }, async (page) => {
    const begun = (await data(page)).events;
    await stand(page, begun + 400);
    await looks(page, `universal-${scheme}`);
    const tidy = page.getByRole("button", { name: "Universal view as a tidy tree" });
    await tidy.click();
    await looks(page, `tidy-${scheme}`);
    await tidy.click();
    await view(page, "hyperversal");
    await looks(page, `hyperversal-${scheme}`);
    // What is done at a moment of the past happens at that very moment.
    await page.fill("#console-input", "cut central:nexus[0]--machine:machine[0]");
    await page.press("#console-input", "Enter");
    for (let step = 1; step <= 3; step++) {
      const before = (await data(page)).events;
      await page.click("#step-event");
      await page.waitForFunction((events) => +document.body.dataset.events === events + 1, before);
    }
    await looks(page, `cut-${scheme}`);
  });
}
