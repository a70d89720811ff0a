import { describe, expect, it } from 'vitest';
import { defaultExperiment, type Experiment } from '../../../../src/experiment/schema.ts';
import { reportTitle, settingRows, type RunFacts } from '../../../../src/ui/front/report/report-words.ts';

const facts: RunFacts = { rows: 500, inputs: ['x1', 'x2'], outputCount: 1, parameterCount: 25 };

function told(patch: Partial<Experiment>, of: RunFacts = facts): Record<string, string> {
  return Object.fromEntries(settingRows({ ...defaultExperiment, ...patch }, of));
}

describe('a report', () => {
  it('is headed by the data and the sizes of the network', () => {
    expect(reportTitle(defaultExperiment, facts)).toBe('Circle, 2-4-2-1');
    const file = { ...defaultExperiment, dataSet: 'file', file: { name: 'wine.csv' } } as Experiment;
    expect(reportTitle({ ...file, hidden: [] }, { ...facts, outputCount: 3 })).toBe('wine.csv, 2-3');
  });

  it('tells what the usual settings are', () => {
    expect(told({})).toEqual({
      Data: 'Circle, 500 rows, 50 % train, seed 1',
      Inputs: 'x₁, x₂',
      Network: '2-4-2-1, tanh, 25 parameters',
      Loss: 'squared error',
      Optimizer: 'SGD, batches of 10',
      'Learning rate': '0.03',
      Penalty: 'none',
      'Initial weights': 'as PyTorch, seed 1',
      Arithmetic: 'compiled, 32 bit',
    });
  });

  it('tells of all that differs, each once', () => {
    const rows = told({
      ...{ noise: 20, l1: 0.001, l2: 0.01, schedule: 'cosine', fused: false, clipGradients: 1 },
      activations: ['relu', 'tanh'],
      momentum: 0.5,
    });
    expect(rows.Data).toContain('noise 20 %');
    expect(rows.Network).toBe('2-4-2-1, ReLU, tanh, 25 parameters');
    expect(rows.Penalty).toBe('L2 0.01, L1 0.001');
    expect(rows['Learning rate']).toBe('0.03, cosine');
    expect(rows.Arithmetic).toBe('compiled, 32 bit, without relaxed multiply-add');
    expect(rows.Also).toBe('clipping 1, momentum 0.5');
  });

  it('says a share of the rows only where one trains', () => {
    expect(told({ dataSet: 'draw', drawn: '1,1,1_2,2,2' }).Data).toBe('Draw, 500 rows');
    expect(told({ dataSet: 'lesson' }).Data).not.toContain('train');
    const file = { name: 'wine.csv', split: { column: 'part', testValues: ['test'] } };
    const byColumn = told({ dataSet: 'file', file } as unknown as Partial<Experiment>);
    expect(byColumn.Data).toBe('wine.csv, 500 rows, split by part, seed 1');
  });

  it('counts inputs that are too many to be named', () => {
    const inputs = Array.from({ length: 64 }, (_, i) => `pixel ${i + 1}`);
    expect(told({}, { ...facts, inputs }).Inputs).toMatch(/^pixel 1, .*pixel 16 and 48 more$/);
  });
});
