import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cruise, type ICruiseResult } from 'dependency-cruiser';
import extractConfiguration from 'dependency-cruiser/config-utl/extract-depcruise-config';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const configurationFile = fileURLToPath(new URL('../.dependency-cruiser.mjs', import.meta.url));

/** A small tree that keeps every rule: one file a folder, each importing all that it may. */
const innocent: Readonly<Record<string, string>> = {
  'src/autograd/value.ts': 'export const value = 1;',
  'src/experiment/schema.ts': "import 'valibot'; export interface Experiment { seed: number }",
  'src/nn/mlp.ts': "import '../autograd/value.ts'; import type {} from '../experiment/schema.ts';",
  'src/data/random.ts': "import 'pure-rand'; export const random = 1;",
  'src/formats/read.ts': "import 'papaparse'; import '../data/random.ts'; export const read = 1;",
  'src/backends/executor.ts': "import '../autograd/value.ts';",
  'src/backends/webgpu/evaluator.ts': "import '../../autograd/value.ts'; import '../executor.ts';",
  'src/training/trainer.ts':
    "import '../nn/mlp.ts'; import '../data/random.ts'; import '../backends/executor.ts'; export type Loss = number;",
  'src/protocol/messages.ts':
    "import type { Loss } from '../training/trainer.ts'; export interface Message { loss: Loss }",
  'src/client/client.ts':
    "import 'comlink'; import '../protocol/messages.ts'; export class Client {} new URL('../../workers/worker.ts', import.meta.url);",
  'src/package/index.ts':
    "import '../training/trainer.ts'; import '../formats/read.ts'; export const train = 1;",
  'src/cli/main.ts': "import 'node:fs'; import '../package/index.ts'; import '../training/trainer.ts';",
  'src/charts/line.ts': "import 'chart.js'; export const line = 1;",
  'src/ui/page.ts':
    "import 'lit'; import type { Client } from '../client/client.ts'; import '../charts/line.ts'; export type Page = Client;",
  'src/ui/controls/field.ts': 'export const field = 1;',
  'src/ui/playground/panel.ts': "import '../controls/field.ts'; export const panel = 1;",
  'src/ui/compare/table.ts': "import '../controls/field.ts'; export const table = 1;",
  'src/ui/links/sync.ts': "import '../playground/panel.ts'; export const sync = 1;",
  'src/ui/lab/lab.ts': "import '../playground/panel.ts'; export const lab = 1;",
  'src/ui/learn/coach.ts': "import '../lab/lab.ts'; export const coach = 1;",
  'src/main.ts': "import './ui/page.ts'; import './client/client.ts'; import './page.css';",
  'src/page.css': 'body { margin: 0 }',
  'workers/worker.ts':
    "import 'comlink'; import '../src/training/trainer.ts'; import '../src/backends/webgpu/evaluator.ts';",
  'bench/workloads.ts': 'export const workloads = [];',
};

const packages = ['papaparse', 'comlink', 'lit', 'chart.js', 'valibot', 'pure-rand', 'left-pad'];

