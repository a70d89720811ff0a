import body from './evaluate-network.wgsl?raw';
import { activationCodes, displayCodes, planLimits } from './network-plan.ts';
import { failure, messageOf, type Failure } from './results.ts';

/** Invocations of one workgroup. */
export const workgroupSize = 64;

/** The shader in full. Its constants come from the tables that the packing uses too, so they cannot differ. */
export const shaderSource = `\
const WORKGROUP_SIZE = ${workgroupSize};
const MAX_BLOCKS = ${Math.max(planLimits.maxWidth, planLimits.maxInputs) / 4}u;
const TANH = ${activationCodes.tanh}u;
const RELU = ${activationCodes.relu}u;
const SIGMOID = ${activationCodes.sigmoid}u;
const TWO_SIGMOID_MINUS_ONE = ${displayCodes['two-sigmoid-minus-one']}u;
${body}`;

export type PipelineResult =
  | { readonly ok: true; readonly pipeline: GPUComputePipeline; readonly bindGroupLayout: GPUBindGroupLayout }
  | Failure<'shader-rejected'>;

/** Compiles the one pipeline that runs every network. Rejects only if the device is gone. */
export async function createPipeline(device: GPUDevice): Promise<PipelineResult> {
  const module = device.createShaderModule({ label: 'evaluate network', code: shaderSource });
  const bindGroupLayout = device.createBindGroupLayout({
    label: 'evaluate network',
    entries: [
      ...[0, 1, 2, 3].map((binding) => storageEntry(binding, 'read-only-storage')),
      storageEntry(4, 'storage'),
    ],
  });
  try {
    const pipeline = await device.createComputePipelineAsync({
      label: 'evaluate network',
      layout: device.createPipelineLayout({ label: 'evaluate network', bindGroupLayouts: [bindGroupLayout] }),
      compute: { module, entryPoint: 'evaluateNetwork' },
    });
    return { ok: true, pipeline, bindGroupLayout };
  } catch (error) {
    const complaints = await compilerComplaints(module);
    return failure('shader-rejected', `The GPU rejected the shader: ${complaints || messageOf(error)}`);
  }
}

function storageEntry(binding: number, type: GPUBufferBindingType): GPUBindGroupLayoutEntry {
  return { binding, visibility: GPUShaderStage.COMPUTE, buffer: { type } };
}

/** The compiler's errors, each with the line that it is about. */
async function compilerComplaints(module: GPUShaderModule): Promise<string> {
  const lines = shaderSource.split('\n');
  const { messages } = await module.getCompilationInfo();
  return messages
    .filter(({ type }) => type === 'error')
    .map(
      ({ message, lineNum, linePos }) =>
        `${lineNum}:${linePos} ${message} in "${(lines[lineNum - 1] ?? '').trim()}"`,
    )
    .join('; ');
}
