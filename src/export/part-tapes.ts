import type { Tape } from '../autograd/tape.ts';
import { trace } from '../autograd/trace.ts';
import { Value } from '../autograd/value.ts';
import type { Activation } from '../experiment/activation-formula.ts';
import type { LossName } from '../experiment/names.ts';
import { activate } from '../nn/activations.ts';
import { losses } from '../nn/losses.ts';

/** What an activation makes of its one input. */
export function activationTape(activation: Activation): Tape {
  const z = new Value(0);
  return trace({ inputs: [z], outputs: [activate(activation, z)] });
}

/** What is shown of the output neurons, which are the inputs. */
export function displayedTape(loss: LossName, outputCount: number): Tape {
  const outputs = Array.from({ length: outputCount }, () => new Value(0));
  return trace({ inputs: outputs, outputs: losses[loss].displayed(outputs) });
}

/** Whether the loss has probabilities of classes. */
export function hasProbabilities(loss: LossName): boolean {
  return losses[loss].probabilities !== null;
}
