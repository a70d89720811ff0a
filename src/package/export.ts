/** Entry point `chainrule/export`: a trained network in the forms of others, each of it usable alone. */
export { describeModel, type DescribedRun } from '../export/describe-model.ts';
export type { ModelColumn, ModelLayer, TrainedModel } from '../export/trained-model.ts';
export { exportC, type CPrecision } from '../export/c-header.ts';
export { exportJavaScript } from '../export/javascript.ts';
export { exportNumpy } from '../export/numpy.ts';
export { exportOnnx, type OnnxFile } from '../export/onnx.ts';
export { exportPytorch } from '../export/pytorch.ts';
export { exportSafetensors } from '../export/safetensors.ts';
export type { BroughtNetwork, BroughtOutput, OpenedNetwork } from '../export/brought-network.ts';
export type { BroughtInput, BroughtTarget } from '../export/said-of-network.ts';
export { readOnnx } from '../export/read-onnx.ts';
export { readSafetensors } from '../export/read-safetensors.ts';
export { readWeights } from '../export/read-weights.ts';
