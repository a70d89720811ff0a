import { describe, expect, it } from 'vitest';
import { isTellable, learnStep, stepOf } from '../../../src/timing/clock.ts';
import { Meter } from '../../../src/timing/meter.ts';
import { clockSteps, CoarseMachine } from '../helpers/coarse-clock.ts';

/** Spans of so many ms, at a million units a second; what the meter says after each. */
function rates(machine: CoarseMachine, spanMs: number, spans: number): (number | null)[] {
  const meter = new Meter(machine.now);
  return Array.from({ length: spans }, () => {
    meter.add(1000 * spanMs, machine.timed(spanMs));
    // The rest of the frame, which is not measured.
    machine.work(3.7183);
    return meter.perSecond;
  });
}

describe.each(clockSteps)('a clock with steps of %d ms', (stepMs) => {
  it.each([0.3, 2, 9, 40, 250])('tells no rate of spans of %d ms that is far from the true one', (spanMs) => {
    const told = rates(new CoarseMachine(stepMs), spanMs, Math.ceil((200 * stepMs) / spanMs) + 50);
    const known = told.filter((rate) => rate !== null);
    expect(known.length).toBeGreaterThan(0);
    for (const rate of known) {
      expect(rate).toBeGreaterThan(0.6e6);
      expect(rate).toBeLessThan(1.7e6);
    }
  });

  it('tells nothing of a time that is too short for it', () => {
    const machine = new CoarseMachine(stepMs);
    const meter = new Meter(machine.now);
    meter.add(1e6, machine.timed(stepMs / 3));
    expect(meter.perSecond).toBeNull();
    expect(meter.msPerUnit).toBeNull();
    // But no more than that it can have been.
    expect(meter.mostMsPerUnit).toBeGreaterThanOrEqual(stepMs / 3 / 1e6);
    expect(meter.mostMsPerUnit).toBeLessThan(Infinity);
  });
});

describe('the step of a clock', () => {
  it('is seen at once where it is fine, and otherwise when the clock has moved', () => {
    let time = 0;
    expect(stepOf(() => (time += 0.005))).toBeCloseTo(0.005, 9);
    const machine = new CoarseMachine(16);
    expect(stepOf(machine.now)).toBe(100);
    expect(learnStep(machine.now, 0)).toBe(100);
    expect(learnStep(machine.now, 48)).toBe(48);
    expect(learnStep(machine.now, machine.timed(20))).toBe(16);
    expect(stepOf(machine.now)).toBe(16);
  });

  it('says which times can be told', () => {
    expect([0, 15, 159, 160].map((ms) => isTellable(ms, 16))).toEqual([false, false, false, true]);
  });
});

it('a meter without work promises nothing', () => {
  const meter = new Meter(() => 0);
  expect([meter.perSecond, meter.mostMsPerUnit]).toEqual([null, Infinity]);
});
