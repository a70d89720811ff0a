/**
 * What is done before the next paint, in two turns: first what is rendered, then what is painted of it, each piece once
 * however often it was asked for. What a piece asks for belongs to the same frame where its turn is still to come, and
 * else to the next one.
 */
const renders = new Set<() => void>();
const paints = new Set<() => void>();
let isComing = false;
let waitsForFrames = false;

/**
 * What a user does next is done to what was said last, even where no frame was between: then it is rendered before. And
 * what comes of it is rendered at once: the frame that shows it is waited for.
 */
const acts = ['keydown', 'pointerdown', 'click', 'change', 'drop', 'paste'] as const;
let isActing = false;

/**
 * Whether rendering waits for frames: worth it where things change several times between two of them. Where they change
 * now and then it is done at once, in the time before the frame.
 */
export function waitForFrames(wanted: boolean): void {
  if (wanted === waitsForFrames) return;
  waitsForFrames = wanted;
  for (const act of acts) {
    // Before any other listener; what is promised there is done when the next one is called.
    if (wanted) addEventListener(act, onAct, { capture: true });
    else removeEventListener(act, onAct, { capture: true });
  }
  if (!wanted) doAll(renders);
}

/** At once, or before whatever is painted in the next frame, with what promises have to come in between. */
export function renderInFrame(work: () => void): void {
  // Nothing is painted of a page that is hidden, but what is read of it is to hold.
  if (!waitsForFrames || isActing || document.hidden) {
    work();
    return;
  }
  renders.add(work);
  comeNext();
}

export function paintInFrame(work: () => void): void {
  paints.add(work);
  comeNext();
}

/** Not any more. */
export function dropFromFrame(work: () => void): void {
  renders.delete(work);
  paints.delete(work);
}

function comeNext(): void {
  if (isComing) return;
  isComing = true;
  requestAnimationFrame(() => {
    doAll(renders);
  });
  // A callback of its own: what the renders have promised is done by then.
  requestAnimationFrame(() => {
    isComing = false;
    doAll(paints);
    if (renders.size > 0 || paints.size > 0) comeNext();
  });
}

function doAll(pieces: Set<() => void>): void {
  const due = [...pieces];
  pieces.clear();
  for (const work of due) {
    try {
      work();
    } catch (error) {
      reportError(error);
    }
  }
}

function onAct(): void {
  doAll(renders);
  if (isActing) return;
  isActing = true;
  // By then whoever listens has been told.
  setTimeout(() => {
    isActing = false;
  });
}
