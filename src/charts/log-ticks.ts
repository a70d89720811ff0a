import type { Scale } from 'chart.js';
import { canvasFont } from './palette.ts';
import { decadeTicks, tickFormat } from './tick-format.ts';

/** Between two labels, in pixels. */
const leastGap = 8;
const fontSize = 11;

/** Where labels stand: how long the axis is, and how much of it a text takes. */
export interface LabelRoom {
  readonly length: number;
  readonly sizeOf: (text: string) => number;
  readonly most: number;
}

/** In each decade. */
const multiples = [[1, 2, 3, 4, 5, 6, 7, 8, 9], [1, 2, 5], [1, 3], [1]];

/**
 * Round numbers for a logarithmic axis, as many as have room beside one another; null where there is none. Chart.js
 * leaves out by their order, and at a decade's end they are near one another.
 */
export function logTicks(min: number, max: number, room: LabelRoom): readonly number[] | null {
  if (!(min > 0 && max > min && Number.isFinite(max))) return null;
  const fitting = [...candidates(min, max, room.most)].filter(
    (ticks) => ticks.length <= room.most && haveRoom(ticks, min, max, room),
  );
  return fitting.find(({ length }) => length > 2) ?? fitting.find(({ length }) => length > 0) ?? null;
}

/** From those that say most to those that take least. */
function* candidates(min: number, max: number, most: number): Generator<readonly number[]> {
  // So near one another, even steps are about even on powers too.
  if (max < 4 * min) for (let count = most; count > 1; count--) yield evenIn(min, max, count);
  for (const steps of multiples) yield multiplesIn(min, max, steps);
  for (let decades = most; decades > 1; decades--) yield decadeTicks(min, max, decades) ?? [];
  // Or the roundest one of the middle.
  for (let digits = 1; digits <= 15; digits++) {
    const tick = Number(Math.sqrt(min * max).toPrecision(digits));
    if (tick >= min && tick <= max) yield [tick];
  }
}

function multiplesIn(min: number, max: number, steps: readonly number[]): readonly number[] {
  const [low, high] = [Math.floor(Math.log10(min)), Math.floor(Math.log10(max))];
  // More decades than any axis has room for.
  if (high - low > 40) return [];
  const ticks: number[] = [];
  for (let decade = low; decade <= high; decade++)
    for (const step of steps) {
      const tick = Number(`${step}e${decade}`);
      if (tick >= min && tick <= max) ticks.push(tick);
    }
  return ticks;
}

function evenIn(min: number, max: number, count: number): readonly number[] {
  const least = (max - min) / count;
  const power = Math.floor(Math.log10(least));
  const digit = [1, 2, 5, 10].find((one) => Number(`${one}e${power}`) >= least) ?? 10;
  const step = Number(`${digit}e${power}`);
  const ticks: number[] = [];
  for (let i = Math.floor(min / step); i <= Math.ceil(max / step); i++) {
    // As it is written: what is computed may lie beside its own.
    const tick = Number((i * step).toPrecision(12));
    if (tick >= min && tick <= max) ticks.push(tick);
  }
  return ticks;
}

function haveRoom(ticks: readonly number[], min: number, max: number, room: LabelRoom): boolean {
  const write = tickFormat(ticks);
  const perPower = room.length / Math.log(max / min);
  return ticks.every((tick, i) => {
    if (i === 0) return true;
    const before = ticks[i - 1];
    const half = (room.sizeOf(write(before)) + room.sizeOf(write(tick))) / 2;
    return Math.log(tick / before) * perPower >= half + leastGap;
  });
}

/** The same for an axis of a chart, before its labels are written. */
export function placeLogTicks(scale: Scale, most: number): void {
  const { ctx } = scale;
  const isAcross = scale.isHorizontal();
  ctx.save();
  ctx.font = `${fontSize}px ${canvasFont}`;
  const ticks = logTicks(scale.min, scale.max, {
    length: isAcross ? scale.width : scale.height,
    sizeOf: (text) => (isAcross ? ctx.measureText(text).width : fontSize),
    most,
  });
  ctx.restore();
  if (ticks !== null) scale.ticks = ticks.map((value) => ({ value, major: true }));
}
