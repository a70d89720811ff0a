import { expose } from 'comlink';
import { measureFirstStep } from '../compile-time/first-step.ts';
import type { FirstStepApi } from './page.ts';

expose({ measureFirstStep } satisfies FirstStepApi);
