import { describe, expect, it } from 'vitest';
import type { NetworkPicture } from '../../../../../src/protocol/picture-messages.ts';
import { describeLink, describeNeuron } from '../../../../../src/ui/playground/network/describe.ts';
import {
  columnWidths,
  layoutNetwork,
  neighbour,
  outputNamesWidth,
} from '../../../../../src/ui/playground/network/layout.ts';
import { linkAt } from '../../../../../src/ui/playground/network/link-painter.ts';
import { mostLinks, strengthOf, strongestLinks } from '../../../../../src/ui/playground/network/links.ts';

/** Weights `[neuron][input]` and then biases, layer after layer. */
function networkOf(widths: readonly number[]): { network: NetworkPicture; parameters: Float64Array } {
  let offset = 0;
  const layers = widths.slice(1).map((width, i) => {
    const inputCount = widths[i];
    const layer = { inputCount, width, weightOffset: offset, biasOffset: offset + width * inputCount };
    offset += width * (inputCount + 1);
    return layer;
  });
  const inputs = (['x1', 'x2', 'x1²', 'x2²'] as const).slice(0, widths[0]);
  const parameters = Float64Array.from({ length: offset }, (_, i) => Math.sin(i * 12.9898) * 2);
  return {
    network: {
      inputs,
      outputs: { names: ['output'], low: -1 },
      inputPicture: null,
      layers,
      parameterCount: offset,
      shownNeurons: [],
    },
    parameters,
  };
}

describe('layoutNetwork', () => {
  it('keeps everything inside at 8 layers of 64, with targets of at least 24 pixels', () => {
    const { network } = networkOf([4, ...Array<number>(8).fill(64), 1]);
    const layout = layoutNetwork(columnWidths(network), 700, 370);
    expect(layout.size).toBeGreaterThanOrEqual(24);
    for (const { x, ys, hiddenCount } of layout.columns) {
      expect(x - layout.size / 2).toBeGreaterThanOrEqual(0);
      expect(x + layout.size / 2).toBeLessThanOrEqual(700);
      expect(ys[0] - layout.size / 2).toBeGreaterThanOrEqual(0);
      expect(ys[ys.length - 1] + layout.size / 2).toBeLessThanOrEqual(370);
      expect(hiddenCount).toBe(ys.length === 12 ? 52 : 0);
    }
  });

  it('says how near its columns may come at a width, whatever the height: what stands above them takes of it', () => {
    for (const width of [320, 336, 500, 700]) {
      const heights = Array.from({ length: 60 }, (_, i) => 120 + 12 * i);
      const layouts = heights.map((height) => layoutNetwork([2, 8, 8, 1], width, height));
      expect(new Set(layouts.map(({ leastGap }) => leastGap)).size).toBe(1);
      const gaps = layouts.map(({ columns }) => columns[1].x - columns[0].x);
      // The tiles grow with the height, and the columns come nearer; never nearer than that, but for a rounded pixel.
      expect(new Set(gaps).size).toBeGreaterThan(1);
      expect(Math.min(...gaps)).toBeGreaterThan(layouts[0].leastGap - 1.5);
      expect(Math.min(...gaps)).toBeLessThan(layouts[0].leastGap + 1.5);
    }
  });

  it('spreads few neurons over a high room, and leaves them together in a low one', () => {
    const spread = (height: number) => {
      const { size, columns } = layoutNetwork([2, 4, 2, 1], 1100, height);
      const { ys } = columns[1];
      return { size, pitch: ys[1] - ys[0], share: (ys[3] - ys[0] + size) / height };
    };
    const [low, usual, high] = [spread(400), spread(560), spread(1000)];
    expect(low.pitch).toBeLessThanOrEqual(100);
    expect(usual.pitch / usual.size).toBeLessThan(1.2);
    expect([low.size, usual.size, high.size]).toEqual([low.size, 96, 96]);
    // As far apart as they belong together, and the room is theirs.
    expect(high.pitch / high.size).toBeCloseTo(1.6, 1);
    expect(high.share).toBeGreaterThan(0.5);
    expect(spread(3000).pitch).toBe(high.pitch);
    for (const height of [240, 400, 560, 800, 1000]) {
      const { columns, size } = layoutNetwork([2, 8, 1], 1100, height);
      expect(columns[1].ys[0] - size / 2).toBeGreaterThanOrEqual(0);
      expect(columns[1].ys[7] + size / 2).toBeLessThanOrEqual(height);
    }
  });

  it('leaves the names of its outputs room beside them, of which a single one needs none', () => {
    expect(outputNamesWidth(['price'], 600)).toBe(0);
    const digits = outputNamesWidth(['0', '1', '2', '9'], 600);
    const species = outputNamesWidth(['Adelie', 'Chinstrap', 'Gentoo'], 600);
    expect(digits).toBeGreaterThan(0);
    expect(species).toBeGreaterThan(2 * digits);
    expect(outputNamesWidth(['x'.repeat(80), 'y'], 600)).toBeLessThan(600 / 6);
    const bare = layoutNetwork([2, 4, 3], 600, 400);
    for (const room of [digits, species]) {
      const { columns, outputSize } = layoutNetwork([2, 4, 3], 600, 400, undefined, room);
      const free = 600 - columns[2].x - outputSize / 2;
      expect(free - (600 - bare.columns[2].x - bare.outputSize / 2)).toBeGreaterThanOrEqual(room - 1);
    }
  });

  it('lets arrow keys walk between neighbours and stop at the edges', () => {
    const layout = layoutNetwork([2, 4, 1], 600, 400);
    const walk = (keys: readonly string[]) =>
      keys.reduce((at, key) => neighbour(layout, at, key), { column: 0, index: 0 });
    expect(walk(['ArrowUp', 'ArrowLeft'])).toEqual({ column: 0, index: 0 });
    expect(walk(['ArrowRight', 'ArrowDown'])).toEqual({ column: 1, index: 2 });
    expect(walk(['ArrowRight', 'ArrowRight', 'ArrowRight', 'ArrowDown'])).toEqual({ column: 2, index: 0 });
  });
});

