import type { RealSetName } from '../../experiment/names.ts';
import type { EncodingChoice } from '../fit-encoding.ts';

/** A set of real data that comes with the page. */
export interface RealSet {
  readonly title: string;
  /** What it is, in one line. */
  readonly about: string;
  readonly source: Reference;
  readonly licence: Reference;
  /** How the file differs from its source, as the licence asks to be told. */
  readonly changes?: string;
  /** Relative to the page. scripts/make-data-sets.py writes it and says in what format. */
  readonly file: string;
  readonly rowCount: number;
  /** What is predicted from what, unless the user chooses otherwise. */
  readonly choice: EncodingChoice;
  /** The inputs are the pixels of a picture, row by row from the top. */
  readonly picture?: { readonly rows: number; readonly columns: number };
}

export interface Reference {
  readonly name: string;
  readonly url: string;
}

const ccBy: Reference = { name: 'CC BY 4.0', url: 'https://creativecommons.org/licenses/by/4.0/' };
const cc0: Reference = { name: 'CC0 1.0', url: 'https://creativecommons.org/publicdomain/zero/1.0/' };

/** Names as scikit-learn has them: each of ten measures of a tumour's cells in three ways. */
const cellMeasures = [
  'radius',
  'texture',
  'perimeter',
  'area',
  'smoothness',
  'compactness',
  'concavity',
  'concave points',
  'symmetry',
  'fractal dimension',
];
const cellInputs = [
  ...cellMeasures.map((name) => `mean ${name}`),
  ...cellMeasures.map((name) => `${name} error`),
  ...cellMeasures.map((name) => `worst ${name}`),
];

const side = 8;
const pixels = Array.from(
  { length: side * side },
  (_, i) => `row ${Math.floor(i / side) + 1} column ${(i % side) + 1}`,
);

export const realSets: Readonly<Record<RealSetName, RealSet>> = {
  iris: {
    title: 'Iris',
    about: '150 irises of three species, by the length and width of their sepals and petals.',
    source: {
      name: 'R. A. Fisher, 1936; UCI Machine Learning Repository, by way of scikit-learn',
      url: 'https://doi.org/10.24432/C56C76',
    },
    licence: ccBy,
    changes: 'Two flowers have the measures of Fisher’s paper, which the repository has wrong.',
    file: 'data/iris.json',
    rowCount: 150,
    choice: {
      inputs: ['sepal length (cm)', 'sepal width (cm)', 'petal length (cm)', 'petal width (cm)'],
      target: { kind: 'class', column: 'species' },
      missing: 'leave-out',
    },
  },
  penguins: {
    title: 'Penguins',
    about: '344 penguins of three species on islands near Palmer Station, Antarctica; 11 lack a value.',
    source: {
      name: 'Gorman, Williams and Fraser, 2014; palmerpenguins, by way of vega-datasets',
      url: 'https://doi.org/10.1371/journal.pone.0090081',
    },
    licence: cc0,
    file: 'data/penguins.json',
    rowCount: 344,
    choice: {
      inputs: [
        'island',
        'bill length (mm)',
        'bill depth (mm)',
        'flipper length (mm)',
        'body mass (g)',
        'sex',
      ],
      target: { kind: 'class', column: 'species' },
      missing: 'fill',
    },
  },
  cars: {
    title: 'Cars',
    about: '398 cars of 1970 to 1982, and how many miles they go on a gallon; 6 lack their horsepower.',
    source: {
      name: 'StatLib and UCI Machine Learning Repository (Auto MPG), by way of vega-datasets',
      url: 'https://doi.org/10.24432/C5859H',
    },
    licence: ccBy,
    changes: 'The 8 of 406 cars whose miles per gallon are not known are left out.',
    file: 'data/cars.json',
    rowCount: 398,
    choice: {
      inputs: [
        'cylinders',
        'displacement (cu in)',
        'horsepower',
        'weight (lb)',
        '0-60 mph (s)',
        'model year',
        'origin',
      ],
      target: { kind: 'number', column: 'miles per gallon' },
      missing: 'fill',
    },
  },
  'breast-cancer': {
    title: 'Breast cancer',
    about: '569 breast tumours, benign or malignant, by thirty measures of their cells under the microscope.',
    source: {
      name: 'Wolberg, Mangasarian, Street and Street, 1993; UCI Machine Learning Repository',
      url: 'https://doi.org/10.24432/C5DW2B',
    },
    licence: ccBy,
    file: 'data/breast-cancer.json',
    rowCount: 569,
    choice: {
      inputs: cellInputs,
      target: { kind: 'class', column: 'diagnosis' },
      missing: 'leave-out',
    },
  },
  digits: {
    title: 'Digits',
    about: '1,797 handwritten digits as pictures of 8 × 8 pixels, from 0 for paper to 16 for ink.',
    source: {
      name: 'Alpaydin and Kaynak, 1998; UCI Machine Learning Repository, its test set',
      url: 'https://doi.org/10.24432/C50P49',
    },
    licence: ccBy,
    file: 'data/digits.json',
    rowCount: 1797,
    choice: {
      inputs: pixels,
      target: { kind: 'class', column: 'digit' },
      missing: 'leave-out',
      scaling: { shift: 0, scale: 16 },
    },
    picture: { rows: side, columns: side },
  },
};
