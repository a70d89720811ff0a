import type { Steps } from '../src/autograd/steps.ts';
import type { Backend, ForwardExecutor } from '../src/backends/executor.ts';
import type { Grid } from '../src/data/grid.ts';
import type { LayerNeuron } from '../src/protocol/look-messages.ts';
import { chunkSize } from '../src/training/evaluation.ts';
import type { Network } from '../src/training/network.ts';
import type { NeuronProbe } from '../src/training/neuron-probe.ts';
import type { Run } from '../src/training/run.ts';
import { GridSamples } from '../src/training/samples.ts';

interface Compiled {
  readonly network: Network;
  readonly backend: Backend;
  readonly place: number;
  readonly executor: ForwardExecutor;
  readonly chunk: number;
  /** Maps that are being computed with it. */
  users: number;
}

/** What one neuron puts out over the picture, by the engine that trains; compiled once for as long as it is asked about. */
export class NeuronMaps {
  #compiled: Compiled | null = null;
  #grids: { readonly shown: Run['shown']; readonly grids: GridSamples } | null = null;

  keepFor({ network, backend }: Pick<Run, 'network' | 'backend'>): void {
    const compiled = this.#compiled;
    if (compiled !== null && (compiled.network !== network || compiled.backend !== backend))
      this.#drop(compiled);
    this.#grids = null;
  }

  /** `resolution` cells along each side. */
  *at(
    run: Run,
    probe: NeuronProbe,
    { layer, neuron }: LayerNeuron,
    parameters: Float64Array,
    resolution: number,
  ): Steps<Grid> {
    const before = run.network.layers.slice(0, layer).reduce((sum, { width }) => sum + width, 0);
    const samples = this.#gridsOf(run).at(resolution);
    const values = new Float32Array(samples.count);
    const compiled = yield* this.#compile(run, probe, before + neuron);
    const { executor, chunk } = compiled;
    compiled.users++;
    try {
      for (let from = 0; from < samples.count; from += chunk) {
        // Another map may have been computed with it between two steps.
        executor.setParameters(parameters);
        executor.run(samples, from, Math.min(samples.count, from + chunk), [values]);
        yield;
      }
    } finally {
      compiled.users--;
      if (compiled !== this.#compiled && compiled.users === 0) executor.dispose();
    }
    return { resolution, values };
  }

  *#compile({ network, backend }: Run, probe: NeuronProbe, place: number): Steps<Compiled> {
    const before = this.#compiled;
    if (before?.network === network && before.backend === backend && before.place === place) return before;
    const tape = probe.tapeOf(place);
    yield;
    const executor = yield* backend.forwardSteps(tape);
    const chunk = chunkSize(tape.length, executor.grain);
    const compiled = { network, backend, place, executor, chunk, users: 0 };
    if (this.#compiled !== null) this.#drop(this.#compiled);
    this.#compiled = compiled;
    return compiled;
  }

  #drop(compiled: Compiled): void {
    if (this.#compiled === compiled) this.#compiled = null;
    if (compiled.users === 0) compiled.executor.dispose();
  }

  #gridsOf({ shown, encoding }: Run): GridSamples {
    if (this.#grids?.shown !== shown)
      this.#grids = { shown, grids: new GridSamples(encoding.features, shown.slice) };
    return this.#grids.grids;
  }
}
