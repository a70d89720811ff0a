import { html } from 'lit';
import type { GraphChapter } from '../chapter.ts';
import type { LabSight } from '../lab-sight.ts';

export const graph: GraphChapter = {
  id: 'graph',
  title: 'An expression and its graph',
  tool: 'graph',
  text: html`<p>
      Every expression is a graph. Its <em>leaves</em> are numbers that you can move; every other node applies
      one small operation to the nodes it is made of. Here it takes two: a product, then a sum.
    </p>
    <p class="formula"><code>d = a * b + c</code></p>
    <p>
      Going <em>forward</em> computes the data of one node after the other. Going <em>backward</em> starts at
      the result with gradient 1, and each node hands its share to the nodes it is made of. In the end every
      node knows how strongly it moves the result.
    </p>`,
  hint: 'Step is the round button in the bar above the graph. A name without a line of its own, such as f, becomes a leaf with the value 1.',
  setup: { preset: 'three-inputs', at: '0' },
  stages: [
    { goal: 'Step forward until d is computed.', isReached: (now) => now.isComputed },
    { goal: 'Step on to the end of the backward pass.', isReached: (now) => now.isAtEnd },
    {
      goal: 'Add a line to the expression: L\u00a0=\u00a0d\u00a0*\u00a0f',
      isReached: (now) => now.isResultOf('L', 'mul', ['d', 'f']),
      obstacle: otherProduct,
    },
  ],
};

/** A line is there, and is another one. */
function otherProduct(now: LabSight): string | null {
  const other = [...now.leaves].find((leaf) => leaf === 'F' || leaf === 'D');
  if (other !== undefined)
    return `${other} is a leaf of its own: capital and small letters are different names. Write ${other.toLowerCase()}.`;
  if (!Number.isNaN(now.data('l')) && Number.isNaN(now.data('L')))
    return 'l is not L: capital and small letters are different names.';
  return Number.isNaN(now.data('L'))
    ? null
    : 'L is there, but it is not d * f, or another line comes after it and is the result.';
}
