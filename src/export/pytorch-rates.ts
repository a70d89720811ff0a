import { trace } from '../autograd/trace.ts';
import { parseExpression } from '../autograd/expression.ts';
import { Value } from '../autograd/value.ts';
import type { ScheduleName } from '../experiment/names.ts';
import { printTape } from './print-tape.ts';
import { torchDialect } from './torch-dialect.ts';

/** The lines that give `rate`, of the epochs `since` the warm-up, the rate `base` and the settings `s`. */
const rules: Readonly<Record<ScheduleName, readonly string[]>> = {
  constant: ['rate = base'],
  step: ['rate = base * s["factor"] ** (since // s["epochs"])'],
  exponential: ['rate = base * s["factor"] ** since'],
  cosine: ['rate = _cosine(base, s["minimum"], since / s["epochs"])'],
  'cosine-restarts': [
    'length = s["epochs"]',
    'if s["growth"] == 1:',
    '    since %= length',
    'while since >= length:',
    '    since -= length',
    '    length *= s["growth"]',
    'rate = _cosine(base, s["minimum"], since / length)',
  ],
  linear: ['rate = base * (s["start"] + (s["factor"] - s["start"]) * min(1, since / s["epochs"]))'],
  'one-cycle': [
    'top, end = s["rise"] * s["epochs"] - 1, s["epochs"] - 1',
    'if since < top:',
    '    rate = _cosine(base * s["start"], base, since / top)',
    'else:',
    '    rate = _cosine(base, base * s["factor"], min(1, (since - top) / (end - top)) if top < end else 1)',
  ],
  plateau: ['rate = max(base * s["factor"] ** reductions, min(base, s["minimum"]))'],
  formula: ['rate = s["formula"](since, base)'],
};

const cosine = `def _cosine(start, end, share):
    return end + (start - end) * (1 + math.cos(math.pi * share)) / 2`;

const plateau = `class Plateau:
    """How often the rate was reduced: after an epoch whose loss is not lower than the best by a share of it."""

    def __init__(self):
        self.best, self.bad, self.cooldown, self.reductions = math.inf, 0, 0, 0

    def judge(self, loss, s):
        better = loss < self.best * (1 - s["threshold"])
        self.best = loss if better else self.best
        self.bad = 0 if better or self.cooldown > 0 else self.bad + 1
        self.cooldown = max(0, self.cooldown - 1)
        if self.bad > s["patience"]:
            self.bad, self.cooldown, self.reductions = 0, s["cooldown"], self.reductions + 1`;

/** The function of an epoch's rate, with what these schedules need. */
export function printRates(names: readonly ScheduleName[]): string[] {
  const cases = names.map((name, i) => {
    const lines = rules[name].map((line) => `        ${line}`);
    return [`    ${i === 0 ? 'if' : 'elif'} s["schedule"] == "${name}":`, ...lines].join('\n');
  });
  return [
    ...(names.some((name) => rules[name].join().includes('_cosine')) ? [cosine] : []),
    ...(names.includes('plateau') ? [plateau] : []),
    `def learning_rate(s, epoch, reductions=0):
    """Of an epoch, counted from 0."""
    base, since = s["learning_rate"], max(0, epoch - s["warm_up"])
${cases.join('\n')}
    if epoch < s["warm_up"]:
        rate *= s["warm_up_from"] + (1 - s["warm_up_from"]) * epoch / s["warm_up"]
    return rate if 0 < rate < math.inf else 0.0`,
  ];
}

/** A rate that was typed, as a function of the epoch and the rate that is set. */
export function printRateFormula(name: string, text: string): string {
  const read = parseExpression(text);
  if (!read.ok) throw new RangeError(`“${text}” is no formula: ${read.error.message}`);
  const { root, leaves } = read.graph;
  const [e, lr] = [leaves.get('e') ?? new Value(0), leaves.get('lr') ?? new Value(0)];
  const tape = trace({ inputs: [e, lr], outputs: [root] });
  const printed = printTape(tape, torchDialect('    '), {
    input: (slot) => (slot === 0 ? 'e' : 'lr'),
    parameter: () => '',
  });
  return [
    `def ${name}(epoch, base):`,
    '    e, lr = torch.tensor(float(epoch), dtype=torch.float64), torch.tensor(base, dtype=torch.float64)',
    ...printed.lines,
    `    return float(${printed.outputs[0]})`,
  ].join('\n');
}
