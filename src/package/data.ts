/** Entry point `chainrule/data`: tables that are made, read from files and encoded, and seeded random numbers. */
export { createDataSet, type DataSet, type DataSettings, type TableSource } from '../data/data-set.ts';
export {
  encode,
  encodeFeatures,
  encodeTarget,
  inOwnUnits,
  inputName,
  type EncodedRows,
  type Encoding,
  type Feature,
  type Scale,
  type Target,
} from '../data/encoding.ts';
export { fitEncoding, type EncodingChoice, type FittedEncoding } from '../data/fit-encoding.ts';
export { generators } from '../data/generators.ts';
export { prepareData, type DataRefusal, type PreparedData, type SplitChoice } from '../data/prepare.ts';
export { drawnOrder, randomFromSeed, randomFromState, shuffledOrder, type Random } from '../data/random.ts';
export { suggestChoice } from '../data/suggest-choice.ts';
export {
  allRows,
  categoriesOf,
  columnOf,
  numbersOf,
  type CategoryColumn,
  type Column,
  type NumberColumn,
  type Table,
} from '../data/table.ts';
export { readTable, type ReadOptions } from '../formats/read-table.ts';
export type { Progress, ReadResult } from '../formats/result.ts';
