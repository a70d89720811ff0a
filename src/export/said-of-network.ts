import { inputName, type Feature, type Scale } from '../data/encoding.ts';
import { activationProblem, type Activation } from '../experiment/activation-formula.ts';
import { lossNames, type LossName } from '../experiment/names.ts';

/** What an input of a network was made of, as far as the file says: (what `name` is called by - shift) / scale. */
export interface BroughtInput extends Scale {
  /** As `inputName` calls it; null where only its place tells it apart. */
  readonly name: string | null;
}

/** What is predicted: a class by its place, or a number, which is output · scale + shift in its own units. */
export type BroughtTarget =
  { readonly kind: 'class'; readonly classes: readonly string[] } | ({ readonly kind: 'number' } & Scale);

/**
 * What our own files say of a network beside its weights, as texts. Whatever they are: null where it is not said, or
 * not so that it can be used.
 */

export function lossOf(said: unknown): LossName | null {
  return lossNames.find((name) => name === said) ?? null;
}

/** Of the hidden layers; the output layer may be said behind them. */
export function activationsOf(said: unknown, count: number): Activation[] | null {
  const known = listOf(said).slice(0, count).filter(isActivation);
  return known.length === count ? known : null;
}

function isActivation(activation: unknown): activation is Activation {
  return activationProblem(activation) === null;
}

/** Of features as an encoding has them. */
export function inputsOf(said: unknown, count: number): BroughtInput[] | null {
  const inputs = listOf(said).map(inputOf);
  const known = inputs.filter((input) => input !== null);
  return known.length === count && known.length === inputs.length ? known : null;
}

/** Of a target as an encoding has it. */
export function targetOf(said: unknown): BroughtTarget | null {
  const target = parsed(said);
  if (!isRecord(target)) return null;
  const { kind, classes } = target;
  if (kind === 'number') {
    const scale = scaleOf(target);
    return scale && { kind, ...scale };
  }
  return kind === 'class' && Array.isArray(classes) && classes.every(isText) ? { kind, classes } : null;
}

function inputOf(feature: unknown): BroughtInput | null {
  if (!isRecord(feature)) return null;
  const scale = scaleOf(feature);
  const known = featureOf(feature);
  return scale && known && { name: inputName(known), ...scale };
}

function featureOf({ as, of, category }: Readonly<Record<string, unknown>>): Feature | null {
  if (as === 'product')
    return Array.isArray(of) && of.length === 2 && of.every(isText) ? { as, of: [of[0], of[1]] } : null;
  if (!isText(of)) return null;
  if (as === 'one-hot') return isText(category) ? { as, of, category, missing: 'zero' } : null;
  return as === 'value' || as === 'square' || as === 'sine' || as === 'missing' ? { as, of } : null;
}

function scaleOf({ shift = 0, scale = 1 }: Readonly<Record<string, unknown>>): Scale | null {
  const isKnown = typeof shift === 'number' && typeof scale === 'number' && scale !== 0;
  return isKnown && Number.isFinite(shift) && Number.isFinite(scale) ? { shift, scale } : null;
}

const isText = (value: unknown): value is string => typeof value === 'string';

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function listOf(said: unknown): readonly unknown[] {
  const list = parsed(said);
  return Array.isArray(list) ? list : [];
}

function parsed(said: unknown): unknown {
  if (typeof said !== 'string') return null;
  try {
    return JSON.parse(said);
  } catch {
    return null;
  }
}
