// Typesets the mathematics, fits every slide into 1280 x 720, then hands over to reveal.js. What is
// too tall is mended in this order: figures give way, or stand beside the text; a slide goes on on
// a second one; and only a single piece that is too tall by itself is made smaller.
(async () => {
  const HEIGHT = 720, WIDTH = 1280 - 2 * 64;
  const COLUMN = 392, GAP = 36;  // the narrowest text beside a figure
  const TEXT = { largest: 28, least: 20 }, CODE = { largest: 28, usual: 22, least: 18 };
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const slides = () => all('.slides > section > section');
  const room = slide => HEIGHT - slide.offsetHeight;
  const figures = slide => all('figure img', slide);

  // A figure is never shown smaller than in the notebook, if it can be helped, nor beyond its pixels.
  const least = image => Math.min(image.width0, WIDTH) * image.naturalHeight / image.naturalWidth;
  const area = slide => figures(slide).reduce((sum, i) => sum + i.offsetWidth * i.offsetHeight, 0);

  function enlarge(slide, width) {
    for (const image of figures(slide)) {
      image.width0 ??= image.width;
      image.style.width = Math.min(image.naturalWidth, width) + 'px';
    }
  }

  // Let the figures give way until the slide fits, each down to so many pixels of height.
  function giveWay(slide, down = least) {
    for (let round = 0; round < 8 && room(slide) < 0; round++) {
      const free = figures(slide).filter(image => image.offsetHeight > down(image) + 1);
      const spare = free.reduce((sum, image) => sum + image.offsetHeight - down(image), 0);
      for (const image of free) {
        const height = image.offsetHeight;
        const cut = Math.ceil(-room(slide) * (height - down(image)) / spare);
        image.style.width = image.offsetWidth * Math.max(down(image), height - cut) / height + 'px';
      }
      if (!free.length) break;
    }
    return room(slide) >= 0;
  }

  // Below each other or side by side, whichever shows the figure larger; whether it fits at all.
  function arrange(slide) {
    const below = () => {
      slide.classList.remove('beside');
      enlarge(slide, WIDTH);
      return giveWay(slide);
    };
    const fits = below(), large = fits ? area(slide) : 0;
    if (figures(slide).length !== 1 || !canNarrow(slide)) return fits;
    slide.classList.add('beside');
    enlarge(slide, WIDTH - COLUMN - GAP);
    const enough = figures(slide).every(image => image.offsetHeight >= least(image) - 1);
    return (enough && giveWay(slide) && area(slide) > 1.2 * large) || below();
  }

  // Whether there is text for a narrow column, and nothing in it that needs width.
  function canNarrow(slide) {
    const others = all('.part > :not(figure, aside, details)', slide);
    return others.length > 0 && others.every(node => node.matches('.printed')
      ? node.dataset.widest <= 22
      : node.matches('p, ul, ol, blockquote, h3') && !node.querySelector('mjx-container[display]'));
  }

  // A slide after this one, under the same headings, for the nodes that no longer fit.
  function goOn(slide, nodes) {
    const next = document.createElement('section');
    next.append(...all(':scope > h2, :scope > .section', slide).map(node => node.cloneNode(true)));
    next.append(...nodes);
    nodes[0].classList.remove('fragment');
    next.dataset.continued = '';
    slide.after(next);
    return next;
  }

  function fit(slide) {
    if (arrange(slide)) return;
    const parts = all(':scope > .part', slide);
    if (parts.length > 1) return split(slide, parts, rest => rest);
    const pieces = [...parts[0]?.children ?? []].filter(node => !node.matches('aside, .folded'));
    if (pieces.length > 1) {
      return split(slide, pieces, rest => {
        const part = parts[0].cloneNode(false);
        part.append(...rest, ...all(':scope > aside', parts[0]).map(note => note.cloneNode(true)));
        return [part];
      });
    }
    if (giveWay(slide, () => 120) || !pieces.length) return;
    for (let size = .97; size > .4 && room(slide) < 0; size -= .03) pieces[0].style.zoom = size;
  }

  // Keep as many of the nodes as fit, at least one, and go on with the others.
  function split(slide, nodes, wrap) {
    const rest = [];
    for (let kept = nodes.length - 1; kept >= 1; kept--) {
      rest.unshift(nodes[kept]);
      nodes[kept].remove();
      if (arrange(slide)) break;
    }
    const next = goOn(slide, wrap(rest));
    fit(slide);
    fit(next);
  }

  // The largest size, in whole pixels, at which no line of so many characters is broken.
  function sizeFor(widest, { largest, least }) {
    return Math.max(least, Math.min(largest, Math.floor((WIDTH - 44) / (.6 * Math.max(widest, 1)))));
  }
  // All of them in one size, that which suits the widest.
  function inLines(listings, sizes) {
    const widest = Math.max(...listings.map(pre => pre.dataset.widest));
    for (const pre of listings) pre.style.fontSize = sizeFor(widest, sizes) + 'px';
  }

  // Code is small, unless it has the slide to itself.
  function code(slide) {
    const listings = all('.code', slide);
    inLines(listings, { ...CODE, largest: CODE.usual });
    if (figures(slide).length || all('.folded', slide).length) return;
    for (let largest = CODE.largest; largest >= CODE.usual; largest--) {
      inLines(listings, { ...CODE, largest });
      if (room(slide) >= 0) return;
    }
  }

  // The lines that unfold code stand in a row at the foot of the slide.
  function foot(slide) {
    all('.folded', slide).forEach((details, i) => details.style.setProperty('--shift', 210 * i + 'px'));
  }

  await MathJax.startup.promise;
  await MathJax.typesetPromise(['.slides']);
  for (const node of all('aside mjx-assistive-mml')) node.remove();  // they have no style in there
  await document.fonts.ready;
  await Promise.all(all('img').map(image => image.decode().catch(() => {})));
  document.documentElement.classList.add('measuring');
  slides().forEach(slide => inLines(all('.printed', slide), TEXT));
  slides().forEach(code);
  slides().forEach(fit);
  slides().forEach(foot);
  document.documentElement.classList.remove('measuring');

  const unfold = () => {
    const folded = all('.folded', Reveal.getCurrentSlide());
    const open = !folded.some(details => details.open);
    for (const details of folded) details.open = open;
  };
  await Reveal.initialize({
    width: 1280, height: HEIGHT, margin: 0, minScale: .1, maxScale: 4, center: false, hash: true,
    slideNumber: 'c/t', transition: 'none', backgroundTransition: 'none', navigationMode: 'linear',
    pdfSeparateFragments: false, pdfMaxPagesPerSlide: 1, plugins: [RevealNotes],
    keyboard: { 67: unfold },
  });
  Reveal.registerKeyboardShortcut('C', 'Unfold or fold the code');
  document.documentElement.dataset.ready = '';
})();
