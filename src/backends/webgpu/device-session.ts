import { DeviceResources } from './device-resources.ts';
import { inErrorScopes } from './error-scopes.ts';
import { failure, messageOf, type EvaluationFailure, type FaultCode, type GpuFault } from './results.ts';

/** A result, or why there is none. */
export type Attempt<T> = { readonly ok: true; readonly value: T } | EvaluationFailure;

const faultCodes: ReadonlySet<string> = new Set<FaultCode>([
  'device-lost',
  'timeout',
  'out-of-memory',
  'validation',
  'shader-rejected',
  'wrong-result',
  'disposed',
]);

export function isFault(problem: EvaluationFailure): problem is GpuFault {
  return faultCodes.has(problem.code);
}

/** A busy worker is not that late. */
const lateMs = 1000;

/**
 * The life of one device, from `requestDevice` to its end. The first fault ends it: the device and all that was
 * made on it are destroyed, and whatever is pending settles with the reason. Nothing here rejects.
 */
export class DeviceSession {
  readonly resources: DeviceResources;
  /** Settles once, with the fault that ended the session, or `disposed`. */
  readonly lost: Promise<GpuFault>;
  readonly #announceLoss: (reason: GpuFault) => void;
  readonly #pending = new Set<(reason: GpuFault) => void>();
  #end: GpuFault | undefined;

  /** Takes over the device. */
  constructor(device: GPUDevice) {
    this.resources = new DeviceResources(device);
    let announceLoss: (reason: GpuFault) => void = () => undefined;
    this.lost = new Promise((resolve) => (announceLoss = resolve));
    this.#announceLoss = announceLoss;
    void device.lost.then(({ message }) => {
      this.finish(failure('device-lost', `The GPU was lost: ${message || 'no reason given'}`));
    });
    device.addEventListener('uncapturederror', ({ error }) => {
      this.finish(failure('validation', `The GPU reported an error: ${error.message}`));
    });
  }

  /** Why nothing works any more, or undefined while it does. */
  get end(): GpuFault | undefined {
    return this.#end;
  }

  /** Ends the session; later reasons than the first are ignored. */
  finish(reason: GpuFault): void {
    if (this.#end !== undefined) return;
    this.#end = reason;
    for (const settle of [...this.#pending]) settle(reason);
    this.resources.dispose();
    this.#announceLoss(reason);
  }

  /**
   * Waits for `work`, the time limit or the end of the session, whichever comes first. A fault, be it what the work
   * reports, what it throws or that it takes too long, ends the session.
   */
  async attempt<T>(timeLimitMs: number, work: () => Promise<Attempt<T>>): Promise<Attempt<T>> {
    if (this.#end !== undefined) return this.#end;
    const outcome = await this.#settled(
      timeLimitMs,
      work().catch((error: unknown) =>
        failure('validation', `The GPU refused the work: ${messageOf(error)}`),
      ),
    );
    // The end may have come after the results did.
    if (this.#end !== undefined) return this.#end;
    if (!outcome.ok && isFault(outcome)) this.finish(outcome);
    return outcome;
  }

  #settled<T>(timeLimitMs: number, work: Promise<Attempt<T>>): Promise<Attempt<T>> {
    return new Promise((resolve) => {
      const settle = (outcome: Attempt<T>): void => {
        clearTimeout(timer);
        this.#pending.delete(settle);
        resolve(outcome);
      };
      const timeUp = (): void => {
        settle(failure('timeout', `The GPU did not answer within ${timeLimitMs / 1000} s.`));
      };
      const startedMs = performance.now();
      let timer = setTimeout(() => {
        // A timer that is late slept, like the page or the computer: what was waited for may be here as well.
        const slept = performance.now() - startedMs > timeLimitMs + lateMs;
        if (slept) timer = setTimeout(timeUp, timeLimitMs);
        else timeUp();
      }, timeLimitMs);
      this.#pending.add(settle);
      void work.then(settle);
    });
  }

  /** Submits inside error scopes and waits for the map that `submit` returns. */
  async submitted(submit: () => Promise<undefined>): Promise<EvaluationFailure | undefined> {
    const { result: mapped, problem } = inErrorScopes(this.resources.device, submit);
    // Observed at once, so that a rejection is handled however long the problem takes to arrive.
    const mapProblem = mapped.then(() => undefined, mapFailure);
    return (await problem) ?? (await mapProblem);
  }
}

/** A map is aborted only by the loss of the device: nothing unmaps or destroys while it waits. */
function mapFailure(error: unknown): GpuFault {
  return error instanceof DOMException && error.name === 'AbortError'
    ? failure('device-lost', 'The GPU was lost during an evaluation.')
    : failure('validation', `The GPU could not hand back its results: ${messageOf(error)}`);
}
