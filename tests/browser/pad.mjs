// Week C1W1's drawing pad in a real JupyterLab: drawn upon by mouse, keyboard and finger.
// Prints what it saw as one JSON object; tests/browser/test_c1w1_pad.py judges it.
//
//   node pad.mjs SETTINGS.json
//
// SETTINGS as in lab.mjs, without files to upload, but with codes: the cells of a new notebook.
import { readFileSync } from 'node:fs';
import { frames, launch, openNew, runAllCells, sleep, text, until } from './page.mjs';

const settings = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const seen = { outside: [], console: [] };
const browser = await launch(settings);
try {
  const { page, panel, idle } = await openNew(browser, settings, seen);
  await runAllCells(page, idle);
  const explorer = page.locator('.course-explorer').last();
  await explorer.scrollIntoViewIfNeeded();
  const pad = explorer.locator('.course-pad canvas');
  const status = explorer.locator('.course-pad-status');
  const press = async (key, times = 1) => {
    for (let i = 0; i < times; i++) await page.keyboard.press(key);
  };
  const says = digit => until(`the network says ${digit}`, 10000,
    async () => (await text(explorer)).includes(`The network says ${digit}`));
  const isEmpty = () => until('the pad is empty', 10000,
    async () => (await text(explorer)).includes('Draw a digit on the pad'));
  // how much of the pad is inked, so that what the hand sees is judged as well
  const ink = () => pad.evaluate(canvas => {
    const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
    let dark = 0;
    for (let i = 0; i < data.length; i += 4) dark += data[i] < 128 && data[i + 2] < 128;
    return dark / (data.length / 4);
  });
  seen.label = await pad.getAttribute('aria-label');
  seen.help = await explorer.locator(`[id="${await pad.getAttribute('aria-describedby')}"]`)
    .innerText();
  seen.shown = await ink();
  const at = async (x, y) => {
    const box = await pad.boundingBox();
    return [box.x + x * box.width, box.y + y * box.height];
  };

  // By mouse: a zero. It has to be read while the button is still down.
  await explorer.locator('button', { hasText: 'Clear' }).click();
  seen.cleared = await isEmpty();
  const circle = Array.from({ length: 41 }, (_, i) => 2 * Math.PI * i / 40)
    .map(t => [0.5 + 0.25 * Math.sin(t), 0.5 - 0.35 * Math.cos(t)]);
  await page.mouse.move(...await at(...circle[0]));
  await page.mouse.down();
  for (const place of circle) await page.mouse.move(...await at(...place));
  seen.mouse = await says(0);
  await page.mouse.up();
  seen.ink = await ink();
  seen.goal = await until('the goal is reached', 10000,
    async () => (await text(explorer)).includes('Reached: it reads your hand'));
  await page.screenshot({ path: settings.shot });

  // Without a button held down nothing is drawn.
  const lifted = await ink();
  await page.mouse.move(...await at(0.1, 0.1));
  await page.mouse.move(...await at(0.9, 0.1));
  seen.hovering = await ink() - lifted;

  // By keyboard: letters are no shortcuts of JupyterLab's here; then a one.
  const cells = await panel.locator('.jp-Cell').count();
  await pad.focus();
  for (const key of ['a', 'b', 'd', 'd', 'x']) await press(key);
  seen.cells = await panel.locator('.jp-Cell').count() - cells;
  await press('Delete');
  await isEmpty();
  await press('ArrowUp', 24);
  await press('ArrowRight', 24);
  await press('ArrowDown', 2);
  await press('ArrowLeft', 12);
  seen.up = await status.innerText();
  await press('Space');
  await press('ArrowDown', 18);
  seen.down = await status.innerText();
  seen.keyboard = await says(1);
  await press('Space');
  await press('Backspace');
  seen.undone = await isEmpty();

  // From key to picture: 40 presses with the pen lowered, once round a square.
  await press('Space');
  await sleep(1500);  // until all pictures are sharp
  await page.evaluate(() => { window.latencies.length = 0; });
  for (let i = 0; i < 40; i++) {
    await press(['ArrowUp', 'ArrowLeft', 'ArrowDown', 'ArrowRight'][Math.floor(i / 10)]);
    await sleep(250 + 53 * (i % 7));
  }
  seen.latency = await page.evaluate(() => window.latencies);
  await press('Escape');
  await press('Delete');
  await isEmpty();

  // By finger: a seven. The page must stay where it is.
  const client = await page.context().newCDPSession(page);
  await client.send('Emulation.setTouchEmulationEnabled', { enabled: true });
  const touch = async (type, ...place) => client.send('Input.dispatchTouchEvent', { type,
    touchPoints: place.length ? [{ x: place[0], y: place[1] }] : [] });
  const top = (await pad.boundingBox()).y;
  const seven = [[0.25, 0.15], [0.5, 0.14], [0.75, 0.15], [0.65, 0.4], [0.52, 0.65], [0.42, 0.9]];
  await touch('touchStart', ...await at(...seven[0]));
  for (const place of seven) await touch('touchMove', ...await at(...place));
  await touch('touchEnd');
  seen.finger = await says(7);
  seen.scrolled = (await pad.boundingBox()).y - top;

  // A picked digit appears on the pad; Reset all brings the beginning back.
  const before = await frames(explorer);
  await explorer.locator('[role=slider]').first().focus();
  await press('ArrowRight', 3);
  await until('a picked digit', 10000, async () => await frames(explorer) > before);
  seen.picked = await until('its strokes', 10000, async () => await ink() > 0.02);
  await explorer.locator('button', { hasText: 'Reset all' }).click();
  seen.reset = await until('the beginning', 10000, async () =>
    (await text(explorer)).includes('add a stroke to this one'));
} catch (error) {
  seen.failure = String(error.stack ?? error);
  await browser.pages()[0]?.screenshot({ path: settings.shot }).catch(() => {});
} finally {
  await browser.close().catch(() => {});
}
console.log(JSON.stringify(seen));
