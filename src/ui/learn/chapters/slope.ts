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
      Move x a little and watch f. The <em>derivative</em> says by how much f changes for each unit that x
      changes: it is the slope of the curve at the point where you stand.
    </p>
    <math display="block">
      <mi>f</mi><mo>=</mo><mn>3</mn><msup><mi>x</mi><mn>2</mn></msup
      ><mo>−</mo><mn>4</mn><mi>x</mi><mo>+</mo><mn>5</mn>
    </math>
    <p>
      Every box of the graph shows two numbers: its data, and its gradient, which is the slope of the result
      in it. At x = 3 the slope is 14: uphill to the right. A negative slope leads downhill to the right, and
      where the slope is 0, the curve is at its lowest.
    </p>`,
  hint: 'Drag the slider of x, under Leaves, to the left, or type a number into its field. The slope is 6x − 4.',
  setup: { source: 'x = 3\nf = 3 * x ** 2 - 4 * x + 5' },
  stages: [
    {
      goal: 'Move x until the slope is negative.',
      isReached: (now) => now.gradient('x') < 0 && isParabola(now),
    },
    {
      goal: `Find the lowest point: bring the slope closer to 0 than ${flat}.`,
      isReached: (now) => Math.abs(now.gradient('x')) < flat && isParabola(now),
    },
  ],
};

/** Whether the curve is still the one that is spoken of. */
function isParabola(now: LabSight): boolean {
  const x = now.data('x');
  return isNear(now.data('f'), 3 * x ** 2 - 4 * x + 5) && isNear(now.gradient('x'), 6 * x - 4);
}
