import { describeAdapter } from './adapter-info.ts';
import { GpuEvaluator } from './gpu-evaluator.ts';
import { failure, messageOf, type OpenFailure } from './results.ts';
import { selfTest } from './self-test.ts';
import { createPipeline } from './shader.ts';
import { withinMs } from './time-limit.ts';

export interface OpenGpuOptions {
  /** For the adapter, the device and each evaluation. Default 10 000. */
  readonly timeLimitMs?: number;
}

/** What is used of `navigator.gpu`. */
export interface GpuSource {
  requestAdapter(options: GPURequestAdapterOptions): Promise<AdapterSource | null>;
}

type AdapterSource = Pick<GPUAdapter, 'info' | 'requestDevice'>;

export type OpenGpuResult = { readonly ok: true; readonly gpu: GpuEvaluator } | OpenFailure;

/**
 * Finds a GPU, compiles the shader and checks with a known network that it computes right.
 * Never rejects. The caller owns the evaluator and calls its `dispose()`; after a failure nothing is left open.
 *
 * @param gpu `navigator.gpu`, in a page or a worker; `undefined` where the browser has none
 */
export async function openGpu(
  gpu: GpuSource | undefined,
  { timeLimitMs = 10_000 }: OpenGpuOptions = {},
): Promise<OpenGpuResult> {
  if (gpu === undefined) {
    return failure('no-webgpu', 'This browser has no WebGPU, or the page is not served over https.');
  }
  const found = await findAdapter(gpu, timeLimitMs);
  if (!found.ok) return found;
  const opened = await openDevice(found.adapter, timeLimitMs);
  if (!opened.ok) return opened;
  const { device } = opened;
  try {
    return await equip(device, describeAdapter(found.adapter.info), timeLimitMs);
  } catch (error) {
    device.destroy();
    return failure('shader-rejected', `The GPU was lost while it was prepared: ${messageOf(error)}`);
  }
}

async function findAdapter(
  gpu: GpuSource,
  timeLimitMs: number,
): Promise<{ readonly ok: true; readonly adapter: AdapterSource } | OpenFailure> {
  try {
    const request = gpu.requestAdapter({ powerPreference: 'high-performance' });
    const answer = await withinMs(request, timeLimitMs, () => undefined);
    if (!answer.inTime) {
      return failure('adapter-timeout', `The browser did not name a GPU within ${timeLimitMs / 1000} s.`);
    }
    if (answer.value !== null) return { ok: true, adapter: answer.value };
    return failure('no-adapter', 'The browser has WebGPU but found no GPU that it can use.');
  } catch (error) {
    return failure('no-adapter', `The browser could not name a GPU: ${messageOf(error)}`);
  }
}

async function openDevice(
  adapter: AdapterSource,
  timeLimitMs: number,
): Promise<{ readonly ok: true; readonly device: GPUDevice } | OpenFailure> {
  try {
    const request = adapter.requestDevice({ label: 'network evaluation' });
    const answer = await withinMs(request, timeLimitMs, (late) => late.destroy());
    if (answer.inTime) return { ok: true, device: answer.value };
    return failure('device-timeout', `The GPU did not open within ${timeLimitMs / 1000} s.`);
  } catch (error) {
    return failure('device-refused', `The GPU refused to open: ${messageOf(error)}`);
  }
}

/** Takes over the device; on failure it is destroyed. */
async function equip(
  device: GPUDevice,
  adapter: GpuEvaluator['adapter'],
  timeLimitMs: number,
): Promise<OpenGpuResult> {
  const compiled = await withinMs(createPipeline(device), timeLimitMs, () => undefined);
  if (!compiled.inTime || !compiled.value.ok) {
    device.destroy();
    return compiled.inTime && !compiled.value.ok
      ? compiled.value
      : failure('shader-rejected', `The GPU did not compile the shader within ${timeLimitMs / 1000} s.`);
  }
  const { pipeline, bindGroupLayout } = compiled.value;
  const gpu = new GpuEvaluator({ device, adapter, pipeline, bindGroupLayout, timeLimitMs });
  const problem = await selfTest(gpu);
  if (problem === undefined) return { ok: true, gpu };
  gpu.dispose();
  return failure('self-test-failed', `The GPU does not compute right: ${problem}`);
}