describe('strongestLinks', () => {
  it('bounds their number, keeps the strongest, and puts them last', () => {
    const { network, parameters } = networkOf([4, ...Array<number>(8).fill(64), 1]);
    const links = strongestLinks(network, parameters);
    expect(links).toHaveLength(mostLinks);
    const sizes = links.map(({ weight }) => Math.abs(weight));
    expect(sizes).toEqual([...sizes].sort((a, b) => a - b));
    const all = strongestLinks(network, parameters, Infinity);
    expect(all.length).toBe(4 * 12 + 7 * 144 + 12);
    expect(Math.abs(all[all.length - mostLinks - 1].weight)).toBeLessThanOrEqual(sizes[0]);
  });

  it('leaves out what is not finite', () => {
    const { network, parameters } = networkOf([2, 2, 1]);
    parameters[1] = NaN;
    expect(strongestLinks(network, parameters)).toHaveLength(5);
  });

  it('shows a stronger weight stronger, and none beyond full', () => {
    expect(strengthOf(0)).toBe(0);
    expect(strengthOf(-2)).toBeGreaterThan(strengthOf(1));
    expect(strengthOf(1e9)).toBeLessThanOrEqual(1);
  });
});

describe('what the pointer finds', () => {
  const { network, parameters } = networkOf([2, 3, 1]);
  const layout = layoutNetwork(columnWidths(network), 600, 400);
  const links = strongestLinks(network, parameters);

  it('is the link in the middle of which it stands', () => {
    for (const link of links) {
      const [left, right] = [layout.columns[link.column], layout.columns[link.column + 1]];
      const nextSize = link.column === 1 ? layout.outputSize : layout.size;
      const x = (left.x + layout.size / 2 + right.x - nextSize / 2) / 2;
      const found = linkAt([link], layout, x, (left.ys[link.from] + right.ys[link.to]) / 2);
      expect(found).toBe(link);
    }
  });

  it('is nothing where there is no line', () => {
    expect(linkAt(links, layout, layout.columns[0].x + layout.size, 5)).toBeNull();
  });
});

describe('the numbers of a neuron', () => {
  const { network, parameters } = networkOf([2, 3, 1]);

  it('are its own bias and its own incoming weights by name', () => {
    const { title, bias, incoming } = describeNeuron(network, parameters, { column: 1, index: 1 });
    expect(title).toBe('Layer 1, neuron 2');
    expect(bias).toBe(parameters[7]);
    expect(incoming).toEqual([
      { name: 'x₁', weight: parameters[2] },
      { name: 'x₂', weight: parameters[3] },
    ]);
    expect(describeNeuron(network, parameters, { column: 2, index: 0 })).toMatchObject({
      title: 'Output',
      bias: parameters[12],
    });
  });

  it('are none for an input', () => {
    expect(describeNeuron(network, parameters, { column: 0, index: 1 })).toEqual({
      title: 'Input x₂',
      bias: null,
      incoming: [],
      note: 'a feature of each point, as it is',
      opens: false,
    });
  });

  it('are counted where they are of the pixels of a picture, and said to be unknown before there are any', () => {
    const { network: plain, parameters: many } = networkOf([4, 3, 1]);
    const pictured: NetworkPicture = {
      ...plain,
      inputPicture: { rows: 2, columns: 2, mean: new Float32Array(4) },
    };
    const neuron = { column: 1, index: 1 };
    expect(describeNeuron(pictured, many, neuron)).toEqual({
      title: 'Layer 1, neuron 2',
      bias: many[13],
      incoming: [],
      note: '4 weights, one for each pixel',
      opens: true,
    });
    expect(describeNeuron(plain, many, neuron)).toMatchObject({ note: null, bias: many[13] });
    expect(describeNeuron(pictured, many, { column: 2, index: 0 }).incoming).toHaveLength(3);
    expect(describeNeuron(pictured, null, neuron)).toMatchObject({
      bias: null,
      note: 'its weights are not known yet',
    });
  });

  it('are the one weight of a link', () => {
    const link = { column: 1, from: 2, to: 0, weight: 0.5 };
    expect(describeLink(network, link)).toMatchObject({ title: 'Layer 1, neuron 3 → Output' });
  });
});
