import { interpreter } from '../../../src/backends/interpreter/interpreter.ts';
import { exp, expm1, tanh } from '../../../src/elementary/exponential.ts';
import { log, log1p } from '../../../src/elementary/logarithm.ts';
import { hypot, pow } from '../../../src/elementary/power.ts';
import { cos, sin } from '../../../src/elementary/trigonometric.ts';
import { randomFromSeed } from '../../../src/data/random.ts';
import { featureNames, generatedNames, initializationNames } from '../../../src/experiment/names.ts';
import { defaultExperiment, type Experiment } from '../../../src/experiment/schema.ts';
import { normalAt, uniformOf } from '../../../src/training/hash.ts';
import { Run } from '../../../src/training/run.ts';

/** Of all bits, in their order; equal numbers have equal ones, and others hardly ever. */
function fingerprint(...columns: readonly ArrayLike<number>[]): string {
  const view = new DataView(new ArrayBuffer(8));
  let [a, b] = [0x811c9dc5, 0x1b873593];
  for (const column of columns)
    for (let i = 0; i < column.length; i++) {
      view.setFloat64(0, column[i]);
      a = Math.imul(a ^ view.getUint32(0), 0x01000193) ^ (a >>> 15);
      b = Math.imul(b ^ view.getUint32(4) ^ a, 0x85ebca6b) ^ (b >>> 13);
    }
  return `${a >>> 0} ${b >>> 0}`;
}

const formula =
  'r = sqrt(x1 ** 2 + abs(x2) ** 2.5)\nsin(r) * exp(-x1 / 3) + log(r + 1) - tanh(x2) ** 3 + sigmoid(x1)';

/** What is trained on, and the weights at first. */
function ofRun(settings: Partial<Experiment>): string {
  const run = new Run({ ...defaultExperiment, points: 300, ...settings }, interpreter, () => 0);
  const { train, test } = run.measured;
  const result = fingerprint(
    ...[...train.inputs, ...train.targets, ...test.inputs, ...test.targets],
    run.parameters(),
  );
  run.dispose();
  return result;
}

/** Of everything that is made before training begins, by its name. */
export function fingerprints(): Readonly<Record<string, string>> {
  const random = randomFromSeed(7, 1);
  const column = (from: number, to: number): Float64Array =>
    Float64Array.from({ length: 2000 }, () => random.uniform(from, to));
  const [wide, positive, other] = [column(-40, 40), column(0, 9), column(-5, 5)];
  const functions = { sin, cos, exp, expm1, tanh } as const;
  const ofFunctions = Object.entries(functions).map(([name, f]) => [
    name,
    fingerprint(wide.map((x) => f(x))),
  ]);
  const ofData = generatedNames.flatMap((dataSet) =>
    [0, 20].map((noise) => [
      `${dataSet}, noise ${noise}`,
      ofRun({ dataSet, noise, features: [...featureNames] }),
    ]),
  );
  const ofWeights = initializationNames.map((initialization) => [
    initialization,
    ofRun({ initialization, hidden: [7, 5] }),
  ]);
  return Object.fromEntries([
    ...ofFunctions,
    ...Object.entries({ log, log1p }).map(([name, f]) => [name, fingerprint(positive.map((x) => f(x)))]),
    ...Object.entries({ pow, hypot }).map(([name, f]) => [
      name,
      fingerprint(positive.map((x, i) => f(x, other[i]))),
    ]),
    ['noise on inputs', fingerprint(column(0, 2 ** 32).map((bits) => normalAt(uniformOf(bits))))],
    ['formula', ofRun({ dataSet: 'formula', formula, noise: 10 })],
    ...ofData,
    ...ofWeights,
  ]) as Record<string, string>;
}
