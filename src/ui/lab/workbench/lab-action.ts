import type { OpName } from '../../../autograd/ops.ts';
import type { StepMode } from '../../../lab/step-modes.ts';
import type { OpenedPart, OpenedSample } from '../../playground/picture/opened-point.ts';
import type { LabModel } from './lab-model.ts';

/** What panels of the lab ask for. */
export type LabAction =
  | { readonly kind: 'write'; readonly source: string }
  | { readonly kind: 'preset'; readonly id: string }
  | { readonly kind: 'network'; readonly point: OpenedSample; readonly neuron: OpenedPart | null }
  | { readonly kind: 'follow'; readonly follows: boolean }
  /** Other values of leaves; edits with the same name in a quick series are undone as one. */
  | { readonly kind: 'leaves'; readonly values: ReadonlyMap<string, number>; readonly edit: string }
  /** Whether a leaf is kept as it is. */
  | { readonly kind: 'lock'; readonly name: string; readonly isLocked: boolean }
  | { readonly kind: 'forth' | 'back' | 'play' | 'pause' }
  | { readonly kind: 'seek'; readonly position: number }
  | { readonly kind: 'speed'; readonly stepsPerSecond: number }
  | { readonly kind: 'mode'; readonly mode: StepMode }
  | { readonly kind: 'wrong-op'; readonly op: OpName };

export function perform(model: LabModel, action: LabAction): void {
  switch (action.kind) {
    case 'write':
      void model.write(action.source);
      break;
    case 'preset':
      void model.openPreset(action.id);
      break;
    case 'network':
      void model.openNetwork(action.point, action.neuron);
      break;
    case 'follow':
      void model.setFollows(action.follows);
      break;
    case 'leaves':
      void model.moveLeaves(action.values, action.edit);
      break;
    case 'lock':
      model.setLocked(action.name, action.isLocked);
      break;
    case 'forth':
      model.forth();
      break;
    case 'back':
      model.back();
      break;
    case 'play':
      model.play();
      break;
    case 'pause':
      model.pause();
      break;
    case 'seek':
      model.seek(action.position);
      break;
    case 'speed':
      model.setSpeed(action.stepsPerSecond);
      break;
    case 'mode':
      void model.setMode(action.mode);
      break;
    case 'wrong-op':
      void model.setWrongOp(action.op);
      break;
  }
}
