import type { Backend, ForwardExecutor, Samples } from '../src/backends/executor.ts';
import type { Steps } from '../src/autograd/steps.ts';
import { selectOutputs } from '../src/autograd/tape-builder.ts';
import { gridPoints } from '../src/data/grid.ts';
import type { ShownSlice } from '../src/data/data-set-types.ts';
import { principalComponents, type PrincipalComponents } from '../src/data/principal-components.ts';
import { sliceInputs, type PlotWindow } from '../src/data/slice.ts';
import { activationSteps, traceNetwork } from '../src/nn/network.ts';
import type {
  HiddenAnswer,
  HiddenAxes,
  HiddenPoints,
  HiddenRequest,
  HiddenSpace,
} from '../src/protocol/hidden-messages.ts';
import type { RunId } from '../src/protocol/run-id.ts';
import { chunkSize } from '../src/training/evaluation.ts';
import {
  along,
  alignedDirections,
  axesOfLayer,
  calmWindow,
  gridPlaces,
  linesOf,
} from '../src/training/hidden-space.ts';
import type { Network } from '../src/training/network.ts';
import type { Run } from '../src/training/run.ts';
import { leadingSamples } from '../src/training/samples.ts';
import type { Clock } from '../src/training/trainer.ts';

/** Cells along each side of the outputs over the window. */
const outputResolution = 72;
/** So many rows tell the directions in which a layer's outputs vary. */
const mostRows = 1000;

/** What is compiled for one layer of one network. */
interface CompiledLayer {
  readonly network: Network;
  readonly backend: Backend;
  readonly layer: number;
  /** `[...outputs of the layer]` of one sample. */
  readonly activations: ForwardExecutor;
  readonly grain: number;
  readonly instructions: number;
  /** `[...displayed outputs]` of the layer's outputs, where those are at most two and nothing else comes between. */
  readonly outputs: ForwardExecutor | null;
}

/** What the next picture is to be like. */
interface Before {
  readonly key: string;
  readonly window: PlotWindow;
  readonly components: PrincipalComponents | null;
}

/**
 * Looks at where a hidden layer puts the points and the plane they lie in. Computes it in executors of its own, so that
 * the training is not touched, and keeps those, and which way the picture was up, for the next look.
 */
export class HiddenSpaces {
  readonly #now: Clock;
  #compiled: CompiledLayer | null = null;
  #before: Before | null = null;
  /** What there are still questions about. */
  #present: Pick<Run, 'network' | 'backend'> | null = null;
  #isLooking = false;

  constructor(now: Clock) {
    this.#now = now;
  }

  /** Lets go of what was compiled for another network or back end, now or after the look that is going on. */
  keepFor({ network, backend }: Pick<Run, 'network' | 'backend'>): void {
    this.#present = { network, backend };
    if (!this.#isLooking) this.#dropOthers();
  }

  #dropOthers(): void {
    const { network, backend } = this.#present ?? {};
    const compiled = this.#compiled;
    if (network === undefined || compiled === null) return;
    if (compiled.network !== network || compiled.backend !== backend) this.dispose();
  }

  dispose(): void {
    this.#compiled?.activations.dispose();
    this.#compiled?.outputs?.dispose();
    this.#compiled = null;
  }

  /** In steps; a look begins when the one before has ended. */
  *look(run: Run, runId: RunId, request: HiddenRequest): Steps<HiddenAnswer> {
    this.#isLooking = true;
    try {
      return yield* this.#lookSteps(run, runId, request);
    } finally {
      this.#isLooking = false;
      this.#dropOthers();
    }
  }

