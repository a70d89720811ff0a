import type { GpuAdapterInfo } from './results.ts';

/** Rasterizers that run on the CPU and do not always say so. */
const softwareNames = /swiftshader|llvmpipe|lavapipe|softpipe|microsoft basic render/i;

/** @param info `adapter.info`, which older browsers do not have */
export function describeAdapter(info: GPUAdapterInfo | undefined): GpuAdapterInfo {
  if (info === undefined) return { name: 'unnamed adapter', isSoftware: false };
  const { vendor, architecture, device, description, isFallbackAdapter } = info;
  const name = description || [vendor, architecture].filter(Boolean).join(' ') || 'unnamed adapter';
  const isSoftware =
    isFallbackAdapter || softwareNames.test([vendor, architecture, device, description].join(' '));
  return { name, isSoftware };
}
