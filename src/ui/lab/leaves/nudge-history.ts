import type { Nudge } from '../../../lab/nudge.ts';

/** What one nudge did to the result. */
export interface NudgeRecord {
  readonly step: number;
  readonly before: number;
  readonly after: number;
  readonly predictedChange: number;
  readonly trueChange: number;
}

/** A hundred show how it goes; the curve has no room for more. */
const mostRecords = 100;

/** The nudges one after the other, as long as nothing else moved the result. */
export class NudgeHistory {
  #records: readonly NudgeRecord[] = [];

  get records(): readonly NudgeRecord[] {
    return this.#records;
  }

  add(step: number, { before, after, predictedChange, trueChange }: Nudge): void {
    const record = { step, before, after, predictedChange, trueChange };
    this.#records = [...this.#records, record].slice(-mostRecords);
  }

  /** Takes note of the result as it is now: another than the last nudge led to, or came from, is another story. */
  follow(result: number): void {
    const last = this.#records.at(-1);
    if (last === undefined || Object.is(last.after, result) || Object.is(last.before, result)) return;
    this.#records = [];
  }

  /** The result before the first nudge and after each. */
  results(): number[] {
    return this.#records.flatMap(({ before, after }, i) => (i === 0 ? [before, after] : [after]));
  }
}
