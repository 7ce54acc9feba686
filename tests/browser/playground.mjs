// Week C1W3's playground in a real JupyterLab: plays, and has controls moved while it trains.
// Prints what it saw as one JSON object; tests/browser/test_c1w3_playground.py judges it.
//
//   node playground.mjs SETTINGS.json
//
// SETTINGS as in lab.mjs, without files to upload, but with codes: the cells of a new notebook.
import { readFileSync } from 'node:fs';
import { button, frames, launch, openNew, runAllCells, sleep, text, until } from './page.mjs';

const settings = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const seen = { outside: [], console: [] };
const browser = await launch(settings);
try {
  const { page, idle } = await openNew(browser, settings, seen);
  await runAllCells(page, idle);
  const playground = page.locator('.course-explorer').last();
  await playground.scrollIntoViewIfNeeded();
  const press = name => playground.locator(button(page, name)).click();
  const shared = playground.locator('input[type=text]').last();
  const apply = async words => {
    await shared.fill(words);
    await shared.press('Enter');
  };
  const step = async () => Number((await text(playground)).match(/^step (\d+)$/m)[1]);
  const slider = name => playground.locator('.widget-inline-hbox', { hasText: name })
    .locator('[role=slider]');

  // A prepared experiment, handed over as words; then ten seconds of training.
  await apply('spiral, 8 tanh units, learning rate 1, start 1');
  await until('the settings have arrived', 10000, async () =>
    (await shared.inputValue()).startsWith('spiral, noise 1, 8 tanh units'));
  await sleep(1500);
  const before = await frames(playground), began = Date.now();
  await press('Play');
  await sleep(3000);
  seen.pictures = await frames(playground) - before;
  seen.seconds = (Date.now() - began) / 1000;
  seen.steps = await step();

  // The learning rate acts on the running training; another number of units begins anew, and plays.
  await press('Reset');
  await apply('circles, 3 tanh units, learning rate 0.001');
  await press('Play');
  await sleep(500);
  await slider('learning rate').focus();
  const slow = await step();
  for (let i = 0; i < 20; i++) await page.keyboard.press('PageUp');
  await until('the learning rate is at its end', 10000, async () =>
    (await shared.inputValue()).includes('learning rate 3.1'));
  seen.went_on = await step() >= slow;
  await sleep(500);
  seen.goal = await until('the goal is reached at the new rate', 20000, async () =>
    (await text(playground)).includes('Reached: circles'));
  await press('Reset');
  await apply('flower, 3 tanh units, learning rate 0.1');
  await press('Play');
  await until('it trains', 10000, async () => await step() > 0);
  await slider('hidden units').focus();
  await page.keyboard.press('ArrowRight');
  await until('four units', 10000, async () => (await shared.inputValue()).includes('4 tanh units'));
  const anew = await frames(playground);
  seen.plays_on = await until('it plays on', 10000, async () => await frames(playground) > anew + 2);
  await press('Stop');
  await page.screenshot({ path: settings.shot });
} catch (error) {
  seen.failure = String(error.stack ?? error);
  await browser.pages()[0]?.screenshot({ path: settings.shot }).catch(() => {});
} finally {
  await browser.close().catch(() => {});
}
console.log(JSON.stringify(seen));
