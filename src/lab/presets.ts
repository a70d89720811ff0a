import { lessonNetworkSource } from './lesson-network.ts';
import type { StepMode } from './step-modes.ts';

/** What a preset comes to, by name: known from its source, or computed in float64 by PyTorch from its export. */
export interface PresetNumbers {
  readonly data: Readonly<Record<string, number>>;
  readonly gradients: Readonly<Record<string, number>>;
}

export interface Preset {
  readonly id: string;
  readonly title: string;
  /** What there is to see. */
  readonly description: string;
  readonly source: string;
  /** The leaves that are data: inputs and targets, which training never moves. */
  readonly given?: readonly string[];
  readonly numbers: PresetNumbers;
  /** A mistake that this preset shows well, and the gradients that it leads to. */
  readonly mistake?: { readonly mode: StepMode; readonly gradients: Readonly<Record<string, number>> };
  /** The result after moving every leaf by step × gradient. */
  readonly nudge?: { readonly step: number; readonly after: number };
}

/**
 * The expressions of Andrej Karpathy's lesson on micrograd, and what grows out of them.
 * https://github.com/karpathy/micrograd
 */
export const presets: readonly Preset[] = [
  {
    id: 'parabola',
    title: 'A parabola',
    description:
      'The slope of 3x² − 4x + 5 is 0 at its lowest point, x = 2/3, and positive to the right of it.',
    source: 'x = 0.6666666666666666\nf = 3 * x ** 2 - 4 * x + 5',
    numbers: { data: { f: 3.6666666666666665 }, gradients: { x: 0 } },
  },
  {
    id: 'three-inputs',
    title: 'Three inputs',
    description: 'A sum has slope 1 in each of its terms: d follows c exactly, a by b and b by a.',
    source: 'a = 2\nb = -3\nc = 10\nd = a * b + c',
    numbers: { data: { d: 4 }, gradients: { a: -3, b: 2, c: 1 } },
  },
  {
    id: 'chain-rule',
    title: 'The chain rule',
    description: 'A product of a sum: the gradients of a and b are products of what lies on their way to L.',
    source: 'a = 2\nb = -3\nc = 10\nf = -2\ne = a * b\nd = e + c\nL = d * f',
    numbers: {
      data: { e: -6, d: 4, L: -8 },
      gradients: { a: 6, b: -4, c: -2, f: 4, d: -2, e: -2, L: 1 },
    },
    nudge: { step: 0.01, after: -7.286496 },
  },
  {
    id: 'neuron',
    title: 'A neuron',
    description:
      'Two inputs, two weights and a bias through tanh. An input of 0 leaves its weight without a gradient.',
    source: 'x1 = 2\nx2 = 0\nw1 = -3\nw2 = 1\nb = 6.8813735870195432\nn = x1 * w1 + x2 * w2 + b\no = tanh(n)',
    given: ['x1', 'x2'],
    numbers: {
      data: { n: 0.8813735870195432, o: 0.7071067811865476 },
      gradients: { x1: -1.5, w1: 1, x2: 0.5, w2: 0, b: 0.5, n: 0.5, o: 1 },
    },
    mistake: { mode: 'no-zeroing', gradients: { x1: -3, w1: 2, x2: 1, w2: 0 } },
  },
  {
    id: 'neuron-by-exp',
    title: 'The neuron, tanh taken apart',
    description:
      'tanh written with exp: more nodes, the same gradients. How large an op is, is a matter of taste.',
    source:
      'x1 = 2\nx2 = 0\nw1 = -3\nw2 = 1\nb = 6.8813735870195432\nn = x1 * w1 + x2 * w2 + b\ne = exp(2 * n)\no = (e - 1) / (e + 1)',
    given: ['x1', 'x2'],
    numbers: {
      data: { n: 0.8813735870195432, o: 0.7071067811865476 },
      gradients: { x1: -1.5, w1: 1, x2: 0.5, w2: 0 },
    },
  },
  {
    id: 'used-twice',
    title: 'One node, used twice',
    description:
      'In a + a both operands are the same node: its two gradients add up to 2. With = in place of += one is lost.',
    source: 'a = 3\nb = a + a',
    numbers: { data: { b: 6 }, gradients: { a: 2, b: 1 } },
    mistake: { mode: 'overwrite', gradients: { a: 1 } },
  },
  {
    id: 'two-ways',
    title: 'Two ways to the result',
    description:
      'a and b reach f through the product and through the sum; what arrives on both ways is added.',
    source: 'a = -2\nb = 3\nd = a * b\ne = a + b\nf = d * e',
    numbers: { data: { d: -6, e: 1, f: -6 }, gradients: { a: -3, b: -8, d: 1, e: -6 } },
    mistake: { mode: 'overwrite', gradients: { a: 3, b: -2 } },
  },
  {
    id: 'doubled-twice',
    title: 'Doubled twice',
    description:
      'c = 4a, so the gradient is 4. Visiting b once for each of its uses passes its gradient on twice: 8.',
    source: 'a = 1\nb = a + a\nc = b + b',
    numbers: { data: { b: 2, c: 4 }, gradients: { a: 4, b: 2 } },
    mistake: { mode: 'no-topological-order', gradients: { a: 8 } },
  },
  {
    id: 'order',
    title: 'Why the order matters',
    description: 'd is used by e and by f. It may pass its gradient on only after e has added its part.',
    source: 'a = 3\nd = a * 2\ne = d + 1\nf = d * e',
    numbers: { data: { d: 6, e: 7, f: 42 }, gradients: { a: 26, d: 13, e: 6 } },
    mistake: { mode: 'no-topological-order', gradients: { a: 40, d: 13, e: 6 } },
  },
  {
    id: 'readme',
    title: 'micrograd’s README',
    description: 'The example with which micrograd introduces itself, its rebound names numbered.',
    source: `a = -4
b = 2
c1 = a + b
d1 = a * b + b ** 3
c2 = c1 + (c1 + 1)
c3 = c2 + (1 + c2 + -a)
d2 = d1 + (d1 * 2 + relu(b + a))
d3 = d2 + (3 * d2 + relu(b - a))
e = c3 - d3
f = e ** 2
g1 = f / 2
g = g1 + 10 / f`,
    numbers: {
      data: { g: 24.70408163265306 },
      gradients: { a: 138.83381924198252, b: 645.5772594752186 },
    },
  },
  {
    id: 'sigmoid',
    title: 'The sigmoid by hand',
    description:
      'Five small steps whose local derivatives multiply to s(1 − s), as the last line has it in one.',
    source: 'x = 2\nm = -x\ne = exp(m)\nq = 1 + e\ns = 1 / q',
    numbers: {
      data: { e: 0.1353352832366127, q: 1.1353352832366128, s: 0.8807970779778823 },
      gradients: { x: 0.1049935854035065, q: -0.7758034925743743, e: -0.7758034925743743 },
    },
  },
  {
    id: 'two-layers',
    title: 'A network of two layers',
    description:
      'Two inputs, two hidden neurons with tanh, one output, and the squared distance to the target y.',
    source: `x1 = 0.5
x2 = -1
y = 1
w11 = 0.8
w12 = -0.4
b1 = 0.1
w21 = -0.6
w22 = 0.9
b2 = -0.2
v1 = 1.2
v2 = -0.7
c = 0.3
h1 = tanh(w11 * x1 + w12 * x2 + b1)
h2 = tanh(w21 * x1 + w22 * x2 + b2)
o = tanh(v1 * h1 + v2 * h2 + c)
loss = (o - y) ** 2`,
    given: ['x1', 'x2', 'y'],
    numbers: {
      data: {
        h1: 0.7162978701990245,
        h2: -0.8853516482022625,
        o: 0.9446202072812654,
        loss: 0.0030669214415700108,
      },
      gradients: {
        x1: -0.006658501323303987,
        x2: 0.004412122134413393,
        w11: -0.0034847686565891169,
        w12: 0.006969537313178234,
        b1: -0.006969537313178234,
        w21: 0.0009023928939678327,
        w22: -0.0018047857879356654,
        b2: 0.0018047857879356654,
        v1: -0.008543997284481856,
        v2: 0.010560469872610223,
        c: -0.011927994818842463,
        h1: -0.014313593782610955,
        h2: 0.008349596373189723,
        o: -0.11075958543746922,
      },
    },
  },
  {
    id: 'lesson-network',
    title: 'The lesson’s network',
    description:
      'Three inputs, two layers of four neurons, one output; four rows, and the sum of their squared errors. Nudge all 41 parameters by −0.1 × gradient, again and again: that is training.',
    source: lessonNetworkSource(),
    numbers: {
      data: {
        loss: 3.6912223684217658,
        o1: 0.797854426657653,
        o2: 0.8334697806896652,
        o3: -0.5095580682515757,
        o4: 0.7804212886445425,
      },
      gradients: {
        w1_1_1: -0.028358482196375594,
        b1_1: 0.06722961087922576,
        w2_1_1: -0.22923260254011479,
        b2_2: -0.8021259195759236,
        w2_4_3: 0.349086010342463,
        w3_1_1: -1.412994512365634,
        b3_1: 1.5272015122423659,
        o2: 3.6669395613793307,
      },
    },
    nudge: { step: -0.1, after: 0.3598039379897547 },
  },
  {
    id: 'softmax',
    title: 'Softmax with cross-entropy',
    description:
      'Three scores become probabilities; the loss is −log of the right one, here the first. The gradient of each score is its probability, less 1 for the right one.',
    source: `z1 = 2
z2 = 1
z3 = -1
e1 = exp(z1)
e2 = exp(z2)
e3 = exp(z3)
total = e1 + e2 + e3
p1 = e1 / total
p2 = e2 / total
p3 = e3 / total
loss = -log(p1)`,
    numbers: {
      data: {
        p1: 0.7053845126982412,
        p2: 0.2594964603424191,
        p3: 0.03511902695933972,
        loss: 0.34901221676818633,
      },
      gradients: {
        z1: -0.2946154873017588,
        z2: 0.2594964603424191,
        z3: 0.03511902695933972,
        p1: -1.4176665095393062,
      },
    },
  },
];
