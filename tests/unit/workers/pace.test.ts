import { describe, expect, it } from 'vitest';
import { speedNames, type SpeedName } from '../../../src/experiment/names.ts';
import { Pace } from '../../../workers/pace.ts';

/** Epochs let through in three seconds, by someone who asks every millisecond. */
function epochsInThreeSeconds(speed: SpeedName): number {
  const pace = new Pace();
  pace.speed = speed;
  let epoch = 0;
  for (let now = 0; now < 3000; now++) if (pace.allows(epoch, now)) epoch++;
  return epoch;
}

describe('the pace', () => {
  it('lets one epoch a second through, or whatever the machine can do; a film, single batches and samples none', () => {
    const epochs = Object.fromEntries(speedNames.map((speed) => [speed, epochsInThreeSeconds(speed)]));
    expect(epochs).toEqual({
      'sample-a-second': 0,
      'batch-a-second': 0,
      'ten-batches-a-second': 0,
      'epoch-a-second': 3,
      film: 0,
      '10x': 0,
      '100x': 0,
      full: 3000,
    });
  });

  it('does not catch up after a rest', () => {
    const pace = new Pace();
    pace.speed = 'epoch-a-second';
    expect(pace.allows(0, 0)).toBe(true);
    expect(pace.allows(1, 500)).toBe(false);
    expect(pace.waitMs(500)).toBe(500);
    expect(pace.allows(1, 60_000)).toBe(true);
    expect(pace.allows(2, 60_001)).toBe(false);
  });

  it.each([
    ['batch-a-second', 1000],
    ['ten-batches-a-second', 100],
  ] as const)('beats as %s says, and not twice for a beat that was missed', (speed, everyMs) => {
    const pace = new Pace();
    pace.speed = speed;
    const beats = Array.from({ length: 3 * everyMs }, (_, now) => now).filter((now) => pace.beat(now));
    expect(beats).toEqual([0, everyMs, 2 * everyMs]);
    expect([pace.beat(60_000), pace.beat(60_001), pace.waitMs(60_001)]).toEqual([true, false, everyMs - 1]);
  });

  it('holds back a run that begins again', () => {
    const pace = new Pace();
    pace.speed = 'epoch-a-second';
    pace.allows(99, 0);
    expect(pace.allows(0, 10)).toBe(false);
  });
});
