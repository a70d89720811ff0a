import type { ReadonlySignal } from '@preact/signals-core';
import type { KeptTable } from '../../client/table-library.ts';
import type { StepName } from '../../experiment/names.ts';
import type { Experiment, ViewSettings } from '../../experiment/schema.ts';
import type { EngineMeasurement, EngineReport } from '../../protocol/engine-messages.ts';
import type { EvaluationComparison, EvaluationState } from '../../protocol/evaluation-messages.ts';
import type { HiddenAnswer } from '../../protocol/hidden-messages.ts';
import type { LandscapeSlice, PathPoint } from '../../protocol/landscape-messages.ts';
import type { Checkpoint } from '../../protocol/messages.ts';
import type { DataPicture, Thumbnails, NetworkPicture } from '../../protocol/picture-messages.ts';
import type { OutcomeStrip } from './follow/outcome-strip.ts';
import type { Past, Followed, History, View } from '../../protocol/snapshot-messages.ts';

import type { DoctorStore } from './doctor/doctor-store.ts';
import type { ImportAction, ImportState } from './import/import-store.ts';
import type { LookDesk } from './look/look-desk.ts';
import type { PageStatus } from './page-status.ts';
import type { AskAction, AskShown } from './picture/ask-desk.ts';
import type { OpenedPoint } from './picture/opened-point.ts';
import type { PlotStore } from './plots/plot-store.ts';
import type { Steps } from './changes/undo-history.ts';
import type { RowDesk } from './rows/row-desk.ts';

/** What is done to weights and biases at once. */
export interface WeightChange {
  readonly settings?: Partial<Pick<Experiment, 'frozen' | 'cut'>>;
  /** To set, by their places in `View.parameters`. */
  readonly values?: readonly (readonly [place: number, value: number])[];
  /** Changes of the same name that come soon after one another are one to undo. */
  readonly gesture: string;
}

/** What is drawn now. */
export interface DrawingChange {
  /** As the setting `drawn` has it. */
  readonly drawn: string;
  /** Changes of one stroke are one for undo. */
  readonly stroke: string;
}

/** A training that is done again, to the moment that a link leads to. */
export interface Replaying {
  /** In epochs. */
  readonly done: number;
  readonly to: number;
  readonly cancel: () => void;
}

/** Something the user must be told. */
export interface Notice {
  readonly id: number;
  readonly kind: 'info' | 'warning' | 'error';
  readonly text: string;
  /** A remedy that one click brings. */
  readonly action: { readonly label: string; readonly run: () => void } | null;
}

/** What there is to say of a link. */
export interface CopiedLink {
  /** In characters. */
  readonly length: number;
  /** The user's table was too large for it. */
  readonly leavesOut: boolean;
  /** What else there is to say of it. */
  readonly note?: string;
}

export interface TrainingProgress {
  readonly trainingMs: number;
  readonly samplesPerSecond: number | null;
  /** The smallest step of the clock that the times are taken by. */
  readonly clockStepMs: number;
}

/** The slice of the loss landscape, and the way of the weights as seen from it. */
export interface LandscapeShown {
  /** null while the first one of a run is computed. */
  readonly slice: LandscapeSlice | null;
  /** Oldest first; the last are the present weights. */
  readonly path: readonly PathPoint[];
}

/**
 * All state of the page, and all that can be done to it. The one store: elements get its values as properties
 * and send events; only the root element knows it.
 */
