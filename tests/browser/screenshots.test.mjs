// Pictures of the page in three sizes, both themes and both views, kept in target/screenshots.

import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { ROOT, SIZES, frames, on_page } from "./living_page.mjs";

for (const size of Object.keys(SIZES)) {
  for (const scheme of ["light", "dark"]) {
    on_page(`screenshots: ${size}, ${scheme}`, { size, scheme }, async (page) => {
      for (const view of ["universal", "hyperversal"]) {
        await page.click(`#view-${view}`);
        await page.locator(`#view-${view}[aria-pressed="true"]`).waitFor();
        await frames(page, 120);
        const place = new URL(`target/screenshots/${size}-${scheme}-${view}.png`, ROOT);
        const image = await page.screenshot({ path: fileURLToPath(place) });
        assert.ok(image.length > 20_000, "there is next to nothing on the picture");
        const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        assert.ok(overflow <= 0, `the page is ${overflow} pixels too wide`);
      }
    });
  }
}
