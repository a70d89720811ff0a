import { Lazy } from '../../controls/lazy.ts';

/** How activations are drawn and typed: the first picture does not wait for it. */
export const activationParts = new Lazy(() => import('./activation-formula.ts'));

/** Loads it, unless it could not be loaded before. */
export function wantActivationParts(): void {
  if (activationParts.failure.peek() === '') void activationParts.open();
}
