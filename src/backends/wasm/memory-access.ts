import type { Local } from './encoding/function-body.ts';
import type { Expression, LaneMath } from './lane-math.ts';

/** The vector at a fixed address, or at `base` plus an offset. Read anew at each emission. */
export function loadVector(m: LaneMath, offset: number, base?: Local): Expression {
  return { held: false, emit: () => addressed(m, base, () => m.body.memory('v128.load', offset)) };
}

/** The number at an address in every lane. */
export function loadSplat(m: LaneMath, offset: number, base?: Local): Expression {
  return { held: true, emit: () => addressed(m, base, () => m.body.memory(m.lanes.loadSplat, offset)) };
}

export function storeVector(m: LaneMath, offset: number, value: Expression, base?: Local): void {
  addressed(m, base, () => value.emit());
  m.body.memory('v128.store', offset);
}

function addressed(m: LaneMath, base: Local | undefined, access: () => void): void {
  if (base === undefined) m.body.i32(0);
  else m.body.get(base);
  access();
}
