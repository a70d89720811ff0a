import '@tensorflow/tfjs-backend-webgpu';
import { Unavailable } from '../../engines/engine.ts';
import type { ForwardEngine, ForwardTaskOptions } from '../evaluation.ts';
import { tfForward } from './tfjs.ts';

/** On a software adapter a whole landscape would take hours. */
export const softwareShare = 1 / 64;

/** TensorFlow.js on WebGPU. On a software adapter it runs once, for its results: its speed means nothing. */
export const tfjsWebgpu: ForwardEngine = tfForward(
  'tfjs-webgpu',
  'webgpu',
  async (): Promise<ForwardTaskOptions> => {
    const adapter = await navigator.gpu?.requestAdapter();
    if (!adapter) throw new Unavailable('there is no WebGPU adapter here');
    const { vendor, architecture, isFallbackAdapter } = adapter.info;
    const name = [vendor, architecture].filter((part) => part !== '').join(' ');
    return isFallbackAdapter
      ? { note: `${name}, a software adapter`, once: true, share: softwareShare }
      : { note: name };
  },
);
