// Every widget of many weeks in one notebook in a real JupyterLab: a key on its first slider, and a
// second of playing where it plays. Prints one JSON object; test_widgets.py judges it.
//
//   node widgets.mjs SETTINGS.json
//
// SETTINGS as for playground.mjs.
import { readFileSync } from 'node:fs';
import { button, frames, launch, openNew, runAllCells, sleep, until } from './page.mjs';

const settings = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const seen = { outside: [], console: [], widgets: [] };
const browser = await launch(settings);
try {
  const { page, panel, idle } = await openNew(browser, settings, seen);
  await runAllCells(page, idle);
  const explorers = panel.locator('.course-explorer');
  for (let i = 0; i < await explorers.count(); i++) {
    const widget = explorers.nth(i);
    await widget.scrollIntoViewIfNeeded();
    const title = (await widget.locator('b').first().innerText()).trim();
    const about = { title, pictures: await frames(widget) };
    about.alt = await widget.locator('canvas.course-screen').first().getAttribute('aria-label');
    const slider = widget.locator('[role=slider]:not([aria-disabled=true])').first();
    if (await slider.count()) {
      await slider.focus();
      const timed = await page.evaluate(() => window.latencies.length);
      // One of the two keys moves it, wherever it stands.
      for (const key of ['ArrowRight', 'ArrowLeft', 'ArrowRight']) {
        await page.keyboard.press(key);
        await sleep(250);
      }
      about.moved = await until(`${title} follows its slider`, 10000, async () =>
        await frames(widget) > about.pictures);
      about.latencies = await page.evaluate(from => window.latencies.slice(from), timed);
    }
    const play = widget.locator(button(page, 'Play'));
    if (await play.count()) {
      const before = await frames(widget);
      await play.click();
      about.played = await until(`${title} plays`, 15000, async () =>
        await frames(widget) > before);
      const stop = widget.locator(button(page, 'Stop'));
      if (await stop.isEnabled()) await stop.click({ timeout: 2000 }).catch(() => {});
      await until(`${title} has stopped`, 10000, async () => play.isDisabled());
    }
    const complaint = widget.locator('[role=alert]');
    about.complaint = await complaint.count() ? await complaint.first().innerText() : '';
    seen.widgets.push(about);
  }
} catch (error) {
  seen.failure = String(error.stack ?? error);
  await browser.pages()[0]?.screenshot({ path: settings.shot }).catch(() => {});
} finally {
  await browser.close().catch(() => {});
}
console.log(JSON.stringify(seen));
