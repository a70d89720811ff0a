import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseExpression } from '../../../src/autograd/expression.ts';
import { readDecimal } from '../../../src/experiment/decimal.ts';
import { decodeSettings } from '../../../src/experiment/url.ts';

describe('a text that is a number', () => {
  it('is a decimal one, with or without a sign', () => {
    for (const [text, value] of [
      ['.5', 0.5],
      ['-.5', -0.5],
      ['+5.', 5],
      ['007', 7],
      ['-0', -0],
      ['1E+3', 1000],
    ] as const) {
      expect(readDecimal(text), text).toBe(value);
    }
  });

  it('is nothing else', () => {
    const none = [
      '',
      ' 1',
      '1 ',
      '.',
      '-',
      '.e5',
      '1e',
      '1_0',
      '0x1f',
      'Infinity',
      'NaN',
      '1e999',
      '--1',
      '1+1',
      '1,5',
      '12%',
    ];
    for (const text of none) expect(readDecimal(text), text).toBeNull();
  });

  it('is the same in the address and in an expression', () => {
    const text = fc
      .array(fc.constantFrom('0', '1', '7', '.', 'e', 'E', '-', '+', '_', 'x'), {
        minLength: 1,
        maxLength: 7,
      })
      .map((list) => list.join(''));
    let numbers = 0;
    fc.assert(
      fc.property(text, (written) => {
        if (/^[+-]/.test(written) || /[+-]/.test(written.replaceAll(/[eE][+-]/g, ''))) return;
        const result = parseExpression(written);
        const isOne = result.ok && result.graph.named.size === 0;
        expect(readDecimal(written), written).toBe(isOne ? result.graph.root.data : null);
        if (isOne) numbers++;
      }),
      { numRuns: 3000 },
    );
    expect(numbers).toBeGreaterThan(50);
  });

  it('is read so in the address', () => {
    const rate = (text: string) => decodeSettings(`learningRate=${text}`);
    for (const [text, value] of [
      ['.5', 0.5],
      ['5.', 5],
      ['007', 7],
      ['1e-3', 0.001],
      ['.5e1', 5],
    ] as const) {
      expect(rate(text)).toMatchObject({ problems: [], settings: { experiment: { learningRate: value } } });
    }
    for (const text of ['.e5', '1_0', '0x1', '1e999', '.', ''])
      expect(rate(text).problems, text).toHaveLength(1);
    expect(decodeSettings('hidden=4.,2').settings.experiment.hidden).toEqual([4, 2]);
  });
});
