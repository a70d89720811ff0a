/**
 * Watches what the code under test asks of WebGPU, so that a check can count it, or destroy a device as a driver
 * would. Import it before anything opens a GPU.
 */

export const gpuSpy = {
  devices: [] as GPUDevice[],
  buffersCreated: 0,
  pipelinesCreated: 0,
  /** Buffers that were created and not destroyed. */
  aliveBuffers: new Set<GPUBuffer>(),
  /** Labels of the buffers written to. */
  writes: [] as string[],
  unhandledRejections: [] as string[],
};

if ('GPUAdapter' in globalThis) {
  const { requestDevice } = GPUAdapter.prototype;
  GPUAdapter.prototype.requestDevice = async function (descriptor) {
    const device = await requestDevice.call(this, descriptor);
    gpuSpy.devices.push(device);
    return device;
  };
  const { createBuffer } = GPUDevice.prototype;
  GPUDevice.prototype.createBuffer = function (descriptor) {
    const buffer = createBuffer.call(this, descriptor);
    gpuSpy.buffersCreated++;
    gpuSpy.aliveBuffers.add(buffer);
    return buffer;
  };
  const { createComputePipelineAsync } = GPUDevice.prototype;
  GPUDevice.prototype.createComputePipelineAsync = function (descriptor) {
    gpuSpy.pipelinesCreated++;
    return createComputePipelineAsync.call(this, descriptor);
  };
  const { destroy } = GPUBuffer.prototype;
  GPUBuffer.prototype.destroy = function () {
    gpuSpy.aliveBuffers.delete(this);
    destroy.call(this);
  };
  const { writeBuffer } = GPUQueue.prototype;
  GPUQueue.prototype.writeBuffer = function (
    buffer: GPUBuffer,
    ...rest: [number, GPUAllowSharedBufferSource]
  ) {
    gpuSpy.writes.push(buffer.label);
    writeBuffer.call(this, buffer, ...rest);
  };
}

/** From now on, devices are given another shader than was written. */
export function replaceInShaders(from: string, to: string): void {
  const { createShaderModule } = GPUDevice.prototype;
  GPUDevice.prototype.createShaderModule = function ({ code, ...rest }) {
    return createShaderModule.call(this, { ...rest, code: code.replace(from, to) });
  };
}

/** From now on no buffer can be made: what a GPU without memory answers. */
export function refuseMemory(): void {
  const { createBuffer, pushErrorScope, popErrorScope } = GPUDevice.prototype;
  const scopes: { readonly filter: GPUErrorFilter; isRefused: boolean }[] = [];
  GPUDevice.prototype.pushErrorScope = function (filter) {
    scopes.push({ filter, isRefused: false });
    pushErrorScope.call(this, filter);
  };
  GPUDevice.prototype.createBuffer = function (descriptor) {
    const scope = scopes.findLast(({ filter }) => filter === 'out-of-memory');
    if (scope !== undefined) scope.isRefused = true;
    return createBuffer.call(this, descriptor);
  };
  GPUDevice.prototype.popErrorScope = async function () {
    const isRefused = scopes.pop()?.isRefused === true;
    const error = await popErrorScope.call(this);
    return isRefused ? new GPUOutOfMemoryError('injected') : error;
  };
}

/** From now on no results come back, until the returned function is called. */
export function holdBackResults(): () => void {
  const { mapAsync } = GPUBuffer.prototype;
  const answers: (() => void)[] = [];
  GPUBuffer.prototype.mapAsync = async function (...range) {
    await new Promise<void>((resolve) => answers.push(resolve));
    return mapAsync.apply(this, range);
  };
  return () => {
    GPUBuffer.prototype.mapAsync = mapAsync;
    for (const answer of answers) answer();
  };
}

addEventListener('unhandledrejection', ({ reason }) => gpuSpy.unhandledRejections.push(String(reason)));
