import type { Tape } from '../../autograd/tape.ts';
import type { Local } from './encoding/function-body.ts';
import type { Expression, LaneMath } from './lane-math.ts';
import { highHalves } from './lanes.ts';
import { loadVector } from './memory-access.ts';
import { meanGradient, type GradientSums } from './mean-gradient.ts';
import type { TrainingLayout } from './memory-layout.ts';
import { emitStraightLine } from './straight-line.ts';

export interface SumOfSquares extends GradientSums {
  readonly layout: TrainingLayout;
  /** Of f64, in the same function. */
  readonly inF64: LaneMath;
  readonly normed: Tape;
  /** Whether parameters that rest are to be left out. */
  readonly someRest: boolean;
  /** What all lanes of the tape share. */
  readonly known: ReadonlyMap<number, Expression>;
}

/** Adds up, in f64 whatever the lanes, the squares of the tape's output over the parameters. */
export class SquareSummer {
  readonly #request: SumOfSquares;
  readonly #sum: Local;

  constructor(request: SumOfSquares) {
    const { m, inF64 } = request;
    this.#request = request;
    this.#sum = m.body.local('v128');
    inF64.constant(0).emit();
    m.body.set(this.#sum);
  }

  /** Of the parameters at byte `offset` of their column; those that rest and lanes outside the mask do not count. */
  add(offset: Local, mask: Expression | null): void {
    const { m, layout, normed, known, someRest } = this.#request;
    m.scope(() => {
      const gradient = m.let(meanGradient(this.#request, offset, false));
      const inputs = [
        loadVector(m, layout.parameters, offset),
        gradient,
        loadVector(m, layout.decay, offset),
      ];
      const held = inputs.map((input) => m.let(input));
      emitStraightLine(m, {
        tape: normed,
        known,
        leaf: (_role, slot) => held[slot],
        output: (_k, value) => {
          const counted = mask === null ? value : m.and(value, mask);
          const term = m.let(someRest ? m.andNot(counted, loadVector(m, layout.resting, offset)) : counted);
          for (const part of this.#inDoubles(term)) this.#addSquare(part);
        },
      });
    });
  }

  /** Stores the sum at an address, as f64. */
  store(address: number): void {
    const { body } = this.#request.m;
    body.i32(0);
    for (const lane of [0, 1]) {
      body.get(this.#sum);
      body.lane('f64x2.extract_lane', lane);
    }
    body.op('f64.add');
    body.memory('f64.store', address);
  }

  #inDoubles(value: Expression): Expression[] {
    const { m } = this.#request;
    const { body } = m;
    if (m.lanes.type === 'f64') return [value];
    const promoted = (emit: () => void): Expression => ({
      held: false,
      emit: () => {
        emit();
        body.op('f64x2.promote_low_f32x4');
      },
    });
    return [
      promoted(() => value.emit()),
      promoted(() => {
        value.emit();
        value.emit();
        body.shuffle(highHalves);
      }),
    ];
  }

  #addSquare(part: Expression): void {
    const { inF64 } = this.#request;
    const held = inF64.let(part);
    inF64.add(inF64.held(this.#sum), inF64.mul(held, held)).emit();
    inF64.body.set(this.#sum);
  }
}
