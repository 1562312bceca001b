// The conversation of tests/scenarios/languages.txt with a Mechtron of each language, in the page. The
// page has a cosmos already, so names get a prefix and grants another number.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { ROOT, on_page, say, speed } from "./living_page.mjs";

// A place of the speed slider: a power of ten, in hundredths.
const A_FIFTH = -70;

const FAILURES = {
  wat: "500 Err the guest gave up (`unreachable`); its last words were: I was asked to fail",
  c: "500 Err the guest gave up (`unreachable`); its last words were: I was asked to fail",
  zig: "500 Err the guest gave up (`unreachable`); its last words were: I was asked to fail",
  rust: "500 Err the guest gave up (`unreachable`); its last words were: panic at ...",
  assemblyscript: "500 Err abort: I was asked to fail, at conformance.ts:...",
};

const SCRIPT = await readFile(new URL("tests/scenarios/languages.txt", ROOT), "utf8");

const module_of = async (language) => {
  const path = language === "wat" ? "mechtrons/conformance/conformance.wat" : `target/guests/conformance-${language}.wasm`;
  return readFile(new URL(path, ROOT)).catch(() => undefined);
};

/** What is said and answered in each scenario, and what is then in the log. */
function conversation(language, file) {
  const steps = [];
  SCRIPT.split(/^--- .* ---$/m).slice(1).forEach((scenario, at) => {
    const named = (line) => line.replaceAll(/localhost:(one|two)/g, `localhost:${language.slice(0, 3)}${at}$1`);
    for (const [, said, answer, log] of scenario.matchAll(/^> (.*)\n(.*)$|^\? log\n {2}(.*)$/gm)) {
      if (log) steps.push({ log: named(log).split(": ") });
      else if (said !== "create localhost<Space>") {
        steps.push({ said: named(said).replaceAll("conformance.wat", file), answer: named(answer) });
      }
    }
  });
  return steps;
}

const fits = (text, expected) => {
  const [begin, open] = expected.split("...");
  return open === undefined ? text === expected : text.startsWith(begin);
};

for (const language of Object.keys(FAILURES)) {
  const bytes = await module_of(language);
  if (bytes === undefined) {
    test(`the conversation in ${language}`, { skip: `there is no conformance-${language}.wasm` }, () => {});
    continue;
  }
  on_page(`the conversation in ${language}`, {}, async (page) => {
    await speed(page, A_FIFTH);
    const name = language === "wat" ? "conformance.wat" : "conformance.wasm";
    const chooser = page.waitForEvent("filechooser");
    await page.fill("#console-input", `launch ^[ ${name} ]-> localhost:first`);
    await page.press("#console-input", "Enter");
    await (await chooser).setFiles([{ name, mimeType: "application/wasm", buffer: bytes }]);
    await page.locator(".reply.good", { hasText: "localhost:first" }).waitFor();
    for (const { said, answer, log } of conversation(language, name)) {
      if (log) {
        await page.fill("#tree-filter", log[0]);
        await page.locator("[role=treeitem]", { hasText: log[0].split(":")[1] }).click();
        await page.locator("#inspector dd", { hasText: log[1] }).waitFor();
        continue;
      }
      const text = await say(page, said);
      const expected = answer.includes("I was asked to fail") ? FAILURES[language] : answer;
      const right = said.startsWith("grant ") ? /^200 Int \d+$/.test(text) : fits(text, expected);
      assert.ok(right, `${said}\n  expected ${expected}\n  found    ${text}`);
    }
  });
}
