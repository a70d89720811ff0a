import type { CompileResult, CompiledShader, ShaderDescription } from './compile.ts';
import { loopCapacity } from './loops.ts';
import { operationCount, outputCount, type NetworkProgram } from './network-plan.ts';
import { packParameters, packTables, packWeights, type PackedTables } from './pack.ts';
import type { PipelineCache } from './pipeline-cache.ts';
import type { EmitPath } from './requests.ts';

/**
 * Multiplications and additions of a sample up to which a network is written out. Beyond, a shader compiles for
 * too long: on a software adapter about a millisecond for every 10 operations, and longer still as it grows.
 */
export const defaultStraightLineLimit = 1000;

/** How a network is run: by which shader, and what that reads beside the weights. */
export interface ChosenShader {
  readonly path: EmitPath;
  readonly shader: CompiledShader;
  /** Parameters as this shader reads them. */
  readonly pack: (parameters: Float64Array) => Float32Array<ArrayBuffer>;
  /** What the loops need to know of the network; null for one that is written out. */
  readonly tables: PackedTables | null;
}

export type ChoiceResult =
  { readonly ok: true; readonly chosen: ChosenShader } | Exclude<CompileResult, { readonly ok: true }>;

/** The two ways to write one kind of kernel. */
export interface KernelFamily {
  /** Of the cache's keys; another family has another. */
  readonly name: string;
  readonly loops: (capacity: number, outputCount: number) => ShaderDescription;
  readonly straightLine: () => ShaderDescription;
}

/** Chooses between writing a network out and looping over its layers. */
export class NetworkShaders {
  readonly #cache: PipelineCache;
  readonly #straightLineLimit: number;

  constructor(cache: PipelineCache, straightLineLimit: number) {
    this.#cache = cache;
    this.#straightLineLimit = straightLineLimit;
  }

  /** The shader that is right for a network; waits until it is compiled. */
  async best(program: NetworkProgram, family: KernelFamily): Promise<ChoiceResult> {
    if (!this.#isWrittenOut(program)) return this.#loops(program, family);
    const { key, describe } = written(program, family);
    return straightLine(await this.#cache.get(key, describe));
  }

  /** A shader to run now: the loops, until the one that is written out has been compiled. */
  async ready(program: NetworkProgram, family: KernelFamily): Promise<ChoiceResult> {
    if (this.#isWrittenOut(program)) {
      const { key, describe } = written(program, family);
      const compiled = this.#cache.peek(key, describe);
      if (compiled !== undefined) return straightLine(compiled);
    }
    return this.#loops(program, family);
  }

  #isWrittenOut({ plan }: NetworkProgram): boolean {
    return operationCount(plan) <= this.#straightLineLimit;
  }

  async #loops({ plan, neurons }: NetworkProgram, { name, loops }: KernelFamily): Promise<ChoiceResult> {
    const capacity = loopCapacity(plan);
    const outputs = outputCount(plan);
    const key = `${name} by loops ${capacity}, outputs ${outputs}`;
    const result = await this.#cache.get(key, () => loops(capacity, outputs));
    if (!result.ok) return result;
    return {
      ok: true,
      chosen: {
        path: 'loops',
        shader: result.shader,
        pack: (parameters) => packWeights(plan, parameters),
        tables: packTables(plan, neurons),
      },
    };
  }
}

function written(
  program: NetworkProgram,
  { name, straightLine: describe }: KernelFamily,
): { key: string; describe: () => ShaderDescription } {
  return { key: `${name} in a straight line ${topologyOf(program)}`, describe };
}

function straightLine(result: CompileResult): ChoiceResult {
  if (!result.ok) return result;
  const { shader } = result;
  return { ok: true, chosen: { path: 'straight-line', shader, pack: packParameters, tables: null } };
}

const topologies = new WeakMap<NetworkProgram, string>();

/** Equal for programs that the same shader serves: all that is written into it, and no weight. */
function topologyOf(program: NetworkProgram): string {
  let topology = topologies.get(program);
  if (topology === undefined) {
    topology = JSON.stringify([program.plan, program.neurons]);
    topologies.set(program, topology);
  }
  return topology;
}
