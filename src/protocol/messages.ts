/** The training worker as the page calls it, and what starts and steers a run. Types only. */
import type { SliceChoice } from '../data/shown-slice.ts';
import type { SpeedName } from '../experiment/names.ts';
import type { Experiment } from '../experiment/schema.ts';
import type { NewLayers } from '../training/carried-network.ts';
import type { RunState } from '../training/run.ts';
import type { Answer, AskRequest } from './ask-messages.ts';
import type { EngineReport, EngineMeasurement } from './engine-messages.ts';
import type { EvaluationComparison, EvaluateOnRequest, EvaluationState } from './evaluation-messages.ts';
import type { HiddenAnswer, HiddenRequest } from './hidden-messages.ts';
import type { PackedTable } from './import-messages.ts';
import type { GradientCheckRequest, GradientCheckState, Inspection, InspectRequest } from './lab-messages.ts';
import type { LandscapeRequest, Landscape } from './landscape-messages.ts';
import type { LookAnswer, LookRequest } from './look-messages.ts';
import type { Thumbnails, DataPicture, NetworkPicture } from './picture-messages.ts';
import type { Reply } from './reply.ts';
import type { RowAnswer, RowExport, RowExportRequest, RowRequest } from './row-messages.ts';
import type { RunId } from './run-id.ts';
import type { TrainingStatus, SnapshotRequest, Snapshot } from './snapshot-messages.ts';
import type { Departure } from './take-away-messages.ts';

export type Checkpoint = RunState;

/**
 * The worker's service as the page calls it. Every method answers between two slices of work, also while a network is
 * being traced and compiled. What is about a run takes its name, last.
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
  command(command: TrainingCommand, run: RunId | null): Promise<Reply<CommandDone>>;
  /** Takes the run to a moment of its past, or back to where it had come to. */
  travel(request: TravelRequest, run: RunId | null): Promise<Reply<Travelled>>;
  /** What there is to see that is newer than what the page has. */
  snapshot(request: SnapshotRequest, run: RunId | null): Promise<Reply<Snapshot>>;
  /** All that is needed to go on in another worker to the same bits; null before anything was trained. */
  checkpoint(run: RunId | null): Promise<Reply<Checkpoint | null>>;
  /** Tries every engine on the present network; training waits meanwhile, and is not changed by it. */
  measureEngines(run: RunId | null): Promise<Reply<readonly EngineMeasurement[]>>;
  /** Evaluates the present network on everything there is, over a grid of so many cells along each side. */
  measureEvaluation(resolution: number, run: RunId | null): Promise<Reply<EvaluationComparison>>;
  /** How fast to train from now on. */
  setSpeed(speed: SpeedName): Promise<Reply<null>>;
  evaluateOn(request: EvaluateOnRequest): Promise<Reply<EvaluationState>>;
  /** One sample with the present weights, and the gradients that the trainer computes for it. */
  inspectSample(request: InspectRequest, run: RunId | null): Promise<Reply<Inspection>>;
  /** What the network says of one row, with the present weights. */
  ask(request: AskRequest, run: RunId | null): Promise<Reply<Answer>>;
  /** What every neuron makes of one place, how the loss reacts to each, or what one puts out over the picture. */
  look(request: LookRequest, run: RunId | null): Promise<Reply<LookAnswer>>;
  /** A window of the rows of the data set, sorted and filtered, with what the network makes of them. */
  rows(request: RowRequest, run: RunId | null): Promise<Reply<RowAnswer>>;
  /** Writes the rows that are listed as a file, while training goes on. */
  exportRows(request: RowExportRequest, run: RunId | null): Promise<Reply<RowExport>>;
  /** Compares backward with central differences for every parameter, while training goes on. */
  checkGradients(request: GradientCheckRequest, run: RunId | null): Promise<Reply<GradientCheckState>>;
  /** The network with the present weights, described for its use elsewhere, and the run as it is. */
  takeAway(run: RunId | null): Promise<Reply<Departure>>;
  /** Where a hidden layer puts the points, with the present weights, while training goes on. */
  hiddenSpace(request: HiddenRequest, run: RunId | null): Promise<Reply<HiddenAnswer>>;
  /** The slice of the loss landscape and the way through it; asking has it computed. */
  landscape(request: LandscapeRequest, run: RunId | null): Promise<Reply<Landscape>>;
}

