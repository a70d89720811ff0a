import { DataRefused } from '../src/data/file-data-set.ts';
import { parseExperiment, type Experiment } from '../src/experiment/schema.ts';
import type { Checkpoint, ConfigureRequest, Configured } from '../src/protocol/messages.ts';
import type { Failure, Reply } from '../src/protocol/reply.ts';
import { sayMissing } from '../src/training/held-parameters.ts';
import type { RunData } from '../src/training/run-data.ts';
import type { Run } from '../src/training/run.ts';
import type { Clock } from '../src/training/trainer.ts';
import { beginningWith, refusalOf } from './arrivals.ts';
import type { EvaluationDesk } from './evaluation-desk.ts';
import { inSlices } from './in-tasks.ts';
import { InTurn } from './in-turn.ts';
import { drawAlike, noiseKey, pictureData, pictureNetwork, pictureThumbnails } from './pictures.ts';
import type { QuestionDesk } from './question-desk.ts';
import type { Recall } from './recall.ts';
import { accept, failure, refuse } from './replies.ts';
import type { Adopted, RunKeeper } from './run-keeper.ts';
import type { RunStage } from './run-stage.ts';
import type { TableStore } from './table-store.ts';

/** Of a table's preparation at a time: longer than what trains meanwhile, and what is asked meanwhile waits no longer. */
const preparationMs = 24;

export interface ConfigureDeskParts {
  readonly now: Clock;
  /** Lets waiting messages in. */
  readonly nextTask: () => Promise<void>;
  readonly stage: RunStage;
  readonly tables: TableStore;
  readonly recall: Recall;
  readonly questions: QuestionDesk;
  readonly evaluation: EvaluationDesk;
}

/** Settings that are to be trained: gets their data, has the run adopted that they lead to, and says what came of it. */
export class ConfigureDesk {
  readonly #parts: ConfigureDeskParts;
  readonly #keeper: RunKeeper;
  /** What is waited for, and whatever was asked for after it. */
  readonly #configurations = new InTurn();

  constructor(parts: ConfigureDeskParts) {
    this.#parts = parts;
    this.#keeper = parts.stage.keeper;
  }

  configure(request: ConfigureRequest): Promise<Reply<Configured>> {
    const parsed = parseExperiment(request.experiment);
    if (!parsed.ok) return refuse('invalid-settings', parsed.message);
    const { value } = parsed;
    // What needs nothing from elsewhere is done at once, unless something else was asked for before it.
    const isSoonDone = this.#parts.tables.has(value) && !this.#keeper.mustPrepare(value);
    return isSoonDone && !this.#configurations.isBusy
      ? this.#configure(request, value)
      : this.#configurations.add(() => this.#configureLater(request, value));
  }

