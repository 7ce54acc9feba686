// Opens slides from a file, as a teacher would, with every request to elsewhere noticed and refused:
// measures each slide, uses the keys, opens the speaker's window, prints, and asks axe.
// Prints what it saw, as JSON.
import { readFileSync, writeFileSync } from 'node:fs';
import { axeFindings, launch, sleep, until } from './page.mjs';

const settings = JSON.parse(readFileSync(process.argv[2]));
const seen = { outside: [], console: [] };
const browser = await launch(settings);

async function deck(search) {
  const page = await browser.newPage();
  await page.setViewportSize({ width: 1280, height: 720 });
  page.on('console', message => message.type() === 'error' && seen.console.push(message.text()));
  page.on('pageerror', error => seen.console.push(String(error)));
  await page.goto(settings.url + search);
  await page.waitForSelector('html[data-ready]', { timeout: 60000 });
  return page;
}

// Everything of one slide, once all its fragments are shown.
const measure = number => {
  const slide = Reveal.getSlides()[number], { h, v } = Reveal.getIndices(slide);
  Reveal.slide(h, v);
  for (const fragment of slide.querySelectorAll('.fragment')) fragment.classList.add('visible');
  const shown = [...slide.querySelectorAll('*')].filter(node => !node.closest('aside, svg')
    && node.checkVisibility({ visibilityProperty: true }) && node.getClientRects().length);
  const zoom = node => node.closest('[style*=zoom]') ? Number(node.closest('[style*=zoom]').style.zoom) : 1;
  const size = node => parseFloat(getComputedStyle(node).fontSize) * zoom(node);
  const prose = shown.filter(node => node.matches('p, li, td, th, h1, h2, h3, figcaption')
    && !node.matches('.keys, .credits'));
  const boxes = shown.map(node => node.getBoundingClientRect());
  return {
    headings: slide.querySelectorAll('h1, h2').length,
    below: Math.max(...boxes.map(box => box.bottom)),
    beside: Math.max(...boxes.map(box => box.right)),
    prose: Math.min(...prose.map(size)),
    code: Math.min(...shown.filter(node => node.matches('pre')).map(size), 99),
    figures: shown.filter(node => node.matches('img')).map(node => (
      { width: node.offsetWidth, stored: node.width0, alt: node.alt })),
    cells: [...slide.querySelectorAll('[data-cell]')].map(node => node.dataset.cell),
    notes: [...slide.querySelectorAll('aside.notes')].map(node => node.textContent.trim()),
    formulas: slide.querySelectorAll(':not(aside) > mjx-container svg').length,
    raw: shown.filter(node => !node.closest('pre, code')).some(node => /\$[^$]+\$/.test(
      [...node.childNodes].filter(n => n.nodeType === 3).map(n => n.data).join(''))),
  };
};

try {
  await browser.route(url => /^(https?|wss?):$/.test(url.protocol),
    route => { seen.outside.push(route.request().url()); return route.abort(); });
  const page = await deck('');
  const total = await page.evaluate(() => Reveal.getTotalSlides());
  seen.slides = [];
  for (let number = 0; number < total; number++) seen.slides.push(await page.evaluate(measure, number));
  seen.findings = [];
  for (const number of [0, Math.floor(total / 2)]) {
    await page.evaluate(measure, number);
    seen.findings.push(...await axeFindings(page, settings.modules));
  }

  await page.evaluate(() => Reveal.slide(0));
  const steps = await page.evaluate(() => Reveal.getTotalSlides()
    + document.querySelectorAll('.slides .fragment').length - 1);
  for (let step = 0; step < steps; step++) await page.keyboard.press('ArrowRight');
  seen.last = await page.evaluate(() => Reveal.isLastSlide());
  const code = await page.evaluate(() => {
    const slide = document.querySelector('.folded')?.closest('section');
    if (slide) Reveal.slide(...Object.values(Reveal.getIndices(slide)).slice(0, 2));
    return Boolean(slide);
  });
  await page.keyboard.press('c');
  seen.unfolded = code && await page.locator('section.present .folded[open] pre').first().isVisible();

  await page.evaluate(number => { const { h, v } = Reveal.getIndices(Reveal.getSlides()[number]);
    Reveal.slide(h, v); }, settings.speak ?? 1);
  const [speaker] = await Promise.all([browser.waitForEvent('page'), page.keyboard.press('s')]);
  const notes = speaker.locator('.speaker-controls-notes .value');
  await until('the notes are there', 20000, async () => (await notes.innerText()).length > 3);
  seen.speaker = await notes.innerText();
  await until('the speaker sees the slide', 20000, async () => (await Promise.all(speaker.frames()
    .slice(1).map(frame => frame.evaluate(() => 'ready' in document.documentElement.dataset))))
    .filter(Boolean).length === 2);
  await sleep(500);
  if (settings.shots) {
    await speaker.setViewportSize({ width: 1280, height: 720 });
    await speaker.screenshot({ path: `${settings.shots}/speaker.png` });
  }
  await speaker.close();

  const paper = await deck('?print-pdf');
  await paper.waitForSelector('.pdf-page');
  seen.pages = await paper.locator('.pdf-page').count();
  seen.shared = await paper.locator('.pdf-page:has(section ~ section)').count();
  const pdf = await paper.pdf({ preferCSSPageSize: true });
  if (settings.shots) writeFileSync(`${settings.shots}/slides.pdf`, pdf);
  seen.printed = pdf.toString('latin1').match(/\/Type\s*\/Page\b(?!s)/g)?.length;
} catch (error) {
  seen.failure = String(error.stack ?? error);
} finally {
  await browser.close();
}
console.log(JSON.stringify(seen));
