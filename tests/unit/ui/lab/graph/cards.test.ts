import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { drawGraph } from '../../../../../src/lab/drawing.ts';
import { Stepper } from '../../../../../src/lab/stepper.ts';
import {
  cardOf,
  cardSizes,
  formatScalar,
  sayScalar,
  titleRoom,
  type CardState,
} from '../../../../../src/ui/lab/graph/cards.ts';
import { graphColours } from '../../../../../src/ui/lab/graph/colours.ts';
import { escapeXml, writeSvg } from '../../../../../src/ui/lab/graph/export-svg.ts';
import { layeredLayout } from '../../../../../src/layout/layered-layout.ts';
import { requestFor } from '../../../../../src/ui/lab/graph/layout-keeper.ts';
import { sampleNetwork, sampleOf } from '../../../helpers/graph-samples.ts';

describe('a number on a card', () => {
  it.each([
    [2, '2.0000'],
    [-0.70710678, '−0.7071'],
    [0, '0.0000'],
    [-0, '0.0000'],
    [1e-7, '1.000e−7'],
    [-0.00004, '−4.000e−5'],
    [-27.76683, '−27.767'],
    [645.5773, '645.58'],
    [1234.567, '1234.57'],
    [-99999.99, '−99999.99'],
    [123456.7, '123456.7'],
    [-1.5e12, '−1.500e12'],
    [Infinity, '∞'],
    [-Infinity, '−∞'],
    [NaN, 'NaN'],
  ])('%f is written %s', (value, text) => expect(formatScalar(value)).toBe(text));

  it('are said without zeros that say nothing', () => {
    expect([3, 3.5, 11 / 3, 0, -0.25, 12.5, 100_000, 2e-7].map(sayScalar)).toEqual([
      '3',
      '3.5',
      '3.6667',
      '0',
      '−0.25',
      '12.5',
      '100000',
      '2e−7',
    ]);
  });

  it('is never longer than ten characters', () => {
    for (let exponent = -320; exponent <= 308; exponent++) {
      const value = -9.99996 * 10 ** exponent;
      expect(formatScalar(value).length, `${value}`).toBeLessThanOrEqual(11);
      if (exponent > -100 && exponent < 100)
        expect(formatScalar(value).length, `${value}`).toBeLessThanOrEqual(10);
    }
  });
});

