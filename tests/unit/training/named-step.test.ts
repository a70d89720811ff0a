import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import type { Backend } from '../../../src/backends/executor.ts';
import { interpreter } from '../../../src/backends/interpreter/interpreter.ts';
import { finish } from '../../../src/autograd/steps.ts';
import { optimizerNames } from '../../../src/experiment/names.ts';
import { defaultExperiment, type Experiment } from '../../../src/experiment/schema.ts';
import { NamedStep } from '../../../src/training/named-step.ts';
import { nextStep } from '../../../src/training/batches.ts';
import { Run } from '../../../src/training/run.ts';
import { wasmBackend } from '../wasm/backends.ts';

const experiment: Experiment = { ...defaultExperiment, points: 60, hidden: [3, 2], batchSize: 7 };

/** What joins an update only where it is used. */
const options = {
  plain: {},
  'penalties, clipped by value': { l1: 0.01, l2: 0.02, clipBy: 'value', clipGradients: 0.01 },
  'clipped by norm': { l2: 0.02, clipBy: 'norm', clipGradients: 0.05 },
  'all that is optional': {
    ...{
      dampening: 0.3,
      centered: true,
      amsgrad: true,
      lrDecay: 0.1,
      initialAccumulator: 0.2,
      momentum: 0.8,
    },
    ...{ dropout: [0.2, 0], inputNoise: 0.1, labelNoise: 0.2, replacement: true, schedule: 'cosine' },
  },
} as const satisfies Record<string, Partial<Experiment>>;

const backends: readonly Backend[] = [interpreter, wasmBackend('f64'), wasmBackend('f32')];
const cases = backends.flatMap((backend) =>
  optimizerNames.flatMap((optimizer) =>
    (Object.keys(options) as (keyof typeof options)[]).map((name) => ({ backend, optimizer, name })),
  ),
);

function begun({ backend, optimizer, name }: (typeof cases)[number]): Run {
  const run = new Run({ ...experiment, optimizer, ...options[name] }, backend, () => 0);
  finish(run.prepare());
  return run;
}

/** Which sides of 0 and rounding formulas say in signs of their own. */
function computed(formula: string): number {
  const script = formula
    .replaceAll('·', '*')
    .replaceAll('−', '-')
    .replaceAll('²', '**2')
    .replaceAll('√(', 'Math.sqrt(')
    .replaceAll('max(', 'Math.max(')
    .replaceAll('[', '+(')
    .replaceAll(']', ')');
  return runInNewContext(script) as number;
}

describe.each(cases)('the named step of $optimizer, $name, by $backend.name', (given) => {
  it('tells the next step to the bit, wherever the training stands', () => {
    const run = begun(given);
    let named: NamedStep | null = null;
    for (const batches of [0, 1, 5, 9]) {
      if (batches > 0) {
        const { epoch, position } = run.filmEnd(batches, 1);
        run.advance(Infinity, epoch, position);
      }
      named ??= finish(NamedStep.compile(run));
      expect(named.fits(run)).toBe(true);
      const step = nextStep(run);
      const { parameters } = run.state();
      // A weight, a bias, and the last of all.
      const places = [0, 6, parameters.length - 1];
      const told = places.map((place) => finish(named!.of(step, place)));
      const { epoch, position } = run.filmEnd(1, 1);
      run.advance(Infinity, epoch, position);
      const after = run.state();
      told.forEach((scalars, i) => {
        const place = places[i];
        expect(scalars.get('parameter')).toBe(parameters[place]);
        expect(scalars.get('after′')).toBe(after.parameters[place]);
        named!.update.stateKeys.forEach((key, k) => {
          expect(scalars.get(`${key}′`), key).toBe(after.state[k][place]);
        });
      });
      expect(told[0].get('after′')).not.toBe(parameters[0]);
    }
    named?.dispose();
    run.dispose();
  });
});

const interpreted = cases.filter(({ backend }) => backend === interpreter);

describe.each(interpreted)('the formulas of $optimizer, $name', (given) => {
  it('give with the numbers put in what they stand for', () => {
    const run = begun(given);
    run.advance(Infinity, 2, 14);
    const named = finish(NamedStep.compile(run));
    const { leaves, lines } = named.update;
    for (const place of [0, 6]) {
      const scalars = finish(named.of(nextStep(run), place));
      const known = new Set(leaves.map(({ key }) => key));
      for (const { key, formula } of lines) {
        const written = formula.map((part) => {
          if (typeof part === 'string') return part;
          expect(known, `${part.key} in the formula of ${key}`).toContain(part.key);
          const value = scalars.get(part.key);
          return `(${value})`;
        });
        expect(computed(written.join('')), `${key} = ${written.join('')}`).toBeCloseTo(scalars.get(key)!, 12);
        known.add(key);
      }
    }
    named.dispose();
    run.dispose();
  });
});

describe('symbols of a step', () => {
  it.each(interpreted)('are told apart: $optimizer, $name', (given) => {
    const run = begun(given);
    const { leaves, lines } = finish(NamedStep.compile(run)).update;
    const symbols = [...leaves, ...lines].map(({ symbol }) => symbol);
    expect(new Set(symbols).size, symbols.join(' ')).toBe(symbols.length);
    for (const { symbol, words } of [...leaves, ...lines]) expect(words, symbol).not.toBe('');
    run.dispose();
  });
});
