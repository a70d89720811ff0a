import type { Backend, ForwardExecutor, Samples } from '../src/backends/executor.ts';
import { finish, type Steps } from '../src/autograd/steps.ts';
import { selectOutputs } from '../src/autograd/tape-builder.ts';
import type { Tape } from '../src/autograd/tape.ts';
import { tableOfRow } from '../src/data/asked-row.ts';
import type { DataSet, RowPlace } from '../src/data/data-set-types.ts';
import { encodeFeatures, encodeTarget } from '../src/data/encoding.ts';
import { labelOf, placeOf, planeTable, type PointColumns } from '../src/data/plane-table.ts';
import { allRows, type Table } from '../src/data/table.ts';
import type { Inspection, InspectRequest, SampleChoice } from '../src/protocol/lab-messages.ts';
import type { Reply } from '../src/protocol/reply.ts';
import type { RunId } from '../src/protocol/run-id.ts';
import { MeanGradient, neuronGradientTape, outputGradientTape } from '../src/training/mean-gradient.ts';
import type { Network } from '../src/training/network.ts';
import type { Run } from '../src/training/run.ts';
import { encodedSamples } from '../src/training/samples.ts';

type Present = Pick<Run, 'network' | 'backend'>;
type SampleRoot = Inspection['root'];

/**
 * Answers what one sample looks like to the present network: values, weights and gradients. Computes them in an
 * executor of its own, so that the training is not touched, and keeps that for the next request.
 */
export class SampleInspector {
  #compiled: CompiledRoot | null = null;
  /** What there are still questions about. */
  #present: Present | null = null;

  /** Lets go of what was compiled for another network or back end, now and when it comes late. */
  keepFor({ network, backend }: Present): void {
    this.#present = { network, backend };
    this.#dropOthers();
  }

  #dropOthers(): void {
    if (this.#present === null || this.#compiled?.isFor(this.#present) !== false) return;
    this.#compiled.dispose();
    this.#compiled = null;
  }

  /** In steps: compiling for a large network takes a while. */
  *inspect(run: Run, runId: RunId, { sample, root }: InspectRequest): Steps<Reply<Inspection>> {
    const problem = problemOf(run, sample, root);
    if (problem !== null) return { ok: false, code: 'not-found', message: problem };
    const { network, backend } = run;
    const encoded = sampleOf(run, sample);
    if (!encoded.ok) return encoded;
    const { points, samples } = encoded.value;
    // Taken before the steps: between them the run may be replaced.
    const { progress } = run;
    const parameters = run.parameters();
    const compiled = yield* this.#compile(network, backend, root);
    const computed = compiled.at(samples, parameters);
    this.#dropOthers();
    return {
      ok: true,
      value: {
        runId,
        epoch: progress,
        engine: backend.name,
        root,
        network: network.shape,
        features: network.inputs,
        outputs: network.outputs,
        x1: points.x1[0],
        x2: points.x2[0],
        label: points.label[0],
        inputs: Float64Array.from(samples.inputs, ([value]) => value),
        targets: samples.targets.map(([value]) => value),
        parameters,
        ...computed,
      },
    };
  }

  *#compile(network: Network, backend: Backend, root: SampleRoot): Steps<CompiledRoot> {
    if (this.#compiled?.fits(network, backend, root) === true) return this.#compiled;
    const compiled = yield* CompiledRoot.compile(network, backend, root);
    this.#compiled?.dispose();
    this.#compiled = compiled;
    return compiled;
  }
}

interface RootParts {
  readonly network: Network;
  readonly backend: Backend;
  readonly root: SampleRoot;
  readonly tape: Tape;
  readonly gradient: MeanGradient;
  readonly value: ForwardExecutor;
}

/** A root's value and gradients, compiled for one network and back end. */
class CompiledRoot {
  readonly #key: string;
  readonly #network: Network;
  readonly #backend: Backend;
  readonly #hasTarget: boolean;
  readonly #gradient: MeanGradient;
  readonly #value: ForwardExecutor;

  private constructor(parts: RootParts) {
    this.#key = keyOf(parts.root);
    this.#network = parts.network;
    this.#backend = parts.backend;
    this.#hasTarget = parts.tape.targetCount > 0;
    this.#gradient = parts.gradient;
    this.#value = parts.value;
  }

  static *compile(network: Network, backend: Backend, root: SampleRoot): Steps<CompiledRoot> {
    const tape = yield* gradientTape(network, root);
    const gradient = yield* MeanGradient.compile(backend, tape);
    const value = yield* backend.forwardSteps(selectOutputs(tape, [0]));
    return new CompiledRoot({ network, backend, root, tape, gradient, value });
  }

  fits(network: Network, backend: Backend, root: SampleRoot): boolean {
    return this.isFor({ network, backend }) && keyOf(root) === this.#key;
  }

  isFor({ network, backend }: Present): boolean {
    return network === this.#network && backend === this.#backend;
  }

