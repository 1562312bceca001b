// The editor: WAT that is typed is alive at once, a bind says which route a Wave takes, any module can be read.

import assert from "node:assert/strict";
import { choose, hello, on_page, reads } from "./living_page.mjs";

const editor = (page) => page.getByRole("region", { name: "editor" });
const text = (page) => page.locator("#editor-text");
const replies = (page) => editor(page).locator(".replies");

/** Opens the editor by its key. */
async function open(page) {
  await page.keyboard.press("Escape");
  await page.keyboard.press("e");
  await page.waitForFunction(() => document.activeElement?.id === "editor-text");
}

/** Changes a piece of the text as a person would: all of it is typed anew. */
async function change(page, from, to) {
  const written = await text(page).inputValue();
  assert.ok(written.includes(from), `${from} is not in the text`);
  await text(page).fill(written.replace(from, to));
}

on_page("WAT that is typed is alive at once, and each good edit is the new version", {}, async (page) => {
  await open(page);
  await editor(page).getByText("is called once for each Wave").waitFor();
  await page.keyboard.press("Control+Enter");
  await replies(page).getByText("localhost:draft<Mechtron> Ready").waitFor();
  await replies(page).getByText("hello, cosmos").waitFor();
  await editor(page).getByText(/Ping Ext<Say>/).first().waitFor();
  await editor(page).getByRole("checkbox", { name: "on each good edit" }).check();
  await change(page, "hello, cosmos", "hello, reader");
  await replies(page).locator(".reply", { hasText: "hello, reader" }).waitFor();
  await page.locator("[role=treeitem]", { hasText: "draft" }).first().waitFor();
  // fuel of the last Wave to it
  await reads(page, () => editor(page).getByRole("list", { name: "the last Waves to it" }).innerText(), /200.*fuel [1-9]/);
});

on_page("what is wrong is marked in its place as one types, and the old version serves on", {}, async (page) => {
  await open(page);
  await page.keyboard.press("Control+Enter");
  await replies(page).getByText("hello, cosmos").waitFor();
  await editor(page).getByRole("checkbox", { name: "on each good edit" }).check();
  const written = await text(page).inputValue();
  await change(page, "call $reply", "call $replay");
  const wrong = editor(page).getByRole("button", { name: "line 14, column 11" });
  await wrong.waitFor();
  await reads(page, () => editor(page).locator(".ink .wrong").innerText(), "$replay");
  await reads(page, () => editor(page).locator(".ink b").innerText(), /unknown func/);
  await reads(page, () => editor(page).getByRole("button", { name: "Make it live" }).isDisabled(), true);
  await wrong.click();
  const selected = () => text(page).evaluate((area) => area.value.slice(area.selectionStart, area.selectionStart + 7));
  await reads(page, selected, "$replay");
  // an instruction that does not fit is found too, and so is an import that nobody offers
  await text(page).fill(written.replace("(i32.const 13)", "(i64.const 13)"));
  await editor(page).locator(".ink .wrong", { hasText: "call" }).waitFor();
  await text(page).fill(written.replace('"reply"', '"replay"'));
  await editor(page).getByText("did you mean cosmos.reply?").first().waitFor();
  await editor(page).getByRole("button", { name: "Send" }).click();
  await replies(page).getByText("hello, cosmos").waitFor();
});

on_page("there are modules to begin with, and what was written is there after a reload", {}, async (page) => {
  await open(page);
  await editor(page).getByRole("combobox", { name: "begin with" }).selectOption({ index: 2 });
  await page.waitForFunction(() => document.querySelector("#editor-text").value.includes("Counts its Waves"));
  await editor(page).getByText("reads its state").waitFor();
  await page.fill("#editor-point", "localhost:counter");
  await page.fill("#editor-trial", "ping localhost:counter Ext<Say>");
  await editor(page).getByRole("button", { name: "Make it live" }).click();
  await replies(page).locator(".reply", { hasText: "Int 1" }).waitFor();
  await editor(page).getByRole("button", { name: "Send" }).click();
  await replies(page).locator(".reply", { hasText: "Int 2" }).waitFor();
  await page.fill("#editor-point", "localhost");
  await editor(page).getByText("a Space is there already").waitFor();
  await page.reload();
  await page.waitForSelector('body[data-ready="true"]');
  await open(page);
  await reads(page, () => text(page).inputValue(), /Counts its Waves/);
  await reads(page, () => page.inputValue("#editor-trial"), "ping localhost:counter Ext<Say>");
});

on_page("a bind says which route a Wave takes and why, and is put in place by lines that are shown", {}, async (page) => {
  await open(page);
  await editor(page).getByRole("button", { name: "Bind" }).click();
  await editor(page).getByText("is taken: -> localhost:hello^Ext<Hello> => &; name is ann").waitFor();
  await page.fill("#editor-trial", "ping localhost:app^Http<Put>/greet/ann");
  await editor(page).getByText('is taken: -> !404 "no such page"').waitFor();
  await editor(page).getByText("expected a method of `<Get>`").first().waitFor();
  await change(page, "!404", "!!404");
  await editor(page).getByRole("button", { name: /line 7, column/ }).waitFor();
  await change(page, "!!404", "!404");
  await editor(page).getByRole("button", { name: "Put it in place" }).click();
  await replies(page).getByText("set localhost:app{ +bind=localhost:binds:app:1.0.0:/bind/app.bind }").waitFor();
  await replies(page).locator(".reply", { hasText: "404 Err no such page" }).waitFor();
  await editor(page).getByText("its bind is localhost:binds:app:1.0.0:/bind/app.bind").waitFor();
});

on_page("the module of a Mechtron, and one that was brought, can be read as WAT", {}, async (page) => {
  await page.locator("[role=treeitem]", { hasText: "echo" }).first().click();
  await page.getByRole("button", { name: "Show as WAT" }).click();
  await page.waitForFunction(() => document.querySelector("#editor-point").value === "localhost:echo");
  await reads(page, () => page.inputValue("#editor-text"), /call \$reply/);
  await editor(page).getByText("the new version of what lives there, which keeps its state").waitFor();
  await choose(page, await hello());
  await page.locator("#launch-go").waitFor();
  await page.locator("#launch-dialog").getByRole("button", { name: "Show as WAT" }).click();
  await page.waitForFunction(() => document.querySelector("#editor-text").value.length > 20_000);
  await reads(page, () => page.inputValue("#editor-point"), "localhost:hello");
  await editor(page).getByText("is called once for each Wave").waitFor();
});