export interface TravelRequest {
  /** Epochs completed, with the fraction of the running one; Infinity for where the run had come to. */
  readonly to: number;
}

export interface Travelled {
  readonly runId: RunId;
  /** The settings that the run had then. */
  readonly experiment: Experiment;
  /** There where its network was of another shape than the one that is shown. */
  readonly configured?: Configured;
  /** There where only its data, or what is shown of them, were others. */
  readonly data?: DataPicture;
}

export interface Hello {
  /** Name of a Web Lock that the worker holds as long as it lives; absent where there are no locks. */
  readonly lifeLock?: string;
}

export interface ConfigureRequest {
  /** The run comes back as it was, for undo, also where it goes on with its weights or was not trained. */
  readonly keepsBefore?: boolean;
  readonly experiment: Experiment;
  /** A network of another shape begins with its own initial weights: nothing of the present one is carried over. */
  readonly anew?: boolean;
  /** Weights and biases to set, unless another run has taken the place of the one that they are about. */
  readonly edits?: ParameterEdits;
  /** Go on from here instead of from the initial weights. */
  readonly restore?: Checkpoint;
  /** The checkpoint comes from a file or from an older page: one that does not fit is refused, and nothing changes. */
  readonly isForeign?: boolean;
  /** Begin with these weights, which come from elsewhere; as many as the network of the experiment has, or it is refused. */
  readonly weights?: Float64Array;
  /** Go back to the last checkpoint that the worker itself kept: finite, and of a run that never stood better. */
  readonly restoreLastFinite?: boolean;
  /** What the pictures are over, where there is a choice; as before if it is left out. */
  readonly slice?: SliceChoice;
  /** The user's own table that the experiment is about; the worker keeps the last ones. */
  readonly table?: PackedTable;
  /** Ids of own tables of which nothing is to remain. */
  readonly forget?: readonly string[];
  /** Begin anew whatever was changed, and train at once for so many epochs; what is shown is the trained network. */
  readonly follow?: number;
  /** Train at once; without it, training goes on if it was going on. */
  readonly run?: boolean;
}

export interface ParameterEdits {
  readonly run: RunId;
  /** By their places in `View.parameters`. */
  readonly values: readonly (readonly [place: number, value: number])[];
}

export interface Configured {
  /** What to name the run by. */
  readonly runId: RunId;
  /** 'live': training went on with the new settings. 'restarted': a new network from its initial weights. 'restored': from a checkpoint. */
  readonly effect: 'live' | 'restarted' | 'restored';
  /** How layers began that have come into a network that goes on with its weights; null where none have. */
  readonly added: NewLayers | null;
  /** The run as it was, for undo, where it was asked for or has ended; null if there was none, or nothing was trained. */
  readonly before: Checkpoint | null;
  /** The new points, or null when they did not change. */
  readonly data: DataPicture | null;
  /** Every data set as these settings draw it, or null when that did not change. */
  readonly thumbnails: Thumbnails | null;
  readonly network: NetworkPicture;
  readonly engine: EngineReport;
  /** Settings that hold instead, since the network does not have what they name, and a sentence about that. */
  readonly fitted?: { readonly settings: Pick<Experiment, 'frozen' | 'cut'>; readonly message: string };
  /** Of a training that is followed: what it has come to, once it is trained or takes longer than one wants to wait. */
  readonly outcome?: Snapshot;
}

/** `step` is one of an epoch. */
export type TrainingCommand = 'play' | 'pause' | 'step' | 'step-batch' | 'step-sample' | 'reset';

export interface CommandDone {
  readonly runId: RunId;
  readonly status: TrainingStatus;
  /** The run that 'reset' ended, or what it had come to before it went on from an earlier moment; for undo. */
  readonly before: Checkpoint | null;
  /** There where it goes on from an earlier moment, with the settings of then. */
  readonly experiment?: Experiment;
}
