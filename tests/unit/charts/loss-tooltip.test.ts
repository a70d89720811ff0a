import type { TooltipItem } from 'chart.js';
import { describe, expect, it } from 'vitest';
import { tooltipCallbacks } from '../../../src/charts/loss-chart.ts';
import { formatLoss } from '../../../src/ui/controls/format.ts';

describe('the tooltip of the loss chart', () => {
  it('writes numbers as the readouts do', () => {
    const item = {
      dataset: { label: 'train' },
      parsed: { x: 1234.5678, y: 0.0312345678 },
    } as TooltipItem<'line'>;
    expect(tooltipCallbacks.title([item])).toBe('epoch 1,234.56');
    expect(tooltipCallbacks.label(item)).toBe(`train ${formatLoss(0.0312345678)}`);
    expect(tooltipCallbacks.label(item)).toBe('train 0.0312');
  });
});
