import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exportOnnx } from '../../src/export/onnx.ts';
import { allCases, hostileCase } from '../unit/helpers/exported-models.ts';
import { randomModels } from '../unit/helpers/random-models.ts';

/** Needs the system's Python with onnx: `apt-get install python3-onnx`. */
const python = '/usr/bin/python3';
const script = fileURLToPath(new URL('check_onnx.py', import.meta.url));

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'chainrule-onnx-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** What `onnx.checker` says of files, by their names; '' where nothing is wrong. */
function problemsOf(files: ReadonlyMap<string, Uint8Array>): Map<string, string> {
  const paths = [...files].map(([name, content], i) => {
    const path = join(folder, `${i}.onnx`);
    writeFileSync(path, content);
    return [name, path] as const;
  });
  const output = execFileSync(python, [script, ...paths.map(([, path]) => path)], {
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  const said = JSON.parse(output) as Record<string, string>;
  return new Map(paths.map(([name, path]) => [name, said[path]]));
}

describe('onnx.checker', () => {
  it('finds nothing wrong with what is exported: every activation, feature and outcome, hostile names, and random networks', () => {
    const models = [
      ...[...allCases()].map(([name, { model }]) => [name, model] as const),
      ['hostile', hostileCase().one.model] as const,
      ...fc.sample(randomModels, 50).map(({ model }, i) => [`random ${i}`, model] as const),
    ];
    const problems = problemsOf(new Map(models.map(([name, model]) => [name, exportOnnx(model).bytes])));
    expect(problems.size).toBe(models.length);
    expect([...problems].filter(([, problem]) => problem !== '')).toEqual([]);
  });

  it('would find what is wrong: a node of another name, weights that are not there, a file that is cut', () => {
    const { bytes } = exportOnnx(allCases().get('tanh')!.model);
    const text = Buffer.from(bytes).toString('latin1');
    const changed = (from: string, to: string): Uint8Array => {
      expect(text).toContain(from);
      return Buffer.from(text.replace(from, to), 'latin1');
    };
    const problems = problemsOf(
      new Map([
        ['another name', changed('"\x04Tanh', '"\x04Tonh')],
        ['cut', bytes.slice(0, -200)],
        ['not there', changed('\x080.weight', '\x080.height')],
      ]),
    );
    expect(problems.size).toBe(3);
    for (const [name, problem] of problems) expect(problem, name).toMatch(/Error/);
  });
});
