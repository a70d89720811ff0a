import type { GpuState } from '../protocol/messages.ts';

/** Whether the switch can be turned to the GPU now. */
export function gpuCanBeChosen(gpu: GpuState): boolean {
  return gpu.kind === 'available' || gpu.kind === 'lost';
}

/** What there is to know about the GPU, in a sentence. */
export function describeGpu(gpu: GpuState): string {
  switch (gpu.kind) {
    case 'probing':
      return 'Looking for a GPU…';
    case 'available':
      return gpu.isSoftware ? `GPU: ${gpu.name}, a software adapter.` : `GPU: ${gpu.name}.`;
    case 'unavailable':
      return `No GPU to choose: ${gpu.reason}`;
    case 'lost':
      return `The GPU was lost, evaluation went on on the CPU: ${gpu.reason}`;
  }
}
