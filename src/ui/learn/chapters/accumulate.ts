import { html } from 'lit';
import type { LabSight } from '../lab-sight.ts';
import type { GraphChapter } from '../chapter.ts';

export const accumulate: GraphChapter = {
  id: 'accumulate',
  title: 'Why += and not =',
  tool: 'graph',
  text: html`<p>In this sum both operands are the same node:</p>
    <p class="formula"><code>b = a + a</code></p>
    <p>
      Each of the two ways from b back to a brings a gradient of 1, and moving a by a little moves b by twice
      as much: the gradient of a is 2. So what arrives is <em>added</em> to what is there already, with
      <code>+=</code>. With <code>=</code> the second part replaces the first. As long as every node is used
      only once, nobody notices the mistake.
    </p>`,
  hint: 'The backward pass is chosen in the bar above the graph. 2 * a uses a once.',
  setup: { preset: 'used-twice' },
  stages: [
    {
      goal: 'Choose the backward pass “= instead of +=”: the gradient of a becomes 1, which is wrong.',
      isReached: (now) =>
        now.mode === 'overwrite' && isTwice(now) && now.gradient('a') !== now.trueGradient('a'),
    },
    {
      goal: 'Stay in it and rewrite b: still twice a, but with the right gradient.',
      isReached: (now) =>
        now.mode === 'overwrite' && isTwice(now) && now.gradient('a') === now.trueGradient('a'),
    },
  ],
};

/** Twice a by its slope too: a constant would be twice a by chance. */
function isTwice(now: LabSight): boolean {
  return now.data('b') === 2 * now.data('a') && now.trueGradient('a') === 2;
}
