import type { Chapter } from '../chapter.ts';
import { accumulate } from './accumulate.ts';
import { chainRule } from './chain-rule.ts';
import { graph } from './graph.ts';
import { network } from './network.ts';
import { neuron } from './neuron.ts';
import { order } from './order.ts';
import { rate } from './rate.ts';
import { slope } from './slope.ts';
import { spiral } from './spiral.ts';
import { training } from './training.ts';
import { xor } from './xor.ts';

/** The path, in its order. */
export const chapters: readonly Chapter[] = [
  slope,
  graph,
  chainRule,
  neuron,
  accumulate,
  order,
  network,
  training,
  xor,
  rate,
  spiral,
];
