import { describe, expect, it } from 'vitest';
import type { ColumnSummary, PreparedSummary } from '../../../../../src/protocol/import-messages.ts';
import {
  becomes,
  describeColumn,
  likelyTests,
} from '../../../../../src/ui/playground/import/choice-fields.ts';

const column = (patch: Partial<ColumnSummary>): ColumnSummary => ({
  name: 'kind',
  kind: 'category',
  missing: 0,
  distinct: 2,
  asTarget: 'class',
  mayBeClasses: false,
  values: [],
  ...patch,
});

const prepared: PreparedSummary = {
  ok: true,
  rows: 9,
  trainRows: 5,
  leftOut: 0,
  reasons: [],
  inputs: [],
  classes: [],
  notes: [],
};

describe('what is said of a column', () => {
  it('counts its categories, one as well as many', () => {
    expect([0, 1, 2, 50, 1000].map((distinct) => describeColumn(column({ distinct })))).toEqual([
      'nothing in it',
      '1 category',
      '2 categories',
      '50 categories',
      '1,000 categories, as many inputs',
    ]);
    expect(describeColumn(column({ distinct: 1, missing: 3 }))).toBe('1 category, 3 missing');
    expect(describeColumn(column({ kind: 'number', distinct: 1 }))).toBe('numbers');
  });

  it('counts the inputs that it becomes', () => {
    const inputs: PreparedSummary['inputs'] = ['cat', 'dog'].map((category) => ({
      name: `kind = ${category}`,
      feature: { as: 'one-hot', of: 'kind', category, missing: 'drop' },
    }));
    const said = (count: number): string =>
      becomes(column({}), { ...prepared, inputs: inputs.slice(0, count) });
    expect([2, 1, 0].map(said)).toEqual(['2 inputs of 0 or 1', '1 input of 0 or 1', '2 categories']);
  });
});

describe('the values of a column that says which rows test', () => {
  const likely = (counts: Readonly<Record<string, number>>): string[] =>
    likelyTests(Object.entries(counts).map(([text, count]) => ({ text, count })));

  it('are those that are called so, wherever they stand', () => {
    expect(likely({ test: 5, train: 15 })).toEqual(['test']);
    expect(likely({ Train: 60, Val: 20, Test: 20 })).toEqual(['Val', 'Test']);
    expect(likely({ test: 15, train: 5 })).toEqual(['test']);
  });

  it('else the rarest, of several the last', () => {
    expect(likely({ new: 10, old: 30 })).toEqual(['new']);
    expect(likely({ 1: 8, 2: 8, 3: 8, 4: 8, 5: 8 })).toEqual(['5']);
    expect(likely({ validation: 9, test: 3 })).toEqual(['test']);
  });
});