  *#lookSteps(run: Run, runId: RunId, request: HiddenRequest): Steps<HiddenAnswer> {
    const { hidden } = run.network.shape;
    if (hidden.length === 0) return { runId, layer: null };
    const start = this.#now();
    const layer = Math.min(Math.max(0, request.layer), hidden.length - 1);
    // Taken before the steps: training goes on between them.
    const [parameters, epoch, { shown }] = [run.parameters(), run.progress, run];
    const compiled = yield* this.#compile(run, layer);
    const { train, test, bent } = yield* activationsOf(compiled, parameters, run, shown);
    const width = hidden[layer];
    const axes = axesOfLayer(width, request);
    const key = JSON.stringify([run.network.key, layer, axes]);
    const before = this.#before?.key === key ? this.#before : null;
    const components =
      axes.kind === 'components' ? componentsOf(train, before?.components?.directions ?? null) : null;
    const project = (columns: Float64Array[], label: Float64Array): HiddenPoints => {
      if (axes.kind === 'line') return { x1: columns[0], x2: label.map(heightOf(run)) };
      if (axes.kind === 'neurons') return { x1: columns[axes.neurons[0]], x2: columns[axes.neurons[1]] };
      const { mean, directions } = components ?? noComponents(width);
      return { x1: along(columns, mean, directions[0]), x2: along(columns, mean, directions[1]) };
    };
    const points = { train: project(train, shown.train.label), test: project(test, shown.test.label) };
    const window = calmWindow(before?.window ?? null, points.train, points.test);
    this.#before = { key, window, components };
    const lines = axes.kind === 'line' ? null : project(bent, new Float64Array());
    const isLine = shown.slice.kind === 'line';
    const outputs = axes.kind === 'components' ? null : outputsOf(compiled, parameters, axes, window);
    const space: HiddenSpace = {
      runId,
      epoch,
      layer,
      width,
      axes: axes.kind === 'components' ? { ...axes, shares: components?.shares ?? [0, 0] } : axes,
      window,
      ...points,
      // Of one input, every line across is the same one.
      gridLines: lines === null ? [] : linesOf(lines.x1, lines.x2).slice(isLine ? -1 : 0),
      outputs,
      elapsedMs: this.#now() - start,
    };
    return space;
  }

  *#compile(run: Run, layer: number): Steps<CompiledLayer> {
    const { network, backend } = run;
    const known = this.#compiled;
    if (known?.network === network && known.backend === backend && known.layer === layer) return known;
    const { hidden } = network.shape;
    const all = yield* activationSteps(network.shape);
    const first = hidden.slice(0, layer).reduce((sum, width) => sum + width, 0);
    const tape = selectOutputs(
      all,
      Array.from({ length: hidden[layer] }, (_, neuron) => first + neuron),
    );
    const activations = yield* backend.forwardSteps(tape);
    const isLast = layer === hidden.length - 1 && hidden[layer] <= 2;
    // What comes after the last hidden layer is a network of its own, without any.
    const rest = isLast ? traceNetwork({ ...network.shape, inputCount: hidden[layer], hidden: [] }) : null;
    const outputs = rest === null ? null : yield* backend.forwardSteps(rest.output);
    const { length: instructions } = tape;
    const { grain } = activations;
    this.dispose();
    this.#compiled = { network, backend, layer, activations, grain, instructions, outputs };
    return this.#compiled;
  }
}

/** What the layer makes of the points that are drawn, and of the grid of the slice that they are drawn over. */
function* activationsOf(
  compiled: CompiledLayer,
  parameters: Float64Array,
  { train, test, encoding }: Run,
  { slice, ...drawn }: ShownSlice,
): Steps<Readonly<Record<'train' | 'test' | 'bent', Float64Array[]>>> {
  const grid = gridPlaces(slice.window);
  const inputs = sliceInputs(encoding.features, slice, grid);
  return {
    train: yield* evaluate(compiled, parameters, leadingSamples(train, drawn.train.label.length)),
    test: yield* evaluate(compiled, parameters, leadingSamples(test, drawn.test.label.length)),
    bent: yield* evaluate(compiled, parameters, { count: grid.x1.length, inputs, targets: [] }),
  };
}

function* evaluate(
  { network, layer, activations, grain, instructions }: CompiledLayer,
  parameters: Float64Array,
  samples: Samples,
): Steps<Float64Array[]> {
  const columns = Array.from({ length: network.shape.hidden[layer] }, () => new Float64Array(samples.count));
  activations.setParameters(parameters);
  const unlabelled = { count: samples.count, inputs: samples.inputs, targets: [] };
  const chunk = chunkSize(instructions, grain);
  for (let from = 0; from < samples.count; from += chunk) {
    activations.run(unlabelled, from, Math.min(samples.count, from + chunk), columns);
    yield;
  }
  return columns;
}

/** The outputs over the window, across and up two neurons, or across one. */
function outputsOf(
  { network, outputs }: CompiledLayer,
  parameters: Float64Array,
  axes: Exclude<HiddenAxes, { kind: 'components' }> | { readonly kind: 'line' },
  window: PlotWindow,
): HiddenSpace['outputs'] {
  if (outputs === null) return null;
  const { x1, x2 } = gridPoints(outputResolution, window);
  const across = axes.kind === 'line' ? 0 : axes.neurons[0];
  const inputs = axes.kind === 'line' ? [x1] : across === 0 ? [x1, x2] : [x2, x1];
  const count = x1.length;
  const values = new Float32Array(network.outputCount * count);
  const columns = Array.from({ length: network.outputCount }, (_, k) =>
    values.subarray(k * count, (k + 1) * count),
  );
  const last = network.layers[network.layers.length - 1];
  outputs.setParameters(parameters.slice(last.weightOffset));
  outputs.run({ count, inputs, targets: [] }, 0, count, columns);
  return { resolution: outputResolution, values };
}

function componentsOf(
  columns: readonly Float64Array[],
  before: PrincipalComponents['directions'] | null,
): PrincipalComponents | null {
  const rows = columns.map((column) => column.subarray(0, mostRows));
  if (rows[0].length === 0 || !rows.every((column) => column.every(Number.isFinite))) return null;
  const components = principalComponents(rows);
  return { ...components, directions: alignedDirections(before, components.directions) };
}

/** Where nothing tells the directions: the first two neurons. */
function noComponents(width: number): Pick<PrincipalComponents, 'mean' | 'directions'> {
  const unit = (at: number): Float64Array => Float64Array.from({ length: width }, (_, i) => Number(i === at));
  return { mean: new Float64Array(width), directions: [unit(0), unit(1)] };
}

/** How high over a line a point lies, by its label: classes evenly from -1 to 1. */
function heightOf({ dataSet: { classNames } }: Run): (label: number) => number {
  const { length } = classNames;
  return length <= 2 ? (label) => label : (place) => (2 * place) / (length - 1) - 1;
}
