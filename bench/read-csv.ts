/**
 * Reads CSV in Node. How fast: 100,000 rows of 20 numbers by the streaming reader and by papaparse alone, which only
 * splits them, in turn over a few rounds; the ratio of the medians. How large: the most memory that the process takes
 * more while it reads a generated stream, and how much of that is the table.
 *
 *   npm run bench:csv -- [--rounds 7] [--megabytes 200]
 */
import { parseArgs } from 'node:util';
import papaparse from 'papaparse';
import { randomFromSeed, type Random } from '../src/data/random.ts';
import type { Table } from '../src/data/table.ts';
import { readTable } from '../src/formats/read-table.ts';
import type { ReadTable } from '../src/formats/result.ts';
import type { Source } from '../src/formats/source.ts';
import { median } from './measure.ts';
import { collectGarbage } from './memory-readings.ts';

const columns = 20;
const rows = 100_000;
/** Rows that are written at once. */
const rowsPerPiece = 2000;
const megabyte = 2 ** 20;

const now = (): number => performance.now();

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { rounds: { type: 'string', default: '7' }, megabytes: { type: 'string', default: '200' } },
  });
  const rounds = Number(values.rounds);
  const megabytes = Number(values.megabytes);
  if (!(rounds >= 1) || !(megabytes >= 0))
    throw new Error(`--rounds and --megabytes take a number; got ${values.rounds}, ${values.megabytes}`);
  // First, while the process is as small as it will ever be.
  if (megabytes > 0) await measureMemory(megabytes);
  await measureSpeed(rounds);
}

async function measureSpeed(rounds: number): Promise<void> {
  const random = randomFromSeed(1, 0);
  const text = header() + Array.from({ length: rows / rowsPerPiece }, () => rowsText(random, 6)).join('');
  const bytes = new Blob([text]);
  const seconds = { reader: [] as number[], papaparse: [] as number[] };
  for (let round = 0; round <= rounds; round++) {
    collectGarbage();
    const splitSeconds = timeOf(() =>
      checkRows(papaparse.parse(text, { delimiter: ',', newline: '\n', quoteChar: '"' }).data.length - 2),
    );
    // What one leaves behind is not to be swept up in the other's time.
    collectGarbage();
    const start = now();
    checkRows((await read(bytes)).table.rowCount);
    // The first round is for the compiler.
    if (round === 0) continue;
    seconds.reader.push((now() - start) / 1000);
    seconds.papaparse.push(splitSeconds);
  }
  const rate = (times: readonly number[]): number => rows / median(times);
  const ours = rate(seconds.reader);
  const theirs = rate(seconds.papaparse);
  console.log(
    `${rows.toLocaleString('en')} × ${columns} numbers, ${(bytes.size / megabyte).toFixed(1)} MB, median of ${rounds}:`,
  );
  console.log(`  to a table, from bytes:  ${describeRate(ours)}`);
  console.log(`  papaparse, from a text:  ${describeRate(theirs)}`);
  console.log(`  ratio: ${(ours / theirs).toFixed(2)} (goal: 0.5)`);
}

function checkRows(count: number): void {
  if (count !== rows) throw new Error(`read ${count} rows, expected ${rows}`);
}

function timeOf(run: () => void): number {
  const start = now();
  run();
  return (now() - start) / 1000;
}

function describeRate(rowsPerSecond: number): string {
  return `${Math.round(rowsPerSecond).toLocaleString('en')} rows a second`;
}

async function measureMemory(megabytes: number): Promise<void> {
  // What the code itself takes is there before.
  await read(header() + rowsText(randomFromSeed(2, 0), 6));
  const before = process.memoryUsage.rss();
  let most = before;
  const { table } = await read(generated(megabytes * megabyte), () => {
    most = Math.max(most, process.memoryUsage.rss());
  });
  most = Math.max(most, process.memoryUsage.rss());
  const grown = (most - before) / megabyte;
  const kept = bytesOf(table) / megabyte;
  console.log(`a stream of ${megabytes} MB, ${table.rowCount.toLocaleString('en')} rows:`);
  console.log(
    `  most memory: ${grown.toFixed(0)} MB more than before, of which the table ${kept.toFixed(0)} MB`,
  );
  console.log(`  beside the table: ${(grown - kept).toFixed(0)} MB (goal: 64 MB)`);
}

function bytesOf(table: Table): number {
  return table.columns.reduce(
    (sum, column) => sum + (column.kind === 'number' ? column.values.byteLength : column.codes.byteLength),
    0,
  );
}

async function read(source: Source, onStep: () => void = () => undefined): Promise<ReadTable> {
  const steps = readTable(source);
  for (;;) {
    const step = await steps.next();
    onStep();
    if (step.done !== true) continue;
    if (!step.value.ok) throw new Error(step.value.message);
    return step.value;
  }
}

function header(): string {
  return `${Array.from({ length: columns }, (_, k) => `x${k + 1}`).join(',')}\n`;
}

function rowsText(random: Random, digits: number): string {
  let text = '';
  for (let row = 0; row < rowsPerPiece; row++) {
    for (let column = 0; column < columns; column++)
      text += `${column > 0 ? ',' : ''}${random.uniform(-100, 100).toFixed(digits)}`;
    text += '\n';
  }
  return text;
}

/** Nothing of it is kept: each piece is written when it is asked for. */
function generated(size: number): ReadableStream<Uint8Array> {
  const random = randomFromSeed(3, 0);
  const encoder = new TextEncoder();
  let given = 0;
  return new ReadableStream<Uint8Array>(
    {
      pull(controller) {
        const piece = encoder.encode(given === 0 ? header() : rowsText(random, 12));
        given += piece.length;
        controller.enqueue(piece);
        if (given >= size) controller.close();
      },
    },
    { highWaterMark: 0 },
  );
}

try {
  await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
