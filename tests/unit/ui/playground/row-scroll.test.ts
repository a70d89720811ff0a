import { describe, expect, it } from 'vitest';
import { rowHeight, scrollTo, spanAt } from '../../../../src/ui/playground/rows/row-scroll.ts';

const room = 420;

describe('the rows that are made of a long table', () => {
  it('are those in sight and some around, with the room of the others', () => {
    const { from, to, before, after } = spanAt(100 * rowHeight, room, 1000);
    expect(from).toBeLessThanOrEqual(100);
    expect(to).toBeGreaterThanOrEqual(100 + room / rowHeight);
    expect(to - from).toBeLessThan(40);
    expect([before, after]).toEqual([from * rowHeight, (1000 - to) * rowHeight]);
  });

  it('are all of them where there are few, and none where there are none', () => {
    expect(spanAt(0, room, 3)).toEqual({ from: 0, to: 3, before: 0, after: 0 });
    expect(spanAt(0, room, 0)).toEqual({ from: 0, to: 0, before: 0, after: 0 });
  });

  it('reach the last of a million in a box that browsers have room for', () => {
    const count = 1_000_000;
    const top = scrollTo(count - 1, 0, room, count);
    const { from, to, before, after } = spanAt(top, room, count);
    expect([to, after]).toEqual([count, 0]);
    expect(before + (to - from) * rowHeight).toBeLessThanOrEqual(8_000_000);
    // Its lower edge is the lower edge of what is in sight.
    expect(before + (to - from) * rowHeight).toBeCloseTo(top + room, -1);
    expect(spanAt(0, room, count)).toMatchObject({ from: 0, before: 0 });
  });

  it.each([50, 5000, 1_000_000])('come into sight when they are gone to, row by row, of %i', (count) => {
    let top = 0;
    for (const row of [0, 1, 20, 21, count >> 1, (count >> 1) + 1, count - 1, count - 2, 7]) {
      if (row >= count) continue;
      top = scrollTo(row, top, room, count);
      const { from, to, before } = spanAt(top, room, count);
      expect(row).toBeGreaterThanOrEqual(from);
      expect(row).toBeLessThan(to);
      const y = before + (row - from) * rowHeight;
      expect(y).toBeGreaterThanOrEqual(top - 1);
      expect(y + rowHeight).toBeLessThanOrEqual(top + room + 1);
      // The control: what is in sight already is not moved.
      expect(scrollTo(row, top, room, count)).toBe(top);
    }
  });
});
