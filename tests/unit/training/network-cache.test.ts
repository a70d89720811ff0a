import { describe, expect, it } from 'vitest';
import { finish } from '../../../src/autograd/steps.ts';
import { createDataSet } from '../../../src/data/data-set.ts';
import { defaultExperiment, type Experiment } from '../../../src/experiment/schema.ts';
import { NetworkCache } from '../../../src/training/network-cache.ts';
import { Network, networkSpec, type NetworkSpec } from '../../../src/training/network.ts';

const specOf = (change: Partial<Experiment>): NetworkSpec => {
  const experiment = { ...defaultExperiment, ...change };
  return networkSpec(experiment, createDataSet(experiment));
};
const shaped = (...hidden: number[]): NetworkSpec => specOf({ hidden });

function traced(networks: NetworkCache, spec: NetworkSpec): Network {
  const network = networks.of(spec);
  finish(network.trace());
  return network;
}

describe('a network', () => {
  it('is traced once, in steps, by whoever asks', () => {
    const network = new Network(shaped(5, 4));
    expect(network.instructionCount).toBe(0);
    const first = network.trace();
    for (let k = 0; k < 4; k++) expect(first.next().done).toBe(false);
    const rest = [...network.trace()].length;
    expect(rest + 4).toBe([...new Network(shaped(5, 4)).trace()].length);
    expect(first.next().value).toBe(network.tapes);
    expect([...network.trace()]).toEqual([]);
    expect(network.instructionCount).toBeGreaterThan(100);
  });

  it('has the same tapes when they are wanted at once', () => {
    const network = new Network(shaped(5, 4));
    expect(network.tapes).toEqual(finish(new Network(shaped(5, 4)).trace()));
    expect(network.tapes).not.toEqual(new Network(shaped(4, 5)).tapes);
  });
});

describe('the cache of networks', () => {
  it('gives back what was used a short while ago, for whatever has the same network', () => {
    const networks = new NetworkCache();
    const first = traced(networks, shaped(3));
    traced(networks, shaped(4));
    expect(networks.of(specOf({ hidden: [3], learningRate: 1, seed: 9, noise: 10 }))).toBe(first);
    expect(networks.of(specOf({ hidden: [3], activation: 'relu' }))).not.toBe(first);
  });

  it('forgets the oldest', () => {
    const networks = new NetworkCache();
    const first = traced(networks, shaped(1));
    const second = traced(networks, shaped(2));
    networks.of(shaped(1));
    for (let width = 3; width <= 17; width++) traced(networks, shaped(width));
    expect(networks.of(shaped(1))).toBe(first);
    expect(networks.of(shaped(2))).not.toBe(second);
  });

  it('forgets sooner what is large, and at once what was never finished', () => {
    const networks = new NetworkCache();
    const large = traced(networks, shaped(64, 64, 64, 64, 64, 64, 64, 64));
    const unfinished = networks.of(shaped(5));
    traced(networks, shaped(64, 64, 64, 64, 64, 64, 64, 63));
    expect(networks.of(shaped(64, 64, 64, 64, 64, 64, 64, 64))).toBe(large);
    traced(networks, shaped(64, 64, 64, 64, 64, 64, 64, 62));
    traced(networks, shaped(4));
    expect(networks.of(shaped(64, 64, 64, 64, 64, 64, 64, 63))).not.toBe(large);
    expect(networks.of(shaped(5))).not.toBe(unfinished);
  });
});
