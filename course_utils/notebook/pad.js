// The page's side of DrawingPad (pad.py): a square to draw on by mouse, finger, pen or keyboard.
// It shows ink at once and tells Python about it a few times a second.
const SIDE = 240; // CSS pixels
const STEP = 1 / 24; // of the side, for an arrow key; a third of it with Shift
const PAUSE = 60; // milliseconds from one message to Python to the next
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
const HELP = 'Mouse or finger: just draw. Keyboard: arrow keys move the pen (with Shift: a little), '
  + 'space lowers or lifts it, Backspace takes the last stroke back, Delete clears.';

const clip = share => Math.round(1e4 * Math.min(1, Math.max(0, share))) / 1e4;
const element = (tag, properties) => Object.assign(document.createElement(tag), properties);

function render({ model, el }) {
  let strokes = structuredClone(model.get('strokes'));
  let drawing = false; // a stroke is being drawn, by pointer or by keyboard
  let pen = [0.5, 0.5]; // where the keyboard's pen is
  let waiting = null; // the timer that runs for PAUSE after a message
  let unsent = false; // something was drawn meanwhile

  const root = element('div', { className: 'course-pad' });
  const label = element('div', { className: 'course-pad-label', textContent: model.get('label') });
  const canvas = element('canvas', { tabIndex: 0 });
  const status = element('div', { className: 'course-pad-status' });
  const help = element('div', { className: 'course-pad-help', textContent: HELP });
  help.id = `course-pad-help-${Math.random().toString(36).slice(2)}`;
  canvas.setAttribute('role', 'application');
  canvas.setAttribute('aria-label', model.get('label'));
  canvas.setAttribute('aria-describedby', help.id);
  status.setAttribute('aria-live', 'polite');
  const undo = element('button', { type: 'button', textContent: 'Undo stroke' });
  const clear = element('button', { type: 'button', textContent: 'Clear' });
  const buttons = element('div');
  buttons.append(undo, clear);
  root.append(label, canvas, status, buttons, help);
  for (const focusable of [canvas, undo, clear]) { // else JupyterLab takes x for "cut this cell"
    focusable.dataset.lmSuppressShortcuts = 'true'; // looked for from the focused element upwards
  }
  el.append(root);

  const sharpness = window.devicePixelRatio || 1;
  canvas.width = canvas.height = SIDE * sharpness;
  const context = canvas.getContext('2d');
  context.scale(canvas.width, canvas.height); // from here on, everything is a share of the side

  function paint() {
    context.fillStyle = 'white';
    context.fillRect(0, 0, 1, 1);
    Object.assign(context, { lineCap: 'round', lineJoin: 'round', lineWidth: model.get('pen') });
    context.strokeStyle = 'black';
    for (const stroke of strokes) {
      context.beginPath();
      context.moveTo(...stroke[0]);
      for (const point of stroke) context.lineTo(...point);
      context.stroke();
    }
    if (document.activeElement !== canvas) return;
    context.beginPath();
    context.arc(...pen, 0.03, 0, 2 * Math.PI);
    Object.assign(context, { lineWidth: 0.01, strokeStyle: drawing ? '#D55E00' : '#0072B2' });
    context.stroke();
  }

  // The first change goes at once; those of the next PAUSE go together, when it is over.
  function send() {
    clearTimeout(waiting);
    unsent = false;
    waiting = setTimeout(() => {
      waiting = null;
      if (unsent) send();
    }, PAUSE);
    model.set('strokes', structuredClone(strokes));
    model.save_changes();
  }

  function changed() {
    paint();
    if (waiting === null) send();
    else unsent = true;
  }

  function lower() {
    drawing = true;
    status.textContent = '';
    strokes.push([[...pen]]);
    changed();
  }

  function move(place) {
    pen = place.map(clip);
    if (drawing) {
      strokes.at(-1).push([...pen]);
      changed();
    } else {
      paint();
    }
  }

  function lift() {
    if (!drawing) return;
    drawing = false;
    paint();
    send();
  }

  function set(newStrokes, said) {
    drawing = false;
    strokes = newStrokes;
    status.textContent = said;
    paint();
    send();
  }

  const place = event => {
    const { left, top, width, height } = canvas.getBoundingClientRect();
    return [(event.clientX - left) / width, (event.clientY - top) / height];
  };
  canvas.addEventListener('pointerdown', event => {
    if (!event.isPrimary || event.button) return;
    event.preventDefault();
    canvas.focus();
    canvas.setPointerCapture(event.pointerId);
    lift(); // the keyboard's pen, if it was down
    move(place(event));
    lower();
  });
  canvas.addEventListener('pointermove', event => {
    if (!event.isPrimary || !canvas.hasPointerCapture(event.pointerId)) return;
    for (const each of event.getCoalescedEvents?.() ?? [event]) move(place(each));
  });
  for (const end of ['pointerup', 'pointercancel']) canvas.addEventListener(end, lift);

  canvas.addEventListener('keydown', event => {
    const { key, shiftKey } = event;
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (key in ARROWS) {
      const step = STEP / (shiftKey ? 3 : 1);
      move(pen.map((share, axis) => share + step * ARROWS[key][axis]));
    } else if (key === ' ') {
      if (!event.repeat) drawing ? lift() : lower();
    } else if (key === 'Escape') {
      lift();
    } else if (key === 'Backspace') {
      set(strokes.slice(0, -1), 'last stroke taken back');
    } else if (key === 'Delete') {
      set([], 'cleared');
    } else {
      return;
    }
    if (key in ARROWS || key === ' ' || key === 'Escape') {
      const [x, y] = pen.map(share => Math.round(100 * share));
      status.textContent = `pen ${drawing ? 'down' : 'up'}, ${x} % from the left, ${y} % from the top`;
    }
    event.preventDefault();
  });
  canvas.addEventListener('focus', paint);
  canvas.addEventListener('blur', () => { lift(); paint(); });
  undo.addEventListener('click', () => set(strokes.slice(0, -1), 'last stroke taken back'));
  clear.addEventListener('click', () => set([], 'cleared'));

  const follow = () => {
    if (drawing || unsent) return; // an echo of what this page has sent, and older than the ink
    strokes = structuredClone(model.get('strokes'));
    paint();
  };
  model.on('change:strokes', follow);
  model.on('change:pen', paint);
  paint();
  return () => {
    clearTimeout(waiting);
    model.off('change:strokes', follow);
    model.off('change:pen', paint);
  };
}

export default { render };
