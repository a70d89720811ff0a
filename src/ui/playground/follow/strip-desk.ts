import { effect, type ReadonlySignal, type Signal } from '@preact/signals-core';
import type { Hire } from '../../../compare/hand.ts';
import { Pool, type RunningOrder } from '../../../compare/pool.ts';
import { coarseToFine } from '../../../compare/sweep.ts';
import { parseExperiment, type Experiment, type ViewSettings } from '../../../experiment/schema.ts';
import type { TrialJob, TrialReply } from '../../../protocol/compare-messages.ts';
import type { PackedTable } from '../../../protocol/import-messages.ts';
import { stripSettings, stripStops, type OutcomeStrip, type StripSetting } from './outcome-strip.ts';

export interface StripDeskParts {
  /** As the controls show it. */
  readonly experiment: ReadonlySignal<Experiment>;
  readonly viewSettings: ReadonlySignal<ViewSettings>;
  /** Where the strip is shown. */
  readonly strip: Signal<OutcomeStrip | null>;
  readonly hire: Hire<TrialJob, TrialReply>;
  /** How many trainings may go on beside the one that is followed. */
  readonly hands: number;
  readonly now: () => number;
  readonly wait: (ms: number) => Promise<void>;
  readonly tableOf: (experiment: Experiment) => Promise<PackedTable | null>;
}

/** A hand that has not moved for so long rests. */
const restMs = 250;
/** Strips that are remembered, for when one comes back to settings. */
const mostStrips = 24;

/**
 * While training is followed: what comes out along the slider that was moved last, all other settings being as they
 * are. It is trained while the hand rests, from coarse to fine, to the bits that following comes to.
 */
export class StripDesk {
  readonly #parts: StripDeskParts;
  readonly #release: () => void;
  readonly #known = new Map<string, (number | null)[]>();
  #pool: Pool<TrialJob, TrialReply> | null = null;
  #order: RunningOrder | null = null;
  #setting: StripSetting = 'learningRate';
  #last: Experiment | null = null;
  /** Whoever waits for an earlier one gives up. */
  #turn = 0;

  constructor(parts: StripDeskParts) {
    this.#parts = parts;
    this.#release = effect(() => {
      const { follow, followEpochs } = parts.viewSettings.value;
      const experiment = parts.experiment.value;
      if (follow) this.#show(experiment, followEpochs);
      else this.#rest();
    });
  }

  #show(experiment: Experiment, epochs: number): void {
    const last = this.#last;
    if (last !== null)
      this.#setting = stripSettings.find((name) => last[name] !== experiment[name]) ?? this.#setting;
    this.#last = experiment;
    const setting = this.#setting;
    const key = JSON.stringify([setting, epochs, { ...experiment, [setting]: null }]);
    const losses = this.#lossesOf(key, setting);
    this.#publish(setting, losses, epochs);
    // The training that is followed goes first.
    this.#order?.cancel();
    this.#order = null;
    void this.#complete(experiment, setting, epochs, losses);
  }

  #lossesOf(key: string, setting: StripSetting): (number | null)[] {
    const losses = this.#known.get(key) ?? stripStops[setting].map(() => null);
    // The latest come last, and the first go.
    this.#known.delete(key);
    this.#known.set(key, losses);
    for (const oldest of this.#known.keys()) if (this.#known.size > mostStrips) this.#known.delete(oldest);
    return losses;
  }

  #publish(setting: StripSetting, losses: readonly (number | null)[], epochs: number): void {
    const { strip } = this.#parts;
    const shown = strip.peek();
    const isShown =
      shown !== null &&
      shown.setting === setting &&
      shown.epochs === epochs &&
      shown.losses.every((loss, place) => loss === losses[place]);
    // With every change of its own slider it is the same.
    if (isShown) return;
    strip.value = { setting, stops: stripStops[setting], losses: [...losses], epochs };
  }

  async #complete(
    experiment: Experiment,
    setting: StripSetting,
    epochs: number,
    losses: (number | null)[],
  ): Promise<void> {
    const turn = ++this.#turn;
    await this.#parts.wait(restMs);
    if (turn !== this.#turn) return;
    const stops = stripStops[setting];
    const places = coarseToFine(stops.length, 1, 1).filter((place) => losses[place] === null);
    const trials = places.flatMap((place) => {
      const parsed = parseExperiment({ ...experiment, [setting]: stops[place] });
      return parsed.ok ? [{ place, experiment: parsed.value }] : [];
    });
    if (trials.length === 0) return;
    const tables = await Promise.all(trials.map((trial) => this.#parts.tableOf(trial.experiment)));
    if (turn !== this.#turn) return;
    const { hire, hands, now } = this.#parts;
    this.#pool ??= new Pool({ hire, now }, hands);
    this.#order = this.#pool.run({
      jobs: trials.map((trial, i) => ({
        trial: { experiment: trial.experiment, epochs, target: null, picture: 0, withState: false },
        table: tables[i],
      })),
      onResult: (i, reply) => {
        if (!reply.ok) return;
        losses[trials[i].place] = outcomeOf(reply.value);
        if (turn === this.#turn) this.#publish(setting, losses, epochs);
      },
      // What no worker survives stays unknown.
      onGivenUp: () => undefined,
    });
  }

  #rest(): void {
    this.#turn++;
    this.#last = null;
    this.#parts.strip.value = null;
    this.#order?.cancel();
    this.#order = null;
    this.#pool?.dispose();
    this.#pool = null;
  }

  dispose(): void {
    this.#release();
    this.#rest();
  }
}

function outcomeOf({ diverged, final }: Extract<TrialReply, { ok: true }>['value']): number {
  if (diverged) return Infinity;
  return Number.isNaN(final.testLoss) ? final.trainLoss : final.testLoss;
}
