import type { Steps } from '../src/autograd/steps.ts';
import type { Samples } from '../src/backends/executor.ts';
import { columnsBehind, rowAt, type Row } from '../src/data/asked-row.ts';
import { gradientRows } from '../src/data/sampled-rows.ts';
import { sliceInputs, sliceTable } from '../src/data/slice.ts';
import type { Column } from '../src/data/table.ts';
import { biasAt, weightsOf } from '../src/nn/parameter-blocks.ts';
import type {
  LayerNeuron,
  LookAnswer,
  LookRequest,
  LookSubject,
  NeuronDetail,
  NeuronReaction,
  NeuronValues,
} from '../src/protocol/look-messages.ts';
import type { Failure, Reply } from '../src/protocol/reply.ts';
import type { RunId } from '../src/protocol/run-id.ts';
import type { Network } from '../src/training/network.ts';
import { NeuronProbe, type ProbedReactions, type ProbedValues } from '../src/training/neuron-probe.ts';
import type { Run } from '../src/training/run.ts';
import { encodedSamples, leadingSamples } from '../src/training/samples.ts';
import { predictionOf } from './answerer.ts';
import { NeuronMaps } from './neuron-maps.ts';
import { failure } from './replies.ts';

type NeuronRequest = Exclude<LookRequest, { kind: 'step' }>;

/**
 * Answers what every neuron of the present network makes of one place, how the loss reacts to it, and what one neuron
 * puts out over the picture. The training is not touched.
 */
export class NeuronViewer {
  #probe: NeuronProbe | null = null;
  readonly #maps = new NeuronMaps();

