/** Settings that are numbers, with sliders or lists of usual values. */
export type NumberSetting =
  | 'learningRate'
  | 'l1'
  | 'l2'
  | 'batchSize'
  | 'clipGradients'
  | 'stopEpoch'
  | 'noise'
  | 'points'
  | 'trainShare';

const penalties = [0, 0.00001, 0.0001, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1];

/** What is offered of those that go by powers, ascending. */
export const usualValues = {
  learningRate: [0.00001, 0.0001, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3, 10],
  l1: penalties,
  l2: penalties,
  batchSize: [1, 2, 5, 10, 20, 30, 50, 100, 200, 500, 1000, 2000],
  clipGradients: [0, 0.01, 0.03, 0.1, 0.3, 1, 3, 10],
  stopEpoch: [0, 10, 30, 100, 300, 1000, 3000, 10_000],
  points: [20, 50, 100, 200, 300, 500, 700, 1000, 1200, 1500, 2000, 3000, 5000, 7000, 10_000],
} as const satisfies Partial<Record<NumberSetting, readonly number[]>>;
