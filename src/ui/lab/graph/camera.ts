/** Where the drawing is seen: a point of it stands at `point × scale + offset` on the screen, CSS pixels. */
export interface Camera {
  readonly x: number;
  readonly y: number;
  readonly scale: number;
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

export interface Box extends Size {
  readonly left: number;
  readonly top: number;
}

export const smallestScale = 0.02;
export const largestScale = 4;
/**
 * Of a drawing that is seen as a whole: on a desk, larger type does not get clearer; in a large window, which is seen from
 * farther away or by many, it fills more of it, up to type of twice the size.
 */
const largestFit = { least: 1.25, most: 2.2, viewOfOne: 700 } as const;
/** Cards can be read at this scale. */
const closeScale = 0.6;
const fitMargin = 20;
/** So much of the drawing always stays in sight, each way: of what there is of it, or of the room for it. */
const keptShare = 0.5;

/** All of a drawing, in the middle. */
export function fit(drawing: Size, view: Size): Camera {
  const scale = clampScale(
    Math.min(
      largestFitIn(view),
      (view.width - 2 * fitMargin) / Math.max(1, drawing.width),
      (view.height - 2 * fitMargin) / Math.max(1, drawing.height),
    ),
  );
  return {
    x: (view.width - drawing.width * scale) / 2,
    y: (view.height - drawing.height * scale) / 2,
    scale,
  };
}

function largestFitIn({ width, height }: Size): number {
  const { least, most, viewOfOne } = largestFit;
  return Math.min(most, Math.max(least, Math.sqrt(width * height) / viewOfOne));
}

/** What is seen of a drawing before anybody moves it: all of it, however small; what can be read grows as one comes nearer. */
export function home(drawing: Size, view: Size): Camera {
  return fit(drawing, view);
}

/** The same point of the drawing stays at (x, y) of the screen. */
export function zoomAt(camera: Camera, factor: number, x: number, y: number): Camera {
  const scale = clampScale(camera.scale * factor);
  const change = scale / camera.scale;
  return { x: x - (x - camera.x) * change, y: y - (y - camera.y) * change, scale };
}

export function panBy(camera: Camera, dx: number, dy: number): Camera {
  return { ...camera, x: camera.x + dx, y: camera.y + dy };
}

/** Keeps a good part of the drawing in sight, so that nobody has to look for it. */
export function keepInSight(camera: Camera, drawing: Size, view: Size): Camera {
  const clamp = (offset: number, length: number, room: number): number => {
    const kept = keptShare * Math.min(room, length * camera.scale);
    return Math.min(room - kept, Math.max(kept - length * camera.scale, offset));
  };
  return {
    scale: camera.scale,
    x: clamp(camera.x, drawing.width, view.width),
    y: clamp(camera.y, drawing.height, view.height),
  };
}

/** Comes so near to a box of the drawing that its cards can be read, with the box in the middle or at its beginning. */
export function approach(camera: Camera, box: Box, view: Size): Camera {
  const whole = fit(box, view).scale;
  const scale = Math.max(camera.scale, Math.min(1, Math.max(whole, closeScale)));
  const offset = (start: number, length: number, room: number): number =>
    length * scale <= room - 2 * fitMargin
      ? room / 2 - (start + length / 2) * scale
      : fitMargin - start * scale;
  return {
    scale,
    x: offset(box.left, box.width, view.width),
    y: offset(box.top, box.height, view.height),
  };
}

/** Moves as little as needed for a box of the drawing to be seen with some room around it. */
export function reveal(camera: Camera, box: Box, view: Size, margin = 24): Camera {
  const shift = (low: number, high: number, room: number): number => {
    const around = Math.min(margin, Math.max(0, (room - (high - low)) / 2));
    if (low < around) return around - low;
    return high > room - around ? room - around - high : 0;
  };
  const left = box.left * camera.scale + camera.x;
  const top = box.top * camera.scale + camera.y;
  return panBy(
    camera,
    shift(left, left + box.width * camera.scale, view.width),
    shift(top, top + box.height * camera.scale, view.height),
  );
}

/** The part of the drawing that is seen. */
export function seenBox(camera: Camera, view: Size): Box {
  return {
    left: -camera.x / camera.scale,
    top: -camera.y / camera.scale,
    width: view.width / camera.scale,
    height: view.height / camera.scale,
  };
}

export function between(from: Camera, to: Camera, t: number): Camera {
  // Scales by equal factors in equal times.
  const scale = from.scale * (to.scale / from.scale) ** t;
  return { x: from.x + (to.x - from.x) * t, y: from.y + (to.y - from.y) * t, scale };
}

function clampScale(scale: number): number {
  return Math.min(largestScale, Math.max(smallestScale, scale));
}
