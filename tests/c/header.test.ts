import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exportC, type CPrecision } from '../../src/export/c-header.ts';
import { allCases, hostileCase, type ModelCase } from '../unit/helpers/exported-models.ts';

/** Needs the system's C compiler. */
const compiler = 'cc';
const flags = ['-std=c99', '-Wall', '-Wextra', '-Werror', '-pedantic', '-O1'];

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'chainrule-c-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Reads rows of numbers, prints what the network shows and predicts of each. */
function program({ model }: ModelCase, real: CPrecision): string {
  const isClass = model.target.kind === 'class';
  const said = isClass
    ? `int place = chainrule_predict(row, outputs);\n        if (place < 0) return 1;\n        printf("%d", place);`
    : `${real} value;\n        if (chainrule_predict(row, &value) != 0) return 1;\n        printf("%.17g", (double)value);\n        ${real} inputs[CHAINRULE_INPUTS];\n        if (chainrule_encode(row, inputs) != 0) return 1;\n        chainrule_network(inputs, outputs);`;
  return `#include <stdio.h>
#include "network.h"

int main(void)
{
    ${real} row[CHAINRULE_COLUMNS], outputs[CHAINRULE_OUTPUTS];
    double cell;
    int column = 0;
    while (scanf("%lf", &cell) == 1) {
        row[column++] = (${real})cell;
        if (column < CHAINRULE_COLUMNS) continue;
        column = 0;
        ${said}
        for (int i = 0; i < CHAINRULE_OUTPUTS; i++) printf(" %.17g", (double)outputs[i]);
        printf("\\n");
    }
    return 0;
}
`;
}

function build(name: string, files: Readonly<Record<string, string>>): string {
  for (const [file, text] of Object.entries(files)) writeFileSync(join(folder, file), text);
  const path = join(folder, name);
  execFileSync(compiler, [...flags, '-o', path, join(folder, 'main.c'), '-lm'], { stdio: 'pipe' });
  return path;
}

function cellsOf({ model, rows }: ModelCase): string {
  const cell = (value: number | string | null, place: number): string => {
    const column = model.columns[place];
    if (value === null) return 'nan';
    return String(column.kind === 'number' ? value : column.categories.indexOf(String(value)));
  };
  return rows.map((row) => row.map(cell).join(' ')).join('\n');
}

function runCase(one: ModelCase, real: CPrecision, header = exportC(one.model, real)): number[][] {
  const path = build('network', { 'network.h': header, 'main.c': program(one, real) });
  const printed = execFileSync(path, { input: cellsOf(one), encoding: 'utf8' });
  return printed
    .trim()
    .split('\n')
    .map((line) => line.split(' ').map(Number));
}

function compare(one: ModelCase, printed: readonly (readonly number[])[], tolerance: number): void {
  expect(printed).toHaveLength(one.rows.length);
  const close = (actual: number, expected: number): void =>
    expect(Math.abs(actual - expected)).toBeLessThanOrEqual(tolerance * Math.max(1, Math.abs(expected)));
  printed.forEach(([said, ...outputs], i) => {
    one.shown[i].forEach((value, k) => {
      close(outputs[k], value);
    });
    if (one.values !== null) close(said, one.values[i]);
    else if (tolerance < 1e-9) expect(said).toBe(one.places?.[i]);
  });
}

describe('a model as a C header', () => {
  it.each([...allCases()])('compiles without a warning and says what the interpreter says: %s', (_, one) => {
    compare(one, runCase(one, 'double'), 1e-12);
  });

  it.each(['tanh', 'gelu-tanh in loops', 'three classes', 'a number'])(
    'in single precision too: %s',
    (name) => {
      const one = allCases().get(name)!;
      const scale = one.values === null ? 1 : Math.max(...one.values.map(Math.abs));
      compare(one, runCase(one, 'float'), 2e-5 * Math.max(1, Math.log10(scale)));
    },
  );

  it('has names that break out of nothing', () => {
    const { one, names } = hostileCase();
    const header = exportC(one.model);
    compare(one, runCase(one, 'double', header), 1e-12);
    const printing = `#include <stdio.h>\n#include "network.h"\n\nint main(void)\n{\n    for (int i = 0; i < CHAINRULE_COLUMNS; i++) {\n        fputs(chainrule_column(i), stdout);\n        putchar(1);\n    }\n    for (int i = 0; i < CHAINRULE_CLASSES; i++) {\n        fputs(chainrule_class(i), stdout);\n        putchar(1);\n    }\n    return chainrule_code(2, chainrule_class(1)) == 1 ? 0 : 1;\n}\n`;
    const path = build('names', { 'network.h': header, 'main.c': printing });
    const printed = execFileSync(path, { encoding: 'utf8' }).split('\u0001').slice(0, -1);
    expect(printed).toEqual(names);
  });

  it('would be found out if a weight were off', () => {
    const one = allCases().get('tanh')!;
    const parameters = one.model.parameters.map((value, i) => (i === 0 ? value + 1e-9 : value));
    expect(() => {
      compare(one, runCase(one, 'double', exportC({ ...one.model, parameters })), 1e-12);
    }).toThrow();
  });
});
