import type { FunctionReference } from '../encoding/function-body.ts';
import type { Expression, LaneMath } from '../lane-math.ts';

/**
 * An imported f64 function applied to every lane in turn, with further arguments, vectors or numbers that are the
 * same for all: slow and exact, for what is rare. The operands must be held.
 */
export function perLane(
  m: LaneMath,
  x: Expression,
  scalar: FunctionReference,
  rest: readonly (Expression | number)[],
): Expression {
  const { body, lanes } = m;
  const emitLane = (operand: Expression, lane: number): void => {
    operand.emit();
    body.lane(`${lanes.float}.extract_lane`, lane);
    if (lanes.type === 'f32') body.op('f64.promote_f32');
  };
  return {
    held: false,
    emit: () => {
      x.emit();
      for (let lane = 0; lane < lanes.count; lane++) {
        emitLane(x, lane);
        for (const argument of rest) {
          if (typeof argument === 'number') body.f64(argument);
          else emitLane(argument, lane);
        }
        body.call(scalar);
        if (lanes.type === 'f32') body.op('f32.demote_f64');
        body.lane(`${lanes.float}.replace_lane`, lane);
      }
    },
  };
}
