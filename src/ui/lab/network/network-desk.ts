import type { Steps } from '../../../autograd/steps.ts';
import { layerSizes } from '../../../lab/parameter-names.ts';
import {
  fits,
  sampleGraphSteps,
  withNumbers,
  type NetworkSample,
  type SampleGraph,
} from '../../../lab/sample-graph.ts';
import type { CallResult } from '../../../client/worker-connection.ts';
import type { Inspection, InspectRequest } from '../../../protocol/lab-messages.ts';
import type { OpenedPart } from '../../playground/picture/opened-point.ts';
import type { NetworkReport, NetworkSubject } from '../workbench/lab-model.ts';

type InspectReply = CallResult<Inspection>;

export interface DeskPorts {
  readonly inspect: (request: InspectRequest) => Promise<InspectReply>;
  readonly wait: (ms: number) => Promise<void>;
}

/** The worker may still be starting, or setting up its first network, or another one. */
const retryMs = 150;
const mostRetries = 100;
const passing: ReadonlySet<string> = new Set(['not-configured', 'worker-ended', 'superseded']);

/** Asks the playground's worker about the network that is on the bench. */
export class NetworkDesk {
  readonly #ports: DeskPorts;
  #turn = 0;
  /** The turn whose answer is awaited. */
  #awaited: number | null = null;

  constructor(ports: DeskPorts) {
    this.#ports = ports;
  }

  /** Whether somebody still wants an answer: another question would take its place. */
  get isAsking(): boolean {
    return this.#awaited === this.#turn;
  }

  /** What was asked for is no longer wanted. */
  forget(): void {
    this.#turn++;
  }

  /** null where something else was asked for meanwhile. */
  async ask(subject: NetworkSubject): Promise<InspectReply | null> {
    const turn = ++this.#turn;
    this.#awaited = turn;
    const reply = await this.#answerTo(subject, turn);
    if (turn === this.#turn) this.#awaited = null;
    return reply;
  }

  async #answerTo({ point, neuron }: NetworkSubject, turn: number): Promise<InspectReply | null> {
    for (let tries = 0; ; tries++) {
      const reply = await this.#ports.inspect({
        sample: 'row' in point ? { kind: 'row', ...point } : { kind: 'sample', ...point },
        root: rootAt(neuron),
      });
      if (turn !== this.#turn) return null;
      const isStarting = !reply.ok && passing.has(reply.code);
      if (!isStarting || tries === mostRetries) return reply;
      await this.#ports.wait(retryMs);
      if (turn !== this.#turn) return null;
    }
  }
}

export function rootAt(part: OpenedPart | null): InspectRequest['root'] {
  if (part === null) return { kind: 'loss' };
  return 'output' in part ? { kind: 'output', ...part } : { kind: 'neuron', ...part };
}

/** The graph of what was answered, with the subject's own weights and leaves; `before` is reused where it will do. */
export function* inspectedGraphSteps(
  subject: NetworkSubject,
  { network, root, outputs, inputs, targets, parameters }: Inspection,
  before: SampleGraph | null,
): Steps<SampleGraph> {
  const weights = subject.weights ?? parameters;
  const sample: NetworkSample = { network, root, outputs, inputs, targets, parameters: weights };
  const isSame = before !== null && fits(before, sample);
  const made = isSame ? withNumbers(before, sample) : yield* sampleGraphSteps(sample);
  const { graph } = made;
  for (const [name, value] of subject.moved) {
    const node = graph.leaves.get(name);
    if (node === undefined) continue;
    graph.leafData[node] = value;
    graph.values[node].data = value;
  }
  return made;
}

/**
 * The subject with leaves moved: weights and biases among its weights, which were `weights` so far, and the sample's
 * own numbers beside them.
 */
export function withMovedLeaves(
  subject: NetworkSubject,
  weights: Float64Array,
  { graph, parameterNodes }: SampleGraph,
  values: ReadonlyMap<string, number>,
): NetworkSubject {
  const parameterAt = new Int32Array(graph.ops.length).fill(-1);
  parameterNodes.forEach((node, p) => {
    if (node >= 0) parameterAt[node] = p;
  });
  const moved = new Map(subject.moved);
  const movedWeights = weights.slice();
  for (const [name, value] of values) {
    const node = graph.leaves.get(name);
    const p = node === undefined ? -1 : parameterAt[node];
    if (p < 0) moved.set(name, value);
    else {
      moved.delete(name);
      movedWeights[p] = value;
    }
  }
  return { ...subject, weights: movedWeights, moved };
}

export function reportOf({
  network,
  outputs,
  epoch,
  engine,
  value,
  gradients,
  parameters,
}: Inspection): NetworkReport {
  return {
    widths: layerSizes(network),
    outputs,
    epoch,
    engine,
    trainerValue: value,
    trainerGradients: gradients,
    parameters,
  };
}
