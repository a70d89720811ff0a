import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inflateSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readDataFile } from '../../../src/cli/data-file.ts';
import { writeClusterProgram } from '../../../src/cluster/cluster-program.ts';
import { usualAsk, type Ask } from '../../../src/compare/ask.ts';
import { decodeAddress } from '../../../src/experiment/address.ts';
import type { Experiment } from '../../../src/experiment/schema.ts';
import { packTable } from '../../../src/formats/packed-table.ts';
import type { PackedTable } from '../../../src/protocol/import-messages.ts';
import { ClusterDesk } from '../../../workers/cluster-desk.ts';
import { runCommand } from '../helpers/command-line.ts';
import { readFile, realTables } from '../helpers/real-tables.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'chainrule-cluster-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What the worker of the page writes. */
async function pageWrites(
  experiment: Experiment,
  ask: Partial<Ask>,
  table: PackedTable | null = null,
): Promise<string> {
  const desk = new ClusterDesk((file) => Promise.resolve(readFile(file)));
  const program = await desk.write({ ask: { ...usualAsk, ...ask }, experiment }, table);
  return program.ok ? program.text : program.message;
}

/** What the command line writes. */
async function commandWrites(...words: string[]): Promise<string> {
  const path = join(folder, 'written.py');
  await runCommand([...words, '--dask', path]);
  return readFileSync(path, 'utf8');
}

/** A table of the user's own. */
async function roses() {
  const path = join(folder, 'roses.csv');
  const rows = Array.from({ length: 40 }, (_, i) => `${(i * 7) % 11},${i % 3},${i % 2 ? 'rose' : 'tulip'}`);
  writeFileSync(path, ['height,width,kind', ...rows].join('\n'));
  return { path, ...(await readDataFile(path, { target: null, inputs: null }, experiment)) };
}

const settings = 'points=40&hidden=3&noise=10';
const { experiment } = decodeAddress(settings).settings;

describe('a program for a cluster', () => {
  it('is the same from the page as from the command line: a swarm', async () => {
    const page = await pageWrites(experiment, { kind: 'swarm', seeds: 3, epochs: 7 });
    expect(page).toBe(await commandWrites('swarm', settings, '--seeds', '3', '--epochs', '7'));
    expect(page.match(/^ {4}\("/gm)).toHaveLength(3);
    // Of each run a program, behind what any reader of zlib unpacks.
    const packed = /PROGRAMS = """\n([^"]+)\n"""/.exec(page)?.[1] ?? '';
    const programs = JSON.parse(inflateSync(Buffer.from(packed, 'base64')).toString()) as string[];
    expect(programs).toHaveLength(3);
    for (const program of programs) expect(program).toContain('import torch');
  });

  it('a grid with a goal, and settings drawn at random', async () => {
    const x = { setting: 'learningRate', scale: 'list', values: ['0.1', '0.2'] } as const;
    const y = { setting: 'l2', scale: 'log', from: 0.001, to: 0.1, count: 3 } as const;
    const axes = ['--vary', 'learningRate=0.1,0.2', '--vary', 'l2=log:0.001..0.1:3', '--epochs', '5'];
    const grid = await pageWrites(experiment, {
      ...{ kind: 'sweep', x, y, repeats: 2, epochs: 5 },
      ...{ target: 'test-loss', goal: 0.2 },
    });
    const goal = ['--goal', 'test-loss=0.2'];
    expect(grid).toBe(await commandWrites('sweep', settings, ...axes, '--seeds', '2', ...goal));
    expect(grid.match(/^ {4}\("/gm)).toHaveLength(12);
    const drawn = await pageWrites(experiment, {
      ...{ kind: 'sweep', search: 'random', axes: [x, y], tries: 4, epochs: 5 },
    });
    expect(drawn).toBe(await commandWrites('sweep', settings, ...axes, '--search', 'random', '--tries', '4'));
    expect(drawn.match(/^ {4}\("/gm)).toHaveLength(4);
  });

  it('real data, and the user’s own', async () => {
    const iris = decodeAddress('dataSet=iris&loss=cross-entropy&hidden=3').settings.experiment;
    const ofIris = await pageWrites(iris, { kind: 'swarm', seeds: 2 });
    expect(ofIris).toBe(
      await commandWrites('swarm', 'dataSet=iris&loss=cross-entropy&hidden=3', '--seeds', '2'),
    );
    expect(ofIris).toContain('TABLE = None');

    const { path, ...own } = await roses();
    const ofOwn: Experiment = { ...experiment, dataSet: 'file', file: own.file };
    const table = { id: own.file.id, blob: packTable(own.table) };
    const page = await pageWrites(ofOwn, { kind: 'swarm', seeds: 2 }, table);
    expect(page).toBe(await commandWrites('swarm', settings, '--data', path, '--seeds', '2'));
    expect(page).toContain(`TABLE = {"id": "${own.file.id}"`);
    expect(await pageWrites(ofOwn, { kind: 'swarm' })).toBe(
      '“roses.csv” (40 rows) is not kept in this browser: choose “File” and open it.',
    );
  });

  it('says why there is none: of nothing, and of a table that is too large', async () => {
    const nothing = await pageWrites(experiment, { kind: 'sweep', search: 'random', axes: [] });
    expect(nothing).toContain('setting');
    expect(nothing).not.toContain('import');
    const ask = { ...usualAsk, kind: 'swarm', seeds: 1 } as const;
    const { file } = await roses();
    const bytes = new Uint8Array(50 * 2 ** 20);
    const data = { tables: realTables, own: { id: 'x', bytes } };
    const question = { ask, experiment: { ...experiment, dataSet: 'file', file } } as const;
    expect(writeClusterProgram(question, data)).toEqual({
      ok: false,
      message: 'The table has 50.0 MiB, and a program holds one of at most 48.0 MiB.',
    });
  });
});
