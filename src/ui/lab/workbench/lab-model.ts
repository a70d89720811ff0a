import type { ReadonlySignal } from '@preact/signals-core';
import type { ExpressionError, ExpressionGraph, NamedGraph } from '../../../autograd/expression.ts';
import type { Note } from '../../../autograd/expression/text-range.ts';
import type { OpName } from '../../../autograd/ops.ts';
import type { EngineName } from '../../../experiment/names.ts';
import type { GradientComparison } from '../../../lab/compare-gradients.ts';
import type { DataPicture } from '../../../protocol/picture-messages.ts';
import type { StepDescription } from '../../../lab/describe-step.ts';
import type { LabGraph } from '../../../lab/graph.ts';
import type { NodeGroup } from '../../../lab/groups.ts';
import type { StepMode } from '../../../lab/step-modes.ts';
import type { ExerciseKind } from '../../../lab/make-exercise.ts';
import type { OpenedPart, OpenedSample } from '../../playground/picture/opened-point.ts';
import type { ExerciseSource, ExerciseStore } from '../exercise/exercise-store.ts';
import type { GraphNumbers, HiddenNumbers, NodeMark } from '../graph/cards.ts';

import type { NetworkCheckStore } from '../check/network-check-store.ts';

/** What is on the bench. */
export type Subject = ExpressionSubject | NetworkSubject;

export interface ExpressionSubject {
  readonly kind: 'expression';
  /** The preset that it is, unchanged; else null. */
  readonly preset: string | null;
  readonly source: string;
  /** Values of leaves that have no line of their own. */
  readonly leafData: ReadonlyMap<string, number>;
}

/** The playground's network on one point of its data, or on an input of one's own. */
export interface NetworkSubject {
  readonly kind: 'network';
  readonly point: OpenedSample;
  /** The neuron or output that the graph ends at; null for the whole loss, which an input of one's own has not. */
  readonly neuron: OpenedPart | null;
  /** Weights of a link, or as they were moved here; null for those that the network has when it is asked. */
  readonly weights: Float64Array | null;
  /** The sample's own leaves that were moved here, and only here. */
  readonly moved: ReadonlyMap<string, number>;
}

/** What the playground has to say of the network on the bench. */
export interface NetworkReport {
  readonly widths: readonly number[];
  /** One for each output: the class it stands for where there are several. */
  readonly outputs: readonly string[];
  readonly epoch: number;
  readonly engine: EngineName;
  /** The root's data as the trainer's own engine computes it. */
  readonly trainerValue: number;
  /** By parameter, as the trainer computes them for this point. */
  readonly trainerGradients: Float64Array;
  readonly parameters: Float64Array;
}

export interface PointCounts {
  readonly train: number;
  readonly test: number;
  /** Which rows of the table they are, from 0. */
  readonly rows: DataPicture['rows'];
}

/** Where the stepping stands. */
export interface Progress {
  readonly position: number;
  readonly length: number;
  readonly forwardCount: number;
  /** The step last done, and the one that comes next; undefined at the ends. */
  readonly done: StepDescription | undefined;
  readonly next: StepDescription | undefined;
  /** The node that was last computed or passed its gradient on. */
  readonly active: number | null;
  /** Nodes that the last step wrote to. */
  readonly touched: readonly number[];
  readonly isCutOff: boolean;
  /** What the order of the steps gets wrong in the last one; '' if nothing. */
  readonly orderMistake: string;
}

/** What is shown beside the graph. */
export const labTools = ['step', 'check', 'by-hand', 'take-away'] as const;
export type LabTool = (typeof labTools)[number];

export interface Secrets {
  readonly hiding: HiddenNumbers;
  readonly revealed: ReadonlySet<number>;
}

/**
 * All state of the graph lab, and all that can be done to it. What may take longer than one turn of the page gives a
 * promise: it resolves when the bench shows what was asked for, when that could not be had (`error` or a message says
 * why), or when something else has taken its place. What is short is done when the call returns.
 */
