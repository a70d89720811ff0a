import type { AutoChoice, EvaluationState, GpuState } from '../../../protocol/evaluation-messages.ts';
import { formatRate } from '../../controls/format.ts';

/** Whether the switch can be turned to the GPU now. */
export function gpuCanBeChosen(gpu: GpuState): boolean {
  return gpu.kind === 'available' || gpu.kind === 'retrying' || gpu.kind === 'lost';
}

/** What there is to know about where evaluation runs, in a sentence or two. */
export function describeEvaluation({ evaluator, gpu, auto, refusal = null }: EvaluationState): string {
  const sentences = [describeGpu(gpu)];
  if (auto !== null) sentences.unshift(describeAuto(auto));
  if (refusal !== null && evaluator !== 'cpu' && gpu.kind === 'available')
    sentences.push(`${asSentence(refusal)} Evaluation goes on on the CPU.`);
  return sentences.join(' ');
}

function describeGpu(gpu: GpuState): string {
  switch (gpu.kind) {
    case 'probing':
      return 'Looking for a GPU…';
    case 'available':
      return gpu.isSoftware ? `GPU: ${gpu.name}, a software adapter.` : `GPU: ${gpu.name}.`;
    case 'unavailable':
      return `No GPU to choose: ${gpu.reason}`;
    case 'retrying':
      return `The GPU failed and is tried again in a moment: ${gpu.reason}`;
    case 'lost':
      return `The GPU is off, evaluation went on on the CPU: ${gpu.reason}`;
  }
}

function describeAuto({ processor, because, pointsPerSecond }: AutoChoice): string {
  switch (because) {
    case 'measuring':
      return 'Auto is measuring this network.';
    case 'software-adapter':
      return 'Auto keeps to the CPU: software plays the GPU here.';
    case 'no-gpu':
    case 'gpu-failed':
      return 'Auto keeps to the CPU.';
    case 'measured': {
      if (pointsPerSecond === null) return '';
      const [chosen, other] = processor === 'gpu' ? (['gpu', 'cpu'] as const) : (['cpu', 'gpu'] as const);
      return `Auto chose the ${chosen.toUpperCase()}: ${formatRate(pointsPerSecond[chosen])} points / s, the ${other.toUpperCase()} ${formatRate(pointsPerSecond[other])}.`;
    }
  }
}

export interface GpuNews {
  readonly kind: 'info' | 'warning';
  readonly text: string;
  /** The GPU is not coming back by itself. */
  readonly isOff: boolean;
}

/** What someone who evaluates on the GPU must be told of a change; null if nothing. */
export function gpuNews(before: GpuState, after: GpuState): GpuNews | null {
  const wasInUse = before.kind === 'available' || before.kind === 'retrying';
  if (!wasInUse || before.kind === after.kind) return null;
  switch (after.kind) {
    case 'retrying':
      return {
        kind: 'warning',
        text: `The GPU failed and is tried again: ${asSentence(after.reason)} Evaluation goes on on the CPU; training was not touched.`,
        isOff: false,
      };
    case 'available':
      return { kind: 'info', text: 'The GPU works again, and evaluates again.', isOff: false };
    case 'lost':
    case 'unavailable':
      return {
        kind: 'warning',
        text: `The GPU was switched off: ${asSentence(after.reason)} Evaluation goes on on the CPU; training was not touched.`,
        isOff: true,
      };
    case 'probing':
      return null;
  }
}

/** Reasons come from browsers too, with or without their full stop. */
export function asSentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}
