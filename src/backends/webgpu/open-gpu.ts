import { describeAdapter } from './adapter-info.ts';
import { GpuEvaluator } from './gpu-evaluator.ts';
import { failure, messageOf, type OpenFailure } from './results.ts';
import { selfTest } from './self-test.ts';
import { withinMs } from './time-limit.ts';

export interface OpenGpuOptions {
  /** For each evaluation, and each chunk of a landscape. Default 5000. */
  readonly timeLimitMs?: number;
  /** For the adapter, the device and each shader. Default 10 000. */
  readonly openLimitMs?: number;
  /** Multiplications and additions of a sample up to which a network is written out instead of looped over. */
  readonly straightLineLimit?: number;
}

/** What is used of `navigator.gpu`. */
export interface GpuSource {
  requestAdapter(options: GPURequestAdapterOptions): Promise<AdapterSource | null>;
}

type AdapterSource = Pick<GPUAdapter, 'info' | 'features' | 'requestDevice'>;

export type OpenGpuResult = { readonly ok: true; readonly gpu: GpuEvaluator } | OpenFailure;

/**
 * Finds a GPU and checks with a known network that it computes right, by either kind of shader.
 * Never rejects. The caller owns the evaluator and calls its `dispose()`; after a failure nothing is left open.
 *
 * @param gpu `navigator.gpu`, in a page or a worker; `undefined` where the browser has none
 */
export async function openGpu(
  gpu: GpuSource | undefined,
  { timeLimitMs = 5000, openLimitMs = 10_000, straightLineLimit }: OpenGpuOptions = {},
): Promise<OpenGpuResult> {
  if (gpu === undefined) {
    return failure('no-webgpu', 'This browser has no WebGPU, or the page is not served over https.');
  }
  const found = await findAdapter(gpu, openLimitMs);
  if (!found.ok) return found;
  const opened = await openDevice(found.adapter, openLimitMs);
  if (!opened.ok) return opened;
  const { device } = opened;
  try {
    const adapter = describeAdapter(found.adapter.info);
    const limit = straightLineLimit === undefined ? {} : { straightLineLimit };
    return await tryOut(
      new GpuEvaluator({ device, adapter, timeLimitMs, compileLimitMs: openLimitMs, ...limit }),
    );
  } catch (error) {
    device.destroy();
    return failure('self-test-failed', `The GPU could not be tried out: ${messageOf(error)}`);
  }
}

/** Nothing is offered that does not compute right. */
async function tryOut(gpu: GpuEvaluator): Promise<OpenGpuResult> {
  const problem = await selfTest(gpu);
  if (problem === undefined) return { ok: true, gpu };
  gpu.dispose();
  return problem;
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
    const request = adapter.requestDevice({
      label: 'network evaluation',
      requiredFeatures: adapter.features.has('timestamp-query') ? ['timestamp-query'] : [],
    });
    const answer = await withinMs(request, timeLimitMs, (late) => late.destroy());
    if (answer.inTime) return { ok: true, device: answer.value };
    return failure('device-timeout', `The GPU did not open within ${timeLimitMs / 1000} s.`);
  } catch (error) {
    return failure('device-refused', `The GPU refused to open: ${messageOf(error)}`);
  }
}
