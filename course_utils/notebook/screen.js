// The page's side of Screen (screen.py): one canvas, onto which picture after picture is painted.
function render({ model, el }) {
  const canvas = document.createElement('canvas');
  canvas.setAttribute('role', 'img');
  canvas.className = 'course-screen';
  Object.assign(canvas.style, { maxWidth: '100%', height: 'auto' });
  el.append(canvas);
  const context = canvas.getContext('2d');
  let newest = 0;

  async function show() {
    const number = ++newest;
    const png = new Blob([model.get('png')], { type: 'image/png' });
    const [alt, width] = [model.get('alt'), model.get('width')];
    const picture = await createImageBitmap(png);
    if (number === newest) { // else a later picture was decoded first
      if (canvas.width !== picture.width) canvas.width = picture.width;
      if (canvas.height !== picture.height) canvas.height = picture.height;
      canvas.style.width = `${width}px`;
      canvas.setAttribute('aria-label', alt);
      context.drawImage(picture, 0, 0);
      canvas.dataset.picture = number;
    }
    picture.close(); // at once: the browser would keep it for a while
  }

  // ipywidgets gives its sliders no name for those who hear the page: that of the label beside.
  function nameSliders() {
    const widget = el.closest('.course-explorer');
    for (const handle of widget?.querySelectorAll('[role=slider]:not([aria-label])') ?? []) {
      const label = handle.closest('.jupyter-widgets')?.querySelector('.widget-label');
      if (label?.textContent) handle.setAttribute('aria-label', label.textContent);
    }
  }
  const watcher = new MutationObserver(nameSliders);

  model.on('change:png', show);
  show().then(() => {
    nameSliders();
    const widget = el.closest('.course-explorer');
    if (widget) watcher.observe(widget, { childList: true, subtree: true }); // some come later
  });
  return () => { model.off('change:png', show); watcher.disconnect(); };
}

export default { render };
