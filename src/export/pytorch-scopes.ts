import type { WholeRun, WholeRunResult } from './whole-run.ts';

/** What a file for PyTorch may hold, in the order in which it is offered; `ending` is what its name ends with. */
export const pytorchScopes = {
  network: {
    label: 'the network',
    ending: '.py',
    about: 'A Python file: the module with its weights, the encoding of rows, and predict(rows). In float64.',
  },
  run: {
    label: 'the whole run',
    ending: '_run.py',
    about:
      'A Python program that trains anew from the initial weights, with the data and the order of the batches, and prints the losses of every epoch: those of the engine in double precision.',
  },
  torchrun: {
    label: 'one big run',
    ending: '_torchrun.py',
    about:
      'A Python program for torchrun: trains anew in as many processes as you start, each of which reads its share of every batch from files on disk. Its rows, or yours from CSV files.',
  },
} as const;

export type PytorchScope = keyof typeof pytorchScopes;
export const pytorchScopeNames = Object.keys(pytorchScopes) as PytorchScope[];

/** What a file of this scope needs beside the network: null for nothing; a sentence where a program cannot have it. */
export function scopeProblem(scope: PytorchScope, whole: WholeRunResult | undefined): string | null {
  if (scope === 'network') return null;
  if (whole === undefined) return 'Nothing is known of how this network was trained.';
  if (!whole.ok) return whole.message;
  return dataProblem(scope, whole.run);
}

function dataProblem(scope: PytorchScope, { data, rows, hasLabelNoise }: WholeRun): string | null {
  if (data !== null) return null;
  if (scope === 'torchrun')
    return hasLabelNoise
      ? 'The labels that it was trained on are noisy, and too many for a program to hold.'
      : null;
  return `The data have ${rows.train + rows.test} rows: more than a program can hold. “${pytorchScopes.torchrun.label}” reads them from files.`;
}
