/** Entry point `chainrule`: scalars that remember how they were computed, what is typed as such, and the check of both. */
export { Value, topologicalOrder } from '../autograd/value.ts';
export { ops, opNames, type OpName } from '../autograd/ops.ts';
export {
  parseExpression,
  type ExpressionError,
  type ExpressionGraph,
  type ExpressionOptions,
  type ExpressionResult,
  type NamedGraph,
} from '../autograd/expression.ts';
export { printExpression } from '../autograd/expression/print.ts';
export {
  centralDifference,
  checkGradients,
  checkTolerance,
  forwardDifference,
  relativeError,
  type GradientCheck,
} from '../autograd/gradient-check.ts';
export { train, type ClassLoss, type NumberLoss, type TrainData, type TrainOptions } from './train.ts';
export type {
  ClassPrediction,
  Classifier,
  EpochFigures,
  Regressor,
  TrainedNetwork,
} from './trained-network.ts';
