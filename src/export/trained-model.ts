import type { Tape } from '../autograd/tape.ts';
import type { Feature, Target } from '../data/encoding.ts';
import type { Activation } from '../experiment/activation-formula.ts';
import type { LossName } from '../experiment/names.ts';

/** A column of the rows that a model reads, in its own units. */
export type ModelColumn =
  | { readonly name: string; readonly kind: 'number' }
  /** Other categories than these are none of them. */
  | { readonly name: string; readonly kind: 'category'; readonly categories: readonly string[] };

export interface ModelLayer {
  readonly inputCount: number;
  readonly width: number;
  /** `[neuron][input]`, row-major: that of a torch.nn.Linear. */
  readonly weights: Float64Array;
  readonly biases: Float64Array;
  readonly activation: Activation;
}

/** A trained network with all that makes it usable alone: from a row in its own units to what is predicted. */
export interface TrainedModel {
  /** What it was trained on. */
  readonly title: string;
  /** Epochs completed, with the fraction of the running one that the weights have seen. */
  readonly epoch: number;
  readonly columns: readonly ModelColumn[];
  /** How the network's inputs are computed of a row, in their order. */
  readonly features: readonly Feature[];
  /** As many as there are features. */
  readonly inputNames: readonly string[];
  /** In the order in which they are computed, the output layer last. */
  readonly layers: readonly ModelLayer[];
  /** One for each output neuron. */
  readonly outputNames: readonly string[];
  readonly target: Target;
  readonly loss: LossName;
  /** All parameters, layer by layer, weights before biases: those that `tape` reads. */
  readonly parameters: Float64Array;
  /** The scalar graph that was trained, up to the displayed outputs; null where it is too long to be written line by line. */
  readonly tape: Tape | null;
}

/** A longer tape is written as loops: compilers die of functions with a hundred thousand statements. */
export const longestStraight = 10_000;

/** Sizes of all layers: `2-4-2-1`. */
export function sizesOf({ inputNames, layers }: Pick<TrainedModel, 'inputNames' | 'layers'>): string {
  return [inputNames.length, ...layers.map(({ width }) => width)].join('-');
}

/** The classes in the order of their places; none where a number is predicted. */
export function classesOf({ target }: Pick<TrainedModel, 'target'>): readonly string[] {
  return target.kind === 'class' ? target.classes : [];
}

/** Whether every weight is a finite number. */
export function isFiniteModel({ parameters }: Pick<TrainedModel, 'parameters'>): boolean {
  return parameters.every(Number.isFinite);
}

/** The beginning of a file's name: `circle-2-4-2-1-epoch-120`. */
export function fileStem(model: TrainedModel): string {
  const title = model.title.normalize('NFKD').replace(/[^A-Za-z0-9]+/g, '-');
  const name = title.replace(/^-+|-+$/g, '').slice(0, 40) || 'network';
  return `${name}-${sizesOf(model)}-epoch-${epochText(model.epoch)}`;
}

/** A file's name; that of a Python file is the name of a module, which programs import. */
export function fileName(model: TrainedModel, ending: string): string {
  const stem = fileStem(model);
  if (!ending.endsWith('.py')) return `${stem}${ending}`;
  const module = stem.replace(/\W/g, '_');
  return `${/^\d/.test(module) ? 'network_' : ''}${module}${ending}`;
}

/** At most two digits behind the point. */
export function epochText(epoch: number): string {
  return String(Math.round(epoch * 100) / 100);
}