export interface PlaygroundModel {
  readonly experiment: ReadonlySignal<Experiment>;
  /** What the shown run is trained with: the settings as the worker has taken them in; null before it has any. */
  readonly trained: ReadonlySignal<Experiment | null>;
  readonly viewSettings: ReadonlySignal<ViewSettings>;
  readonly status: ReadonlySignal<PageStatus>;
  readonly thumbnails: ReadonlySignal<Thumbnails | null>;
  readonly data: ReadonlySignal<DataPicture | null>;
  readonly network: ReadonlySignal<NetworkPicture | null>;
  /** null while the first one of a run is computed. */
  readonly view: ReadonlySignal<View | null>;
  readonly history: ReadonlySignal<History | null>;
  readonly plots: PlotStore;
  /** What of the run can be seen again; null before anything was trained. */
  readonly past: ReadonlySignal<Past | null>;
  /** null while none is under way. */
  readonly replay: ReadonlySignal<Replaying | null>;
  readonly progress: ReadonlySignal<TrainingProgress>;
  /** How the run is followed; null where it is not. */
  readonly followed: ReadonlySignal<Followed | null>;
  /** What comes out along the slider that was moved last; null while nothing is followed. */
  readonly strip: ReadonlySignal<OutcomeStrip | null>;
  readonly evaluation: ReadonlySignal<EvaluationState>;
  readonly engine: ReadonlySignal<EngineReport | null>;
  /** What each engine did on the present network; null until measured, and after the network changed. */
  readonly engineMeasurements: ReadonlySignal<readonly EngineMeasurement[] | null>;
  /** The point of the data that was chosen, to be opened as its graph. */
  readonly chosenPoint: ReadonlySignal<OpenedPoint | null>;
  /** Whether the picture is a slice through that point instead of the middle of all. */
  readonly isSliceThroughPoint: ReadonlySignal<boolean>;
  /** The row that the network is asked about, and its answer with the weights of now. */
  readonly asked: ReadonlySignal<AskShown>;
  /** A file that is about to become the data; none in a playground that takes no files. */
  readonly importing: ReadonlySignal<ImportState>;
  /** Tables of the user's own that the browser has, as far as that was asked for. */
  readonly kept: ReadonlySignal<readonly KeptTable[]>;
  /** The table of all rows; null where there is none. */
  readonly rows: RowDesk | null;
  /** What is looked at, neuron by neuron; null where nothing can be. */
  readonly look: LookDesk | null;
  /** What is found to be wrong with the run. */
  readonly doctor: DoctorStore;
  /** Kept up only while it is looked at. */
  readonly landscape: ReadonlySignal<LandscapeShown>;
  /** Where a hidden layer puts the points; kept up only while it is looked at, null before it is known. */
  readonly hiddenSpace: ReadonlySignal<HiddenAnswer | null>;
  /** How fast the present network is evaluated by what there is; null until measured, and after it changed. */
  readonly evaluationComparison: ReadonlySignal<EvaluationComparison | null>;
  readonly measuringEvaluation: ReadonlySignal<boolean>;
  readonly notices: ReadonlySignal<readonly Notice[]>;
  /** What each step was that undo takes back, and redo brings again. */
  readonly steps: ReadonlySignal<Steps>;
  readonly canUndo: ReadonlySignal<boolean>;
  readonly canRedo: ReadonlySignal<boolean>;

  /** Changes settings; what is wrong is refused with a notice and changes nothing. */
  change(patch: Partial<Experiment>): Promise<void>;
  /** What the doctor has advised: a change of its own. */
  treat(remedy: Partial<Experiment>): Promise<void>;
  /** Freezes, cuts or sets parameters of the present network, as one undo takes back. */
  changeWeights(change: WeightChange): Promise<void>;
  /** Settings to start from and how to show them: one change, which one undo takes back. */
  start(patch: Partial<Experiment>, view: Partial<ViewSettings>): Promise<void>;
  changeView(patch: Partial<ViewSettings>): void;
  play(): Promise<void>;
  pause(): Promise<void>;
  /** One epoch, batch or sample: as the view settings say, unless it is said. */
  step(by?: StepName): Promise<void>;
  /** Shows the run as it was at a moment, in epochs; Infinity for where it had come to. Training pauses. */
  travel(to: number): Promise<void>;
  /** How often training has taken the run over from whoever looked at its past. */
  readonly takenOver: ReadonlySignal<number>;
  /** Back to the same initial weights. */
  reset(): Promise<void>;
  /** Other initial weights and batch order. */
  newSeed(): Promise<void>;
  /** The same kind of data, drawn again from another data seed. */
  newData(): Promise<void>;
  /** Takes over what was drawn; the network and what it has learned stay. */
  draw(change: DrawingChange): Promise<void>;
  /** The points of the present data set of the plane, to be drawn on. */
  drawFromPoints(): Promise<void>;
  /** Brings back the run as it was before the last change, or what was drawn before the last stroke. */
  undo(): Promise<void>;
  /** Brings back the run that the last undo ended. */
  redo(): Promise<void>;
  choosePoint(point: OpenedPoint | null): void;
  /** Takes the slice through the chosen point, as long as there is one, or through the middle. */
  sliceThroughPoint(isThrough: boolean): void;
  ask(action: AskAction): void;
  import(action: ImportAction): void;
  /** Tries every engine on the present network for a moment. */
  measureEngines(): Promise<void>;
  /** Evaluates the present network on everything there is, for a moment each. */
  measureEvaluation(): Promise<void>;
  dismiss(noticeId: number): void;
  /** The run as it stands, also at an earlier moment; null where it cannot be had just now. */
  presentRun(): Promise<Checkpoint | null>;
  /** The user's own table, where the data are one. */
  ownTable(): Promise<Blob | null>;
  /** A link to what is seen was copied. */
  tellOfLink(link: CopiedLink): void;
}
