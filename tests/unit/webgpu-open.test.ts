import { describe, expect, it } from 'vitest';
import { describeAdapter } from '../../src/backends/webgpu/adapter-info.ts';
import { openGpu, type GpuSource } from '../../src/backends/webgpu/open-gpu.ts';
import { withinMs } from '../../src/backends/webgpu/time-limit.ts';

function infoOf(parts: Partial<GPUAdapterInfo>): GPUAdapterInfo {
  const unknown = { vendor: '', architecture: '', device: '', description: '', isFallbackAdapter: false };
  return { __brand: 'GPUAdapterInfo', subgroupMinSize: 4, subgroupMaxSize: 4, ...unknown, ...parts };
}

const never = new Promise<never>(() => undefined);

function sourceOf(requestDevice: () => Promise<GPUDevice>): GpuSource {
  return {
    requestAdapter: () => Promise.resolve({ info: infoOf({}), features: new Set<string>(), requestDevice }),
  };
}

describe('opening a GPU that is not there', () => {
  it.each<[string, GpuSource | undefined]>([
    ['no-webgpu', undefined],
    ['no-adapter', { requestAdapter: () => Promise.resolve(null) }],
    ['no-adapter', { requestAdapter: () => Promise.reject(new Error('blocked')) }],
    ['adapter-timeout', { requestAdapter: () => never }],
    ['device-refused', sourceOf(() => Promise.reject(new Error('too many devices')))],
    ['device-timeout', sourceOf(() => never)],
  ])('says %s as data', async (code, source) => {
    const result = await openGpu(source, { openLimitMs: 20 });
    expect(result).toMatchObject({ ok: false, code });
    if (!result.ok) expect(result.message).toMatch(/^[A-Z].{20,}/);
  });
});

describe('the time limit', () => {
  it('hands on what comes in time, and rejections', async () => {
    const refuse = (): void => expect.unreachable();
    expect(await withinMs(Promise.resolve(1), 1000, refuse)).toEqual({ inTime: true, value: 1 });
    await expect(withinMs(Promise.reject(new Error('no')), 1000, refuse)).rejects.toThrow('no');
  });

  it('lets the owner release what comes too late', async () => {
    let arrive: (value: string) => void = () => undefined;
    const late = new Promise<string>((resolve) => (arrive = resolve));
    const released: string[] = [];
    expect(await withinMs(late, 5, (value) => released.push(value))).toEqual({ inTime: false });
    arrive('device');
    await late;
    expect(released).toEqual(['device']);
  });
});

describe('the description of an adapter', () => {
  it.each<[string, boolean, Partial<GPUAdapterInfo> | undefined]>([
    ['unnamed adapter', false, undefined],
    ['unnamed adapter', false, {}],
    ['nvidia ampere', false, { vendor: 'nvidia', architecture: 'ampere' }],
    ['google swiftshader', true, { vendor: 'google', architecture: 'swiftshader' }],
    ['llvmpipe (LLVM 17)', true, { vendor: 'mesa', description: 'llvmpipe (LLVM 17)' }],
    ['Microsoft Basic Render Driver', true, { description: 'Microsoft Basic Render Driver' }],
    ['apple metal-3', true, { vendor: 'apple', architecture: 'metal-3', isFallbackAdapter: true }],
  ])('is "%s", software: %s', (name, isSoftware, info) => {
    expect(describeAdapter(info && infoOf(info))).toEqual({ name, isSoftware });
  });
});
