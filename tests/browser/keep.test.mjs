// What a person did is there again: after a reload, after a crash, from a file; and what is said when
// it cannot be saved, or there is nothing to see it by.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { A_HUNDREDTH, data, drop, frames, look_at, made, on_page, reads, say, speed, URL_OF_PAGE, visit } from "./living_page.mjs";

const ready = (page) => page.waitForSelector('body[data-ready="true"]');

const notice = (page, words) => page.locator(".notice", { hasText: words });

const tree_item = (page, name) => page.locator("[role=treeitem]", { hasText: name });

/** The bytes that are saved, as text, once they hold those words. */
const saved_with = (page, words) =>
  page.waitForFunction(
    (words) =>
      new Promise((done) => {
        const open = indexedDB.open("orrery", 1);
        open.onsuccess = () => {
          const get = open.result.transaction("cosmos").objectStore("cosmos").get("saved");
          get.onsuccess = () => {
            open.result.close();
            done(get.result && new TextDecoder("latin1").decode(get.result).includes(words));
          };
        };
      }),
    words,
    { polling: 100 },
  );

/** Something is done that is saved. While time stands, only what is wrong is answered at once. */
async function mark(page, word) {
  await say(page, `xreate localhost:${word}<Base>`);
  await saved_with(page, `localhost:${word}`);
}

async function make(page, name) {
  await speed(page, A_HUNDREDTH);
  assert.match(await say(page, `create localhost:${name}<Base>`), /^200 /);
}

async function pause(page) {
  await page.click("#pause");
  await page.waitForSelector('body[data-paused="true"]');
}

/** The worker ends as it does when its program panics: by an error that nobody caught. */
const crash = (page) => page.workers()[0].evaluate(() => void setTimeout(() => { throw new Error("a fault on purpose"); }));

/** Loads the worker with a few words of script before its own. */
const before_worker = (page, words) =>
  page.route("**/worker_loader.js*", async (route) => {
    const answer = await route.fetch();
    await route.fulfill({ response: answer, body: `${words}\n${await answer.text()}` });
  });

/** Gathers what is shown while a cosmos is restored. */
const watch_restoring = (page) =>
  page.addInitScript(() => {
    window.restoring = [];
    new MutationObserver(() => {
      const shown = document.querySelector(".restoring");
      if (shown) window.restoring.push([shown.textContent, shown.querySelector("progress")?.getAttribute("aria-label")]);
    }).observe(document, { childList: true, subtree: true, characterData: true });
  });

const file_of = async (download) => {
  const buffer = await readFile(await download.path());
  return { name: download.suggestedFilename(), mimeType: "application/octet-stream", buffer };
};

on_page("what was done is there after a reload, to the last event; begun anew, the save stays until something is done", {}, async (page) => {
  await watch_restoring(page);
  await make(page, "mine");
  await pause(page);
  await mark(page, "marked");
  const before = await data(page);
  await page.reload();
  await notice(page, /^Restored from a moment ago\./).waitFor();
  await ready(page);
  const shown = await page.evaluate(() => window.restoring);
  assert.ok(shown.length > 0, "no progress was shown");
  assert.match(shown[0][0], /^The cosmos of a moment ago is being restored: \d+ %/);
  assert.equal(shown[0][1], "how far it is restored");
  await tree_item(page, "mine").waitFor();
  await look_at(page, before.events);
  assert.equal((await data(page)).waves, before.waves);
  await notice(page, "Restored").getByRole("button", { name: "Begin anew" }).click();
  await notice(page, "Begun anew.").waitFor();
  await ready(page);
  await tree_item(page, "stranger").waitFor();
  assert.equal(await tree_item(page, "mine").count(), 0);
  const download = page.waitForEvent("download");
  await notice(page, "Begun anew.").getByRole("button", { name: "Download it" }).click();
  assert.equal((await download).suggestedFilename(), "saved.orrery");
  await page.reload();
  await notice(page, "Restored").waitFor();
  await tree_item(page, "mine").waitFor();
});

on_page("a crash is said, what was said stays, and one goes on from the last save or begins anew", {}, async (page) => {
  await make(page, "mine");
  await mark(page, "marked");
  await crash(page);
  const trouble = page.getByRole("alert").filter({ hasText: "The cosmos has stopped." });
  await trouble.waitFor();
  await reads(page, () => trouble.innerText(), /a fault on purpose.*What you did up to a moment before is saved\./s);
  await trouble.getByRole("button", { name: "Restart from the last save" }).click();
  await notice(page, "Restored").waitFor();
  await trouble.waitFor({ state: "detached" });
  await tree_item(page, "mine").waitFor();
  await page.locator("#console-log", { hasText: "create localhost:mine<Base>" }).waitFor();
  assert.match(await say(page, "get localhost:mine"), /^200 /);
  await crash(page);
  await trouble.getByRole("button", { name: "Begin anew" }).click();
  await notice(page, "Begun anew.").waitFor();
  await tree_item(page, "stranger").waitFor();
  assert.equal(await tree_item(page, "mine").count(), 0);
});

