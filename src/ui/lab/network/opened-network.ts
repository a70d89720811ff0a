import { computed, signal, type ReadonlySignal } from '@preact/signals-core';
import type { Steps } from '../../../autograd/steps.ts';
import { compareGradients, type GradientComparison } from '../../../lab/compare-gradients.ts';
import type { SampleGraph } from '../../../lab/sample-graph.ts';
import type { Inspection } from '../../../protocol/lab-messages.ts';
import type { OpenedSample } from '../../playground/picture/opened-point.ts';
import type { NetworkReport, NetworkSubject, Subject } from '../workbench/lab-model.ts';
import {
  inspectedGraphSteps,
  NetworkDesk,
  rootAt,
  reportOf,
  withMovedLeaves,
  type DeskPorts,
} from './network-desk.ts';
import type { Position } from '../workbench/workbench.ts';

/** Where a network is put, and what is asked about what stands there. */
export interface OpenedNetworkPorts extends DeskPorts {
  readonly subject: ReadonlySignal<Subject>;
  readonly isBusy: ReadonlySignal<boolean>;
  /** The network that stands there; null for another graph. */
  readonly sample: ReadonlySignal<SampleGraph | null>;
  readonly finishedGradients: ReadonlySignal<ArrayLike<number> | null>;
  /** Puts the graph of a subject there, once its steps are done; `alongside` goes with that. */
  readonly put: (
    subject: NetworkSubject,
    making: Steps<SampleGraph>,
    position: Position,
    alongside: () => void,
  ) => Promise<void>;
  readonly onProblem: (problem: string) => void;
  /** Nothing was opened, for this reason. */
  readonly onFailure: (message: string) => Promise<void>;
}

/** How often a followed network is looked at again. */
const followMs = 120;

/** The playground's network on one point: asked for, compared with the trainer's gradients, followed. */
export class OpenedNetwork {
  readonly report = signal<NetworkReport | null>(null);
  readonly follows = signal(false);
  readonly #ports: OpenedNetworkPorts;
  readonly #desk: NetworkDesk;
  /** Whether the numbers that stand there are those that the trainer had. */
  readonly #isTrainers = signal(false);
  /** The last answer, and the point that it is of. */
  #inspected: { readonly point: OpenedSample; readonly inspection: Inspection } | null = null;
  #isShown = false;
  #isFollowing = false;

  constructor(ports: OpenedNetworkPorts) {
    this.#ports = ports;
    this.#desk = new NetworkDesk(ports);
  }

  readonly comparison = computed<GradientComparison | null>(() => {
    const sample = this.#ports.sample.value;
    const gradients = this.#ports.finishedGradients.value;
    const report = this.report.value;
    if (sample === null || gradients === null || report === null || !this.#isTrainers.value) return null;
    return compareGradients(sample, gradients, report.trainerGradients);
  });

  /** What was asked for is no longer wanted. */
  forget(): void {
    this.#desk.forget();
  }

  /**
   * `isNews`: what came with a link may be of another network than the one that was looked at last. Resolves when the
   * network is there, could not be had, or is no longer wanted.
   */
  show(subject: NetworkSubject, position: Position, isNews: boolean): Promise<void> {
    const known = this.#inspected;
    const isKnown = !isNews && known !== null && isOf(known, subject);
    if (isKnown && subject.weights?.length === known.inspection.parameters.length) {
      return this.#put(subject, known.inspection, position);
    }
    return this.#inspect(subject, position, isNews);
  }

  /** The subject with leaves moved; null while there is nothing to move. */
  withMoved(subject: NetworkSubject, values: ReadonlyMap<string, number>): NetworkSubject | null {
    const sample = this.#ports.sample.peek();
    const weights = subject.weights ?? this.report.peek()?.parameters ?? null;
    return sample === null || weights === null ? null : withMovedLeaves(subject, weights, sample, values);
  }

  async #inspect(subject: NetworkSubject, position: Position, isNews = false): Promise<void> {
    const reply = await this.#desk.ask(subject);
    if (reply === null) return;
    if (!reply.ok) {
      await this.#ports.onFailure(reply.message);
      return;
    }
    const { weights } = subject;
    const count = reply.value.parameters.length;
    const fits = weights === null || weights.length === count;
    // The playground may have another network now: what was moved in the old one is not of this one.
    if (!fits && isNews) this.#ports.onProblem(`the weights are ${weights.length}, the network has ${count}`);
    const shown = fits ? subject : { ...subject, weights: null, moved: new Map<string, number>() };
    this.#inspected = { point: shown.point, inspection: reply.value };
    await this.#put(shown, reply.value, position);
  }

