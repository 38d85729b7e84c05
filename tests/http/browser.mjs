// The page in a browser: see browser.sh.
import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { resolve } from "node:path";

const tools = resolve("target/http-tools");
const { chromium } = createRequire(`${tools}/`)("playwright-core");
const { OPEN, KEYED, CHROMIUM } = process.env;

const browser = await chromium.launch({
  executablePath: CHROMIUM,
  args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync"],
});
const desktop = { viewport: { width: 1280, height: 900 } };
const phone = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true, deviceScaleFactor: 2 };
const failures = [];
let passed = 0;

/** One test, on a page of its own that may talk to the service alone and may not complain. */
async function test(name, options, steps) {
  const { url = OPEN, shots = true, ...context } = options;
  const page = await (await browser.newContext(context)).newPage();
  page.setDefaultTimeout(20_000);
  const trouble = [];
  page.on("pageerror", (error) => trouble.push(String(error)));
  page.on("console", (message) => message.type() === "error" && !/status of 4/.test(message.text()) && trouble.push(message.text()));
  page.on("request", (request) => request.url().startsWith(url) || request.url().startsWith("data:") || trouble.push(`asks ${request.url()}`));
  try {
    await page.goto(url);
    await steps(page);
    assert.deepEqual(trouble, []);
    passed += 1;
  } catch (error) {
    failures.push(name);
    console.error(`${name}: ${error.stack}`);
  }
  if (shots) await page.screenshot({ path: `${tools}/screenshots/${name}.png` });
  await page.context().close();
}

async function example(page) {
  await page.click("#example");
  await page.waitForSelector("#result:not([hidden])");
}

const noSidewaysScroll = async (page) =>
  assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), "the page is too wide");

await test("empty-light", { ...desktop, colorScheme: "light" }, async (page) => {
  await noSidewaysScroll(page);
  const tops = await page.evaluate(() =>
    [...document.querySelectorAll(".row .field:not([hidden]) label")].map((label) => label.getBoundingClientRect().top));
  assert.equal(new Set(tops).size, 1, `the labels stand at ${tops}`);
});
await test("empty-phone", phone, noSidewaysScroll);

for (const colorScheme of ["light", "dark"]) {
  await test(`example-${colorScheme}`, { ...desktop, colorScheme }, async (page) => {
    await example(page);
    const said = page.locator("article mark.said", { hasText: "looked for a buyer" }).first();
    assert.ok(await said.count(), "the quotation is marked");
    assert.match(await page.textContent("#speech"), /Kari Lund: /);
    for (const kind of ["person", "place", "time", "amount"]) {
      assert.ok(await page.locator(`article mark.${kind}`).count(), `a ${kind} is marked`);
    }
    await said.hover();
    assert.match(await page.textContent("#tip"), /Kari Lund.*said.*speech, \d+ % sure/s);
    await noSidewaysScroll(page);
  });
  await test(`example-phone-${colorScheme}`, { ...phone, colorScheme }, async (page) => {
    await example(page);
    await page.locator("article mark.person").first().tap();
    assert.ok(await page.isVisible("#tip"));
    await noSidewaysScroll(page);
  });
}

await test("keyboard", desktop, async (page) => {
  await page.focus("#input");
  await page.keyboard.type("Anna Berg spoke in Oslo on Friday. \"We will stay,\" said Berg.");
  for (let step = 0; step < 4; step += 1) await page.keyboard.press("Tab");
  assert.equal(await page.evaluate(() => document.activeElement.id), "published");
  await page.focus("#extract");
  await page.keyboard.press("Enter");
  await page.waitForSelector("#result:not([hidden])");
  assert.equal(await page.evaluate(() => document.activeElement.id), "article");
  await page.keyboard.press("Tab");
  const marked = () => page.evaluate(() => document.activeElement.closest("article mark")?.textContent);
  assert.equal(await marked(), "Anna Berg");
  assert.match(await page.textContent("#tip"), /Anna Berg.*person/s);
  await page.keyboard.press("ArrowRight");
  assert.notEqual(await marked(), "Anna Berg");
  assert.equal(await page.getAttribute(":focus", "aria-describedby"), "tip");
  await page.keyboard.press("Escape");
  assert.ok(await page.isHidden("#tip"));
  await page.keyboard.press("Tab");
  assert.equal(await page.evaluate(() => document.activeElement.id), "copy", "one stop for all marks");
});