on_page("a crash before anything was saved says so", {}, async (page) => {
  await crash(page);
  const trouble = page.getByRole("alert").filter({ hasText: "The cosmos has stopped." });
  await trouble.getByText("Nothing was saved").waitFor();
  await trouble.getByRole("button", { name: "Begin again" }).click();
  await trouble.waitFor({ state: "detached" });
});

on_page("a cosmos is exported as a file, and opened from it elsewhere", {}, async (page, t) => {
  await make(page, "mine");
  await page.keyboard.press("Escape");
  await page.keyboard.press("k");
  const panel = page.getByRole("dialog", { name: "What is saved" });
  await panel.getByText("What you did is saved in this browser").waitFor();
  await panel.getByRole("textbox", { name: "Keep it as a file" }).fill("my / cosmos");
  const download = page.waitForEvent("download");
  await panel.getByRole("button", { name: "Export" }).click();
  const file = await file_of(await download);
  assert.equal(file.name, "my  cosmos.orrery");

  const other = await visit(t);
  await other.click("#keep-open");
  const chooser = other.waitForEvent("filechooser");
  await other.getByRole("button", { name: "Import a file…" }).click();
  await (await chooser).setFiles([file]);
  await notice(other, "my cosmos.orrery is open.").waitFor();
  await tree_item(other, "mine").waitFor();
  await panel.waitFor({ state: "visible" });
  await speed(other, A_HUNDREDTH);
  assert.match(await say(other, "get localhost:mine"), /^200 /);
  await other.keyboard.press("Escape");
  await other.keyboard.press("k");
  await other.getByText("What you did is saved in this browser").waitFor();

  await other.reload();
  await notice(other, "Restored").waitFor();
  await drop(other, { ...file, name: "again.orrery" });
  await notice(other, "again.orrery is open. The cosmos that was saved before stays").waitFor();
});

const WRONG = [
  ["notes.orrery", "these are my notes", /notes\.orrery was not opened: expected a saved cosmos .*, found text\./],
  ["site.orrery", "PK\x03\x04 and more", /found a zip archive/],
  ["newer.orrery", "orrery cosmos\x09", /expected .* version 1, found version 9; open it with the Orrery that saved it/],
  ["torn.orrery", "orrery cosmos\x01torn", /cut short or damaged/],
];

on_page("a wrong file gets a sentence, one that is too large is not read, and the cosmos goes on", {}, async (page) => {
  for (const [name, content, says] of WRONG) {
    await drop(page, made(name, content));
    const said = page.getByRole("alert").filter({ hasText: name });
    await said.waitFor();
    assert.match(await said.innerText(), says);
    await said.getByRole("button", { name: "close the notice" }).click();
  }
  for (const [name, mebibytes, says] of [
    ["huge.orrery", 70, "huge.orrery has 70.0 MiB, and a saved cosmos may have 64.0 MiB at most."],
    ["huge.wasm", 50, "huge.wasm has 50.0 MiB, and a module may have 16.0 MiB at most."],
  ]) {
    const transfer = await page.evaluateHandle(
      ({ name, bytes }) => {
        const file = new File([new Uint8Array(bytes)], name);
        file.arrayBuffer = () => { throw new Error("it was read"); };
        const transfer = new DataTransfer();
        transfer.items.add(file);
        return transfer;
      },
      { name, bytes: mebibytes << 20 },
    );
    await page.dispatchEvent("main", "drop", { dataTransfer: transfer });
    await page.getByRole("alert").filter({ hasText: says }).waitFor();
  }
  await page.click("#launch-close");
  await speed(page, A_HUNDREDTH);
  assert.match(await say(page, 'ping localhost:echo Ext<Say> "still here"'), /^200 Text still here$/);
});