export interface LabModel {
  readonly subject: ReadonlySignal<Subject>;
  /** What is wrong with the text; the last graph that could be read stays on view. */
  readonly error: ReadonlySignal<ExpressionError | null>;
  readonly notes: ReadonlySignal<readonly Note[]>;
  /** For exports; its leaves hold the shown values. */
  readonly named: ReadonlySignal<NamedGraph | null>;
  /** What the text was read as; null for a network. */
  readonly expression: ReadonlySignal<ExpressionGraph | null>;
  readonly graph: ReadonlySignal<LabGraph | null>;
  readonly groups: ReadonlySignal<readonly NodeGroup[]>;
  readonly numbers: ReadonlySignal<GraphNumbers | null>;
  /** Grows whenever any number changes. */
  readonly version: ReadonlySignal<number>;
  readonly progress: ReadonlySignal<Progress | null>;
  readonly mode: ReadonlySignal<StepMode>;
  readonly wrongOp: ReadonlySignal<OpName>;
  readonly selected: ReadonlySignal<number | null>;
  readonly marks: ReadonlySignal<ReadonlyMap<number, NodeMark>>;
  /** By node, the gradient that is right, where the pass of the present mode is over and has come to another one. */
  readonly mistakes: ReadonlySignal<ReadonlyMap<number, number>>;
  /** Every node's gradient when the backward pass of the present mode is finished. */
  readonly finishedGradients: ReadonlySignal<Float64Array | null>;
  readonly isPlaying: ReadonlySignal<boolean>;
  /** Steps a second while playing. */
  readonly speed: ReadonlySignal<number>;
  /** Of the differences that gradients are checked with. */
  readonly checkStep: ReadonlySignal<number>;
  /** Ids of the groups that are open; null for those that open by themselves. */
  readonly openGroups: ReadonlySignal<ReadonlySet<string> | null>;
  /** null for an expression, and before the playground has answered. */
  readonly network: ReadonlySignal<NetworkReport | null>;
  /** The network's gradients here against the trainer's; null where they are of other numbers. */
  readonly comparison: ReadonlySignal<GradientComparison | null>;
  readonly follows: ReadonlySignal<boolean>;
  /** Points of the playground's data; null before there are any. */
  readonly pointCounts: ReadonlySignal<PointCounts | null>;
  /** Something large is being worked out. */
  readonly isBusy: ReadonlySignal<boolean>;
  /** The address bar says less than there is: a text or a network may be too large for it. */
  readonly linkIsPartial: ReadonlySignal<boolean>;
  readonly tool: ReadonlySignal<LabTool>;
  readonly exercise: ExerciseStore;
  /** The check of every gradient of the playground's network. */
  readonly networkCheck: NetworkCheckStore;
  /** What stands out in graph, table and text: null while another node is asked for by hand. */
  readonly shownStep: ReadonlySignal<Progress | null>;
  /** What an exercise keeps from sight, and the nodes that it has told. */
  readonly secrets: ReadonlySignal<Secrets>;
  /** Names of leaves that stay as they are: data is given, only parameters are learnt. */
  readonly locked: ReadonlySignal<ReadonlySet<string>>;
  readonly canUndo: ReadonlySignal<boolean>;
  readonly canRedo: ReadonlySignal<boolean>;

  /** Another text, as it is typed. */
  write(source: string): Promise<void>;
  openPreset(id: string): Promise<void>;
  openNetwork(point: OpenedSample, neuron: OpenedPart | null): Promise<void>;
  /** Keeps the network's graph at the weights of now. */
  setFollows(follows: boolean): Promise<void>;
  /** Nobody looks at a lab that is not shown: nothing moves in it then. */
  setShown(isShown: boolean): Promise<void>;
  /** Moves leaves, by name; the text follows where it says their value. */
  moveLeaves(values: ReadonlyMap<string, number>, edit: string): Promise<void>;
  /** Keeps a leaf as it is when all are nudged, or lets it move again. */
  setLocked(name: string, isLocked: boolean): void;
  select(node: number | null): void;
  forth(): void;
  back(): void;
  seek(position: number): void;
  play(): void;
  pause(): void;
  setSpeed(stepsPerSecond: number): void;
  setMode(mode: StepMode): Promise<void>;
  setWrongOp(op: OpName): Promise<void>;
  setCheckStep(h: number): void;
  setTool(tool: LabTool): void;
  setOpenGroups(open: ReadonlySet<string> | null): void;
  /** A random exercise takes the place of the expression, which undo brings back. */
  startExercise(source: ExerciseSource, kind: ExerciseKind): Promise<void>;
  undo(): Promise<void>;
  redo(): Promise<void>;
}
