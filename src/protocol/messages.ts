/** The types that cross between page and worker, and nothing else. */
import type {
  GeneratedName,
  EngineName,
  EvaluatorName,
  LandscapeCells,
  Processor,
  SpeedName,
  Task,
} from '../experiment/names.ts';
import type { Experiment } from '../experiment/schema.ts';
import type { RowPlace } from '../data/data-set-types.ts';
import type { SliceChoice } from '../data/shown-slice.ts';
import type { PlotWindow } from '../data/slice.ts';
import type { AskedColumn } from '../data/asked-row.ts';
import type { Grid } from '../data/grid.ts';
import type { PointColumns } from '../data/plane-table.ts';
import type { LayerLayout } from '../nn/mlp.ts';
import type { NeuronAddress } from '../nn/network.ts';
import type { ClassMetrics } from '../training/evaluation.ts';
import type { HistoryColumns } from '../training/history.ts';
import type { Answer, AskRequest } from './ask-messages.ts';
import type { PackedTable } from './import-messages.ts';
import type { GradientCheckRequest, GradientCheckState, Inspection, InspectRequest } from './lab-messages.ts';
import type { RowAnswer, RowExport, RowExportRequest, RowRequest } from './row-messages.ts';

export type { Grid, PointColumns };

/** An expected failure is data: Comlink would strip everything but the message from an error. */
export type Reply<T> = { readonly ok: true; readonly value: T } | Failure;

export interface Failure {
  readonly ok: false;
  readonly code: FailureCode;
  /** A sentence for the user: what was wrong and what was expected. */
  readonly message: string;
}

export type FailureCode =
  | 'invalid-settings'
  | 'not-configured'
  | 'nothing-to-restore'
  | 'nothing-to-train'
  | 'gpu-unavailable'
  | 'not-found'
  | 'invalid-row'
  | 'data-unavailable';

/** What the training is doing. 'ready' is an untrained network that waits. */
export type TrainingStatus = 'ready' | 'running' | 'paused' | 'diverged';

/**
 * The worker's service as the page calls it. Every method answers between two slices of work, also while a network is
 * being traced and compiled.
 */
export interface TrainingApi {
  /** The handshake: answers as soon as the worker's code runs. */
  hello(): Promise<Hello>;
  /** Proves that the worker lives, and nothing else. */
  ping(): Promise<Reply<null>>;
  /**
   * Makes an experiment the current one; keeps training whatever the change allows to keep. The answer does not wait for
   * what has to be traced and compiled: commands that come before that is done are obeyed when it is.
   */
  configure(request: ConfigureRequest): Promise<Reply<Configured>>;
  command(command: TrainingCommand): Promise<Reply<CommandDone>>;
  /** What there is to see that is newer than what the page has. */
  snapshot(request: SnapshotRequest): Promise<Reply<Snapshot>>;
  /** All that is needed to go on in another worker to the same bits; null before anything was trained. */
  checkpoint(): Promise<Reply<Checkpoint | null>>;
  /** Tries every engine on the present network; training waits meanwhile, and is not changed by it. */
  measureEngines(): Promise<Reply<readonly EngineMeasurement[]>>;
  /** Evaluates the present network on everything there is, over a grid of so many cells along each side. */
  measureEvaluation(resolution: number): Promise<Reply<EvaluationComparison>>;
  /** How fast to train from now on. */
  setSpeed(speed: SpeedName): Promise<Reply<null>>;
  evaluateOn(request: EvaluateOnRequest): Promise<Reply<EvaluationState>>;
  /** One sample with the present weights, and the gradients that the trainer computes for it. */
  inspectSample(request: InspectRequest): Promise<Reply<Inspection>>;
  /** What the network says of one row, with the present weights. */
  ask(request: AskRequest): Promise<Reply<Answer>>;
  /** A window of the rows of the data set, sorted and filtered, with what the network makes of them. */
  rows(request: RowRequest): Promise<Reply<RowAnswer>>;
  /** Writes the rows that are listed as a file, while training goes on. */
  exportRows(request: RowExportRequest): Promise<Reply<RowExport>>;
  /** Compares backward with central differences for every parameter, while training goes on. */
  checkGradients(request: GradientCheckRequest): Promise<Reply<GradientCheckState>>;
  /** The slice of the loss landscape and the way through it; asking has it computed. */
  landscape(request: LandscapeRequest): Promise<Reply<Landscape>>;
}

export interface Hello {
  /** Name of a Web Lock that the worker holds as long as it lives; absent where there are no locks. */
  readonly lifeLock?: string;
}

