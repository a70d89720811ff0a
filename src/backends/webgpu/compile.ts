import { failure, messageOf, type Failure } from './results.ts';

export interface ShaderDescription {
  /** Of the module, the layout and the pipeline. */
  readonly label: string;
  readonly source: string;
  readonly entryPoint: string;
  /** Type of each binding of group 0, in order. */
  readonly bindings: readonly GPUBufferBindingType[];
}

export interface CompiledShader {
  readonly pipeline: GPUComputePipeline;
  readonly layout: GPUBindGroupLayout;
}

export type CompileResult =
  { readonly ok: true; readonly shader: CompiledShader } | Failure<'shader-rejected'>;

/** Compiles without holding up the caller. Rejects only if the device is gone. */
export async function compileShader(
  device: GPUDevice,
  { label, source, entryPoint, bindings }: ShaderDescription,
): Promise<CompileResult> {
  // What is wrong with a shader is told when the pipeline is made; it must not count as an error nobody expected.
  device.pushErrorScope('validation');
  const module = device.createShaderModule({ label, code: source });
  void device.popErrorScope().catch(() => null);
  const layout = device.createBindGroupLayout({
    label,
    entries: bindings.map((type, binding) => ({
      binding,
      visibility: GPUShaderStage.COMPUTE,
      buffer: { type },
    })),
  });
  try {
    const pipeline = await device.createComputePipelineAsync({
      label,
      layout: device.createPipelineLayout({ label, bindGroupLayouts: [layout] }),
      compute: { module, entryPoint },
    });
    return { ok: true, shader: { pipeline, layout } };
  } catch (error) {
    const complaints = await compilerComplaints(module, source);
    return failure(
      'shader-rejected',
      `The GPU rejected the shader “${label}”: ${complaints || messageOf(error)}`,
    );
  }
}

/** The compiler's errors, each with the line that it is about. */
async function compilerComplaints(module: GPUShaderModule, source: string): Promise<string> {
  const lines = source.split('\n');
  const { messages } = await module.getCompilationInfo();
  return messages
    .filter(({ type }) => type === 'error')
    .map(
      ({ message, lineNum, linePos }) =>
        `${lineNum}:${linePos} ${message} in "${(lines[lineNum - 1] ?? '').trim()}"`,
    )
    .join('; ');
}
