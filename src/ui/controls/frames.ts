/**
 * What is done before the next paint, in two turns: first what is rendered, then what is painted of it, each piece once
 * however often it was asked for. What a piece asks for belongs to the same frame where its turn is still to come, and
 * else to the next one. A document that is hidden has no frames, and does neither until it is seen.
 */
const renders = new Set<() => void>();
const paints = new Set<() => void>();
let isComing = false;

/** What a user does next is done to what was said last, even where no frame was between: then it is rendered before. */
const acts = ['keydown', 'pointerdown', 'click', 'change', 'drop', 'paste'] as const;
let isWatching = false;

/** Before whatever is painted in that frame, with what is due after a task of a page (promises kept) in between. */
export function renderInFrame(work: () => void): void {
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
  if (!isWatching) watchActs();
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

/** Before any other listener; what they promise is done when the next one is called. */
function watchActs(): void {
  isWatching = true;
  for (const act of acts) {
    addEventListener(
      act,
      () => {
        doAll(renders);
      },
      { capture: true },
    );
  }
}