export interface ConfigureRequest {
  readonly experiment: Experiment;
  /** Go on from here instead of from the initial weights. */
  readonly restore?: Checkpoint;
  /** Go back to the last finite checkpoint that the worker itself kept. */
  readonly restoreLastFinite?: boolean;
  /** What the pictures are over, where there is a choice; as before if it is left out. */
  readonly slice?: SliceChoice;
  /** The user's own table that the experiment is about; the worker keeps the last ones. */
  readonly table?: PackedTable;
  /** Ids of own tables of which nothing is to remain. */
  readonly forget?: readonly string[];
  /** Train at once; without it, training goes on if it was going on. */
  readonly run?: boolean;
}

export interface Configured {
  /** Identifies the run; snapshots of other runs are to be dropped. */
  readonly runId: number;
  /** 'live': training went on with the new settings. 'restarted': a new network from its initial weights. 'restored': from a checkpoint. */
  readonly effect: 'live' | 'restarted' | 'restored';
  /** The run that this change ended, for undo; null if it had not been trained. */
  readonly before: Checkpoint | null;
  /** The new points, or null when they did not change. */
  readonly data: DataPicture | null;
  /** Every data set as these settings draw it, or null when that did not change. */
  readonly thumbnails: Thumbnails | null;
  readonly network: NetworkPicture;
  readonly engine: EngineReport;
}

/** What runs the scalar graph of the present run. */
export interface EngineReport {
  readonly name: EngineName;
  /** Why it is not the engine that was asked for; null if it is. */
  readonly fallbackReason: string | null;
  /** What was compiled; null when the graph is interpreted, or as long as it is being compiled. */
  readonly compiled: {
    readonly scalarOperations: number;
    readonly moduleBytes: number;
    readonly compileMs: number;
  } | null;
}

export interface EngineMeasurement {
  readonly name: EngineName;
  /** Training samples a second; null when the engine can not be had here. */
  readonly samplesPerSecond: number | null;
  readonly reason: string | null;
}

/** What evaluates a network, from the plainest to the most parallel. */
export type MeasuredEvaluator = 'interpreted' | 'compiled' | 'gpu';

export interface EvaluationMeasurement {
  readonly evaluator: MeasuredEvaluator;
  /** Cells along each side of the grid. */
  readonly resolution: number;
  /** Grid points a second; null when there is no figure. */
  readonly pointsPerSecond: number | null;
  readonly reason: string | null;
}

export interface EvaluationComparison {
  readonly measurements: readonly EvaluationMeasurement[];
  /** The adapter, or null where there is none. */
  readonly adapter: { readonly name: string; readonly isSoftware: boolean } | null;
}

/** A few points of a data set, for its picture in the menu. */
export interface Thumbnail {
  readonly points: PointColumns;
  /** 0 for regression. */
  readonly classCount: number;
}

export type Thumbnails = Readonly<Record<GeneratedName, Thumbnail>>;

export interface DataPicture {
  readonly task: Task;
  /** In their order; none for regression. */
  readonly classNames: readonly string[];
  readonly window: PlotWindow;
  readonly train: PointColumns;
  readonly test: PointColumns;
  /** Rows of each side, where not all of them are drawn. */
  readonly sides?: { readonly train: number; readonly test: number };
  /** What is shown of a table of many columns; null where the plane is all there is. */
  readonly slice: SlicePicture | null;
  /** Every feature that can be chosen, or every input, over the window, for its picture. */
  readonly featureMaps: FeatureMaps;
  /** What real data are and whose; null for what a formula draws. */
  readonly origin: DataOrigin | null;
  readonly summary: DataSummary;
  /** What the network reads, where that is not chosen by its features; null where it is. */
  readonly inputs: readonly InputSummary[] | null;
  /** What a row is asked for by, in the order in which the network reads it. */
  readonly columns: readonly AskedColumn[];
  /** Where the columns are the pixels of a picture, row by row from the top; else null. */
  readonly pixels: { readonly rows: number; readonly columns: number } | null;
  /** What is predicted where that is a number; null for classes. */
  readonly targetName: string | null;
  /** Of a number that is predicted, in its own units: what -1, 0 and +1 stand for. */
  readonly targetScale: { readonly shift: number; readonly scale: number } | null;
}

export interface SlicePicture {
  /** What it can be taken over. */
  readonly columns: readonly string[];
  /** Across and up; null along the principal components of the inputs. */
  readonly axes: readonly [string, string] | null;
  /** Of the inputs' variance, what lies along each component; null over columns. */
  readonly shares: readonly [number, number] | null;
  /** Across is the only input and up what is predicted: outputs are drawn as curves. */
  readonly isLine?: boolean;
  /** The row that all other columns are taken from; null where they are at their middle. */
  readonly through: RowPlace | null;
}

