// Opens a lesson as `course.py lab c1w2 --present` shows it, and measures what a class would see.
// Prints what it saw, as JSON.
import { readFileSync } from 'node:fs';
import { launch, open } from './page.mjs';

const settings = JSON.parse(readFileSync(process.argv[2]));
const seen = { outside: [], console: [] };
const browser = await launch(settings);
try {
  const { page, panel } = await open(browser, settings, seen);
  await page.waitForSelector('.course-explorer, figure, .jp-RenderedHTMLCommon img');
  seen.look = await page.evaluate(() => {
    const all = selector => [...document.querySelectorAll(selector)];
    const size = selector => Math.min(...all(selector).map(
      node => parseFloat(getComputedStyle(node).fontSize)));
    return {
      prose: size('.jp-MarkdownOutput p, .jp-MarkdownOutput li'),
      printed: size('.jp-OutputArea-output pre'),
      code: all('.jp-CodeCell').length,
      shown: all('.jp-CodeCell .jp-InputArea-editor').filter(node => node.checkVisibility()).length,
      single: Boolean(document.querySelector('#jp-title-panel-title:not(.lm-mod-hidden)')),
      aside: document.querySelector('#jp-left-stack')?.checkVisibility() ?? false,
    };
  });
  await panel.locator('.jp-CodeCell .jp-Placeholder').first().click();
  await panel.locator('.jp-CodeCell .jp-InputArea-editor').first().waitFor({ state: 'visible' });
  seen.unfolded = true;
  await page.screenshot({ path: settings.shot });
} catch (error) {
  seen.failure = String(error.stack ?? error);
} finally {
  await browser.close();
}
console.log(JSON.stringify(seen));
