import { livePart } from '../../autograd/live-part.ts';
import { instructionCode, isLeaf, type Tape } from '../../autograd/tape.ts';
import type { UpdateProgram } from '../executor.ts';
import type { Compilation } from './compilation.ts';
import type { FunctionReference, Local } from './encoding/function-body.ts';
import type { Expression, LaneMath } from './lane-math.ts';
import { meanGradient } from './mean-gradient.ts';
import { loadSplat, loadVector, storeVector } from './memory-access.ts';
import { vectorBytes, type TrainingLayout } from './memory-layout.ts';
import { emitStraightLine } from './straight-line.ts';
import { SquareSummer } from './sum-of-squares.ts';
import { uniformInstructions } from './tape-graph.ts';

/** Bytes of the result that take lane 0 of the first operand everywhere. */
const firstFloatEverywhere = Array.from({ length: 16 }, (_, k) => k % 4);

/** How a step is taken. */
export interface StepRequest {
  readonly program: UpdateProgram;
  readonly layout: TrainingLayout;
  readonly parameterCount: number;
  /** Whether it heeds that some parameters rest: a step of its own, so that one without any costs nothing. */
  readonly someRest: boolean;
}

/**
 * A function (count of samples in the batch) → 1 if the step diverged, else 0. Takes the mean gradient, advances
 * the shared scalars, updates every parameter and its state, and clears the sums for the next batch.
 *
 * What is the same for all parameters is computed in f64 whatever the lanes, so that 1 - β^t keeps its digits.
 */
export function emitOptimizerStep(
  compilation: Compilation,
  { program, layout, parameterCount, someRest }: StepRequest,
): FunctionReference {
  const { update, advance, normed, hyperParameterCount, initialShared } = program;
  const m = compilation.function({ parameters: ['i32'], results: ['i32'] });
  const { body } = m;
  const inF64 = compilation.inF64(m);
  emitAdvance(inF64, advance, layout, hyperParameterCount);
  const reciprocal = (): Expression =>
    m.let({ held: false, emit: () => emitReciprocal(m, body.parameters[0]) });
  const early = normed === undefined ? null : reciprocal();
  if (normed !== undefined && early !== null) {
    const known = emitUniformPart(m, inF64, normed, layout);
    const squares = new SquareSummer({ m, inF64, layout, normed, someRest, known, perSample: early });
    forEachVector(m, parameterCount, (offset, mask) => {
      squares.add(offset, mask);
    });
    squares.store(layout.scalars + (hyperParameterCount + initialShared.length) * 8);
  }
  const known = emitUniformPart(m, inF64, update, layout);
  const perSample = early ?? reciprocal();

  const check = body.local('v128');
  m.mul(loadVector(m, layout.lossSum), m.constant(0)).emit();
  body.set(check);
  storeVector(m, layout.lossSum, m.bits(0));

  const step = new ParameterStep(m, { update, layout, known, perSample, check, someRest });
  forEachVector(m, parameterCount, (offset, mask) => {
    step.emit(offset, mask);
  });

  const finite = m.equal(m.held(check), m.held(check));
  m.xor(finite, m.bits(0xffffffff, 0xffffffff)).emit();
  body.op('v128.any_true');
  return compilation.module.add(body);
}

/** Goes through the parameters vector by vector; the mask of the last one leaves out the lanes that hold none. */
function forEachVector(
  m: LaneMath,
  parameterCount: number,
  emit: (offset: Local, mask: Expression | null) => void,
): void {
  const { body, lanes } = m;
  const whole = Math.floor(parameterCount / lanes.count);
  const rest = parameterCount % lanes.count;
  const offset = body.local('i32');
  if (whole > 0) {
    body.loop((again) => {
      emit(offset, null);
      body.get(offset);
      body.i32(vectorBytes);
      body.op('i32.add');
      body.tee(offset);
      body.i32(whole * vectorBytes);
      body.op('i32.lt_u');
      body.branchIf(again);
    });
  }
  if (rest > 0) emit(offset, laneMask(m, rest));
}

/** The next values of the shared scalars, computed from the present ones and only then stored. */
function emitAdvance(m: LaneMath, advance: Tape, layout: TrainingLayout, hyperParameterCount: number): void {
  const next: Expression[] = [];
  emitStraightLine(m, {
    tape: advance,
    leaf: (_role, slot) => loadSplat(m, layout.scalars + slot * 8),
    output: (k, value) => {
      const local = m.body.local('v128');
      value.emit();
      m.body.set(local);
      next[k] = m.held(local);
    },
  });
  next.forEach((value, k) => {
    m.body.i32(0);
    value.emit();
    m.body.lane('f64x2.extract_lane', 0);
    m.body.memory('f64.store', layout.scalars + (hyperParameterCount + k) * 8);
  });
}

