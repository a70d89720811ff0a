import { parseExpression } from '../../autograd/expression.ts';
import { ops, type OpName } from '../../autograd/ops.ts';
import { longestLinkedSource, type LabLink } from '../../experiment/lab-link.ts';
import type { ExerciseKind } from '../../lab/make-exercise.ts';
import { presets } from '../../lab/presets.ts';
import { exerciseLevels, type ExerciseLevel } from '../../lab/random-expression.ts';
import { stepModes, type StepMode } from '../../lab/step-modes.ts';
import type { ExpressionSubject, NetworkSubject, Subject } from './lab-model.ts';
import { packWeights, unpackWeights } from './packed-weights.ts';

/** What a link brings back. */
export interface LinkedState {
  readonly subject: Subject;
  /** Steps done; Infinity for all. */
  readonly position: number;
  readonly mode: StepMode;
  readonly wrongOp: OpName;
  readonly selectedName: string | null;
  /** A random exercise that is going on; the subject then is its expression. */
  readonly exercise: LinkedExercise | null;
  /** Whether a network's graph follows the training. */
  readonly follows: boolean;
}

export interface LinkedExercise {
  readonly kind: ExerciseKind;
  readonly level: ExerciseLevel;
  readonly seed: number;
}

export const defaultPreset = 'neuron';
const defaultWrongOp: OpName = 'tanh';

export function presetSubject(id: string): ExpressionSubject | null {
  const preset = presets.find((one) => one.id === id);
  return preset === undefined
    ? null
    : { kind: 'expression', preset: id, source: preset.source, leafData: new Map() };
}

/** Only what differs from the lab as it opens by itself. */
export function encodeLab({
  subject,
  position,
  mode,
  wrongOp,
  selectedName,
  exercise,
  follows,
}: LinkedState): LabLink {
  if (exercise !== null) return { exercise: `${exercise.kind}.${exercise.level}.${exercise.seed}` };
  return {
    ...(subject.kind === 'network' ? encodeNetwork(subject) : encodeExpression(subject)),
    ...(follows ? { follow: '1' } : {}),
    ...(Number.isFinite(position) ? { at: String(position) } : {}),
    ...(mode === 'correct' ? {} : { mode }),
    ...(mode === 'wrong-derivative' && wrongOp !== defaultWrongOp ? { wrongOp } : {}),
    ...(selectedName === null || selectedName.length > 80 ? {} : { node: selectedName }),
  };
}

function encodeExpression({ preset, source, leafData }: ExpressionSubject): LabLink {
  if (preset !== null) return preset === defaultPreset ? {} : { preset };
  if (source.length > longestLinkedSource) return {};
  return { source, ...encodeLeaves(leafData) };
}

function encodeNetwork({ point, neuron, weights, moved }: NetworkSubject): LabLink {
  const packed = weights === null ? null : packWeights(weights);
  return {
    sample: `${point.split}.${point.index}`,
    ...(neuron === null ? {} : { neuron: `${neuron.layer + 1}.${neuron.neuron + 1}` }),
    ...(packed === null ? {} : { weights: packed }),
    ...encodeLeaves(moved),
  };
}

function encodeLeaves(values: ReadonlyMap<string, number>): LabLink {
  const leaves = [...values].map(([name, value]) => `${name}:${value}`).join(',');
  return leaves === '' ? {} : { leaves };
}

/** Whether a link brings back everything: long texts and large networks do not fit into one. */
export function fitsLink(subject: Subject): boolean {
  if (subject.kind === 'network') return subject.weights === null || packWeights(subject.weights) !== null;
  return subject.preset !== null || subject.source.length <= longestLinkedSource;
}

/** Never throws; `problems` says what could not be brought back, and why. */
export function decodeLab(link: LabLink): LinkedState & { readonly problems: readonly string[] } {
  const problems: string[] = [];
  const known = <Name extends string>(
    text: string | undefined,
    names: readonly Name[],
    fallback: Name,
    what: string,
  ) => {
    const found = names.find((name) => name === text);
    if (text !== undefined && found === undefined) problems.push(`there is no ${what} “${text}”`);
    return found ?? fallback;
  };
  return {
    subject: decodeNetwork(link, problems) ?? decodeExpression(link, problems),
    position: link.at === undefined ? Infinity : Number(link.at),
    mode: known(link.mode, stepModes, 'correct', 'way to run the backward pass called'),
    wrongOp: known(link.wrongOp, opNames, defaultWrongOp, 'operation'),
    selectedName: link.node ?? null,
    exercise: decodeExercise(link.exercise, problems),
    follows: link.follow === '1' && link.sample !== undefined,
    problems,
  };
}

const opNames = Object.keys(ops) as readonly OpName[];

function decodeExercise(text: string | undefined, problems: string[]): LinkedExercise | null {
  if (text === undefined) return null;
  const [kind, levelText, seed] = text.split('.');
  const level = exerciseLevels.find((one) => String(one) === levelText);
  if (level !== undefined)
    return { kind: kind === 'values' ? 'values' : 'gradients', level, seed: Number(seed) };
  problems.push(`there is no exercise “${text}”`);
  return null;
}

function decodeNetwork(
  { sample, neuron, weights, leaves }: LabLink,
  problems: string[],
): NetworkSubject | null {
  if (sample === undefined) return null;
  const [split, index] = sample.split('.');
  const [layer, position] = (neuron ?? '').split('.').map(Number);
  const unpacked = weights === undefined ? null : unpackWeights(weights);
  if (weights !== undefined && unpacked === null) problems.push('the weights in it are damaged');
  return {
    kind: 'network',
    point: { split: split === 'test' ? 'test' : 'train', index: Number(index) },
    neuron: neuron === undefined ? null : { layer: layer - 1, neuron: position - 1 },
    weights: unpacked,
    moved: decodeLeaves(leaves, null, problems),
  };
}

function decodeExpression({ preset, source, leaves }: LabLink, problems: string[]): ExpressionSubject {
  if (source !== undefined) {
    return { kind: 'expression', preset: null, source, leafData: decodeLeaves(leaves, source, problems) };
  }
  const chosen = presetSubject(preset ?? defaultPreset);
  if (chosen !== null) return chosen;
  problems.push(`there is no preset “${preset ?? ''}”`);
  return decodeExpression({}, problems);
}

/** `source` says which names are leaves; null where that is not known yet. */
function decodeLeaves(
  text: string | undefined,
  source: string | null,
  problems: string[],
): Map<string, number> {
  const values = new Map<string, number>();
  if (text === undefined) return values;
  const parsed = source === null ? null : parseExpression(source);
  for (const pair of text.split(',')) {
    const [name, number] = pair.split(':');
    const value = number === 'NaN' ? NaN : Number(number);
    const isLeaf = parsed === null || !parsed.ok || parsed.graph.leaves.has(name);
    if (!isLeaf || (Number.isNaN(value) && number !== 'NaN')) {
      problems.push(`“${pair.slice(0, 40)}” gives no leaf a number`);
    } else values.set(name, value);
  }
  return values;
}
