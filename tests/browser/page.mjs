// What the browser tests share: a page of JupyterLab that notices what leaves the machine and what
// the console says, running all cells, and counting the pictures of each widget.
import { createRequire } from 'node:module';

export const sleep = ms => new Promise(resolve => setTimeout(resolve, ms));

export async function until(what, ms, test) {
  for (const end = Date.now() + ms; Date.now() < end; await sleep(100)) {
    const value = await test().catch(() => undefined);
    if (value) return value;
  }
  throw new Error('timed out: ' + what);
}

export function launch({ modules, chromium: executablePath, profile }) {
  const { chromium } = createRequire(modules + '/x.js')('playwright-core');
  return chromium.launchPersistentContext(profile, {
    executablePath, headless: false, viewport: { width: 1280, height: 1400 },
    args: ['--headless=new', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
      '--disable-background-networking', '--disable-component-update', '--disable-sync'],
  });
}

// The notebook in JupyterLab, once its kernel is connected; seen.outside and seen.console fill up.
export async function open(browser, { url, notebook, as_it_opens }, seen) {
  const { origin, searchParams } = new URL(url);
  const token = searchParams.get('token');
  const page = browser.pages()[0] ?? await browser.newPage();
  await browser.route(other => other.origin !== origin && /^(https?|wss?):$/.test(other.protocol),
    route => { seen.outside.push(route.request().url()); return route.abort(); });
  page.on('console', message => message.type() === 'error' && seen.console.push(message.text()));
  page.on('pageerror', error => seen.console.push(String(error)));
  await page.addInitScript(watchPictures);

  await page.goto(`${origin}/lab/tree/notebooks/${notebook}?token=${token}${as_it_opens ? '' : '&reset'}`);
  const panel = page.locator('.jp-NotebookPanel');
  await panel.locator('.jp-Cell').first().waitFor({ timeout: 90000 });
  const idle = async () => (await (await fetch(`${origin}/api/kernels?token=${token}`)).json())
    .some(kernel => kernel.execution_state === 'idle' && kernel.connections >= 1);
  await until('the kernel is connected', 90000, idle);
  await sleep(1500);
  return { page, panel, idle };
}

// The same for a new notebook of that name, with these texts as its code cells.
export async function openNew(browser, settings, seen) {
  const { origin, search } = new URL(settings.url);
  const cells = settings.codes.map(source => (
    { cell_type: 'code', source, metadata: {}, outputs: [], execution_count: null }));
  const kernelspec = { name: 'python3', display_name: 'Python 3 (ipykernel)' };
  const content = { cells, metadata: { kernelspec }, nbformat: 4, nbformat_minor: 4 };
  const place = `${origin}/api/contents/notebooks/${settings.notebook}${search}`;
  await until('the server answers', 30000, async () => (await fetch(place,
    { method: 'PUT', body: JSON.stringify({ type: 'notebook', content }) })).ok);
  return open(browser, settings, seen);
}

export async function runAllCells(page, idle) {
  await page.locator('.lm-MenuBar-itemLabel', { hasText: /^Run$/ }).click();
  await page.locator('.lm-Menu-itemLabel', { hasText: /^Run All Cells$/ }).click();
  await sleep(1500);
  let quiet = 0;
  await until('all cells have run', 300000, async () => {
    quiet = await idle() ? quiet + 1 : 0;
    return quiet > 12;
  });
}

// A widget's text, pictures so far, and buttons.
export const text = explorer => explorer.innerText();
export const frames = explorer => explorer.evaluate(node => window.framesOf(node));
export const button = (page, name) =>
  page.locator('button', { hasText: new RegExp(`^\\s*${name}$`) });

// In the page, before anything else: count the pictures of each widget, and time the first one
// that is painted and about to be shown after a key. Sharp pictures come unasked: not timed.
function watchPictures() {
  const counts = new WeakMap(), times = new WeakMap();
  window.latencies = [];
  window.framesOf = explorer => counts.get(explorer) ?? 0;
  window.lastQuickFrameOf = explorer => times.get(explorer) ?? 0;
  let pressed = null;
  document.addEventListener('keydown', () => { pressed = performance.now(); }, true);
  const shown = async (explorer, canvas) => {
    if (canvas.width > canvas.clientWidth * 1.5) return;
    await new Promise(requestAnimationFrame);
    times.set(explorer, performance.now());
    if (pressed !== null) window.latencies.push(performance.now() - pressed);
    pressed = null;
  };
  new MutationObserver(changes => {
    for (const { target } of changes) {
      const explorer = target.closest('.course-explorer');
      if (!explorer) continue;
      counts.set(explorer, (counts.get(explorer) ?? 0) + 1);
      shown(explorer, target);
    }
  }).observe(document, { subtree: true, attributes: true, attributeFilter: ['data-picture'] });
}

// What axe finds on the page as it stands, of what hinders people seriously.
export async function axeFindings(page, modules) {
  await page.addScriptTag({ path: modules + '/axe-core/axe.min.js' });
  const { violations } = await page.evaluate(() => window.axe.run());
  return violations.filter(({ impact }) => ['serious', 'critical'].includes(impact))
    .flatMap(({ id, nodes }) => nodes.map(node => `${id}: ${node.html.slice(0, 200)}`));
}
