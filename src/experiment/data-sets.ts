import { drawnClassCount, drawnClassNames, drawnTarget } from './drawing.ts';
import type { FileData } from './file-data.ts';
import { formulaClasses, usualFormula } from './formula.ts';
import {
  isCurve,
  isGenerated,
  isPlaneSet,
  taskOf,
  type DataSetName,
  type LossName,
  type Task,
} from './names.ts';

interface ManyClasses {
  /** How many it can be drawn with. */
  readonly min: number;
  readonly max: number;
  /** In their order: each its own name, or one word for all, which are counted. */
  readonly names: readonly string[] | string;
}

const twoNames = ['-1', '+1'];

/** Classes that have names of their own. */
const manyClasses: Partial<Readonly<Record<DataSetName, ManyClasses>>> = {
  rings: { min: 2, max: 4, names: 'ring' },
  blobs: { min: 2, max: 8, names: 'blob' },
  'yin-yang': { min: 3, max: 3, names: ['yin', 'yang', 'dots'] },
  'four-spirals': { min: 4, max: 4, names: 'arm' },
  lesson: ofNames(...twoNames),
  iris: ofNames('setosa', 'versicolor', 'virginica'),
  penguins: ofNames('Adelie', 'Chinstrap', 'Gentoo'),
  'breast-cancer': ofNames('benign', 'malignant'),
  draw: { min: 2, max: 8, names: 'class' },
  digits: ofNames('0', '1', '2', '3', '4', '5', '6', '7', '8', '9'),
};

const two = ofNames(...twoNames);

function ofNames(...names: readonly string[]): ManyClasses {
  return { min: names.length, max: names.length, names };
}

interface ClassSettings {
  readonly dataSet: DataSetName;
  readonly classes?: number;
  readonly file?: FileData | null;
  readonly formula?: string;
  readonly drawn?: string;
}

/** Whether a share of the rows trains: each point that is drawn has its own side, and of a file a column may say it. */
export function isSharedOut({ dataSet, file = null }: Pick<ClassSettings, 'dataSet' | 'file'>): boolean {
  if (dataSet === 'draw' || dataSet === 'lesson') return false;
  return dataSet !== 'file' || file === null || file.split === null;
}

/** Whether its points are drawn from a formula, as many and as noisy as is said; all others have their rows. */
export function isSampled(dataSet: DataSetName): boolean {
  return dataSet === 'formula' || (isGenerated(dataSet) && dataSet !== 'lesson');
}

/** What a data set asks for. */
export function taskFor({ dataSet, file = null, formula = usualFormula, drawn = '' }: ClassSettings): Task {
  if (isPlaneSet(dataSet)) return taskOf[dataSet];
  if (isCurve(dataSet)) return 'regression';
  if (dataSet === 'formula') return formulaClasses(formula).length > 0 ? 'classification' : 'regression';
  if (dataSet === 'draw') return drawnTarget(drawn) === 'number' ? 'regression' : 'classification';
  if (dataSet === 'file') return file?.target.kind === 'number' ? 'regression' : 'classification';
  return manyClasses[dataSet] === undefined ? 'regression' : 'classification';
}

/** How many classes a data set can be drawn with; null where there is nothing to choose. */
export function classChoice(dataSet: DataSetName): { readonly min: number; readonly max: number } | null {
  const { min, max } = manyClasses[dataSet] ?? two;
  // What is drawn says itself how many it has.
  return min < max && dataSet !== 'draw' ? { min, max } : null;
}

/** What a data set is drawn with where nothing else is said. */
export const usualShape = { classes: 3, squares: 4 } as const;

/** How many classes there are to tell apart, 0 where a number is predicted: `classes` as near as the data set can. */
export function classCountOf(settings: ClassSettings): number {
  const { dataSet, classes = usualShape.classes } = settings;
  if (taskFor(settings) === 'regression') return 0;
  if (dataSet === 'file') return settings.file?.classes.length ?? 0;
  if (dataSet === 'formula') return formulaClasses(settings.formula ?? usualFormula).length;
  if (dataSet === 'draw') return drawnClassCount(settings.drawn ?? '');
  const { min, max } = manyClasses[dataSet] ?? two;
  return Math.min(max, Math.max(min, classes));
}

/** What the classes are called, in their order; two without names of their own are told apart by their sign. */
export function classNamesOf(settings: ClassSettings): readonly string[] {
  const count = classCountOf(settings);
  if (count === 0) return [];
  if (settings.dataSet === 'file') return settings.file?.classes ?? [];
  if (settings.dataSet === 'formula') return formulaClasses(settings.formula ?? usualFormula);
  const named = settings.dataSet === 'draw' ? drawnClassNames(settings.drawn ?? '') : null;
  if (named !== null) return named;
  const { names } = manyClasses[settings.dataSet] ?? two;
  if (typeof names !== 'string') return names;
  // What is drawn keeps its name when a third class comes.
  const isSigned = count === 2 && settings.dataSet !== 'draw';
  return isSigned ? twoNames : Array.from({ length: count }, (_, place) => `${names} ${place + 1}`);
}

/** Losses that judge a number as well as classes. */
const ofNumbersToo: readonly LossName[] = ['squared-error', 'half-squared-error', 'absolute', 'huber'];

/** Why a loss cannot judge predictions of so many classes (0: of a number), as part of a sentence; null if it can. */
export function lossProblem(loss: LossName, classCount: number): string | null {
  if (ofNumbersToo.includes(loss)) return null;
  if (classCount === 0) {
    const isHinge = loss === 'hinge' || loss === 'squared-hinge';
    return `${isHinge ? 'a hinge loss' : 'cross-entropy'} needs classes, and this is regression`;
  }
  if (loss === 'binary-cross-entropy' && classCount > 2)
    return `binary cross-entropy tells two classes apart, and here are ${classCount}`;
  return null;
}

/** The loss that stands in for one that does not fit. */
export function fittingLoss(classCount: number): LossName {
  return classCount > 2 ? 'cross-entropy' : 'squared-error';
}

/** From a class's place to the label that its points carry: of two classes -1 or +1, of more the place. */
export function labelOf(place: number, classCount: number): number {
  return classCount === 2 ? 2 * place - 1 : place;
}

/** From a class's label to its place. */
export function placeOf(label: number, classCount: number): number {
  return classCount === 2 ? (label > 0 ? 1 : 0) : label;
}