/** Each adds one import to an innocent file and names the rule that must notice. */
const violations: readonly { rule: string; file: string; adds: string }[] = [
  { rule: 'autograd-imports', file: 'src/autograd/value.ts', adds: "import '../data/random.ts';" },
  { rule: 'experiment-imports', file: 'src/experiment/schema.ts', adds: "import '../autograd/value.ts';" },
  { rule: 'nn-imports', file: 'src/nn/mlp.ts', adds: "import '../data/random.ts';" },
  { rule: 'data-imports', file: 'src/data/random.ts', adds: "import '../autograd/value.ts';" },
  { rule: 'formats-imports', file: 'src/formats/read.ts', adds: "import '../training/trainer.ts';" },
  { rule: 'backends-imports', file: 'src/backends/executor.ts', adds: "import '../nn/mlp.ts';" },
  { rule: 'training-imports', file: 'src/training/trainer.ts', adds: "import '../protocol/messages.ts';" },
  { rule: 'protocol-imports', file: 'src/protocol/messages.ts', adds: "import '../training/trainer.ts';" },
  { rule: 'client-imports', file: 'src/client/client.ts', adds: "import '../../workers/worker.ts';" },
  { rule: 'package-imports', file: 'src/package/index.ts', adds: "import '../client/client.ts';" },
  { rule: 'cli-imports', file: 'src/cli/main.ts', adds: "import '../../workers/worker.ts';" },
  { rule: 'command-line-takes-node', file: 'src/cli/main.ts', adds: "import '../../bench/workloads.ts';" },
  { rule: 'nothing-outside-src-and-workers', file: 'src/package/index.ts', adds: "import 'node:fs';" },
  { rule: 'charts-imports', file: 'src/charts/line.ts', adds: "import '../experiment/schema.ts';" },
  { rule: 'ui-imports', file: 'src/ui/page.ts', adds: "import '../training/trainer.ts';" },
  { rule: 'ui-imports-client-as-types', file: 'src/ui/page.ts', adds: "import '../client/client.ts';" },
  { rule: 'ui-controls-imports', file: 'src/ui/controls/field.ts', adds: "import '../compare/table.ts';" },
  { rule: 'ui-compare-imports', file: 'src/ui/compare/table.ts', adds: "import '../playground/panel.ts';" },
  { rule: 'ui-playground-imports', file: 'src/ui/playground/panel.ts', adds: "import '../lab/lab.ts';" },
  { rule: 'ui-links-imports', file: 'src/ui/links/sync.ts', adds: "import '../lab/lab.ts';" },
  { rule: 'ui-lab-imports', file: 'src/ui/lab/lab.ts', adds: "import '../learn/coach.ts';" },
  { rule: 'workers-imports', file: 'workers/worker.ts', adds: "import '../src/ui/page.ts';" },
  { rule: 'main-composes', file: 'src/main.ts', adds: "import './training/trainer.ts';" },
  {
    rule: 'only-workers-import-webgpu',
    file: 'src/training/trainer.ts',
    adds: "import '../backends/webgpu/evaluator.ts';",
  },
  { rule: 'only-owners-import-comlink', file: 'src/ui/page.ts', adds: "import 'comlink';" },
  { rule: 'only-owners-import-lit', file: 'src/charts/line.ts', adds: "import 'lit';" },
  { rule: 'only-owners-import-chart', file: 'src/ui/page.ts', adds: "import 'chart.js';" },
  { rule: 'packages-have-an-owner', file: 'src/ui/page.ts', adds: "import 'left-pad';" },
  { rule: 'nothing-outside-src-and-workers', file: 'src/main.ts', adds: "import '../bench/workloads.ts';" },
  { rule: 'nothing-outside-src-and-workers', file: 'src/data/random.ts', adds: "import 'node:fs';" },
  { rule: 'no-circular', file: 'src/autograd/value.ts', adds: "import './tape.ts';" },
  { rule: 'resolvable', file: 'src/main.ts', adds: "import './misspelt.ts';" },
];

let root: string;

function write(path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}

async function brokenRules(): Promise<string[]> {
  const { forbidden, options } = await extractConfiguration(configurationFile);
  const { output } = await cruise(['src', 'workers'], {
    ...options,
    baseDir: root,
    validate: true,
    ruleSet: { forbidden: forbidden ?? [] },
  });
  return (output as ICruiseResult).summary.violations.map(({ rule }) => rule.name);
}

beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'dependency-rules-'));
  for (const name of packages) {
    write(`node_modules/${name}/package.json`, JSON.stringify({ name, version: '1.0.0', main: 'index.js' }));
    write(`node_modules/${name}/index.js`, 'exports.name = 1;');
  }
  for (const [path, text] of Object.entries(innocent)) write(path, text);
  // The other half of the cycle that one violation closes.
  write('src/autograd/tape.ts', "import './value.ts';");
});

afterAll(() => rmSync(root, { recursive: true, force: true }));

describe('the dependency rules', () => {
  test('pass on a tree that keeps them', async () => {
    expect(await brokenRules()).toEqual([]);
  });

  test.each(violations)('report $rule when $file has $adds', async ({ rule, file, adds }) => {
    write(file, `${innocent[file]}\n${adds}`);
    try {
      expect(await brokenRules()).toContain(rule);
    } finally {
      write(file, innocent[file]);
    }
  });
});
