import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { ESLint } from 'eslint';
import tseslint from 'typescript-eslint';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));
// These rules need no types, whose making would take longer than all the rest.
const eslint = new ESLint({ cwd: root, overrideConfig: tseslint.configs.disableTypeChecked });

/** The rules that a file breaks when it has this text. */
async function brokenRules(path: string, text: string): Promise<string[]> {
  const [{ messages }] = await eslint.lintText(text, { filePath: `${root}${path}` });
  return messages.map(({ ruleId, message }) => ruleId ?? message);
}

/** Each is put at the end of a test that keeps every rule. */
const sleeps = [
  'await new Promise((resolve) => setTimeout(resolve, 400));',
  'await new Promise((resolve) => setTimeout(resolve));',
  'await new Promise((resolve) => globalThis.setTimeout(resolve, 400));',
  'setTimeout(() => undefined, 50);',
  'globalThis.setInterval(() => undefined, 50);',
  'declare const page: import("playwright-core").Page;\nawait page.waitForTimeout(30);',
] as const;

describe('the lint rules for tests', () => {
  const path = 'tests/unit/ui/lab/check/network-check.test.ts';
  const innocent = readFileSync(`${root}${path}`, 'utf8');

  it('pass on a test that waits for what it waits for', async () => {
    expect(await brokenRules(path, innocent)).toEqual([]);
  });

  it.each(sleeps)('report the sleep in %s', async (sleep) => {
    expect(await brokenRules(path, `${innocent}\n${sleep}\n`)).toContain('no-restricted-syntax');
  });

  it.each(['node:timers', 'timers/promises'])('report timers from %s', async (module) => {
    const imported = `import { setTimeout as sleep } from '${module}';\n${innocent}\nvoid sleep;\n`;
    expect(await brokenRules(path, imported)).toContain('no-restricted-imports');
  });

  it('allow the one clock that the browser tests look again by', async () => {
    const waiting = 'tests/e2e/waiting.ts';
    const text = readFileSync(`${root}${waiting}`, 'utf8');
    expect(text).toMatch(/setTimeout\(/);
    expect(await brokenRules(waiting, text)).toEqual([]);
  });
});

describe('the lint rules for what a run follows from', () => {
  const innocent = 'export const half = 0.5;\n';
  const makers = [
    'src/data/generators.ts',
    'src/nn/initializers.ts',
    'src/nn/activations.ts',
    'src/training/hash.ts',
    'src/training/trainer.ts',
    'src/experiment/schedules.ts',
    'src/compare/sweepable.ts',
    'src/elementary/power.ts',
  ];

  it.each(makers)('keep functions that each machine rounds in its own way out of %s', async (path) => {
    expect(await brokenRules(path, innocent)).toEqual([]);
    for (const call of ['Math.sin(half)', 'Math.hypot(half, 1)', 'Math.random()', 'Math.log(half)'])
      expect(await brokenRules(path, `${innocent}export const bad = ${call};\n`)).toEqual([
        'no-restricted-properties',
      ]);
    expect(await brokenRules(path, `${innocent}export const bad = [half ** 1.5, 10 ** half];\n`)).toEqual([
      'no-restricted-syntax',
      'no-restricted-syntax',
    ]);
    // Exact everywhere.
    expect(
      await brokenRules(path, `${innocent}export const good = Math.sqrt(half) * 2 ** -3 * 0.1 ** 2;\n`),
    ).toEqual([]);
  });

  it.each(['src/autograd/ops.ts', 'src/training/doctor/rates.ts', 'src/training/history.ts'])(
    'leave alone what computes with weights, advises, or counts: %s',
    async (path) => {
      expect(await brokenRules(path, `${innocent}export const good = Math.log2(half);\n`)).toEqual([]);
    },
  );
});
