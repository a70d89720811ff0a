import { describe, expect, it } from 'vitest';
import { OwnedChart } from '../../../../src/ui/controls/owned-chart.ts';

function createBench() {
  const host = {
    isConnected: true,
    hasUpdated: true,
    updates: 0,
    requestUpdate: (): void => {
      host.updates++;
    },
    addController: () => undefined,
  };
  const alive = new Set<object>();
  const owned = new OwnedChart(host, () => {
    const chart = { destroy: () => void alive.delete(chart) };
    alive.add(chart);
    return chart;
  });
  return { host, alive, owned };
}

describe('a chart of an element', () => {
  it('is made once, when it is first drawn on', () => {
    const { owned, alive } = createBench();
    expect(owned.shown).toBeNull();
    const chart = owned.current;
    expect(owned.current).toBe(chart);
    expect(owned.shown).toBe(chart);
    expect(alive.size).toBe(1);
  });

  it('is ended with its element, and an update that comes after that makes none', () => {
    const { host, owned, alive } = createBench();
    const first = owned.current;
    host.isConnected = false;
    owned.hostDisconnected();
    expect([owned.current, owned.shown, alive.size]).toEqual([null, null, 0]);
    host.isConnected = true;
    owned.hostConnected();
    expect(host.updates).toBe(1);
    expect(owned.current).not.toBe(first);
    expect(alive.size).toBe(1);
  });
});
