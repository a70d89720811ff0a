import { parseExpression } from '../../../autograd/expression.ts';
import { ops, type OpName } from '../../../autograd/ops.ts';
import { longestLinkedSource, type LabLink } from '../../../experiment/lab-link.ts';
import type { ExerciseKind } from '../../../lab/make-exercise.ts';
import { readDecimal } from '../../../experiment/decimal.ts';
import { decodeRow, encodeRow } from '../../../experiment/row-link.ts';
import type { OpenedPart, OpenedSample } from '../../playground/picture/opened-point.ts';
import { defaultStep, stepLimits } from '../../../lab/check.ts';
import { presets } from '../../../lab/presets.ts';
import { exerciseLevels } from '../../../lab/random-expression.ts';
import { stepModes, type StepMode } from '../../../lab/step-modes.ts';
import type { ExerciseSource } from '../exercise/exercise-store.ts';
import {
  labTools,
  type ExpressionSubject,
  type LabTool,
  type NetworkSubject,
  type Subject,
} from './lab-model.ts';
import { packedLength, packWeights, unpackWeights } from './packed-weights.ts';

/** What a link brings back. */
export interface LinkedState {
  readonly subject: Subject;
  /** Steps done; Infinity for all. */
  readonly position: number;
  readonly mode: StepMode;
  readonly wrongOp: OpName;
  readonly selectedName: string | null;
  /** The exercise that is going on; of a random one, the subject is its expression. */
  readonly exercise: LinkedExercise | null;
  /** null leaves it as it is. */
  readonly tool: LabTool | null;
  /** The step h of the differences. */
  readonly checkStep: number;
  /** Groups that are open; null for those that open by themselves. */
  readonly openGroups: ReadonlySet<string> | null;
  /** Whether a network's graph follows the training. */
  readonly follows: boolean;
}

export interface LinkedExercise {
  readonly kind: ExerciseKind;
  readonly source: ExerciseSource;
}

/** Longer links are cut by mail programs and chats; the address bar gets no longer parts than this. */
const longestPart = 1600;

export const defaultPreset = 'neuron';
const defaultWrongOp: OpName = 'tanh';

export function presetSubject(id: string): ExpressionSubject | null {
  const preset = presets.find((one) => one.id === id);
  return preset === undefined
    ? null
    : { kind: 'expression', preset: id, source: preset.source, leafData: new Map() };
}

/** Only what differs from the lab as it opens by itself. `whole` puts in what is too long for the address bar, too. */
export function encodeLab(state: LinkedState, whole: boolean): LabLink {
  const { subject, position, mode, wrongOp, selectedName, exercise, follows } = state;
  const { tool, checkStep, openGroups } = state;
  // An exercise opens its tool by itself.
  const usualTool = exercise === null ? 'step' : 'by-hand';
  const rest = {
    ...(tool === null || tool === usualTool ? {} : { tool }),
    ...(checkStep === defaultStep ? {} : { h: String(checkStep) }),
  };
  if (exercise !== null && exercise.source !== 'present') {
    const { level, seed } = exercise.source;
    return { exercise: `${exercise.kind}.${level}.${seed}`, ...rest };
  }
  return {
    ...(subject.kind === 'network' ? encodeNetwork(subject, whole) : encodeExpression(subject, whole)),
    ...(exercise === null ? {} : { exercise: `${exercise.kind}.present` }),
    ...(follows ? { followTraining: '1' } : {}),
    ...(Number.isFinite(position) ? { at: String(position) } : {}),
    ...(mode === 'correct' ? {} : { mode }),
    ...(mode === 'wrong-derivative' && wrongOp !== defaultWrongOp ? { wrongOp } : {}),
    ...(selectedName === null || selectedName.length > 80 ? {} : { node: selectedName }),
    ...encodeGroups(openGroups, whole),
    ...rest,
  };
}

function encodeGroups(open: ReadonlySet<string> | null, whole: boolean): LabLink {
  const groups = open === null ? null : [...open].join();
  return groups === null || (!whole && groups.length > longestPart) ? {} : { groups };
}

function encodeExpression({ preset, source, leafData }: ExpressionSubject, whole: boolean): LabLink {
  if (preset !== null) return preset === defaultPreset ? {} : { preset };
  if (!whole && source.length > longestLinkedSource) return {};
  return { source, ...encodeLeaves(leafData, whole) };
}

function encodeNetwork({ point, neuron, weights, moved }: NetworkSubject, whole: boolean): LabLink {
  const isIn = weights !== null && (whole || packedLength(weights) <= longestPart);
  return {
    ...('row' in point ? { row: encodeRow(point.row) } : { sample: `${point.split}.${point.index}` }),
    ...encodePart(neuron),
    ...(isIn ? { weights: packWeights(weights) } : {}),
    ...encodeLeaves(moved, whole),
  };
}

