import type { TrainingClient } from '../../client/training-client.ts';
import type { Settings } from '../../experiment/url.ts';
import type { Snapshot } from '../../protocol/snapshot-messages.ts';
import { ChangeAnswers } from './changes/change-answers.ts';
import { ChangeDesk } from './changes/change-desk.ts';
import { drawingKey, UndoHistory } from './changes/undo-history.ts';
import { FittingSettings } from './data/fit-settings.ts';
import { DoctorStore } from './doctor/doctor-store.ts';
import { DrawingStore } from './draw/drawing-store.ts';
import { EngineStore } from './engine/engine-store.ts';
import { OwnData, type OwnDataParts } from './import/own-data.ts';
import { DivergenceReport } from './learning/divergence.ts';
import { StopReport } from './learning/stop-words.ts';
import { TrainingCommands } from './learning/training-commands.ts';
import type { LookDesk } from './look/look-desk.ts';
import { lossNote } from './data/loss-note.ts';
import { NoticeBoard } from './notice-board.ts';
import { Viewers } from './picture/viewers.ts';
import type { PlaygroundState } from './playground-state.ts';
import { PlotStore } from './plots/plot-store.ts';
import type { RowDesk } from './rows/row-desk.ts';
import { SettingsDesk } from './settings/settings-desk.ts';
import { ShownRun } from './shown-run.ts';
import { GoingOn, standAt } from './time/going-on.ts';
import { TimeDesk } from './time/time-desk.ts';

/** What the store needs of the bridge. */
export type StoreClient = Pick<
  TrainingClient,
  | 'configure'
  | 'command'
  | 'evaluateOn'
  | 'setSpeed'
  | 'measureEngines'
  | 'measureEvaluation'
  | 'landscape'
  | 'hiddenSpace'
  | 'ask'
  | 'retry'
  | 'travel'
  | 'takeAway'
>;

export interface StoreOptions {
  readonly client: StoreClient;
  readonly settings: Settings;
  /**
   * The page should ask for what is new at once; `forget` when what it has no longer counts, and `outcome` where that is
   * to be shown in its place.
   */
  readonly onChange: (forget: boolean, outcome?: Snapshot) => void;
  readonly now: () => number;
  /** Lets go what else is on its way; without it, nothing is waited for. */
  readonly nextTask?: () => Promise<void>;
  /** Where own data come from; without it there are none. */
  readonly own?: OwnDataParts;
  /** Where the user is told things; shared with the other places of the page. */
  readonly board?: NoticeBoard;
  readonly rows?: RowDesk;
  /** What tells of every neuron; without it none is looked at. */
  readonly look?: LookDesk;
}

/** The parts of a playground, each in the folder of what the user sees of it, and told of those that it needs. */
export function composePlayground(options: StoreOptions, state: PlaygroundState) {
  const { client, now, onChange, look = null, board = new NoticeBoard() } = options;
  const { nextTask = () => Promise.resolve() } = options;
  const { experiment, trained, viewSettings, data, network } = state;
  const undoHistory = new UndoHistory();
  const plots = new PlotStore();
  const fitting = new FittingSettings(lossNote(experiment, board));
  const shared = {
    ...{ client, now, onChange, look, board, undoHistory, plots, fitting },
    ...{ state, experiment, trained, viewSettings, data, network },
  };
  const doctor = new DoctorStore(board);
  const engines = new EngineStore(shared);
  const viewers = new Viewers({
    ...shared,
    onPending: () => {
      onChange(false);
    },
    onSlice: () => {
      settings.sliceAnew();
    },
  });
  const own = new OwnData({
    ...{ ...shared, parts: options.own ?? null },
    change: (patch) => settings.change(patch),
  });
  const drawing = new DrawingStore({
    ...shared,
    onShown: () => {
      viewers.points.chosen.value = null;
    },
    configure: (drawn) => changes.configure({ experiment: drawn }, drawingKey),
  });
  const shown = new ShownRun({ ...shared, doctor, engines, viewers, drawing });
  const time = new TimeDesk({
    ...shared,
    onArrived: (where) => {
      standAt(state, where.experiment);
      if (where.configured !== undefined) shown.take(where.configured);
      if (where.data !== undefined) shown.takeData(where.data, false);
      onChange(false);
    },
    onRefused: (message) => {
      board.post('setting', 'info', message);
    },
  });
  const goingOn = new GoingOn({ ...shared, past: time.past });
  const changes: ChangeDesk = new ChangeDesk({
    ...{ ...shared, own, drawing, nextTask, points: viewers.points },
    changeView: (patch) => {
      settings.changeView(patch);
    },
    onConfigured: (configured, asked) => {
      answers.takeIn(configured, asked);
    },
    onRefused: (message, request) => {
      answers.refuse(message, request);
    },
  });
  const settings: SettingsDesk = new SettingsDesk({ ...shared, engines, changes });
  const divergence = new DivergenceReport({ ...shared, changes });
  const answers = new ChangeAnswers({ ...shared, shown, goingOn, divergence, own, changes });
  const commands = new TrainingCommands({ ...shared, shown, time, goingOn, divergence });
  return {
    ...{ board, undoHistory, plots, doctor, engines, viewers, own, drawing, shown, time, changes },
    ...{ settings, divergence, stops: new StopReport(board), commands },
  };
}
