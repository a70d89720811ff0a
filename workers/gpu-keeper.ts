import type { GpuEvaluator } from '../src/backends/webgpu/gpu-evaluator.ts';
import { openGpu } from '../src/backends/webgpu/open-gpu.ts';
import { failure, type GpuFault } from '../src/backends/webgpu/results.ts';
import type { GpuState } from '../src/protocol/evaluation-messages.ts';
import type { Clock } from '../src/training/trainer.ts';

export interface GpuKeeperParts {
  readonly gpu: GPU | undefined;
  readonly now: Clock;
  readonly sleep: (ms: number) => Promise<void>;
  /** Default: `openGpu`. */
  readonly open?: typeof openGpu;
}

/** A GPU that failed is tried again after these times, then no more. */
const retryDelaysMs = [1000, 5000] as const;
/** A GPU that worked for so long has earned all its tries again. */
const steadyMs = 60_000;

/** Has the GPU, if there is one: opens it, brings it back when it fails, and gives it up when that does not help. */
export class GpuKeeper {
  state: GpuState = { kind: 'probing' };
  readonly #parts: Required<GpuKeeperParts>;
  #evaluator: GpuEvaluator | null = null;
  #opening: Promise<void> | null = null;
  #retries = 0;

  constructor(parts: GpuKeeperParts) {
    this.#parts = { open: openGpu, ...parts };
  }

  /** The GPU to evaluate on now, or null. It may fail at any time; its calls then say so, and this is null again. */
  get evaluator(): GpuEvaluator | null {
    return this.#evaluator;
  }

  /** Looks for a GPU and tries it out, once, and again after it was given up. Never rejects. */
  open(): Promise<void> {
    if (this.state.kind === 'lost') {
      this.#opening = null;
      this.#retries = 0;
      this.state = { kind: 'probing' };
    }
    this.#opening ??= this.#open();
    return this.#opening;
  }

  async #open(): Promise<void> {
    const opened = await this.#parts.open(this.#parts.gpu);
    if (opened.ok) {
      this.#adopt(opened.gpu);
      return;
    }
    // Something that was only too busy to answer may be asked again.
    const isBusy = opened.code === 'adapter-timeout' || opened.code === 'device-timeout';
    this.state = { kind: isBusy ? 'lost' : 'unavailable', reason: opened.message };
  }

  #adopt(gpu: GpuEvaluator): void {
    const openedAt = this.#parts.now();
    this.#evaluator = gpu;
    this.state = { kind: 'available', name: gpu.adapter.name, isSoftware: gpu.adapter.isSoftware };
    void gpu.lost.then((fault) => {
      this.#evaluator = null;
      if (this.#parts.now() - openedAt >= steadyMs) this.#retries = 0;
      return this.#recover(fault);
    });
  }

  /** A GPU that computes wrong is not asked again: the next answer would be believed. */
  async #recover({ code, message }: GpuFault): Promise<void> {
    if (code === 'wrong-result' || code === 'disposed') {
      this.state = { kind: 'unavailable', reason: message };
      return;
    }
    let reason = message;
    while (this.#retries < retryDelaysMs.length) {
      this.state = { kind: 'retrying', reason };
      await this.#parts.sleep(retryDelaysMs[this.#retries++]);
      const opened = await this.#parts.open(this.#parts.gpu);
      if (opened.ok) {
        this.#adopt(opened.gpu);
        return;
      }
      reason = opened.message;
    }
    this.state = { kind: 'lost', reason };
  }

  /** Switches the GPU off for good: what it computed is not right. */
  distrust(what: string): void {
    this.#evaluator?.fail(failure('wrong-result', `What the GPU computed is not right: ${what}.`));
  }
}
