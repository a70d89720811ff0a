import { signal } from '@preact/signals-core';
import type { ParameterAddress } from './held.ts';

/** The weight whose field is to have the focus, once it is there. */
export const chosenLink = signal<ParameterAddress | null>(null);
