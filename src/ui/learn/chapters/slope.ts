import { html } from 'lit';
import { isNear, type LabSight } from '../lab-sight.ts';
import type { GraphChapter } from '../chapter.ts';

/** Near enough to 0 for a slider. */
const flat = 0.05;

export const slope: GraphChapter = {
  id: 'slope',
  title: 'The derivative is a slope',
  tool: 'graph',
  text: html`<p>
      Drag the point along the curve and watch f. The <em>derivative</em> says by how much f changes for each
      unit that x changes: rise over run, along the line that touches the curve where you stand.
    </p>
    <math display="block">
      <mi>f</mi><mo>=</mo><mn>3</mn><msup><mi>x</mi><mn>2</mn></msup
      ><mo>−</mo><mn>4</mn><mi>x</mi><mo>+</mo><mn>5</mn>
    </math>
    <p>
      At x = 3 the slope is 14: uphill to the right. A negative slope leads downhill to the right, and where
      the slope is 0, the curve is at its lowest. The graph below says the same: every box has two numbers,
      its data and its gradient, which is the slope of the result in it.
    </p>`,
  hint: 'Drag the point to the left, or press the left arrow key on it. Typing a number into the field of x, under Leaves, does the same. The slope is 6x − 4.',
  figure: 'slope',
  setup: { source: 'x = 3\nf = 3 * x ** 2 - 4 * x + 5' },
  stages: [
    {
      goal: 'Move x until the slope is negative.',
      isReached: (now) => now.gradient('x') < 0 && isParabola(now),
      obstacle: otherCurve,
    },
    {
      goal: `Find the lowest point: bring the slope closer to 0 than ${flat}.`,
      isReached: (now) => Math.abs(now.gradient('x')) < flat && isParabola(now),
      obstacle: otherCurve,
    },
  ],
};

/** Whether the curve is still the one that is spoken of. */
function isParabola(now: LabSight): boolean {
  const x = now.data('x');
  return isNear(now.data('f'), 3 * x ** 2 - 4 * x + 5) && isNear(now.gradient('x'), 6 * x - 4);
}

function otherCurve(now: LabSight): string | null {
  return isParabola(now) ? null : 'This is another expression than f = 3x² − 4x + 5: undo, or set up again.';
}
