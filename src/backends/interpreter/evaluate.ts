import { opNames, ops, type OpName } from '../../autograd/ops.ts';
import { leafRoles, type Tape } from '../../autograd/tape.ts';

const firstOp = leafRoles.length;

/** Ops that deserve no call: the rest goes through the op table. */
const code = Object.fromEntries(opNames.map((name, i) => [name, firstOp + i])) as Record<OpName, number>;
const valueOf = opNames.map((name) => ops[name].value);
const { add, sub, mul } = code;

/**
 * Runs a tape for one sample: `values[i]` becomes the result of instruction i. Leaves must already be in
 * `values` (see `loadLeaves`). The plainest evaluation there is, in f64: every other back end is judged by it.
 */
export function evaluate({ length, codes, left, right, immediates }: Tape, values: Float64Array): void {
  for (let i = 0; i < length; i++) {
    const op = codes[i];
    if (op === mul) values[i] = values[left[i]] * values[right[i]];
    else if (op === add) values[i] = values[left[i]] + values[right[i]];
    else if (op === sub) values[i] = values[left[i]] - values[right[i]];
    else if (op >= firstOp) {
      const b = right[i];
      values[i] = valueOf[op - firstOp](values[left[i]], b < 0 ? 0 : values[b], immediates[i]);
    }
  }
}

/** Where the leaves of one role stand in a tape, and which slot each one reads. */
export interface LeafMap {
  readonly at: Int32Array;
  readonly slots: Int32Array;
}

/** Of the slots [from, to) only, if that is said: the first of them counts as 0. */
export function leafMap(
  tape: Tape,
  role: (typeof leafRoles)[number],
  from = -Infinity,
  to = Infinity,
): LeafMap {
  const roleCode = leafRoles.indexOf(role);
  const at: number[] = [];
  for (let i = 0; i < tape.length; i++)
    if (tape.codes[i] === roleCode && tape.left[i] >= from && tape.left[i] < to) at.push(i);
  const first = Math.max(0, from);
  return { at: Int32Array.from(at), slots: Int32Array.from(at, (i) => tape.left[i] - first) };
}

/** Room for a tape's values, its constants already in place. */
export function createValues(tape: Tape): Float64Array {
  const values = new Float64Array(tape.length);
  const constants = leafMap(tape, 'constant');
  for (const i of constants.at) values[i] = tape.immediates[i];
  return values;
}

/** values[leaf] = source[slot] for every leaf of the map. */
export function loadSlots({ at, slots }: LeafMap, source: Float64Array, values: Float64Array): void {
  for (let k = 0; k < at.length; k++) values[at[k]] = source[slots[k]];
}

/** values[leaf] = columns[slot][row] for every leaf of the map. */
export function loadRow(
  { at, slots }: LeafMap,
  columns: readonly Float64Array[],
  row: number,
  values: Float64Array,
): void {
  for (let k = 0; k < at.length; k++) values[at[k]] = columns[slots[k]][row];
}
