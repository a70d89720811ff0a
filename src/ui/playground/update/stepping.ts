import { signal } from '@preact/signals-core';
import { Lazy } from '../../controls/lazy.ts';

/** Whether a neuron that is opened shows what the next step does to it. */
export const isStepping = signal(false);

export const stepParts = new Lazy(() => import('./update-step.ts'));
