import type { Outcome } from '../compare/swarm.ts';
import type { LabLink } from '../experiment/lab-link.ts';
import type { Experiment, ViewSettings } from '../experiment/schema.ts';
import type { FrontAction } from './front/front-action.ts';
import type { ImportAction } from './playground/import/import-store.ts';
import type { AskAction } from './playground/picture/ask-desk.ts';
import type { Pen } from './playground/draw/pen.ts';
import type { MarkedCell } from './playground/quality/marked-points.ts';
import type { DrawingChange, WeightChange } from './playground/playground-model.ts';
import type { NeuronGraph, OpenedNeuron, OpenedPoint } from './playground/picture/opened-point.ts';
import type { LabAction } from './lab/workbench/lab-action.ts';
import type { ExerciseKind } from '../lab/make-exercise.ts';
import type { ExerciseSource } from './lab/exercise/exercise-store.ts';
import type { LearnAction } from './learn/learn-model.ts';
import type { ThemePreference } from './controls/theme.ts';

export type PageCommand =
  | 'play'
  | 'pause'
  | 'step'
  | 'step-batch'
  | 'reset'
  | 'new-seed'
  | 'new-data'
  | 'draw-points'
  | 'undo'
  | 'redo'
  | 'copy-link'
  | 'copy-moment'
  | 'measure-engines'
  | 'measure-evaluation';

/** What elements tell the root, and what they send with it. All bubble out of shadow roots. */
export interface PageEventDetails {
  'experiment-change': Partial<Experiment>;
  'view-change': Partial<ViewSettings>;
  /** What is drawn on the plane from now on. */
  'drawing-change': DrawingChange;
  'page-command': PageCommand;
  'theme-change': ThemePreference;
  /** Of every gradient of the network. */
  'gradient-check': 'start' | 'cancel';
  /** The notice's id. */
  'notice-dismiss': number;
  'notice-action': number;
  'lab-action': LabAction;
  /** Shows a point of the data set, or none, as the one that is spoken of. */
  'point-select': OpenedPoint | null;
  /** Takes the slice that is shown through the chosen point, or through the middle of all. */
  'slice-through': boolean;
  /** Something is done about a file of the user's own. */
  'import-action': ImportAction;
  /** Asks the network about another row. */
  'row-ask': AskAction;
  /** Opens the graph of what the network says of the row that it is asked about. */
  'asked-open': null;
  /** Shows what the network says of one class alone, or again of all. */
  'class-look': number | null;
  /** Tells one of very many classes from all the rest. */
  'class-choose': number;
  /** Opens the graph of the chosen point's whole loss, or of one neuron for it. */
  'graph-open': OpenedNeuron | null;
  /** Opens the graph of a neuron or an output, of what is looked at. */
  'neuron-graph-open': NeuronGraph;
  /** The node's index in its graph. */
  'node-select': number;
  /** Ids of the groups of the graph that are open now; null for those that open by themselves. */
  'groups-open': ReadonlySet<string> | null;
  /** The step h of the difference check. */
  'check-step-change': number;
  /** New data of leaves, by name. */
  'leaves-change': ReadonlyMap<string, number>;
  'exercise-start': { readonly source: ExerciseSource; readonly kind: ExerciseKind };
  'exercise-answer': { readonly index: number; readonly text: string };
  /** The index of a question whose answer shall be shown. */
  'exercise-show': number;
  'exercise-end': null;
  'learn-action': LearnAction;
  'front-action': FrontAction;
  /** The playground is in use: what greets a first visit goes for good. */
  'visit-end': null;
  /** Copies the link to a graph that is not the one of the graph lab. */
  'graph-link-copy': LabLink;
}

/** Inside the page's own elements, between a field and the panel that holds it. */
export interface FieldEventDetails {
  'number-change': number;
  /** The classes whose points are not shown from now on. */
  'classes-hide': ReadonlySet<number>;
  /** The cell of the confusion matrix whose points are marked; null for none. */
  'cell-mark': MarkedCell | null;
  /** All values of a picture that is drawn on, row by row from the top. */
  'pixels-change': readonly number[];
  /** What is drawn with from now on. */
  'pen-change': Partial<Pen>;
  /** A change that the doctor proposes; undo brings back the run as it was. */
  'remedy-apply': Partial<Experiment>;
  'weights-change': WeightChange;
  /** Opens what the next step of the optimizer does to a weight. */
  'update-step': null;
  /** The point of the slice that is pointed at. */
  'cursor-change': { readonly row: number; readonly column: number } | null;
  /** What lies where a painted chart was clicked, by its axes. */
  'place-pick': { readonly x: number; readonly y: number };
  /** The run of a comparison that is looked at, by its place; null for none. */
  'run-choose': number | null;
  /** A run of a comparison goes to the playground. */
  'run-open': Outcome;
}

type EventDetails = PageEventDetails & FieldEventDetails;

declare global {
  interface HTMLElementEventMap {
    'experiment-change': CustomEvent<Partial<Experiment>>;
    'view-change': CustomEvent<Partial<ViewSettings>>;
    'drawing-change': CustomEvent<DrawingChange>;
    'pen-change': CustomEvent<Partial<Pen>>;
    'page-command': CustomEvent<PageCommand>;
    'theme-change': CustomEvent<ThemePreference>;
    'gradient-check': CustomEvent<'start' | 'cancel'>;
    'notice-dismiss': CustomEvent<number>;
    'notice-action': CustomEvent<number>;
    'lab-action': CustomEvent<LabAction>;
    'point-select': CustomEvent<OpenedPoint | null>;
    'slice-through': CustomEvent<boolean>;
    'import-action': CustomEvent<ImportAction>;
    'row-ask': CustomEvent<AskAction>;
    'asked-open': CustomEvent<null>;
    'class-look': CustomEvent<number | null>;
    'class-choose': CustomEvent<number>;
    'graph-open': CustomEvent<OpenedNeuron | null>;
    'neuron-graph-open': CustomEvent<NeuronGraph>;
    'node-select': CustomEvent<number>;
    'groups-open': CustomEvent<ReadonlySet<string> | null>;
    'check-step-change': CustomEvent<number>;
    'leaves-change': CustomEvent<ReadonlyMap<string, number>>;
    'exercise-start': CustomEvent<PageEventDetails['exercise-start']>;
    'exercise-answer': CustomEvent<PageEventDetails['exercise-answer']>;
    'exercise-show': CustomEvent<number>;
    'exercise-end': CustomEvent<null>;
    'learn-action': CustomEvent<LearnAction>;
    'front-action': CustomEvent<FrontAction>;
    'visit-end': CustomEvent<null>;
    'remedy-apply': CustomEvent<Partial<Experiment>>;
    'weights-change': CustomEvent<WeightChange>;
    'graph-link-copy': CustomEvent<LabLink>;
  }
}

/** Sends a typed event from an element up to the root. */
export function send<Name extends keyof EventDetails>(
  from: EventTarget,
  name: Name,
  detail: EventDetails[Name],
): void {
  from.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true }));
}

/** Like `send`, for the parent element only. */
export function tell<Name extends keyof FieldEventDetails>(
  from: EventTarget,
  name: Name,
  detail: FieldEventDetails[Name],
): void {
  from.dispatchEvent(new CustomEvent(name, { detail }));
}
