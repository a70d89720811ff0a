/** Entry point `chainrule/nn`: networks, losses and optimizers written in Values, and what trains them on given batches. */
export { activations, activate } from '../nn/activations.ts';
export type { Activation } from '../experiment/activation-formula.ts';
export type { Architecture, Dense } from '../nn/architecture.ts';
export { decayMask, initialValues, initializers, type Initialization } from '../nn/initializers.ts';
export { losses, type Loss, type LossSettings } from '../nn/losses.ts';
export { Layer, Mlp, mlpModule, Neuron, type MlpShape } from '../nn/mlp.ts';
export { decayOf, moduleOf, type Module, type ModuleEnds, type ModuleLayer } from '../nn/module.ts';
export {
  moduleOfShape,
  outputCountOf,
  traceNetwork,
  trainingTapes,
  type NetworkShape,
  type NetworkTapes,
} from '../nn/network.ts';
export {
  hyperParametersOf,
  optimizerProgram,
  optimizers,
  type OptimizerProgram,
  type UpdateOptions,
} from '../nn/optimizers.ts';
export { optimizerRules, type OptimizerRule } from '../nn/optimizer-rules.ts';
export type { LayerLayout, ParameterBlock } from '../nn/parameter-blocks.ts';
export {
  activationNames,
  engineNames,
  initializationNames,
  lossNames,
  optimizerNames,
  type ActivationName,
  type EngineName,
  type InitializationName,
  type LossName,
  type OptimizerName,
  type Task,
} from '../experiment/names.ts';
export { fitBatches, type FitRequest, type FitResult } from '../training/fit-batches.ts';
export type { TorchHyperParameters } from '../training/torch-hyper-parameters.ts';
