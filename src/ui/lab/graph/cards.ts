import type { DrawnNode, GraphDrawing } from '../../../lab/drawing.ts';
import type { LabGraph } from '../../../lab/graph.ts';
import type { SpokenNumbers } from '../../../lab/walk.ts';

/** The numbers of a graph as far as they are computed; the arrays may change in place. */
export interface GraphNumbers {
  readonly data: ArrayLike<number>;
  readonly gradients: ArrayLike<number>;
  hasData(node: number): boolean;
  hasGradient(node: number): boolean;
}

export interface NodeMark {
  readonly kind: 'non-finite' | 'kink' | 'right' | 'wrong';
  /** A sentence. */
  readonly text: string;
}

/** Which numbers are for the user to find. */
export type HiddenNumbers = 'none' | 'gradients' | 'values';

/** Everything that decides what is written on the cards. */
export interface CardState {
  readonly graph: LabGraph;
  readonly numbers: GraphNumbers | null;
  readonly hidden: HiddenNumbers;
  readonly revealed: ReadonlySet<number>;
  readonly marks: ReadonlyMap<number, NodeMark>;
}

export type Tone = 'positive' | 'negative' | 'zero' | 'none' | 'odd';

export interface CardNumber {
  readonly text: string;
  readonly tone: Tone;
  /** -1…1 for tints; 0 where there is no number. */
  readonly strength: number;
  readonly spoken: string;
}

export interface Card {
  readonly data: CardNumber;
  readonly gradient: CardNumber;
  readonly marks: readonly NodeMark[];
}

export const cardHeight = 52;
export const titleHeight = 25;
const narrowest = 124;
const widest = 190;
/** Left and right of the title, and between it and the operation's sign. */
const titleMargin = 8;

/** Width and height of every box: w0, h0, … Numbers never change them, so that steps move nothing. */
export function cardSizes({ nodes }: GraphDrawing, measure: CardMeasure): Float32Array {
  const widths = nodes.map((node) => {
    const signWidth = measure.sign(signOf(node));
    const width = Math.ceil(
      measure.title(node.title) + signWidth + 2 * titleMargin + (signWidth && titleMargin),
    );
    return Math.min(widest, Math.max(narrowest, width));
  });
  // Closed groups beside each other are of one width.
  const widthsOfGroups = new Map<number, number>();
  nodes.forEach(({ kind, frame }, box) => {
    if (kind === 'group') widthsOfGroups.set(frame, Math.max(widthsOfGroups.get(frame) ?? 0, widths[box]));
  });
  return Float32Array.from(
    nodes.flatMap(({ kind, frame }, box) => [
      kind === 'group' ? (widthsOfGroups.get(frame) ?? widths[box]) : widths[box],
      cardHeight,
    ]),
  );
}

/** Widths of texts in the fonts of a card. */
export interface CardMeasure {
  title(text: string): number;
  sign(text: string): number;
}

/** The room that is left for a title. */
export function titleRoom(node: DrawnNode, width: number, measure: CardMeasure): number {
  const signWidth = measure.sign(signOf(node));
  return width - signWidth - 2 * titleMargin - (signWidth && titleMargin);
}

/** What stands to the right of the title. */
export function signOf({ kind, title, detail }: DrawnNode): string {
  if (kind === 'group') return `${detail} ▸`;
  return detail === title ? '' : detail;
}

/** What a box of the drawing shows now. */
export function cardOf({ nodes }: GraphDrawing, box: number, state: CardState): Card {
  const { node, members } = nodes[box];
  return cardAbout(node, members, state);
}

/** What is shown of several nodes that one stands for; null where none does. */
export function cardAbout(node: number | null, members: readonly number[], state: CardState): Card {
  const marks = members.flatMap((member) => state.marks.get(member) ?? []);
  if (node === null) return { data: nothing, gradient: nothing, marks };
  const { graph, numbers, hidden, revealed } = state;
  const isShown = hidden === 'none' || revealed.has(node);
  const showsData = isShown || hidden === 'gradients' || graph.ops[node] === null;
  return {
    data: !showsData ? asked : numbers?.hasData(node) ? shown(numbers.data[node]) : nothing,
    gradient: !isShown
      ? asked
      : numbers?.hasGradient(node)
        ? judged(numbers.gradients[node], state.marks.get(node))
        : nothing,
    marks,
  };
}

const nothing: CardNumber = { text: '–', tone: 'none', strength: 0, spoken: 'not computed yet' };
const asked: CardNumber = { text: '?', tone: 'none', strength: 0, spoken: 'hidden' };

function shown(value: number): CardNumber {
  const text = formatScalar(value);
  if (!Number.isFinite(value)) {
    const spoken = Number.isNaN(value) ? 'not a number' : value < 0 ? 'minus infinity' : 'infinity';
    return { text, tone: 'odd', strength: 0, spoken };
  }
  return {
    text,
    tone: value > 0 ? 'positive' : value < 0 ? 'negative' : 'zero',
    strength: value / (0.5 + Math.abs(value)),
    spoken: text.replace('−', 'minus '),
  };
}

/** A wrong number is not in the colour of a right one. */
function judged(value: number, mark: NodeMark | undefined): CardNumber {
  const number = shown(value);
  return mark?.kind === 'wrong'
    ? { ...number, tone: 'odd', strength: 0, spoken: `${number.spoken}, wrong` }
    : number;
}

/** Four decimals, of larger numbers fewer, and a true minus; very small and large numbers with an exponent; at most ten characters. */
export function formatScalar(value: number): string {
  if (Number.isNaN(value)) return 'NaN';
  const size = Math.abs(value);
  const sign = value < 0 ? '−' : '';
  if (size === Infinity) return `${sign}∞`;
  if (size !== 0 && (size < 5e-5 || size >= 1e6)) {
    return sign + size.toExponential(3).replace('e+', 'e').replace('e-', 'e−');
  }
  const decimals = size < 10 ? 4 : size < 100 ? 3 : size < 100_000 ? 2 : 1;
  return sign + size.toFixed(decimals);
}

/** The same in a sentence, where no column asks for zeros at the end. */
export function sayScalar(value: number): string {
  return formatScalar(value).replace(/\.?0+($|e)/, '$1');
}

export function spokenNumbers({ data, gradient, marks }: Card): SpokenNumbers {
  return { data: data.spoken, gradient: gradient.spoken, remarks: marks.map(({ text }) => text) };
}
