import type { OpName } from '../../autograd/ops.ts';
import type { StepMode } from '../../lab/step-modes.ts';
import type { LabModel } from './lab-model.ts';

/** What panels of the lab ask for. */
export type LabAction =
  | { readonly kind: 'write'; readonly source: string }
  | { readonly kind: 'preset'; readonly id: string }
  /** Other values of leaves; edits with the same name in a quick series are undone as one. */
  | { readonly kind: 'leaves'; readonly values: ReadonlyMap<string, number>; readonly edit: string }
  | { readonly kind: 'forth' | 'back' | 'play' | 'pause' }
  | { readonly kind: 'seek'; readonly position: number }
  | { readonly kind: 'speed'; readonly stepsPerSecond: number }
  | { readonly kind: 'mode'; readonly mode: StepMode }
  | { readonly kind: 'wrong-op'; readonly op: OpName };

export function perform(model: LabModel, action: LabAction): void {
  switch (action.kind) {
    case 'write':
      return model.write(action.source);
    case 'preset':
      return model.openPreset(action.id);
    case 'leaves':
      return model.moveLeaves(action.values, action.edit);
    case 'forth':
      return model.forth();
    case 'back':
      return model.back();
    case 'play':
      return model.play();
    case 'pause':
      return model.pause();
    case 'seek':
      return model.seek(action.position);
    case 'speed':
      return model.setSpeed(action.stepsPerSecond);
    case 'mode':
      return model.setMode(action.mode);
    case 'wrong-op':
      return model.setWrongOp(action.op);
  }
}
