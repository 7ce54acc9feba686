// Drives a lesson in a real JupyterLab as a learner would: run all cells, move sliders by keyboard,
// train, stop, upload. Prints what it saw as one JSON object; tests/browser/test_lab.py judges it.
//
//   node lab.mjs SETTINGS.json
//
// SETTINGS: url (with token), notebook, modules (node_modules folder), chromium, profile (an empty
// folder), picture and text (files to upload), shot (where to save a screenshot).
import { readFileSync } from 'node:fs';
import * as lab from './page.mjs';
import { frames, launch, open, runAllCells, sleep, text, until } from './page.mjs';

const settings = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const seen = { outside: [], console: [], widgets: [], seconds: {} };
let last = Date.now();
const lap = what => { seen.seconds[what] = (Date.now() - last) / 1000; last = Date.now(); };
const browser = await launch(settings);
try {
  const { page, panel, idle } = await open(browser, settings, seen);
  lap('opening');

  // As stored: nobody has run anything, and the outputs are not trusted.
  seen.stored = await panel.evaluate(outputs);

  await runAllCells(page, idle);
  seen.run = await panel.evaluate(outputs);
  lap('running all cells');

  const explorers = page.locator('.course-explorer');
  const button = name => lab.button(page, name);
  const press = (explorer, name) => explorer.locator(button(name)).click();

  // Every slider of every widget, by keyboard alone.
  for (const explorer of await explorers.all()) {
    await explorer.scrollIntoViewIfNeeded();
    const widget = { title: (await text(explorer)).split('\n')[0], moved: [] };
    for (const handle of await explorer.locator('[role=slider]').all()) {
      const before = await frames(explorer);
      await handle.focus();
      await page.keyboard.press('ArrowRight');
      await page.keyboard.press('ArrowLeft');
      widget.moved.push(await until('a new picture', 10000,
        async () => await frames(explorer) > before).catch(() => false));
    }
    seen.widgets.push(widget);
  }
  lap('every slider');

  // From key to picture: 40 presses on the first widget, a class map and a sigmoid.
  const first = explorers.first();
  await first.scrollIntoViewIfNeeded();
  await first.locator('[role=slider]').first().focus();
  await sleep(1500);  // until all pictures are sharp
  await page.evaluate(() => { window.latencies.length = 0; });
  for (let i = 0; i < 40; i++) {
    await page.keyboard.press(i % 20 < 10 ? 'ArrowRight' : 'ArrowLeft');
    await sleep(250 + 53 * (i % 7));
  }
  seen.latency = await page.evaluate(() => window.latencies);
  lap('latency');

  // A shared setting reaches the goal; nonsense is answered in the widget.
  const shared = first.locator('input[type=text]').last();
  await shared.fill('w1=3, w2=3, b=0');
  await shared.press('Enter');
  seen.goal = await until('the goal is ticked', 10000, async () => (await text(first)).includes('Reached'));
  await page.screenshot({ path: settings.shot });
  await shared.fill('w9=1');
  await shared.press('Enter');
  seen.nonsense = await until('an answer', 10000, async () =>
    (await first.locator('[role=alert]').innerText()).includes('w9'));

  lap('settings');

  // Live training.
  const live = explorers.filter({ has: button('Play') }).first();
  await live.scrollIntoViewIfNeeded();
  const training = seen.training = { before: await frames(live), started: Date.now() };
  await press(live, 'Play');
  await sleep(700);
  const rate = live.locator('[role=slider]').first();
  await rate.focus();
  for (let i = 0; i < 5; i++) await page.keyboard.press('ArrowRight');
  await sleep(800);
  await press(live, 'Pause');
  training.pictures = await frames(live) - training.before;
  training.seconds = (Date.now() - training.started) / 1000;
  await sleep(800);  // a last frame and the sharp picture may follow
  const held = await frames(live);
  await sleep(500);
  training.still_after_pause = await frames(live) - held;
  await press(live, 'Step');
  training.step = await until('a step', 10000, async () => await frames(live) > held);
  await press(live, 'Play');
  await sleep(400);
  const stop = await live.locator(button('Stop')).evaluate(node => {
    node.click();
    return performance.now();
  });
  await sleep(600);
  training.stop = Math.max(0, await live.evaluate(node => window.lastQuickFrameOf(node)) - stop);
  await sleep(600);
  const stopped = await frames(live);
  await sleep(500);
  training.still_after_stop = await frames(live) - stopped;
  await press(live, 'Reset');
  training.reset = await until('back at the beginning', 10000, async () =>
    (await text(live)).includes('step 0'));

  lap('training');

  // One's own picture, and something that isn't one.
  const photo = explorers.last();
  await photo.scrollIntoViewIfNeeded();
  const choose = async file => {
    const chooser = page.waitForEvent('filechooser');
    await photo.locator('button', { hasText: 'picture' }).click();
    await (await chooser).setFiles(file);
  };
  const before = await frames(photo);
  await choose(settings.picture);
  seen.upload = await until('the uploaded picture', 15000, async () => await frames(photo) > before);
  await choose(settings.text);
  seen.refusal = await until('the refusal', 15000, async () =>
    photo.locator('[role=alert]').innerText());
  seen.end = await panel.evaluate(outputs);
  lap('uploads');
} catch (error) {
  seen.failure = String(error.stack ?? error);
  await browser.pages()[0]?.screenshot({ path: settings.shot }).catch(() => {});
} finally {
  await browser.close().catch(() => {});
}
console.log(JSON.stringify(seen));

// In the page: what the outputs show.
function outputs(panel) {
  const all = selector => [...panel.querySelectorAll('.jp-OutputArea ' + selector)];
  return {
    pictures: all('img, canvas').length,
    without_alt: all('img, canvas').filter(picture =>
      !(picture.alt ?? picture.getAttribute('aria-label') ?? '').trim()).length,
    errors: all('[data-mime-type="application/vnd.jupyter.error"]').map(node => node.innerText),
    broken_widgets: all('*').filter(node => !node.children.length
      && /Error displaying widget|Loading widget/.test(node.textContent)).length,
    widgets: all('.course-explorer').length,
    stills: all('em').filter(node => /run this cell to move it/.test(node.parentElement.textContent)
      && node.closest('.jp-OutputArea-output').querySelector('img[alt]')).length,
  };
}
