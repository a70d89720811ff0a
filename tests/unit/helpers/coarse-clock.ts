/** A machine whose work takes time, and a clock that shows it in steps of so many ms. */
export class CoarseMachine {
  /** Milliseconds that really went by. */
  time: number;
  readonly stepMs: number;

  constructor(stepMs: number, startsAt = 0) {
    this.stepMs = stepMs;
    this.time = startsAt;
  }

  readonly now = (): number => Math.floor(this.time / this.stepMs) * this.stepMs;

  work(ms: number): void {
    this.time += ms;
  }

  /** Does the work between two readings; returns the milliseconds that they show. */
  timed(ms: number): number {
    const start = this.now();
    this.work(ms);
    return this.now() - start;
  }
}

/** What browsers show: Chromium, Firefox, an old timer, and Firefox resisting fingerprinting. */
export const clockSteps = [0.1, 1, 16, 100] as const;