export interface DataOrigin {
  /** A sentence. */
  readonly about: string;
  /** How it differs from its source, as a sentence; null if it does not. */
  readonly changes: string | null;
  readonly source: { readonly name: string; readonly url: string };
  readonly licence: { readonly name: string; readonly url: string };
}

export interface DataSummary {
  /** Rows that are used. */
  readonly rows: number;
  readonly leftOut: number;
  /** How many the curves and the live figures are of, where that is a sample. */
  readonly measured?: number;
  /** How many are drawn over the picture, where that is a sample. */
  readonly drawn?: number;
}

/** One input of the network, as it is made of a column. */
export interface InputSummary {
  readonly name: string;
  /** How its numbers were shifted and scaled; null where it is 0 or 1. */
  readonly scaling: { readonly shift: number; readonly scale: number } | null;
  /** What the user should know of it. */
  readonly note: string | null;
}

export interface FeatureMaps {
  readonly resolution: number;
  /** `[row][column]` by input, the first row at the largest x2, as it is painted. */
  readonly values: Readonly<Record<string, Float32Array>>;
  /** Nothing changes upwards: any row is a curve over the only input, and all maps of the network are like that. */
  readonly isLine?: boolean;
}

export interface NetworkPicture {
  readonly inputs: readonly string[];
  /** Where the inputs are the pixels of a picture, row by row from the top; null where they are not. */
  readonly inputPicture: InputPicture | null;
  readonly outputs: OutputPicture;
  /** Where each layer's parameters stand in `View.parameters`; the output layer is the last. */
  readonly layers: readonly LayerLayout[];
  readonly parameterCount: number;
  /** Hidden neurons that have a map, in the order of `Maps.values`; wide layers show their first ones. */
  readonly shownNeurons: readonly NeuronAddress[];
}

export interface InputPicture {
  readonly rows: number;
  readonly columns: number;
  /** Of the rows that train, as the network reads them. */
  readonly mean: Float32Array;
}

export interface OutputPicture {
  /** One for each output neuron: the class it stands for where there are several. */
  readonly names: readonly string[];
  /** A displayed output lies between this and 1, except where a number is predicted. */
  readonly low: -1 | 0;
}

export type TrainingCommand = 'play' | 'pause' | 'step' | 'reset';

export interface CommandDone {
  readonly runId: number;
  readonly status: TrainingStatus;
  /** The run that 'reset' ended, for undo. */
  readonly before: Checkpoint | null;
}

export interface SnapshotRequest {
  /** Version of the last view received, 0 for none. */
  readonly viewVersion: number;
  /** Version of the last history received, 0 for none; -1 for "no history wanted now". */
  readonly historyVersion: number;
  /** Frames that this request stands for, 1 if not said: the film of the training goes on by as many. */
  readonly frames?: number;
}

export interface Snapshot {
  readonly runId: number;
  readonly status: TrainingStatus;
  /** Training time of this run in the worker, without evaluation. */
  readonly trainingMs: number;
  /** Training samples a second of training time over the last second; null when nothing trained, or not long enough to tell. */
  readonly samplesPerSecond: number | null;
  /** The smallest step of the clock that the worker's times are taken by. */
  readonly clockStepMs: number;
  /** The epoch (from 1) in which a loss or a weight stopped being finite. */
  readonly divergedInEpoch: number | null;
  readonly canGoBack: boolean;
  readonly view: View | null;
  /** True while a newer view is being computed: ask again soon. */
  readonly viewPending: boolean;
  readonly history: History | null;
  readonly evaluation: EvaluationState;
  readonly engine: EngineReport;
}

/** Everything about the weights at one moment of the training; its parts belong together. */
export interface View {
  readonly version: number;
  /** Epochs completed, with the fraction of the running one that these weights have seen. */
  readonly epoch: number;
  /** Mean loss over the whole set, without the penalty. */
  readonly trainLoss: number;
  readonly testLoss: number;
  /** Share of points whose class is right, 0…1; null for regression. */
  readonly trainAccuracy: number | null;
  readonly testAccuracy: number | null;
  /** By class, in their order; null for regression. */
  readonly trainByClass: readonly ClassMetrics[] | null;
  readonly testByClass: readonly ClassMetrics[] | null;
  /** Rows that losses and accuracies are of; null where they are of all. */
  readonly sampleRows: number | null;
  /** ½λΣw² over the weights. */
  readonly penalty: number;
  /** In the order of `NetworkPicture.layers`. */
  readonly parameters: Float64Array;
  /** One map a displayed output: `values[output][row][column]`. */
  readonly boundary: Grid;
  /** One map a shown hidden neuron: `values[neuron][row][column]`. */
  readonly maps: Grid;
  readonly evaluatedOn: Processor;
  /** Grid points that were evaluated a second for this view and as many before it as it takes to tell; null before. */
  readonly pointsPerSecond: number | null;
}

