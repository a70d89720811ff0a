import { FunctionBody } from '../../src/backends/wasm/encoding/function-body.ts';
import { ModuleBuilder } from '../../src/backends/wasm/encoding/module-builder.ts';
import { lanesOf } from '../../src/backends/wasm/lanes.ts';
import { repeat } from '../../src/backends/wasm/loops/counted-loop.ts';
import { type Engine, type Training, Unavailable } from './engine.ts';

/** Multiply-adds of four lanes that do nothing else: what no engine of 128-bit vectors can outrun. */
export interface Peak extends Engine {
  /** Floating-point operations in one step; a multiply-add counts as two. */
  readonly flopsPerStep: number;
}

/**
 * Chains of operations that do not wait for each other. Two units that take 4 + 4 cycles for a multiplication and an
 * addition are kept busy by 8 chains; more than 12, with the two factors, no longer fit the 16 vector registers.
 */
const chainCount = 12;
const roundsPerStep = 1000;
const flopsPerStep = roundsPerStep * chainCount * lanesOf.f32.count * 2;

type MultiplyAdd = 'mul+add' | 'relaxed_madd';

export const peaks: readonly Peak[] = [peak('mul+add'), peak('relaxed_madd')];

function peak(kind: MultiplyAdd): Peak {
  const name = `f32x4 ${kind}`;
  return {
    name,
    flopsPerStep,
    create() {
      const bytes = peakModule(kind);
      if (!WebAssembly.validate(bytes)) throw new Unavailable(`there is no ${name} here`);
      return new PeakTraining(bytes);
    },
  };
}

/** Exports `run(rounds)`, which returns a lane of the sum of the chains, so that none of them is left out. */
function peakModule(kind: MultiplyAdd): Uint8Array<ArrayBuffer> {
  const module = new ModuleBuilder();
  const body = new FunctionBody({ parameters: ['i32'], results: ['f32'] });
  const [rounds] = body.parameters;
  const vector = (value: number) => {
    const local = body.local('v128');
    body.v128(lanesOf.f32.splatBytes(value));
    body.set(local);
    return local;
  };
  // Every chain x ← x·½ + 1 stays near 2: no infinities and no subnormals.
  const half = vector(0.5);
  const one = vector(1);
  const chains = Array.from({ length: chainCount }, (_, k) => vector(1 + k / 16));
  repeat(body, rounds, [], () => {
    for (const chain of chains) {
      body.get(chain);
      body.get(half);
      if (kind === 'mul+add') body.op('f32x4.mul');
      body.get(one);
      body.op(kind === 'mul+add' ? 'f32x4.add' : 'f32x4.relaxed_madd');
      body.set(chain);
    }
  });
  body.get(chains[0]);
  for (const chain of chains.slice(1)) {
    body.get(chain);
    body.op('f32x4.add');
  }
  body.lane('f32x4.extract_lane', 0);
  module.exportFunction('run', module.add(body));
  return module.build();
}

function isFunction(value: WebAssembly.ExportValue | undefined): value is (rounds: number) => number {
  return typeof value === 'function';
}

class PeakTraining implements Training {
  readonly #run: (rounds: number) => number;
  #last = 0;

  constructor(bytes: Uint8Array<ArrayBuffer>) {
    const { run } = new WebAssembly.Instance(new WebAssembly.Module(bytes)).exports;
    if (!isFunction(run)) throw new TypeError('the module exports no function run');
    this.#run = run;
  }

  steps(count: number): void {
    // A call of its own for every so many steps: engines put better code in place between calls only.
    for (let left = count; left > 0; left -= 100) this.#last = this.#run(Math.min(left, 100) * roundsPerStep);
  }

  /** Not a network's parameters, but as finite as they should be. */
  parameters(): Float64Array {
    return Float64Array.of(this.#last);
  }

  dispose(): void {
    // Nothing but memory.
  }
}
