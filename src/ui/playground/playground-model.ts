import type { ReadonlySignal } from '@preact/signals-core';
import type { StepName } from '../../experiment/names.ts';
import type { Experiment, ViewSettings } from '../../experiment/schema.ts';
import type { Checkpoint } from '../../protocol/messages.ts';
import type { DataPicture, Thumbnails, NetworkPicture } from '../../protocol/picture-messages.ts';
import type { OutcomeStrip } from './follow/outcome-strip.ts';
import type { Followed, History, View } from '../../protocol/snapshot-messages.ts';

import type { DoctorStore } from './doctor/doctor-store.ts';
import type { EngineStore } from './engine/engine-store.ts';
import type { ImportStore } from './import/import-store.ts';
import type { PageStatus } from './page-status.ts';
import type { OpenedPoint } from './picture/opened-point.ts';
import type { Viewers } from './picture/viewers.ts';
import type { PlotStore } from './plots/plot-store.ts';
import type { Steps } from './changes/undo-history.ts';
import type { RowDesk } from './rows/row-desk.ts';
import type { TimeDesk } from './time/time-desk.ts';

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
  /** null while none is under way. */
  readonly replay: ReadonlySignal<Replaying | null>;
  readonly progress: ReadonlySignal<TrainingProgress>;
  /** How the run is followed; null where it is not. */
  readonly followed: ReadonlySignal<Followed | null>;
  /** What comes out along the slider that was moved last; null while nothing is followed. */
  readonly strip: ReadonlySignal<OutcomeStrip | null>;
  /** What trains and evaluates the network, and how fast. */
  readonly engines: EngineStore;
  /** The chosen point, what the network is asked, and what else looks at it. */
  readonly viewers: Viewers;
  /** The moments of the run that can be seen again. */
  readonly time: TimeDesk;
  /** Files on their way to become the data; null in a playground that takes none. */
  readonly imports: ImportStore | null;
  /** The table of all rows; null where there is none. */
  readonly rows: RowDesk | null;
  /** What is found to be wrong with the run. */
  readonly doctor: DoctorStore;
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