/** Loss curves in at most a fixed number of buckets; each bucket keeps its extremes. */
export interface History extends HistoryColumns {
  readonly version: number;
}

export interface EvaluateOnRequest {
  readonly evaluator: EvaluatorName;
  /** False when no person chose it just now (a link): a software adapter is then declined. */
  readonly chosenByUser: boolean;
}

export interface EvaluationState {
  /** What was chosen; where evaluation runs is `View.evaluatedOn`. */
  readonly evaluator: EvaluatorName;
  readonly gpu: GpuState;
  readonly maxDifference: EvaluationCheck | null;
  /** What Auto made of it; null unless it was chosen. */
  readonly auto: AutoChoice | null;
  /** Why the GPU cannot take what there is to evaluate, in a sentence; null or left out if it can. */
  readonly refusal?: string | null;
}

/** A view of the GPU held against the CPU's double precision at random points. */
export interface EvaluationCheck {
  /** Largest |GPU - CPU| of a displayed output among the points. */
  readonly value: number;
  /** What rounding in single precision explains of that one. */
  readonly bound: number;
  /** Points that were compared. */
  readonly points: number;
  /** Of the weights. */
  readonly epoch: number;
}

export interface AutoChoice {
  readonly processor: Processor;
  /** Why: by measurement, or because there is nothing to choose between. */
  readonly because: 'measuring' | 'measured' | 'software-adapter' | 'no-gpu' | 'gpu-failed';
  /** Grid points a second; null unless it was measured. */
  readonly pointsPerSecond: Readonly<Record<Processor, number>> | null;
}

export type GpuState =
  | { readonly kind: 'probing' }
  | { readonly kind: 'available'; readonly name: string; readonly isSoftware: boolean }
  /** There is none that can be trusted. */
  | { readonly kind: 'unavailable'; readonly reason: string }
  /** It failed and will be tried again in a moment; evaluation goes on on the CPU. */
  | { readonly kind: 'retrying'; readonly reason: string }
  /** It failed and was switched off; it is tried again when it is chosen again. */
  | { readonly kind: 'lost'; readonly reason: string };

/** A run at a batch boundary, complete: what follows from it is determined to the bit. */
export interface Checkpoint {
  readonly experiment: Experiment;
  /** Epochs completed. */
  readonly epoch: number;
  /** Samples of the running epoch's order already trained on. */
  readonly position: number;
  /** The generator before the running epoch's shuffle. */
  readonly generator: readonly number[];
  readonly parameters: Float64Array;
  /** The optimizer's numbers, `state[k][parameter]`, and those that all parameters share. */
  readonly state: readonly Float64Array[];
  readonly shared: Float64Array;
  readonly trainingMs: number;
  readonly history: HistoryColumns;
}

/** Which slice through the loss landscape is wanted. */
export interface LandscapeSettings {
  /** Along each side. */
  readonly cells: LandscapeCells;
  readonly extent: number;
  /** Of the two random directions. */
  readonly seed: number;
  /** Take the slice anew as the weights move; otherwise it stays where it was taken. */
  readonly follow: boolean;
}

export interface LandscapeRequest {
  readonly settings: LandscapeSettings;
  /** Version of the last slice received, 0 for none. */
  readonly version: number;
}

export interface Landscape {
  readonly runId: number;
  /** null when there is none newer than the one the page has. */
  readonly slice: LandscapeSlice | null;
  /** Version of the slice that `path` is seen from; 0 while there is none. */
  readonly version: number;
  /** Where the weights were, oldest first, and where they are: the last. */
  readonly path: readonly PathPoint[];
  /** True while a newer or finer slice is being computed. */
  readonly pending: boolean;
}

/**
 * Mean training loss, without the penalty, at centre + α·first + β·second: two random directions, filter-normalised,
 * through the weights of one epoch. (cells + 1)² points: `losses[row][column]`, the first row at β = +extent, α
 * growing along a row. While a slice is being refined it has fewer cells than were asked for.
 */
export interface LandscapeSlice {
  readonly version: number;
  /** Of the weights in the centre. */
  readonly epoch: number;
  readonly seed: number;
  readonly extent: number;
  readonly cells: number;
  readonly losses: Float64Array;
  readonly evaluatedOn: Processor;
  /** Times a second that the network was evaluated on a point of the training set; null while that cannot be told. */
  readonly evaluationsPerSecond: number | null;
}

/** The nearest point of the slice's plane to the weights at a moment of the training, in epochs and their fractions. */
export interface PathPoint {
  readonly epoch: number;
  readonly alpha: number;
  readonly beta: number;
  /** Length of the part of the way from the centre that lies in the plane, 0…1 of the whole; null in the centre. */
  readonly share: number | null;
}
