import type { Configured, Travelled, TravelRequest } from '../src/protocol/messages.ts';
import type { Reply } from '../src/protocol/reply.ts';
import type { RunId } from '../src/protocol/run-id.ts';
import type { Snapshot } from '../src/protocol/snapshot-messages.ts';
import type { Run } from '../src/training/run.ts';
import type { NamedRuns } from './named-runs.ts';
import { noiseKey, pictureData, pictureNetwork } from './pictures.ts';
import type { QuestionDesk } from './question-desk.ts';
import type { Recall } from './recall.ts';
import { failure } from './replies.ts';
import type { RunStage } from './run-stage.ts';

export interface TravelDeskParts {
  readonly stage: RunStage;
  readonly runs: NamedRuns;
  readonly recall: Recall;
  readonly questions: QuestionDesk;
}

/** The past of the present run: takes it to a moment, and says what of it there is to be seen. */
export class TravelDesk {
  readonly #parts: TravelDeskParts;
  readonly #stage: RunStage;

  constructor(parts: TravelDeskParts) {
    this.#parts = parts;
    this.#stage = parts.stage;
  }

  travel({ to }: TravelRequest, name: RunId | null = null): Promise<Reply<Travelled>> {
    return this.#parts.runs.withReady(name, async ({ run: previous }): Promise<Reply<Travelled>> => {
      if (Number.isNaN(to)) return failure('invalid-settings', 'There is no such epoch: expected a number.');
      if (this.#stage.keeper.checkpointForUndo() === null)
        return failure('nothing-to-restore', 'Nothing was trained yet: there is no past.');
      if (this.#stage.loop.status === 'running') this.#stage.loop.pause(previous);
      const problem = await this.#parts.recall.upTo(Math.max(0, to));
      if (problem !== null) return problem;
      return { ok: true, value: this.#travelTo(previous, Math.max(0, to)) };
    });
  }

  #travelTo(previous: Run, to: number): Travelled {
    const [shownBefore, before] = [previous.shown, this.#stage.keeper.runId];
    const noiseBefore = noiseKey(previous.experiment);
    const goal = this.#stage.keeper.travel(to);
    const run = this.#stage.keeper.current ?? previous;
    const { runId } = this.#stage.keeper;
    if (run !== previous) {
      this.#parts.questions.keepFor(run);
      this.#stage.views.begin(run, run.shown === shownBefore && runId === before);
      this.#stage.landscape.begin(run, runId === before);
    }
    this.#stage.loop.travel(run, goal);
    const { experiment } = run;
    if (runId !== before) return { runId, experiment, configured: this.#shapeOf(run) };
    const isShownAnew = run.shown !== shownBefore || noiseKey(experiment) !== noiseBefore;
    return { runId, experiment, ...(isShownAnew ? { data: pictureData(run) } : {}) };
  }

  /** Of a network of another shape, at a moment of the past: all else is as it was. */
  #shapeOf(run: Run): Configured {
    return {
      ...{ runId: this.#stage.keeper.runId, effect: 'restored', added: null, before: null },
      ...{ data: pictureData(run), thumbnails: null, network: pictureNetwork(run) },
      engine: this.#stage.engineReport(run),
    };
  }

  /** Nothing of a run that has none. */
  past(run: Run): Pick<Snapshot, 'past'> {
    const { isInPast, timeline, end, endMs } = this.#stage.keeper;
    const { from, bytes } = timeline;
    if (from === null || !(run.isTouched || isInPast)) return {};
    const longestMs = timeline.longestMs(endMs);
    const { progress: recalled } = this.#parts.recall;
    const past = { from, end, isShown: isInPast, longestMs, bytes };
    return { past: recalled === null ? past : { ...past, recalled } };
  }
}