on_page("a save that cannot be read is said and can be taken, and the first cosmos begins", {}, async (page) => {
  await page.evaluate(
    () =>
      new Promise((done) => {
        const open = indexedDB.open("orrery", 1);
        open.onsuccess = () => {
          const transaction = open.result.transaction("cosmos", "readwrite");
          transaction.objectStore("cosmos").put(new TextEncoder().encode("orrery cosmos\x09"), "saved");
          transaction.oncomplete = () => done(open.result.close());
        };
      }),
  );
  await page.reload();
  const said = page.getByRole("alert").filter({ hasText: "The save of your last visit cannot be read" });
  await said.waitFor();
  assert.match(await said.innerText(), /the first cosmos begins.*found version 9/);
  await tree_item(page, "stranger").waitFor();
  const download = page.waitForEvent("download");
  await said.getByRole("button", { name: "Download it" }).click();
  assert.equal((await file_of(await download)).buffer.toString("latin1"), "orrery cosmos\x09");
  await page.reload();
  await ready(page);
  await page.click("#keep-open");
  await page.getByText("Whatever you do is saved in this browser by itself").waitFor();
  assert.equal(await said.count(), 0);
});

const STORAGES = [
  [
    "a full storage",
    `IDBObjectStore.prototype.put = () => { throw new DOMException("no room", "QuotaExceededError"); };`,
    /^The browser has no room left to save this cosmos\. Nothing is lost while the page is open/,
  ],
  [
    "a storage that is denied",
    `Object.defineProperty(self, "indexedDB", { get() { throw new DOMException("denied to this page", "SecurityError"); } });`,
    /^This browser saves nothing for this page \(denied to this page\)/,
  ],
];

for (const [what, words, says] of STORAGES) {
  test(`${what} is said once there is something to save, and a file can be had`, async (t) => {
    const page = await visit(t, {}, (page) => before_worker(page, words));
    await frames(page, 60);
    assert.equal(await page.locator(".notice").count(), 0);
    await make(page, "mine");
    const said = page.getByRole("alert").filter({ hasText: says });
    const download = page.waitForEvent("download");
    await said.getByRole("button", { name: "Export it" }).click();
    assert.equal((await download).suggestedFilename(), "cosmos.orrery");
    assert.match(await say(page, "get localhost:mine"), /^200 /);
  });
}

on_page("of two tabs the first one saves, and the other says that it does not", {}, async (page) => {
  await make(page, "mine");
  await mark(page, "first-tab");
  const other = await page.context().newPage();
  await other.goto(URL_OF_PAGE);
  await notice(other, "Restored").waitFor();
  await make(other, "theirs");
  await notice(other, "Another tab of this page is open").waitFor();
  await mark(page, "first-again");
  await saved_with(page, "localhost:first-again");
});

test("without WebGL2 the tables remain, and a picture that was taken away comes back", async (t) => {
  const none = await visit(t, {}, (page) =>
    page.addInitScript(() => {
      const get = HTMLCanvasElement.prototype.getContext;
      HTMLCanvasElement.prototype.getContext = function (kind, ...more) {
        return kind === "webgl2" ? null : get.call(this, kind, ...more);
      };
    }),
  );
  await none.getByText("There is no picture: this browser gives the page no WebGL2.").waitFor();
  await tree_item(none, "stranger").click();
  await none.locator("#inspector h2", { hasText: "stranger" }).waitFor();

  const page = await visit(t);
  const extension = await page.evaluateHandle(() => document.getElementById("stage").getContext("webgl2").getExtension("WEBGL_lose_context"));
  await extension.evaluate((extension) => extension.loseContext());
  await page.getByText("There is no picture: the browser has taken it away for now.").waitFor();
  await tree_item(page, "stranger").click();
  await page.locator("#inspector h2", { hasText: "stranger" }).waitFor();
  await extension.evaluate((extension) => extension.restoreContext());
  await page.getByText("There is no picture").waitFor({ state: "detached" });
  const drawn = Number(await page.locator("#stage").getAttribute("data-frames"));
  await page.waitForFunction((drawn) => +document.getElementById("stage").dataset.frames > drawn, drawn);
});

test("when the clock jumps by an hour, as on return to a hidden tab, time does not leap", async (t) => {
  const page = await visit(t, {}, (page) =>
    page.addInitScript(() => {
      const now = performance.now.bind(performance);
      window.skew = 0;
      performance.now = () => now() + window.skew;
    }),
  );
  await speed(page, A_HUNDREDTH);
  for (const skew of [3_600_000, 0]) {
    const before = await data(page);
    await page.evaluate((skew) => { window.skew = skew; }, skew);
    await frames(page, 10);
    await page.waitForFunction((now) => +document.body.dataset.now > now, before.now);
    // an hour at a hundredth would be 36 s of virtual time
    assert.ok((await data(page)).now - before.now < 5e9);
  }
});
