import { describe, expect, it } from 'vitest';
import { CameraKeeper } from '../../../../../src/ui/lab/graph/camera-keeper.ts';
import {
  approach,
  fit,
  home,
  keepInSight,
  reveal,
  seenBox,
  zoomAt,
} from '../../../../../src/ui/lab/graph/camera.ts';

const view = { width: 800, height: 600 };
const onScreen = ({ x, y, scale }: { x: number; y: number; scale: number }, px: number, py: number) => [
  px * scale + x,
  py * scale + y,
];

describe('the camera', () => {
  it.each([
    { width: 4000, height: 300 },
    { width: 200, height: 5000 },
    { width: 100, height: 50 },
  ])('fits $width × $height into the middle', (drawing) => {
    const camera = fit(drawing, view);
    const [left, top] = onScreen(camera, 0, 0);
    const [right, bottom] = onScreen(camera, drawing.width, drawing.height);
    expect(Math.min(left, top)).toBeGreaterThanOrEqual(19.9);
    expect(left + right).toBeCloseTo(view.width, 6);
    expect(top + bottom).toBeCloseTo(view.height, 6);
    expect(right).toBeLessThan(view.width);
    expect(bottom).toBeLessThan(view.height);
  });

  it.each([
    { width: 3000, height: 400 },
    { width: 8000, height: 6000 },
    { width: 400, height: 200 },
  ])('begins with all of a drawing of $width × $height', (drawing) => {
    expect(home(drawing, view)).toEqual(fit(drawing, view));
  });

  it('lets a small drawing grow with a large window, and never beyond type of about twice the size', () => {
    const tenNodes = { width: 760, height: 260 };
    const scaleIn = (width: number, height: number, drawing = tenNodes): number =>
      fit(drawing, { width, height }).scale;
    expect((scaleIn(1830, 1290) * tenNodes.width) / 1830).toBeGreaterThan(0.85);
    expect(scaleIn(1830, 1290, { width: 280, height: 120 })).toBe(scaleIn(1830, 1290));
    expect(scaleIn(5000, 4000)).toBe(2.2);
    // On a desk it stays as large as the text around it.
    for (const [width, height] of [
      [350, 500],
      [580, 560],
      [860, 740],
    ])
      expect(scaleIn(width, height, { width: 100, height: 50 })).toBe(1.25);
  });

  it('comes as near to a part as its cards can be read, with the part in view', () => {
    const part = { left: 2000, top: 300, width: 800, height: 200 };
    const near = approach({ x: 0, y: 0, scale: 0.1 }, part, view);
    expect(near.scale).toBeGreaterThan(0.54);
    expect(reveal(near, part, view, 0)).toEqual(near);
    expect(approach({ ...near, scale: 2 }, part, view).scale).toBe(2);
  });

  it('keeps the point under the pointer where it is while it zooms', () => {
    const camera = { x: -130, y: 40, scale: 0.8 };
    const zoomed = zoomAt(camera, 1.7, 300, 200);
    expect(zoomed.scale).toBeCloseTo(1.36, 9);
    const point = [(300 - camera.x) / camera.scale, (200 - camera.y) / camera.scale] as const;
    const [x, y] = onScreen(zoomed, ...point);
    expect(x).toBeCloseTo(300, 9);
    expect(y).toBeCloseTo(200, 9);
  });

  it('keeps part of the drawing in sight', () => {
    const drawing = { width: 500, height: 400 };
    for (const scale of [0.1, 1, 4]) {
      for (const [x, y] of [-1e5, 0, 1e5].flatMap((x) => [-1e5, 0, 1e5].map((y) => [x, y] as const))) {
        const seen = seenBox(keepInSight({ x, y, scale }, drawing, view), view);
        const share = (low: number, length: number, whole: number): number =>
          (Math.min(whole, low + length) - Math.max(0, low)) / Math.min(whole, length);
        expect(share(seen.left, seen.width, drawing.width)).toBeGreaterThanOrEqual(0.5 - 1e-9);
        expect(share(seen.top, seen.height, drawing.height)).toBeGreaterThanOrEqual(0.5 - 1e-9);
      }
    }
  });

  it('reveals a box by the shortest way, and leaves a visible one', () => {
    const camera = { x: 0, y: 0, scale: 1 };
    const box = { left: 300, top: 200, width: 120, height: 50 };
    expect(reveal(camera, box, view)).toEqual(camera);
    const right = reveal(camera, { ...box, left: 1000 }, view);
    expect(onScreen(right, 1120, 0)[0]).toBe(view.width - 24);
    expect(right.y).toBe(0);
  });
});

describe('the camera in a page', () => {
  const drawing = { width: 700, height: 300 };
  const start = (): CameraKeeper => {
    const keeper = new CameraKeeper();
    keeper.resize(view);
    keeper.follow(drawing, null);
    keeper.travel(1);
    return keeper;
  };

  it('follows the drawing until it is moved by hand, and again after it was asked to show everything', () => {
    const keeper = start();
    keeper.follow({ width: 750, height: 500 }, { x: 10, y: 10 });
    keeper.travel(1);
    expect(keeper.camera).toEqual(fit({ width: 750, height: 500 }, view));
    keeper.pan(30, 20);
    const moved = keeper.camera;
    keeper.resize({ width: 900, height: 600 });
    expect(keeper.camera).toEqual(moved);
    keeper.fit();
    expect(keeper.camera).toEqual(fit({ width: 750, height: 500 }, { width: 900, height: 600 }));
  });

  it('holds the box still that it is told to, once it was moved by hand', () => {
    const keeper = start();
    keeper.pan(50, 0);
    const before = keeper.camera;
    keeper.follow({ width: 900, height: 500 }, { x: 100, y: -40 });
    keeper.travel(1);
    const [x, y] = onScreen(keeper.camera, 300 + 100, 100 - 40);
    const [wantedX, wantedY] = onScreen(before, 300, 100);
    expect(x).toBeCloseTo(wantedX, 9);
    expect(y).toBeCloseTo(wantedY, 9);
  });

  it('shows all of the drawing in every view until somebody moves it, whatever a step is about', () => {
    const keeper = start();
    const wide = { width: 4000, height: 900 };
    keeper.follow(wide, null);
    keeper.travel(1);
    keeper.reveal({ left: 3800, top: 800, width: 120, height: 50 });
    for (const size of [view, { width: 390, height: 300 }, { width: 1200, height: 800 }]) {
      keeper.resize(size);
      expect(keeper.camera).toEqual(fit(wide, size));
    }
    keeper.zoom(2);
    const moved = keeper.camera;
    keeper.resize({ width: 1100, height: 800 });
    expect(keeper.camera.scale).toBe(moved.scale);
  });

  it('says whether it could move', () => {
    const keeper = start();
    expect(keeper.pan(10, 0)).toBe(true);
    expect(keeper.pan(1e6, 0)).toBe(true);
    expect(keeper.pan(10, 0)).toBe(false);
  });

  it('begins anew with a drawing that has nothing of the last one', () => {
    const keeper = start();
    keeper.pan(200, 100);
    keeper.follow(drawing, null);
    keeper.travel(1);
    expect(keeper.camera).toEqual(home(drawing, view));
  });
});
