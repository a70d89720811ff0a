import { describe, expect, it } from 'vitest';
import { labelPlaces } from '../../../src/charts/label-places.ts';
import type { LabelledLines } from '../../../src/charts/output-contours.ts';

const picture = { width: 400, height: 400 };

function across(y: number, label: string, isDecision = false): LabelledLines {
  const line = Array.from({ length: 101 }, (_, i): [number, number] => [i / 100, y]);
  return { lines: [line], label, isDecision };
}

describe('the numbers of contour lines', () => {
  it('stand in the middle of lines that are far from each other', () => {
    expect(labelPlaces([across(0.25, '-0.5'), across(0.75, '0.5')], picture)).toEqual([
      { x: 200, y: 100 },
      { x: 200, y: 300 },
    ]);
  });

  it('give way to each other along their lines where these are close, and to that of the decision first', () => {
    const places = labelPlaces([across(0.5, '-0.2'), across(0.51, '0', true), across(0.52, '0.2')], picture);
    expect(places.map((place) => place?.x)).toEqual([100, 200, 300]);
  });

  it('are left out where there is no room, or nothing to write on', () => {
    const many = Array.from({ length: 12 }, (_, i) => across(0.5 + i / 1000, `${i}`));
    const placed = labelPlaces(many, picture).filter((place) => place !== null);
    expect(placed).toHaveLength(7);
    expect(new Set(placed.map(({ x }) => Math.round(x / 34))).size).toBe(7);
    const short: LabelledLines = {
      lines: [
        [
          [0.5, 0.5],
          [0.55, 0.5],
        ],
      ],
      label: '1',
      isDecision: false,
    };
    expect(
      labelPlaces([short, across(0.2, ''), { lines: [], label: '1', isDecision: true }], picture),
    ).toEqual([null, null, null]);
  });
});