  /** Once its data are there; training goes on meanwhile, and if they can not be had. */
  async #configureLater(request: ConfigureRequest, experiment: Experiment): Promise<Reply<Configured>> {
    const problem = await this.#parts.tables.provide(experiment, request.table);
    if (problem !== null) return failure('data-unavailable', problem);
    if (!this.#keeper.mustPrepare(experiment)) return this.#configure(request, experiment);
    try {
      const data = await inSlices(this.#keeper.prepare(experiment), {
        ...this.#parts,
        sliceMs: preparationMs,
      });
      return await this.#configure(request, experiment, data);
    } catch (error) {
      if (error instanceof DataRefused) return failure('data-unavailable', error.message);
      throw error;
    }
  }

  #configure(request: ConfigureRequest, experiment: Experiment, data?: RunData): Promise<Reply<Configured>> {
    const { stage, tables, recall, questions, evaluation } = this.#parts;
    const { keeper, views, landscape, loop } = stage;
    const { lastFinite } = keeper;
    recall.stop();
    const begun =
      request.weights === undefined ? null : beginningWith(keeper, experiment, request.weights, data);
    if (typeof begun === 'string') return refuse('invalid-settings', begun);
    const restore = begun ?? (request.restoreLastFinite === true ? lastFinite : (request.restore ?? null));
    if (request.restoreLastFinite === true && restore === null) {
      return refuse('nothing-to-restore', 'There is no earlier state to go back to.');
    }
    if (request.isForeign === true && restore !== null) {
      const refusal = refusalOf(keeper, experiment, restore, data);
      if (refusal !== null) return refuse('invalid-settings', refusal);
    }
    const previous = keeper.current;
    const edits = request.edits?.run === keeper.runId ? request.edits.values : [];
    const unfit = edits.find(([place, value]) => !canSet(place, value, previous));
    if (unfit !== undefined)
      return refuse('invalid-settings', `${unfit[1]} is no weight: expected a number that 32 bits can hold.`);
    const keepsBefore = request.keepsBefore === true;
    const before = keepsBefore ? keeper.checkpoint() : keeper.checkpointForUndo();
    const isBranch =
      keeper.isInPast && (edits.length > 0 || isOther(experiment, previous?.experiment ?? experiment));
    if (isBranch) stage.goOnFromHere();
    const heldBefore = previous?.held;
    const shownBefore = previous?.shown;
    const noiseBefore = previous && noiseKey(previous.experiment);
    if (request.slice !== undefined) keeper.choose(request.slice);
    const adopted = this.#adopt(experiment, request, restore, data);
    if (!adopted.ok) return Promise.resolve(adopted);
    const { run, effect, added = null } = adopted;
    const isEdited = edits.length > 0 && run.network === previous?.network && effect !== 'restarted';
    if (isEdited) {
      run.edit(edits);
      keeper.timeline.turn(run);
    }
    const fitted = this.#fitHeld(run);
    const hasOtherWeights = effect === 'live' && (isEdited || run.held !== heldBefore);
    if (hasOtherWeights) keeper.keepCheckpoint();
    // Whatever was trained on them has ended.
    tables.forget(request.forget ?? []);
    questions.keepFor(run);
    const isShownAnew = run.shown !== shownBefore;
    if (request.follow !== undefined) stage.follow(run, request.follow);
    else if (effect !== 'live') stage.begin(run, request.run ?? loop.status === 'running');
    else if (run !== previous) {
      views.begin(run, !isShownAnew);
      landscape.begin(run, true);
    } else if (isShownAnew) views.begin(run);
    if (run.shortfall !== null) loop.pause(run);
    if (effect === 'live' && (isShownAnew || hasOtherWeights) && run.isReady)
      views.capture(run, true, loop.status === 'running');
    loop.wake();
    evaluation.lookOnce();
    return accept({
      runId: keeper.runId,
      effect,
      added,
      before: effect === 'live' && !keepsBefore && !isBranch ? null : before,
      data: isShownAnew || noiseKey(run.experiment) !== noiseBefore ? pictureData(run) : null,
      thumbnails:
        previous !== null && drawAlike(previous.experiment, run.experiment)
          ? null
          : pictureThumbnails(run.experiment),
      network: pictureNetwork(run),
      engine: stage.engineReport(run),
      ...(fitted === null ? {} : { fitted }),
    });
  }

  /** Only the network tells which of the places in the settings it has. */
  #fitHeld(run: Run): NonNullable<Configured['fitted']> | null {
    const message = sayMissing(run.held);
    if (message === null) return null;
    const { settings } = run.held;
    run.applySettings({ ...run.experiment, ...settings });
    return { settings, message };
  }

  /** Data that cannot be trained on are refused, and what was trained is trained on. */
  #adopt(
    experiment: Experiment,
    { anew = false, follow }: ConfigureRequest,
    restore: Checkpoint | null,
    data?: RunData,
  ): ({ readonly ok: true } & Adopted) | Failure {
    try {
      const adopted =
        follow === undefined
          ? this.#keeper.adopt(experiment, restore, data, anew)
          : this.#keeper.beginAnew(experiment, data);
      return { ok: true, ...adopted };
    } catch (error) {
      if (error instanceof DataRefused) return failure('data-unavailable', error.message);
      throw error;
    }
  }
}

function isOther(a: Experiment, b: Experiment): boolean {
  return JSON.stringify(a) !== JSON.stringify(b);
}

/** Whether it is a parameter's place and a number of any engine. */
function canSet(place: number, value: number, run: Run | null): boolean {
  return place in (run?.held.resting ?? []) && Number.isFinite(Math.fround(value));
}
