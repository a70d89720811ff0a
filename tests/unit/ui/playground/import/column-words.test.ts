import { describe, expect, it } from 'vitest';
import type { ColumnSummary, PreparedSummary } from '../../../../../src/protocol/import-messages.ts';
import { becomes, describeColumn } from '../../../../../src/ui/playground/import/choice-fields.ts';

const column = (patch: Partial<ColumnSummary>): ColumnSummary => ({
  name: 'kind',
  kind: 'category',
  missing: 0,
  distinct: 2,
  asTarget: 'class',
  mayBeClasses: false,
  examples: [],
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
