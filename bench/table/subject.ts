import { randomFromSeed, type Random } from '../../src/data/random.ts';
import type { FileData } from '../../src/experiment/file-data.ts';
import { defaultExperiment, type Experiment } from '../../src/experiment/schema.ts';

export const rows = 100_000;
export const columns = 20;
export const hidden = [64, 64] as const;
export const batchSize = 128;

/** Rows that are written at once. */
const rowsPerPiece = 2000;

/** The table as a text of CSV: 100,000 rows of 20 numbers and one of two classes. */
export function tableText(): string {
  const random = randomFromSeed(1, 0);
  return headerText() + Array.from({ length: rows / rowsPerPiece }, () => rowsText(random)).join('');
}

export function headerText(): string {
  return `${Array.from({ length: columns }, (_, k) => `x${k + 1}`).join(',')},kind\n`;
}

/** The next 2,000 rows. The class is on which side of a wavy hyperplane a row lies, but for one in twenty. */
export function rowsText(random: Random, digits = 6): string {
  let text = '';
  for (let row = 0; row < rowsPerPiece; row++) {
    let sum = 0;
    for (let column = 0; column < columns; column++) {
      const value = random.uniform(-100, 100);
      sum += column % 2 === 0 ? value : 100 * Math.sin(value / 25);
      text += `${value.toFixed(digits)},`;
    }
    const isOdd = random.uniform(0, 1) < 0.05;
    text += sum > 0 === isOdd ? 'no\n' : 'yes\n';
  }
  return text;
}

/** The training that is measured, of a file that was taken. */
export function experimentOn(file: FileData): Experiment {
  return {
    ...defaultExperiment,
    dataSet: 'file',
    file,
    trainShare: 80,
    hidden: [...hidden],
    activation: 'relu',
    loss: 'binary-cross-entropy',
    learningRate: 0.01,
    batchSize,
  };
}
