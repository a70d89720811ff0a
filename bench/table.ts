/**
 * What a table of the user's own costs, 100,000 rows of 20 numbers and one of two classes, with 64-64 relu and batches
 * of 128: rows trained a second beside PyTorch's; the time from the last byte of the file to the first training step
 * and views a second while training, in Node; and what the built page's main thread does meanwhile, also with a file
 * of 200 MB.
 *
 *   npm run bench:table -- [--only training,service,page] [--rounds 5] [--megabytes 200]
 */
import { parseArgs } from 'node:util';
import { setFlagsFromString } from 'node:v8';
import { importText } from './table/own-data.ts';
import { measurePage, type PageFigures } from './table/page.ts';
import { measureService, type ServiceFigures } from './table/service.ts';
import { tableText } from './table/subject.ts';
import { measureTraining, optimizers, type TrainingFigures } from './table/training.ts';

const parts = ['training', 'service', 'page'] as const;

// As the command line does: only Node 20 keeps relaxed SIMD behind a flag, and it must be set before the first module.
if (process.versions.node.startsWith('20.')) setFlagsFromString('--experimental-wasm-relaxed-simd');

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      only: { type: 'string', default: parts.join() },
      rounds: { type: 'string', default: '5' },
      megabytes: { type: 'string', default: '200' },
    },
  });
  const rounds = Number(values.rounds);
  const only = values.only.split(',');
  const unknown = only.find((name) => !parts.some((part) => part === name));
  if (unknown !== undefined) throw new Error(`--only takes ${parts.join(', ')}; got ${unknown}`);
  if (!(rounds >= 1)) throw new Error(`--rounds takes a number; got ${values.rounds}`);
  const text = tableText();
  if (only.includes('training')) {
    const imported = await importText(text);
    for (const optimizer of optimizers)
      console.log(describeTraining(await measureTraining(imported, optimizer, rounds)));
  }
  if (only.includes('service')) console.log(describeService(await measureService(text, rounds)));
  if (only.includes('page')) console.log(describePage(await measurePage(text, Number(values.megabytes))));
}

function describeTraining(figures: TrainingFigures): string {
  const { optimizer, rowsPerSecond, pytorchRowsPerSecond, note } = figures;
  const [ours, theirs] = [rowsPerSecond, pytorchRowsPerSecond].map((rate) =>
    Math.round(rate).toLocaleString('en'),
  );
  const ratio = (rowsPerSecond / pytorchRowsPerSecond).toFixed(2);
  return `training, ${optimizer}: ${ours} rows/s; ${note}: ${theirs} rows/s; ratio ${ratio} (goal: 3)`;
}

function describeService(figures: ServiceFigures): string {
  const { partsMs, firstStepMs, heldMs, papaparseMs, viewsPerSecond, rowsPerSecond } = figures;
  const steps = Object.entries(partsMs).map(([name, ms]) => `${name} ${ms.toFixed(0)}`);
  return [
    `from the last byte to the first training step: ${firstStepMs.toFixed(0)} ms (goal: 1000): ${steps.join(', ')}`,
    `  ${(firstStepMs / papaparseMs).toFixed(2)} × papaparse on the same text (${papaparseMs.toFixed(0)} ms); the service held for up to ${heldMs.toFixed(0)} ms`,
    `while training: ${viewsPerSecond.toFixed(1)} views/s (goal: 10), ${Math.round(rowsPerSecond).toLocaleString('en')} rows/s`,
  ].join('\n');
}

/** As a table of Markdown. */
function describePage(figures: PageFigures): string {
  const lines = figures.map(({ part, seconds, longestTaskMs, longestAnswerMs, interactionMs }) => {
    const cells = [longestTaskMs, longestAnswerMs, interactionMs].map((ms) => ms.toFixed(0));
    return `| ${[part, seconds.toFixed(1), ...cells].join(' | ')} |`;
  });
  return [
    '| while | s | longest task, ms | longest answer, ms | INP, ms |',
    '| - | -: | -: | -: | -: |',
    ...lines,
  ].join('\n');
}

try {
  await main();
} catch (error) {
  console.error(error instanceof Error ? error.stack : error);
  process.exitCode = 1;
}
