import { FunctionBody, type Local } from '../../src/backends/wasm/encoding/function-body.ts';
import { ModuleBuilder } from '../../src/backends/wasm/encoding/module-builder.ts';
import { lanesOf } from '../../src/backends/wasm/lanes.ts';
import { repeat } from '../../src/backends/wasm/loops/counted-loop.ts';
import type { Measurement } from '../measure.ts';
import type { PeakRate } from '../results.ts';
import { type Engine, type Training, Unavailable } from './engine.ts';

/** Multiply-adds of four lanes that do nothing else: what no engine of 128-bit vectors can outrun. */
export interface Peak extends Omit<Engine, 'create'> {
  create(): Training;
  /** Floating-point operations in one step; a multiply-add counts as two. */
  readonly flopsPerStep: number;
}

const roundsPerStep = 1000;

type MultiplyAdd = 'mul+add' | 'relaxed_madd';

/**
 * Enough that no unit waits for a result, and few enough for 16 vector registers: a multiply-add in one instruction
 * takes 4 or 5 cycles, two a cycle; a multiplication or an addition 3 or 4 cycles, two of each a cycle at best.
 */
const multiplyAddsPerRound: Readonly<Record<MultiplyAdd, number>> = { relaxed_madd: 12, 'mul+add': 6 };

export const peaks: readonly Peak[] = [peak('mul+add'), peak('relaxed_madd')];

export function isPeak(engine: string): boolean {
  return peaks.some(({ name }) => name === engine);
}

export function rateOf({ engine, runtime, stepsPerSecond }: Measurement): PeakRate {
  const { flopsPerStep } = peaks.find(({ name }) => name === engine)!;
  return { peak: engine, runtime, gflops: (stepsPerSecond * flopsPerStep) / 1e9 };
}

function peak(kind: MultiplyAdd): Peak {
  const name = `f32x4 ${kind}`;
  return {
    name,
    flopsPerStep: roundsPerStep * multiplyAddsPerRound[kind] * lanesOf.f32.count * 2,
    create() {
      const bytes = peakModule(kind);
      if (!WebAssembly.validate(bytes)) throw new Unavailable(`there is no ${name} here`);
      return new PeakTraining(bytes);
    },
  };
}

/** Exports `run(rounds)`, which returns a lane of the sum of all vectors, so that none of them is left out. */
function peakModule(kind: MultiplyAdd): Uint8Array<ArrayBuffer> {
  const module = new ModuleBuilder();
  const body = new FunctionBody({ parameters: ['i32'], results: ['f32'] });
  const [rounds] = body.parameters;
  const round = kind === 'mul+add' ? prepareMulAdd(body) : prepareRelaxedMadd(body);
  const sum = body.local('v128');
  repeat(body, rounds, [], round.contents);
  for (const vector of round.results) {
    body.get(vector);
    body.get(sum);
    body.op('f32x4.add');
    body.set(sum);
  }
  body.get(sum);
  body.lane('f32x4.extract_lane', 0);
  module.exportFunction('run', module.add(body));
  return module.build();
}

interface Round {
  readonly contents: () => void;
  readonly results: readonly Local[];
}

/**
 * sum ← sum + (product ← product · -1). Additions wait for additions and multiplications for multiplications only, and
 * no product is the same in the next round, so the engine cannot take it out of the loop. Nothing grows.
 */
function prepareMulAdd(body: FunctionBody): Round {
  const factor = splat(body, -1);
  const products = vectors(body, multiplyAddsPerRound['mul+add']);
  const sums = vectors(body, multiplyAddsPerRound['mul+add']);
  const contents = (): void => {
    for (const [k, sum] of sums.entries()) {
      body.get(sum);
      body.get(products[k]);
      body.get(factor);
      body.op('f32x4.mul');
      body.tee(products[k]);
      body.op('f32x4.add');
      body.set(sum);
    }
  };
  return { contents, results: sums };
}

/** x ← x·½ + 1, which stays near 2. */
function prepareRelaxedMadd(body: FunctionBody): Round {
  const half = splat(body, 0.5);
  const one = splat(body, 1);
  const chains = vectors(body, multiplyAddsPerRound.relaxed_madd);
  const contents = (): void => {
    for (const chain of chains) {
      for (const operand of [chain, half, one]) body.get(operand);
      body.op('f32x4.relaxed_madd');
      body.set(chain);
    }
  };
  return { contents, results: chains };
}

function vectors(body: FunctionBody, count: number): Local[] {
  return Array.from({ length: count }, (_, k) => splat(body, 1 + k / 16));
}

/** A local that holds four copies of the value. */
function splat(body: FunctionBody, value: number): Local {
  const local = body.local('v128');
  body.v128(lanesOf.f32.splatBytes(value));
  body.set(local);
  return local;
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