function encodePart(part: OpenedPart | null): LabLink {
  if (part === null) return {};
  return 'output' in part
    ? { output: String(part.output + 1) }
    : { neuron: `${part.layer + 1}.${part.neuron + 1}` };
}

function encodeLeaves(values: ReadonlyMap<string, number>, whole: boolean): LabLink {
  const leaves = leavesText(values);
  return leaves === '' || (!whole && leaves.length > longestPart) ? {} : { leaves };
}

function leavesText(values: ReadonlyMap<string, number>): string {
  return [...values].map(([name, value]) => `${name}:${Object.is(value, -0) ? '-0' : value}`).join(',');
}

/** Whether the address bar has all of it: long texts and large networks are only in a link that is copied. */
export function fitsAddress(subject: Subject): boolean {
  if (subject.kind === 'network') {
    return subject.weights === null || packedLength(subject.weights) <= longestPart;
  }
  const { preset, source, leafData } = subject;
  if (preset !== null) return true;
  return source.length <= longestLinkedSource && leavesText(leafData).length <= longestPart;
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
    follows: link.followTraining === '1' && (link.sample ?? link.row) !== undefined,
    tool:
      link.tool === undefined && link.exercise !== undefined
        ? null
        : known(link.tool, labTools, 'step', 'tool called'),
    checkStep: decodeStep(link.h, problems),
    openGroups: link.groups === undefined ? null : new Set(link.groups.split(',').filter((id) => id !== '')),
    problems,
  };
}

const opNames = Object.keys(ops) as readonly OpName[];

function decodeStep(text: string | undefined, problems: string[]): number {
  const h = text === undefined ? defaultStep : readDecimal(text);
  if (h !== null && h >= stepLimits.min && h <= stepLimits.max) return h;
  problems.push(`${(text ?? '').slice(0, 40)} is no step from ${stepLimits.min} to ${stepLimits.max}`);
  return defaultStep;
}

function decodeExercise(text: string | undefined, problems: string[]): LinkedExercise | null {
  if (text === undefined) return null;
  const [kindText, levelText, seed] = text.split('.');
  const kind = kindText === 'values' ? 'values' : 'gradients';
  if (levelText === 'present') return { kind, source: 'present' };
  const level = exerciseLevels.find((one) => String(one) === levelText);
  if (level !== undefined) return { kind, source: { level, seed: Number(seed) } };
  problems.push(`there is no exercise “${text}”`);
  return null;
}

function decodeNetwork(link: LabLink, problems: string[]): NetworkSubject | null {
  const { weights, leaves } = link;
  const point = decodePoint(link, problems);
  if (point === null) return null;
  const neuron = decodePart(link);
  const unpacked = weights === undefined ? null : unpackWeights(weights);
  if (weights !== undefined && unpacked === null) problems.push('the weights in it are damaged');
  return {
    kind: 'network',
    point,
    // Nobody knows the loss of an input of one's own.
    neuron: neuron ?? ('row' in point ? { output: 0 } : null),
    weights: unpacked,
    moved: decodeLeaves(leaves, null, problems),
  };
}

function decodePoint({ sample, row }: LabLink, problems: string[]): OpenedSample | null {
  if (row !== undefined) {
    const values = decodeRow(row);
    if (values !== null) return { row: values };
    problems.push('the input in it is damaged');
  }
  if (sample === undefined) return null;
  const [split, index] = sample.split('.');
  return { split: split === 'test' ? 'test' : 'train', index: Number(index) };
}

function decodePart({ neuron, output }: LabLink): OpenedPart | null {
  if (output !== undefined) return { output: Number(output) - 1 };
  if (neuron === undefined) return null;
  const [layer, position] = neuron.split('.').map(Number);
  return { layer: layer - 1, neuron: position - 1 };
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

/** What a leaf may have been moved to although no text can say it. */
const notFinite: ReadonlyMap<string, number> = new Map([
  ['NaN', NaN],
  ['Infinity', Infinity],
  ['-Infinity', -Infinity],
]);

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
    const [written, number] = pair.split(':');
    const name = written.normalize('NFKC');
    const value = notFinite.get(number) ?? readDecimal(number);
    const isLeaf = parsed === null || !parsed.ok || parsed.graph.leaves.has(name);
    if (!isLeaf || value === null) {
      problems.push(`“${pair.slice(0, 40)}” gives no leaf a number`);
    } else values.set(name, value);
  }
  return values;
}
