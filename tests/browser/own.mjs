// What of the page is the course's own, in a real JupyterLab: names with script tags in them, the
// rules of axe-core, every control by keyboard alone, and a slider dragged wildly. Prints one JSON
// object; test_own_content.py judges it.
//
//   node own.mjs SETTINGS.json
//
// SETTINGS as for lab.mjs, and: codes (cells), axe (path of axe.min.js), lessons (to look at as
// stored), upload (name and bytes of a picture), evil (the text with script tags), drag (seconds).
import { readFileSync } from 'node:fs';
import { frames, launch, openNew, runAllCells, sleep, text, until } from './page.mjs';

const settings = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const seen = { outside: [], console: [], axe: {}, reached: [], operated: {} };
const rules = readFileSync(settings.axe, 'utf8');
const browser = await launch(settings);
try {
  const { page, idle } = await openNew(browser, settings, seen);
  await runAllCells(page, idle);
  const explorers = page.locator('.course-explorer');

  // Names with script tags: shown as they are written, and never run.
  const photo = explorers.filter({ has: page.locator('button', { hasText: 'picture' }) }).first();
  await photo.scrollIntoViewIfNeeded();
  await photo.locator('input[type=text]').last().fill(settings.evil);
  await photo.locator('input[type=text]').last().press('Enter');
  await until('a complaint', 15000, async () =>
    (await photo.locator('[role=alert]').innerText()).includes('<script>'));
  seen.evil = await page.evaluate(evil => ({
    ran: window.hacked ?? 0,
    images: document.querySelectorAll('img[src="x"], .jp-OutputArea script').length,
    shown: [...document.querySelectorAll('.jp-OutputArea-output, [role=alert], .course-explorer')]
      .filter(node => node.innerText.includes(evil)).length,
  }), settings.evil);

  seen.axe['widgets'] = await judge(page);

  // Every control is reached by Tab, in its place, and the keyboard operates it.
  for (const explorer of await explorers.all()) {
    await explorer.scrollIntoViewIfNeeded();
    seen.reached.push(await walk(page, explorer));
  }
  const operate = async (kind, selector, act, done) => {
    const widget = explorers.filter({ has: page.locator(selector) }).first();
    const control = widget.locator(selector).first();
    await control.scrollIntoViewIfNeeded();
    await control.focus();
    const before = { value: await control.inputValue().catch(() => ''), frames: await frames(widget) };
    await act(control);
    seen.operated[kind] = await until(kind, 15000, () => done(control, before, widget))
      .catch(error => String(error));
  };
  const painted = async (control, before, widget) => await frames(widget) > before.frames;
  const press = key => () => page.keyboard.press(key);
  await operate('slider', '[role=slider]', async () => {
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('ArrowRight');
  }, painted);
  await operate('list', 'select:enabled', async control => {
    await page.keyboard.type(await control.locator('option').last().innerText());
    await page.keyboard.press('Enter'); // where typing has opened the list
  }, async (control, before, widget) =>
    await control.inputValue() !== before.value && await painted(control, before, widget));
  await operate('checkbox', 'input[type=checkbox]:enabled', press('Space'), painted);
  await operate('text', 'input[type=text]', async control => {
    await control.selectText();
    await page.keyboard.type('nonsense');
    await page.keyboard.press('Enter');
  }, async (control, before, widget) => (await widget.locator('[role=alert]').count()) > 0);
  await operate('button', 'button:has-text("Reset all")', press('Enter'), painted);
  const chooser = page.waitForEvent('filechooser', { timeout: 15000 });
  const file = { ...settings.upload, buffer: Buffer.from(settings.upload.buffer, 'base64') };
  await operate('upload', 'button:has-text("picture")', async () => {
    await page.keyboard.press('Enter');
    await (await chooser).setFiles(file);
  }, painted);
  await sleep(500);
  seen.evil.ran_later = await page.evaluate(() => window.hacked ?? 0);
  await page.screenshot({ path: settings.shot });

  seen.drag = await drag(page, explorers.first(), settings.drag);

  // Lessons as they are stored.
  const { origin, search } = new URL(settings.url);
  for (const lesson of settings.lessons) {
    await page.goto(`${origin}/lab/tree/notebooks/${lesson}${search}&reset`);
    await page.locator('.jp-NotebookPanel .jp-RenderedMarkdown h1').first()
      .waitFor({ timeout: 90000 });
    await sleep(3000);
    seen.axe[lesson] = await judge(page);
  }
} catch (error) {
  seen.failure = String(error.stack ?? error);
  await browser.pages()[0]?.screenshot({ path: settings.shot }).catch(() => {});
} finally {
  await browser.close().catch(() => {});
}
console.log(JSON.stringify(seen));

// The violations that axe-core finds in our own content, the serious ones with their places.
async function judge(page) {
  await page.evaluate(rules);
  return page.evaluate(async () => {
    const own = ['.course-explorer', '.jp-NotebookPanel .jp-RenderedMarkdown',
      '.jp-NotebookPanel .jp-OutputArea-output.jp-RenderedHTML'];
    const include = own.filter(place => document.querySelector(place)).map(place => [place]);
    const { violations, passes } = await axe.run({ include }, {
      resultTypes: ['violations'], iframes: false });
    return { passes: passes.length, parts: include.length, violations: violations.map(rule => ({
      id: rule.id, impact: rule.impact, help: rule.help, count: rule.nodes.length,
      places: rule.nodes.slice(0, 3).map(node => node.html.slice(0, 200)) })) };
  });
}

// Tab from the first control of a widget to its last: what was reached, and what was not.
async function walk(page, explorer) {
  const kinds = await explorer.evaluate(root => {
    const all = root.querySelectorAll('input:not([type=file]), select, button, [role=slider]');
    window.controls = [...all].filter(node => !node.disabled && node.offsetParent !== null
      && node.getAttribute('aria-disabled') !== 'true');
    window.controls[0]?.focus();
    return window.controls.map(node => node.type ?? node.getAttribute('role'));
  });
  const reached = new Set();
  for (let i = 0; i < 3 * kinds.length + 5; i++) {
    reached.add(await page.evaluate(() => window.controls.indexOf(document.activeElement)));
    await page.keyboard.press('Tab');
  }
  return { kinds, missed: kinds.filter((_, i) => !reached.has(i)) };
}

// The first slider of a widget, dragged by mouse as wildly as the page takes it.
async function drag(page, explorer, seconds) {
  const handle = explorer.locator('[role=slider]').first();
  await handle.scrollIntoViewIfNeeded();
  const { x, y, width } = await explorer.locator('.noUi-base').first().boundingBox();
  const memory = () => page.evaluate(() => performance.memory.usedJSHeapSize);
  const [before, start] = [await frames(explorer), await memory()];
  const box = await handle.boundingBox();
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  await page.mouse.down();
  let moves = 0;
  for (const end = Date.now() + 1000 * seconds; Date.now() < end; moves++) {
    await page.mouse.move(x + width * Math.abs(Math.sin(moves * 1.7)), y, { steps: 2 });
  }
  await page.mouse.up();
  const released = Date.now();
  // The backlog: how long pictures still come after the last move. The sharp one is the last.
  let last = released, count = await frames(explorer);
  while (Date.now() - last < 1500 && Date.now() - released < 30000) {
    await sleep(50);
    const now = await frames(explorer);
    if (now !== count) [count, last] = [now, Date.now()];
  }
  return { moves, pictures: count - before, backlog: (last - released) / 1000,
    grown: await memory() - start };
}