  /** Lets go of what was made for another network or back end. */
  keepFor(run: Pick<Run, 'network' | 'backend'>): void {
    if (this.#probe?.network !== run.network) this.#probe = null;
    this.#maps.keepFor(run);
  }

  /** In steps: tracing a large network takes a while. */
  *answer(run: Run, runId: RunId, request: NeuronRequest): Steps<Reply<LookAnswer>> {
    const problem = problemOf(run, request);
    if (problem !== null) return problem;
    // Taken before the steps: between them the run may go on, or be replaced.
    const [parameters, epoch] = [run.parameters(), run.progress];
    const of = { runId, epoch };
    const probe = yield* this.#probeOf(run.network);
    if (request.kind === 'reaction')
      return { ok: true, value: { ...of, ...(yield* reactionOf(run, probe, parameters)) } };
    if (request.kind === 'values')
      return { ok: true, value: { ...of, ...valuesOf(run, probe, parameters, request) } };
    const { layer, neuron, resolution } = request;
    const grid = yield* this.#maps.at(run, probe, { layer, neuron }, parameters, resolution);
    return { ok: true, value: { ...of, kind: 'map', layer, neuron, grid } };
  }

  *#probeOf(network: Network): Steps<NeuronProbe> {
    if (this.#probe?.network === network) return this.#probe;
    const probe = yield* NeuronProbe.of(network);
    this.#probe = probe;
    return probe;
  }
}

function* reactionOf(
  { train, network }: Run,
  probe: NeuronProbe,
  parameters: Float64Array,
): Steps<Omit<NeuronReaction, 'runId' | 'epoch'>> {
  const rows = gradientRows(train.count, network.parameterCount);
  const layers = yield* probe.meanReactions(leadingSamples(train, rows), parameters);
  return { kind: 'reaction', layers, rows, isSample: rows < train.count };
}

function valuesOf(
  run: Run,
  probe: NeuronProbe,
  parameters: Float64Array,
  { subject, detail }: Extract<LookRequest, { kind: 'values' }>,
): Omit<NeuronValues, 'runId' | 'epoch'> {
  const { samples, row } = seen(run, subject);
  const values = probe.values(samples.inputs, parameters);
  const reactions = samples.targets.length === 0 ? null : probe.reactions(samples, parameters);
  const displayed = values.displayed.map((output) => Float64Array.of(output));
  const inputs = Float64Array.from(samples.inputs, ([input]) => input);
  return {
    kind: 'values',
    subject,
    row,
    inputs,
    layers: values.sums.map((sums, layer) => ({
      sums,
      outputs: values.outputs[layer],
      reactions: reactions?.outputs[layer] ?? null,
    })),
    outputs: values.displayed,
    prediction: predictionOf(run, displayed),
    loss: reactions?.loss ?? null,
    detail: detail && detailOf(run.network, detail, { inputs, values, reactions, parameters }),
  };
}

interface Probed {
  readonly inputs: Float64Array;
  readonly values: ProbedValues;
  readonly reactions: ProbedReactions | null;
  readonly parameters: Float64Array;
}

function detailOf(
  { layers, module }: Network,
  { layer, neuron }: LayerNeuron,
  { inputs, values, reactions, parameters }: Probed,
): NeuronDetail {
  const layout = layers[layer];
  const bias = biasAt(layout, neuron);
  return {
    layer,
    neuron,
    activation: module.layers[layer].activation,
    inputs: layer === 0 ? inputs : values.outputs[layer - 1],
    weights: weightsOf(parameters, layout, neuron).slice(),
    bias: parameters[bias],
    sum: values.sums[layer][neuron],
    output: values.outputs[layer][neuron],
    gradients: reactions && {
      weights: weightsOf(reactions.parameters, layout, neuron).slice(),
      bias: reactions.parameters[bias],
      output: reactions.outputs[layer][neuron],
    },
  };
}

/** One sample, without targets where nobody knows what is right, and what is known of it as a row. */
function seen(
  { dataSet, encoding, experiment, shown: { slice } }: Run,
  subject: LookSubject,
): { readonly samples: Samples; readonly row: Row | null } {
  if (subject.kind === 'sample') {
    const rows = dataSet.rows[subject.split].slice(subject.index, subject.index + 1);
    const samples = encodedSamples(encoding, dataSet.table, rows, experiment.loss);
    return { samples, row: rowAt(columnsBehind(dataSet), rows[0]) };
  }
  const point = { x1: Float64Array.of(subject.x1), x2: Float64Array.of(subject.x2) };
  const inputs = sliceInputs(encoding.features, slice, point);
  const samples = { count: 1, inputs, targets: [] };
  if (slice.kind === 'components') return { samples, row: null };
  const columns: readonly Column[] =
    slice.kind === 'columns'
      ? sliceTable(slice, point.x1, point.x2).columns
      : [{ name: slice.axis, kind: 'number', values: point.x1 }];
  const read = new Set(columnsBehind(dataSet).map(({ name }) => name));
  return {
    samples,
    row: rowAt(
      columns.filter(({ name }) => read.has(name)),
      0,
    ),
  };
}

/** What is wrong with a request; null if nothing is. */
function problemOf({ dataSet, network, train }: Run, request: NeuronRequest): Failure | null {
  if (request.kind === 'reaction')
    return train.count > 0 ? null : failure('nothing-to-train', 'There is no train point to measure on.');
  const neuron = request.kind === 'map' ? request : request.detail;
  if (neuron !== null) {
    const width = network.layers[neuron.layer]?.width ?? 0;
    if (!isIndex(neuron.neuron, width))
      return failure(
        'not-found',
        `There is no neuron ${neuron.neuron + 1} in layer ${neuron.layer + 1}: it has ${width}.`,
      );
  }
  if (request.kind === 'map') {
    const { resolution } = request;
    const isKnown = isIndex(resolution - 1, finestMap);
    return isKnown
      ? null
      : failure('not-found', `A map has 1 to ${finestMap} cells along each side, not ${resolution}.`);
  }
  const { subject } = request;
  if (subject.kind === 'place')
    return Number.isFinite(subject.x1) && Number.isFinite(subject.x2)
      ? null
      : failure('invalid-row', 'A place has finite coordinates.');
  const count = dataSet.rows[subject.split].length;
  if (isIndex(subject.index, count)) return null;
  return failure('not-found', `There is no ${subject.split} point ${subject.index + 1}: there are ${count}.`);
}

/** Cells along each side. */
const finestMap = 512;

function isIndex(index: number, count: number): boolean {
  return Number.isInteger(index) && index >= 0 && index < count;
}