await test("lists-light-up-the-text", desktop, async (page) => {
  await example(page);
  await page.click("#who button");
  assert.ok(await page.locator("article .lit").count());
  await page.click("#who button");
  assert.equal(await page.locator("article .lit").count(), 0);
});

await test("units-are-signs", { ...desktop, shots: false }, async (page) => {
  await page.fill("#input", "The fire burned two square miles at 90 mph, and 40 people left. The wall is 12 feet high.");
  await page.click("#extract");
  await page.waitForSelector("#result:not([hidden])");
  const listed = await page.textContent("#amounts");
  for (const sign of ["mi²", "mph", "people", "ft"]) assert.ok(listed.includes(`, ${sign}`), listed);
  assert.doesNotMatch(listed, /[[\]_]/);
});

await test("copy", { ...desktop, permissions: ["clipboard-read", "clipboard-write"], shots: false }, async (page) => {
  await example(page);
  await page.click("#copy");
  await page.waitForFunction(() => document.getElementById("copy").textContent === "Copied");
  const record = JSON.parse(await page.evaluate(() => navigator.clipboard.readText()));
  assert.equal(record.schema, "dateline/1");
  assert.equal(record.offset_unit, "utf16");
});

await test("nothing-pasted", { ...desktop, colorScheme: "light" }, async (page) => {
  await page.click("#extract");
  assert.match(await page.textContent("#problem"), /Paste/);
  assert.equal(await page.evaluate(() => document.activeElement.id), "input");
});

await test("fetching-is-off", { ...phone, colorScheme: "dark" }, async (page) => {
  await page.fill("#url", "https://courier.example/story");
  await page.click("#extract");
  await page.waitForSelector("#problem:not([hidden])");
  assert.match(await page.textContent("#problem"), /fetches no pages/);
  assert.equal(await page.getAttribute("#url", "aria-invalid"), "true");
  await noSidewaysScroll(page);
});

await test("a-key-is-asked-for", { ...desktop, url: KEYED }, async (page) => {
  await page.click("#example");
  await page.waitForSelector("#key-field:not([hidden])");
  await page.fill("#key", "s3cret");
  await page.keyboard.press("Enter");
  await page.waitForSelector("#result:not([hidden])");
  assert.ok(await page.isHidden("#problem"));
});

await test("hostile-page", desktop, async (page) => {
  await page.fill("#input", `<!doctype html><title>&lt;img src=x onerror=alert(1)&gt;</title><article><h1>&lt;script&gt;alert(1)&lt;/script&gt;</h1>
    <p>Text with &lt;b onclick=alert(1)&gt;marks&lt;/b&gt; in it, said Anna Berg, who came to Oslo to look at the markup of strange pages for a day.</p>
    <p>A second paragraph of the story, long enough to be one, with a <a href="javascript:alert(1)">link</a> that runs.</p></article>`);
  page.on("dialog", () => failures.push("a script of the page ran"));
  await page.click("#extract");
  await page.waitForSelector("#result:not([hidden])");
  assert.equal(await page.locator("article script, article img, article b, article a").count(), 0);
  assert.match(await page.textContent("article"), /<b onclick/);
});

for (const [name, options] of [["long-article", desktop], ["long-article-phone", { ...phone, colorScheme: "dark" }]]) {
  await test(name, options, async (page) => {
    const paragraph = (n) => `Mayor Anna Berg said on Friday that ${n} houses in Oslo would be sold. "We need ${n} million dollars," she told the council. Per Dahl, of the Harbour Board, called it a mistake.`;
    const items = Array.from({ length: 400 }, (_, n) => paragraph(n + 2));
    await page.fill("#input", items.join("\n\n"));
    const started = Date.now();
    await page.click("#extract");
    await page.waitForSelector("#result:not([hidden])");
    console.log(`${name}: shown after ${Date.now() - started} ms, ${await page.locator("article mark").count()} marks`);
    await page.locator("article mark.said").nth(20).scrollIntoViewIfNeeded();
    await page.locator("article mark.said").nth(20).hover();
    assert.ok(await page.isVisible("#tip"));
    await noSidewaysScroll(page);
  });
}

await browser.close();
console.log(`${passed} passed, ${failures.length} failed`);
process.exit(failures.length ? 1 : 0);
