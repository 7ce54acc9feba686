// Visits pages of the site at a server of this machine, with every request to elsewhere noticed and
// refused: mathematics, pictures, dark mode, search, glossary, a phone, and what axe finds.
// Prints what it saw, as JSON.
import { readFileSync } from 'node:fs';
import { axeFindings, launch, sleep, until } from './page.mjs';

const settings = JSON.parse(readFileSync(process.argv[2]));
const seen = { outside: [], console: [], pages: {}, findings: {} };
const browser = await launch(settings);

async function visit(page, path) {
  await page.goto(settings.url + path, { waitUntil: 'load' });
  await page.addStyleTag({ content: 'html { scroll-behavior: auto !important }' });
  await page.evaluate(() => window.MathJax?.startup?.promise);
}

// What is on the page: formulas and what is left of their source, pictures, width.
const examine = async () => {
  const article = document.querySelector('article');
  const images = [...article.querySelectorAll('img')];
  for (const image of images) image.loading = 'eager';
  await Promise.all(images.map(image => image.decode().catch(() => {})));
  const prose = [...article.querySelectorAll('p, li, td, summary, dd')]
    .filter(node => !node.closest('pre, code'));
  const own = node => [...node.childNodes].filter(n => n.nodeType === 3).map(n => n.data).join(' ');
  return {
    formulas: article.querySelectorAll('mjx-container').length,
    mistakes: [...article.querySelectorAll('mjx-merror')].map(node => node.textContent),
    raw: prose.map(own).filter(text => /\$[^$]*[\\^_={][^$]*\$|\\\(|\\\[/.test(text)),
    pictures: images.length,
    missing: images.filter(image => !image.naturalWidth).map(image => image.src),
    without_alt: images.filter(image => !image.alt && !image.closest('.week')).length,
    stills: article.querySelectorAll('figure.still').length,
    licence: document.querySelector('.licence')?.innerText ?? '',
    wide: document.documentElement.scrollWidth - document.documentElement.clientWidth,
  };
};
const colours = () => {
  const luminance = colour => colour.match(/[\d.]+/g).slice(0, 3).reduce((sum, c) => sum + Number(c), 0) / 765;
  const of = (node, what) => luminance(getComputedStyle(node)[what]);
  return {
    page: of(document.body, 'backgroundColor'),
    words: of(document.querySelector('article p'), 'color'),
    code: of(document.querySelector('article .highlight'), 'backgroundColor'),
    figure: of(document.querySelector('article figure img'), 'backgroundColor'),
  };
};

try {
  await browser.route(url => url.origin !== new URL(settings.url).origin
    && /^(https?|wss?):$/.test(url.protocol),
  route => { seen.outside.push(route.request().url()); return route.abort(); });
  const page = await browser.newPage();
  await page.setViewportSize({ width: 1280, height: 720 });
  page.on('console', message => message.type() === 'error' && seen.console.push(message.text()));
  page.on('pageerror', error => seen.console.push(String(error)));
  page.on('response', response => response.status() >= 400
    && seen.console.push(`${response.status()} ${response.url()}`));

  for (const path of settings.pages) {
    await visit(page, path);
    seen.pages[path] = await page.evaluate(examine);
    if (settings.in_depth.includes(path)) seen.findings[path] = await axeFindings(page, settings.modules);
  }

  await visit(page, settings.lesson);
  seen.light = await page.evaluate(colours);
  const toggle = page.locator('.theme-toggle-content button');
  for (let i = 0; i < 3 && await page.evaluate(() => document.body.dataset.theme) !== 'dark'; i++) await toggle.click();
  await sleep(300);
  seen.dark = await page.evaluate(colours);
  await page.screenshot({ path: settings.shot });
  await visit(page, settings.in_depth[1]);
  seen.stays_dark = await page.evaluate(() => document.body.dataset.theme);
  seen.findings.dark = await axeFindings(page, settings.modules);

  seen.found = {};
  for (const word of settings.words) {
    await visit(page, '');
    await page.locator('.sidebar-search').fill(word);
    await page.keyboard.press('Enter');
    const results = page.locator('#search-results ul.search li a');
    await until(`${word} is found`, 20000, async () => await results.count() > 0);
    seen.found[word] = await results.evaluateAll(links => links.map(link => link.getAttribute('href')));
  }
  await visit(page, settings.glossary);
  const rows = page.locator('article tbody tr:visible');
  const field = page.getByLabel('Find a word');
  await field.fill('momentum');
  seen.words = await rows.filter({ hasText: 'C2W2' }).allInnerTexts();
  seen.said = await page.locator('.find-word output').innerText();
  await field.fill('');
  seen.all_words = await page.locator('.find-word output').innerText();

  await page.setViewportSize({ width: 390, height: 844 });
  seen.phone = {};
  for (const path of settings.in_depth) {
    await visit(page, path);
    seen.phone[path] = (await page.evaluate(examine)).wide;
  }
} catch (error) {
  seen.failure = String(error.stack ?? error);
} finally {
  await browser.close();
}
console.log(JSON.stringify(seen));