  #put(subject: NetworkSubject, inspection: Inspection, position: Position): Promise<void> {
    const report = reportOf(inspection);
    const making = inspectedGraphSteps(subject, inspection, this.#ports.sample.peek());
    return this.#ports.put(subject, making, position, () => {
      this.report.value = report;
      const hasTrainersWeights = subject.weights === null || areEqual(subject.weights, report.parameters);
      this.#isTrainers.value = hasTrainersWeights && subject.moved.size === 0;
    });
  }

  /** Nobody looks at a lab that is not shown: no network is followed then. Resolves after the first new look. */
  async setShown(isShown: boolean): Promise<void> {
    this.#isShown = isShown;
    if (isShown) await Promise.all([this.follow(), this.#renew()]);
  }

  /** Where the playground has a network of another shape by now, that is the one to show. */
  async #renew(): Promise<void> {
    const subject = this.#ports.subject.peek();
    const shown = this.report.peek()?.widths.join();
    if (subject.kind !== 'network' || shown === undefined || this.follows.peek() || this.#desk.isAsking)
      return;
    const reply = await this.#desk.ask(subject);
    if (reply?.ok !== true || reportOf(reply.value).widths.join() === shown) return;
    await this.#inspect({ ...subject, weights: null, moved: new Map<string, number>() }, {});
  }

  /** Looks at the network again and again, as long as it is followed; resolves after the first look. */
  follow(): Promise<void> {
    const first = this.#lookAgain();
    if (!this.#isFollowing) void this.#keepFollowing();
    return first;
  }

  async #keepFollowing(): Promise<void> {
    this.#isFollowing = true;
    while (this.#followed !== null) {
      await this.#ports.wait(followMs);
      await this.#lookAgain();
    }
    this.#isFollowing = false;
  }

  get #followed(): NetworkSubject | null {
    const subject = this.#ports.subject.peek();
    return this.#isShown && this.follows.peek() && subject.kind === 'network' ? subject : null;
  }

  /** Not while an earlier look is still on its way: a slow one would never arrive. */
  async #lookAgain(): Promise<void> {
    const subject = this.#followed;
    if (subject !== null && !this.#ports.isBusy.peek() && !this.#desk.isAsking)
      await this.#inspect(subject, {});
  }
}

function areEqual(a: Float64Array, b: Float64Array): boolean {
  return a.length === b.length && a.every((value, i) => Object.is(value, b[i]));
}

/** Whether two say the same, in whatever order. */
function isSame(a: object, b: object): boolean {
  const [ofA, ofB] = [new Map(Object.entries(a)), new Map(Object.entries(b))];
  return ofA.size === ofB.size && [...ofA].every(([key, value]) => Object.is(value, ofB.get(key)));
}

function isOf(
  { point, inspection: { root } }: { readonly point: OpenedSample; readonly inspection: Inspection },
  subject: NetworkSubject,
): boolean {
  const [a, b] = [point, subject.point].map((sample) => ('row' in sample ? sample.row : sample));
  return 'row' in point === 'row' in subject.point && isSame(a, b) && isSame(root, rootAt(subject.neuron));
}
