import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { Color } from '../../../src/charts/kept-colours.ts';

describe('the colours of Chart.js', () => {
  it('stay as they are when something is pointed at', () => {
    expect(new Color('#c2410c').saturate().darken().hexString()).toBe('#c2410c');
  });

  it('are asked for nothing that ours do not have', () => {
    const library = new URL('../../../node_modules/chart.js/dist/chunks/index.js', import.meta.url);
    const source = readFileSync(library, 'utf8');
    const chains = [...source.matchAll(/new Color\(value\)([^;]*);/g)].map(([, chain]) => chain);
    expect(chains).toHaveLength(2);
    const asked = chains.flatMap((chain) => [...chain.matchAll(/\.(\w+)\(/g)].map(([, name]) => name));
    expect(asked).toEqual(['saturate', 'darken', 'hexString']);
    for (const name of asked) expect(Color.prototype).toHaveProperty(name);
  });
});
