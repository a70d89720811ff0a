import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterEach, expect, test, vi } from 'vitest';

const pathOf = (path: string): string => fileURLToPath(new URL(`../${path}`, import.meta.url));
const readme = readFileSync(pathOf('README.md'), 'utf8');
const code = [...readme.matchAll(/```ts\n(.*?)```/gs)].map(([, text]) => text).join('\n');

/** What README's examples log; they go on from one another: together they are one module. */
async function logOf(text: string): Promise<string[]> {
  const logged: string[] = [];
  vi.spyOn(console, 'log').mockImplementation((...values: unknown[]) => void logged.push(values.join(' ')));
  const folder = pathOf('.cache/readme/');
  mkdirSync(folder, { recursive: true });
  const file = `${folder}library.ts`;
  writeFileSync(file, text.replaceAll("from './src/", "from '../../src/"));
  await import(file);
  return logged;
}

afterEach(() => void vi.restoreAllMocks());

test('what README shows of the library runs, and comes to what README says', async () => {
  const said = [...code.matchAll(/console\.log\(.*\); \/\/ (.*)$/gm)].map(([, result]) => result);
  expect(said).toHaveLength(2);
  const withOutputs = code.replace(
    /^\w+\.run\(.*\[losses, outputs\]\);/gm,
    "$& console.log(outputs.join(' '));",
  );
  const logged = await logOf(withOutputs);
  expect(logged.slice(0, 2)).toEqual(said);
  const [exact, compiled, ...others] = logged.slice(2).map((line) => line.split(' ').map(Number));
  expect(others).toEqual([]);
  // Near -1, 1, 1, -1, and the same in single precision.
  for (const [i, target] of [-1, 1, 1, -1].entries()) {
    expect(Math.abs(exact[i] - target)).toBeLessThan(0.1);
    expect(Math.abs(compiled[i] - exact[i])).toBeLessThan(1e-5);
    expect(compiled[i]).not.toBe(exact[i]);
  }
});