describe('a card', () => {
  const { graph } = sampleOf('a = 2\nb = -3\nc = a * b\nd = log(b) + c');
  const drawing = drawGraph(graph, [], new Set());
  const stepper = new Stepper(graph);
  const state: CardState = {
    graph,
    numbers: {
      data: stepper.data,
      gradients: stepper.gradients,
      hasData: (node) => stepper.hasData(node),
      hasGradient: () => stepper.position > stepper.forwardCount,
    },
    hidden: 'none',
    revealed: new Set(),
    marks: new Map(),
  };
  const card = (title: string, change: Partial<CardState> = {}) => {
    const box = drawing.nodes.findIndex((node) => node.title === title);
    return cardOf(drawing, box, { ...state, ...change });
  };
  const node = (name: string): number => graph.named.get(name)!;

  it('says nothing of what is not computed yet', () => {
    stepper.seek(0);
    expect(card('a').data).toMatchObject({ text: '2.0000', tone: 'positive' });
    expect(card('c').data).toMatchObject({ text: '–', tone: 'none', spoken: 'not computed yet' });
    expect(card('a').gradient.text).toBe('–');
  });

  it('has the signs’ tones, and one for what is not finite', () => {
    stepper.seek(stepper.length);
    expect(card('c').data).toMatchObject({ text: '−6.0000', tone: 'negative', spoken: 'minus 6.0000' });
    expect(card('d').data).toMatchObject({ text: 'NaN', tone: 'odd', spoken: 'not a number' });
    expect(card('d').gradient).toMatchObject({ text: '1.0000', tone: 'positive' });
  });

  it('asks for what is hidden, but not for what is given or revealed', () => {
    stepper.seek(stepper.length);
    expect(card('c', { hidden: 'gradients' })).toMatchObject({
      data: { text: '−6.0000' },
      gradient: { text: '?' },
    });
    expect(card('c', { hidden: 'values' })).toMatchObject({ data: { text: '?' }, gradient: { text: '?' } });
    expect(card('a', { hidden: 'values' }).data.text).toBe('2.0000');
    const revealed = new Set([node('c')]);
    expect(card('c', { hidden: 'values', revealed })).toMatchObject({ data: { text: '−6.0000' } });
  });

  it('bears the marks of all that is in it', () => {
    const network = sampleNetwork([3, 1]);
    const groups = drawGraph(network.graph, network.groups, new Set());
    const box = groups.nodes.findIndex(({ title }) => title === 'layer 1');
    const mark = { kind: 'kink', text: 'A corner.' } as const;
    const marks = new Map([[groups.nodes[box].members[3], mark]]);
    expect(cardOf(groups, box, { ...state, graph: network.graph, marks }).marks).toEqual([mark]);
    expect(cardOf(groups, 0, { ...state, graph: network.graph }).marks).toEqual([]);
  });

  it('is wide enough for its title, up to a limit, and the same whatever its numbers', () => {
    const measure = { title: (text: string) => 7 * text.length, sign: (text: string) => 6 * text.length };
    const long = drawGraph(
      sampleOf(`${'x'.repeat(20)} = 1\n${'y'.repeat(60)} = tanh(${'x'.repeat(20)})`).graph,
      [],
      new Set(),
    );
    const sizes = cardSizes(long, measure);
    expect(titleRoom(long.nodes[0], sizes[0], measure)).toBeGreaterThanOrEqual(
      measure.title(long.nodes[0].title),
    );
    expect(sizes[2]).toBe(190);
    expect(titleRoom(long.nodes[1], sizes[2], measure)).toBeLessThan(measure.title(long.nodes[1].title));
  });
});

describe('the colours of a drawing', () => {
  it('are those of the style sheet', () => {
    const css = readFileSync('src/ui/theme.css', 'utf8');
    const darkColours: readonly string[] = Object.values(graphColours.dark);
    Object.entries(graphColours.light).forEach(([name, light]: [string, string], i) => {
      const token = name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
      expect(css).toContain(`--${token}: light-dark(${light}, ${darkColours[i]});`);
    });
  });
});

describe('the exported drawing', () => {
  it('escapes what would be markup, and what XML does not know', () => {
    expect(escapeXml('<a href="x">&\'\u0000\u000B')).toBe(
      '&#60;a href=&#34;x&#34;&#62;&#38;&#39;\uFFFD\uFFFD',
    );
    expect(escapeXml('αβ → 𝛼')).toBe('αβ → 𝛼');
  });

  it('has every title and every edge, and no text as markup', () => {
    const { graph, groups } = sampleNetwork([2, 1]);
    const evil = groups.map((group) => ({ ...group, title: `<script>${group.id}</script>` }));
    const drawing = drawGraph(graph, evil, new Set(['layer-1']));
    const sizes = Float32Array.from(drawing.nodes.flatMap(() => [124, 52]));
    const layout = layeredLayout(requestFor(drawing, sizes));
    const nothing = { text: '–', tone: 'none', strength: 0, spoken: '' } as const;
    const svg = writeSvg({
      placed: { drawing, sizes, layout },
      titles: drawing.nodes.map(({ title }) => title),
      cards: drawing.nodes.map(() => ({ data: nothing, gradient: nothing, marks: [] })),
    });
    expect(svg).not.toContain('<script');
    expect(svg.match(/&#60;script&#62;/g)!.length).toBeGreaterThanOrEqual(4);
    expect(svg.match(/<path d="M[^"]*C/g)).toHaveLength(drawing.edges.length);
    expect(svg).not.toMatch(/NaN|undefined/);
  });
});
