import type { NetworkPlan } from '../src/backends/webgpu/network-plan.ts';
import { openGpu } from '../src/backends/webgpu/open-gpu.ts';
import type { GpuEvaluator } from '../src/backends/webgpu/gpu-evaluator.ts';
import type { EvaluationFailure } from '../src/backends/webgpu/results.ts';
import { losses } from '../src/nn/losses.ts';
import type { GpuState } from '../src/protocol/messages.ts';
import type { Network } from '../src/training/network.ts';
import type { GridSamples } from '../src/training/samples.ts';
import { finestWithin, mapResolution, type Grid } from '../src/training/view.ts';

export interface GpuGrids {
  readonly boundary: Grid;
  readonly maps: Grid;
  /** Points evaluated and the wall-clock time until they were back. */
  readonly points: number;
  readonly elapsedMs: number;
}

/** The one owner of the GPU: knows whether there is one, evaluates grids on it, and says when it is gone. */
export class GpuViews {
  state: GpuState = { kind: 'probing' };
  #evaluator: GpuEvaluator | null = null;
  readonly #gpu: GPU | undefined;
  #opening: Promise<void> | null = null;
  /** What a point of this network took, from submission to results. */
  #cost: { networkKey: string; msPerPoint: number } | null = null;

  constructor(gpu: GPU | undefined) {
    this.#gpu = gpu;
  }

  /** Looks for a GPU and tries it out, once, and again after it was lost. Never rejects. */
  open(): Promise<void> {
    if (this.state.kind === 'lost') {
      this.#opening = null;
      this.state = { kind: 'probing' };
    }
    this.#opening ??= this.#open();
    return this.#opening;
  }

  async #open(): Promise<void> {
    const opened = await openGpu(this.#gpu);
    if (!opened.ok) {
      // Something that was only too busy to answer may be asked again.
      const isBusy = opened.code === 'adapter-timeout' || opened.code === 'device-timeout';
      this.state = { kind: isBusy ? 'lost' : 'unavailable', reason: opened.message };
      return;
    }
    const { gpu } = opened;
    this.#evaluator = gpu;
    this.state = { kind: 'available', name: gpu.adapter.name, isSoftware: gpu.adapter.isSoftware };
    void gpu.lost.then(({ message }) => {
      this.#end(message);
    });
  }

  /**
   * The finest boundary that is expected to fit into the time: a software adapter may need seconds for what a
   * graphics card does at once. A network not seen before is tried coarsely.
   */
  resolutionFor({ key }: Network, budgetMs: number): number {
    return finestWithin(budgetMs, this.#cost?.networkKey === key ? this.#cost.msPerPoint : Infinity);
  }

  /**
   * Boundary and neuron maps, or null when the GPU did not deliver. Never rejects. A GPU that failed is not used
   * again; one that declined these weights or this shape may be asked for others.
   */
  async evaluate(
    network: Network,
    parameters: Float64Array,
    grids: GridSamples,
    resolution: number,
  ): Promise<GpuGrids | null> {
    const evaluator = this.#evaluator;
    if (evaluator === null) return null;
    const plan = planOf(network);
    const boundarySamples = grids.at(resolution);
    const mapSamples = grids.at(mapResolution);
    const [boundary, maps] = await Promise.all([
      evaluator.evaluate({
        plan,
        parameters,
        columns: boundarySamples.inputs,
        sampleCount: boundarySamples.count,
        outputs: 'displayed',
      }),
      evaluator.evaluate({
        plan,
        parameters,
        columns: mapSamples.inputs,
        sampleCount: mapSamples.count,
        outputs: network.shownNeurons,
      }),
    ]);
    for (const result of [boundary, maps]) {
      if (!result.ok && !declined.has(result.code)) this.#end(result.message);
    }
    if (!boundary.ok || !maps.ok) return null;
    const points = boundarySamples.count + mapSamples.count;
    const elapsedMs = boundary.elapsedMs + maps.elapsedMs;
    this.#cost = { networkKey: network.key, msPerPoint: elapsedMs / points };
    return {
      boundary: { resolution, values: boundary.values },
      // The first row is the displayed output once more.
      maps: { resolution: mapResolution, values: maps.values.subarray(mapSamples.count) },
      points,
      elapsedMs,
    };
  }

  #end(reason: string): void {
    if (this.#evaluator === null) return;
    const evaluator = this.#evaluator;
    this.#evaluator = null;
    this.state = { kind: 'lost', reason };
    evaluator.dispose();
  }
}

/** Answers that say nothing against the GPU. */
const declined: ReadonlySet<EvaluationFailure['code']> = new Set(['not-finite', 'unsupported']);

function planOf({ shape, layers }: Network): NetworkPlan {
  const outputActivation = losses[shape.loss].outputActivation(shape.task);
  return {
    inputCount: shape.inputCount,
    layers: layers.map(({ width, weightOffset, biasOffset }, i) => ({
      width,
      weightOffset,
      biasOffset,
      activation: i === layers.length - 1 ? outputActivation : shape.activation,
    })),
    display: shape.loss === 'binary-cross-entropy' ? 'two-sigmoid-minus-one' : 'identity',
  };
}