/** Computes what all lanes of the update share; where the rest of the update finds it. */
function emitUniformPart(
  m: LaneMath,
  inF64: LaneMath,
  update: Tape,
  layout: TrainingLayout,
): ReadonlyMap<number, Expression> {
  const frontier = uniformFrontier(update);
  const known = new Map<number, Expression>();
  emitStraightLine(inF64, {
    tape: livePart(update, frontier),
    leaf: (_role, slot) => loadSplat(inF64, layout.scalars + slot * 8),
    output: (k, value) => {
      const local = m.body.local('v128');
      value.emit();
      if (m.lanes.type === 'f32') {
        m.body.op('f32x4.demote_f64x2_zero');
        m.body.tee(local);
        m.body.get(local);
        m.body.shuffle(firstFloatEverywhere);
      }
      m.body.set(local);
      known.set(frontier[k], m.held(local));
    },
  });
  return known;
}

/** Uniform instructions, constants apart, that are outputs or are read by an instruction that is not uniform. */
function uniformFrontier(update: Tape): number[] {
  const uniform = uniformInstructions(update);
  const frontier = new Set<number>(update.outputs);
  for (let i = 0; i < update.length; i++) {
    if (uniform[i] === 1 || isLeaf(update.codes[i])) continue;
    frontier.add(update.left[i]);
    if (update.right[i] >= 0) frontier.add(update.right[i]);
  }
  const isConstant = (i: number): boolean => update.codes[i] === instructionCode.constant;
  return [...frontier].filter((i) => uniform[i] === 1 && !isConstant(i)).sort((a, b) => a - b);
}

/** 1 / count in every lane. */
function emitReciprocal(m: LaneMath, count: Local): void {
  m.body.f64(1);
  m.body.get(count);
  m.body.op('f64.convert_i32_u');
  m.body.op('f64.div');
  if (m.lanes.type === 'f32') m.body.op('f32.demote_f64');
  m.body.op(`${m.lanes.float}.splat`);
}

/** All ones in the first lanes. */
function laneMask(m: LaneMath, count: number): Expression {
  const bytes = new Uint8Array(16).fill(0xff, 0, count * m.lanes.bytes);
  return { held: true, emit: () => m.body.v128(bytes) };
}

interface ParameterStepParts {
  readonly update: Tape;
  readonly layout: TrainingLayout;
  /** What all lanes share. */
  readonly known: ReadonlyMap<number, Expression>;
  readonly perSample: Expression;
  /** Becomes NaN where a parameter is not finite. */
  readonly check: Local;
  readonly someRest: boolean;
}

/** The update of one vector of parameters. */
class ParameterStep {
  readonly #m: LaneMath;
  readonly #parts: ParameterStepParts;

  constructor(m: LaneMath, parts: ParameterStepParts) {
    this.#m = m;
    this.#parts = parts;
  }

  /** Of the parameters at byte `offset` of their column; lanes outside the mask do not count as parameters. */
  emit(offset: Local, mask: Expression | null): void {
    const m = this.#m;
    const { update, layout, known, perSample, someRest } = this.#parts;
    const { parameters, decay, state } = layout;
    m.scope(() => {
      const gradient = m.let(meanGradient({ m, layout, perSample }, offset, true));
      const inputs = [loadVector(m, parameters, offset), gradient, loadVector(m, decay, offset)];
      inputs.push(...state.map((column) => loadVector(m, column, offset)));
      const held = inputs.map((input) => m.let(input));
      const rests = someRest ? m.let(loadVector(m, layout.resting, offset)) : null;
      /** What a parameter that rests has, it keeps. */
      const kept = (before: Expression, value: Expression): Expression =>
        rests === null ? value : m.select(rests, before, value);
      emitStraightLine(m, {
        tape: update,
        known,
        leaf: (_role, slot) => held[slot],
        output: (k, value) => {
          if (k > 0) storeVector(m, state[k - 1], kept(held[k + 2], value), offset);
          else this.#storeParameters(kept(held[0], value), offset, mask);
        },
      });
    });
  }

  #storeParameters(value: Expression, offset: Local, mask: Expression | null): void {
    const m = this.#m;
    const { layout, check } = this.#parts;
    const stepped = m.let(value);
    storeVector(m, layout.parameters, stepped, offset);
    // x·0 is NaN for infinities and NaN, and a sum with NaN in it stays NaN.
    const vanishing = m.let(m.mul(stepped, m.constant(0)));
    m.add(m.held(check), mask === null ? vanishing : m.and(vanishing, mask)).emit();
    m.body.set(check);
  }
}
