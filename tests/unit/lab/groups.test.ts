import { describe, expect, it } from 'vitest';
import { blockGroups, mostDrawnNodes } from '../../../src/lab/groups.ts';

const namesOf = (count: number) => ({ names: Array.from({ length: count }, (_, i) => `n${i}`) });

describe('groups of a graph without a structure of its own', () => {
  it('are none as long as all of it can be drawn', () => {
    expect(blockGroups(namesOf(mostDrawnNodes))).toEqual([]);
  });

  it('hold every node once, in blocks of blocks, parents before children', () => {
    const count = 7321;
    const groups = blockGroups(namesOf(count));
    expect(groups.flatMap(({ nodes }) => nodes)).toEqual(Array.from({ length: count }, (_, i) => i));
    const ids = groups.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    groups.forEach(({ parent }, i) => {
      if (parent !== null) expect(ids.indexOf(parent)).toBeLessThan(i);
    });
    expect(groups.filter(({ parent }) => parent === null)).toHaveLength(3);
    expect(groups[groups.length - 1]).toMatchObject({ title: 'nodes 7301–7321', result: count - 1 });
  });
});
