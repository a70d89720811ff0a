import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exportNumpy } from '../../src/export/numpy.ts';
import { exportPytorch } from '../../src/export/pytorch.ts';
import { exportSafetensors } from '../../src/export/safetensors.ts';
import type { TrainedModel } from '../../src/export/trained-model.ts';
import { allCases, hostileCase, type ModelCase } from '../unit/helpers/exported-models.ts';

/** Needs the system's Python with PyTorch and NumPy: `apt-get install python3-torch python3-numpy`. */
const python = '/usr/bin/python3';
const forms = { numpy: exportNumpy, pytorch: exportPytorch } as const;

interface Said {
  readonly outputs: readonly number[];
  readonly value?: number;
  readonly place?: number;
  readonly class?: string;
  readonly probabilities?: readonly number[] | null;
}

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'chainrule-models-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const ending = (rows: ModelCase['rows']): string =>
  `\nimport json\n\nprint(json.dumps([predict(json.loads(${JSON.stringify(JSON.stringify(rows))})), [name for name, _ in COLUMNS], globals().get("CLASSES")]))\n`;

type Printed = readonly [readonly Said[], readonly string[], readonly string[] | null];

function runAll(texts: ReadonlyMap<string, string>): Map<string, Printed> {
  const runner = fileURLToPath(new URL('run_files.py', import.meta.url));
  const paths = [...texts].map(([name, text], i) => {
    const path = join(folder, `model_${i}.py`);
    writeFileSync(path, text);
    return [name, path] as const;
  });
  const env = { ...process.env, PYTHONIOENCODING: 'utf-8' };
  const output = execFileSync(python, [runner, ...paths.map(([, path]) => path)], {
    encoding: 'utf8',
    env,
    maxBuffer: 1 << 28,
  });
  const printed = JSON.parse(output) as Record<string, string>;
  return new Map(paths.map(([name, path]) => [name, JSON.parse(printed[path]) as Printed]));
}

function compare(one: ModelCase, said: readonly Said[], what: string): void {
  expect(said).toHaveLength(one.rows.length);
  const close = (actual: number | undefined, expected: number): void =>
    expect(Math.abs((actual ?? NaN) - expected), what).toBeLessThanOrEqual(
      1e-12 * Math.max(1, Math.abs(expected)),
    );
  said.forEach(({ outputs, value, place, probabilities }, i) => {
    one.shown[i].forEach((number, k) => {
      close(outputs[k], number);
    });
    if (one.values !== null) close(value, one.values[i]);
    if (one.places !== null) expect(place, what).toBe(one.places[i]);
    one.probabilities?.[i].forEach((number, k) => {
      close(probabilities?.[k], number);
    });
  });
}

describe.each(Object.keys(forms) as (keyof typeof forms)[])('models for %s', (form) => {
  const make = (model: TrainedModel, rows: ModelCase['rows']): string => forms[form](model) + ending(rows);

  it('say what the interpreter says, for every activation, feature and outcome', () => {
    const cases = allCases();
    const printed = runAll(new Map([...cases].map(([name, { model, rows }]) => [name, make(model, rows)])));
    expect(printed.size).toBeGreaterThan(20);
    for (const [name, [said]] of printed) compare(cases.get(name)!, said, name);
  });

  it('keep names that mean something to Python', () => {
    const { one, names } = hostileCase();
    const [said, columns, classes] = runAll(new Map([['hostile', make(one.model, one.rows)]])).get(
      'hostile',
    )!;
    compare(one, said, 'hostile');
    expect([...columns, ...(classes ?? [])]).toEqual(names);
  });

  it('would be found out if a weight were off', () => {
    const one = allCases().get('tanh')!;
    const [first, ...layers] = one.model.layers;
    const weights = first.weights.map((value, i) => (i === 0 ? value + 1e-9 : value));
    const text = make({ ...one.model, layers: [{ ...first, weights }, ...layers] }, one.rows);
    const [said] = runAll(new Map([['control', text]])).get('control')!;
    expect(() => {
      compare(one, said, 'control');
    }).toThrow();
  });
});

describe('models in safetensors', () => {
  it.each(['tanh', 'gelu', 'mish in loops', 'a number of the plane', 'three signed classes'])(
    'are the modules that their header tells of: %s',
    (name) => {
      const one = allCases().get(name)!;
      const [file, rows] = [join(folder, 'model.safetensors'), join(folder, 'inputs.json')];
      writeFileSync(file, exportSafetensors(one.model));
      writeFileSync(rows, JSON.stringify(one.encoded));
      const script = fileURLToPath(new URL('read_safetensors.py', import.meta.url));
      const outputs = JSON.parse(
        execFileSync(python, [script, file, rows], { encoding: 'utf8' }),
      ) as number[][];
      expect(outputs).toHaveLength(one.shown.length);
      // What is shown is what is put out, or of a logit z that is 2σ(z) - 1.
      const shown = (z: number): number => (one.probabilities === null ? z : 2 / (1 + Math.exp(-z)) - 1);
      outputs.forEach((row, i) => row.forEach((z, k) => expect(shown(z)).toBeCloseTo(one.shown[i][k], 11)));
    },
  );
});