  /** `samples` holds one sample. */
  at(samples: Samples, parameters: Float64Array): Pick<Inspection, 'value' | 'gradients'> {
    const fitting = this.#hasTarget ? samples : { ...samples, targets: [] };
    const value = new Float64Array(1);
    this.#value.setParameters(parameters);
    this.#value.run(fitting, 0, 1, [value]);
    return { value: value[0], gradients: finish(this.#gradient.of(fitting, parameters)) };
  }

  dispose(): void {
    this.#gradient.dispose();
    this.#value.dispose();
  }
}

function keyOf(root: SampleRoot): string {
  if (root.kind === 'loss') return 'loss';
  return root.kind === 'output' ? `output ${root.output}` : `${root.layer}/${root.neuron}`;
}

/** The tape of a root and its gradient by each parameter. */
function* gradientTape(network: Network, root: SampleRoot): Steps<Tape> {
  if (root.kind === 'loss') return (yield* network.trace()).gradient;
  return yield* root.kind === 'output'
    ? outputGradientTape(network, root.output)
    : neuronGradientTape(network, root);
}

/** Of one sample. */
interface EncodedSample {
  readonly points: PointColumns;
  readonly samples: Samples;
}

function sampleOf(run: Run, sample: SampleChoice): Reply<EncodedSample> {
  const { encoding, experiment, dataSet, network } = run;
  if (sample.kind === 'row') {
    const made = tableOfRow(dataSet, sample.row);
    if (!made.ok) return { ok: false, code: 'invalid-row', message: made.message };
    const inputs = encodeFeatures(encoding.features, made.table, allRows(made.table));
    const targets = Array.from({ length: network.outputCount }, () => new Float64Array(1));
    const unknown = Float64Array.of(NaN);
    const points = { x1: unknown, x2: unknown, label: unknown };
    return { ok: true, value: { points, samples: { count: 1, inputs, targets } } };
  }
  const { table, rows } = rowOf(run, sample);
  const samples = encodedSamples(encoding, table, rows, experiment.loss);
  return { ok: true, value: { points: pointOf(run, sample), samples } };
}

function ownPoint({ x1, x2, label }: Extract<SampleChoice, { kind: 'point' }>): PointColumns {
  return { x1: Float64Array.of(x1), x2: Float64Array.of(x2), label: Float64Array.of(label) };
}

type PlacedSample = Exclude<SampleChoice, { kind: 'row' }>;

function pointOf({ dataSet }: Run, sample: PlacedSample): PointColumns {
  if (sample.kind === 'point') return ownPoint(sample);
  const { x1, x2, label } = dataSet[sample.split];
  const { index } = sample;
  if (index >= label.length) return undrawnPoint(dataSet, sample);
  return {
    x1: x1.slice(index, index + 1),
    x2: x2.slice(index, index + 1),
    label: label.slice(index, index + 1),
  };
}

/** Of very many rows only the first have a place in the picture. */
function undrawnPoint({ table, rows, encoding }: DataSet, { split, index }: RowPlace): PointColumns {
  const unknown = Float64Array.of(NaN);
  if (encoding === null) return { x1: unknown, x2: unknown, label: unknown };
  const { target } = encoding;
  const truth = encodeTarget(target, table, rows[split].subarray(index, index + 1));
  const label = target.kind === 'class' ? truth.map((place) => labelOf(place, target.classes.length)) : truth;
  return { x1: unknown, x2: unknown, label };
}

/** A sample's row in the data set; a point that is in none has a table of its own. */
function rowOf({ dataSet }: Run, sample: PlacedSample): { table: Table; rows: Uint32Array } {
  if (sample.kind === 'sample') {
    const { index } = sample;
    return { table: dataSet.table, rows: dataSet.rows[sample.split].slice(index, index + 1) };
  }
  const table = planeTable(ownPoint(sample), dataSet.classNames);
  return { table, rows: allRows(table) };
}

/** What is wrong with a request, as a sentence; null if nothing is. */
function problemOf({ dataSet, network }: Run, sample: SampleChoice, root: SampleRoot): string | null {
  if (sample.kind === 'sample') {
    const count = dataSet.rows[sample.split].length;
    if (!isIndex(sample.index, count)) {
      return `There is no ${sample.split} point ${sample.index + 1}: there are ${count}.`;
    }
  } else if (sample.kind === 'row') {
    if (root.kind === 'loss')
      return 'What is right for this input is not known, so it has no loss: open an output or a neuron.';
  } else if (![sample.x1, sample.x2, sample.label].every(Number.isFinite)) {
    return 'A point has finite coordinates and a finite label.';
  } else if (
    dataSet.classNames[placeOf(sample.label, dataSet.classNames.length)] === undefined &&
    dataSet.task === 'classification'
  ) {
    return `There is no class ${sample.label}: there are ${dataSet.classNames.length}, counted from 0.`;
  }
  if (root.kind === 'loss') return null;
  if (root.kind === 'output') {
    const { outputCount } = network;
    if (isIndex(root.output, outputCount)) return null;
    return `There is no output ${root.output + 1}: ${outputCount === 1 ? 'there is one' : `there are ${outputCount}`}.`;
  }
  const { hidden } = network.shape;
  const layerExists = isIndex(root.layer, hidden.length);
  if (layerExists && isIndex(root.neuron, hidden[root.layer])) return null;
  return `There is no neuron ${root.neuron + 1} in hidden layer ${root.layer + 1}: the layers have ${hidden.join(', ') || 'no'} neurons.`;
}

function isIndex(index: number, count: number): boolean {
  return Number.isInteger(index) && index >= 0 && index < count;
}
