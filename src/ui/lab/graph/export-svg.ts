import { toneColour } from './card-numbers.ts';
import { markColour, markSigns } from './card-painter.ts';
import { signOf, titleHeight, type CardNumber } from './cards.ts';
import { graphColours } from './colours.ts';
import type { Scene } from './scene.ts';

const margin = 12;
const colours = graphColours.light;
const sans = 'font-family="Helvetica, Arial, sans-serif"';
const mono = 'font-family="Menlo, Consolas, monospace"';

/** The whole drawing at rest, as a document of its own in the light theme; without any emphasis. */
export function writeSvg(scene: Pick<Scene, 'placed' | 'cards' | 'titles'>): string {
  const { layout } = scene.placed;
  const { width, height } = layout;
  const size = `width="${round(width + 2 * margin)}" height="${round(height + 2 * margin)}"`;
  const view = [-margin, -margin, width + 2 * margin, height + 2 * margin].map(round).join(' ');
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" ${size} viewBox="${view}">`,
    `<rect x="${-margin}" y="${-margin}" ${size} fill="${colours.panel}"/>`,
    ...writeFrames(scene),
    `<g fill="none" stroke="${colours.edge}">`,
    ...writeEdges(scene),
    '</g>',
    ...scene.placed.drawing.nodes.map((_, box) => writeCard(scene, box)),
    '</svg>',
    '',
  ].join('\n');
}

type Drawing = Parameters<typeof writeSvg>[0];

function writeFrames({ placed: { drawing, layout } }: Drawing): string[] {
  return drawing.frames.flatMap(({ title }, frame) => {
    const [x, y, width, height] = [...layout.frames.subarray(4 * frame, 4 * frame + 4)].map(round);
    if (width === 0) return [];
    return (
      `<rect x="${x}" y="${y}" width="${width}" height="${height}" rx="12" fill="${colours.well}" ` +
      `fill-opacity="0.55" stroke="${colours.edgeSoft}"/>` +
      `<text x="${round(x + 12)}" y="${round(y + 19)}" ${sans} font-size="11.5" fill="${colours.muted}">${escapeXml(title)}</text>`
    );
  });
}

function writeEdges({ placed: { drawing, layout } }: Drawing): string[] {
  return drawing.edges.map(({ count }, edge) => {
    const points = [
      ...layout.curves.subarray(2 * layout.curveStarts[edge], 2 * layout.curveStarts[edge + 1]),
    ];
    const [x, y, ...rest] = points.map(round);
    const width = count > 1 ? ` stroke-width="${round(Math.min(3, 1 + 0.5 * Math.log2(count)))}"` : '';
    return `<path d="M${x} ${y}C${rest.join(' ')}"${width}/>`;
  });
}

function writeCard({ placed, cards, titles }: Drawing, box: number): string {
  const node = placed.drawing.nodes[box];
  const { data, gradient, marks } = cards[box];
  const [width, height] = placed.sizes.subarray(2 * box, 2 * box + 2);
  const x = round(placed.layout.centres[2 * box] - width / 2);
  const y = round(placed.layout.centres[2 * box + 1] - height / 2);
  const outline = (shift: number, fill: string): string =>
    `<rect x="${shift}" y="${shift}" width="${width}" height="${height}" rx="8" fill="${fill}" stroke="${colours.edge}"/>`;
  const number = (value: CardNumber, left: number): string => {
    // Characters of a fixed width: longer texts are squeezed into their field.
    const room = width / 2 - 11;
    const squeeze =
      value.text.length * 6.65 > room ? ` textLength="${round(room)}" lengthAdjust="spacingAndGlyphs"` : '';
    return `<text x="${round(left)}" y="43" ${mono} font-size="11" fill="${toneColour(value, colours)}"${squeeze}>${escapeXml(value.text)}</text>`;
  };
  return [
    `<g transform="translate(${x} ${y})">`,
    node.kind === 'group' ? outline(6, colours.well) + outline(3, colours.well) : '',
    outline(0, colours.panel),
    `<path d="M0 ${titleHeight}H${width}M${width / 2} ${titleHeight}V${height}" stroke="${colours.edgeSoft}"/>`,
    `<text x="8" y="17" ${sans} font-size="12" font-weight="600" fill="${colours.ink}">${escapeXml(titles[box])}</text>`,
    `<text x="${width - 8}" y="17" ${sans} font-size="11" text-anchor="end" fill="${colours.muted}">${escapeXml(signOf(node))}</text>`,
    number(data, 8),
    number(gradient, width / 2 + 8),
    ...marks
      .slice(0, 1)
      .map(
        ({ kind, text }) =>
          `<g><title>${escapeXml(text)}</title><circle cx="${width - 4}" cy="2" r="8" fill="${markColour(kind, colours)}"/>` +
          `<text x="${width - 4}" y="6" ${sans} font-size="11" font-weight="600" text-anchor="middle" fill="${colours.panel}">${markSigns[kind]}</text></g>`,
      ),
    '</g>',
  ].join('');
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}

/** Text for XML 1.0, which has no control characters at all. */
export function escapeXml(text: string): string {
  return text
    .replace(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, '\uFFFD')
    .replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
