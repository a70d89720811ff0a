import type { TrainingClient } from '../../../client/training-client.ts';
import { parseExperiment, type Experiment, type ViewSettings } from '../../../experiment/schema.ts';
import type { Settings } from '../../../experiment/url.ts';
import type { Checkpoint } from '../../../protocol/messages.ts';
import type { ChangeDesk } from '../changes/change-desk.ts';
import type { FittingSettings } from '../data/fit-settings.ts';
import type { EngineStore } from '../engine/engine-store.ts';
import type { NoticeBoard } from '../notice-board.ts';
import type { PlaygroundState } from '../playground-state.ts';

export interface SettingsDeskParts {
  readonly client: Pick<TrainingClient, 'setSpeed'>;
  readonly state: PlaygroundState;
  readonly board: NoticeBoard;
  readonly fitting: FittingSettings;
  readonly engines: Pick<EngineStore, 'evaluate'>;
  readonly changes: Pick<ChangeDesk, 'configure' | 'comeBack' | 'shownAs'>;
  /** The page should ask for what is new at once. */
  readonly onChange: (forget: boolean) => void;
}

/** What is shown of it is asked for with every snapshot. */
const askedForAtOnce = ['links', 'plot', 'hiddenLayer', 'hiddenX', 'hiddenY', 'picture'] as const;

/** Settings as the user or a link sets them: shown at once where they are valid, and sent to the worker. */
export class SettingsDesk {
  readonly #parts: SettingsDeskParts;

  constructor(parts: SettingsDeskParts) {
    this.#parts = parts;
  }

  /** Tells the worker what to train, and where to go on; `asKept` with the settings that this was kept with. */
  begin(restore: Checkpoint | null, asKept: boolean): void {
    const { client, state, changes } = this.#parts;
    const { speed, evaluateOn } = state.viewSettings.value;
    void client.setSpeed(speed);
    if (asKept && restore !== null) state.experiment.value = restore.experiment;
    const experiment = state.experiment.value;
    void changes.configure({ experiment, ...(restore === null ? {} : { restore }) }, 'begin');
    if (evaluateOn !== 'cpu') void this.#evaluate(false);
  }

  /** Settings to start from and how to show them, which one undo takes back. */
  start(patch: Partial<Experiment>, view: Partial<ViewSettings>): Promise<void> {
    const viewBefore = this.#parts.changes.shownAs(view);
    this.changeView(view);
    return this.change(patch, { anew: true, viewBefore });
  }

  /** What is wrong is refused with a notice. Changes of the same `key` that come soon after one another are one to undo. */
  async change(
    patch: Partial<Experiment>,
    {
      key = Object.keys(patch).join(),
      anew = false,
      viewBefore = {},
    }: { key?: string; anew?: boolean; viewBefore?: Partial<ViewSettings> } = {},
  ): Promise<void> {
    const { state, board, fitting, changes } = this.#parts;
    const experiment = fitting.after(state.experiment.value, patch);
    const parsed = parseExperiment(experiment);
    if (!parsed.ok) {
      board.post('refusal', 'warning', parsed.message);
      // A new object of the same value: the controls show again what holds.
      state.experiment.value = { ...state.experiment.value };
      return;
    }
    board.withdraw('refusal');
    state.experiment.value = experiment;
    await changes.configure({ experiment, ...(anew ? { anew } : {}) }, key, viewBefore);
  }

  changeView(patch: Partial<ViewSettings>): void {
    const { client, state, changes, onChange } = this.#parts;
    state.viewSettings.value = { ...state.viewSettings.value, ...patch };
    if (patch.evaluateOn !== undefined) void this.#evaluate(true);
    if (patch.sliceX !== undefined || patch.sliceY !== undefined) this.sliceAnew();
    if (patch.follow === true || (patch.followEpochs !== undefined && state.viewSettings.value.follow))
      void changes.configure({ experiment: state.experiment.value }, 'follow');
    if (patch.speed !== undefined) void client.setSpeed(patch.speed);
    if (askedForAtOnce.some((setting) => setting in patch)) onChange(false);
  }

  /** The worker is told with the settings what the picture is a slice through. */
  sliceAnew(): void {
    const { state, changes } = this.#parts;
    void changes.configure({ experiment: state.experiment.value }, 'slice');
  }

  /** Settings of a link, in the place of all that there are; `isWayBack` brings the run of then. */
  adopt({ experiment, view }: Settings, isWayBack: boolean): void {
    const { client, state, board, changes } = this.#parts;
    const before = state.viewSettings.value;
    if (!isSame(view, before)) {
      state.viewSettings.value = view;
      void client.setSpeed(view.speed);
      if (view.evaluateOn !== before.evaluateOn) void this.#evaluate(false);
    }
    const isSameSlice = view.sliceX === before.sliceX && view.sliceY === before.sliceY;
    if (isSame(experiment, state.experiment.value) && isSameSlice) return;
    board.withdraw('refusal');
    state.experiment.value = experiment;
    void (isWayBack ? changes.comeBack(experiment) : changes.configure({ experiment, anew: true }, 'link'));
  }

  async #evaluate(chosenByUser: boolean): Promise<void> {
    await this.#parts.engines.evaluate(chosenByUser);
    this.#parts.onChange(false);
  }
}

function isSame(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
