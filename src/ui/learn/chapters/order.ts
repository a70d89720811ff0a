import { html } from 'lit';
import type { LabSight } from '../lab-sight.ts';
import type { GraphChapter } from '../chapter.ts';

export const order: GraphChapter = {
  id: 'order',
  title: 'Why topological order',
  tool: 'graph',
  text: html`<p>
      A node may pass its gradient on only when all of it has arrived. Here d is used twice: by e and by f.
    </p>
    <p class="formula"><code>d = a * 2; e = d + 1; f = d * e</code></p>
    <p>
      What arrives is added up. But d may pass on what came from f before e has added its part, and later pass
      on all that it has: what a gets then is the question. Put in <em>topological</em> order, each node after
      everything it is made of, and walked from the end, no node comes before all of its users have been
      there.
    </p>`,
  hint: 'The backward pass is chosen in the bar above the graph. Step through it both ways and watch when d passes its gradient on.',
  setup: { preset: 'order' },
  prediction: {
    kind: 'choice',
    question:
      'Without that order d passes on 7 at first, and later all of its 13. What will the gradient of a become?',
    answers: [
      '14: only the first part arrives',
      '26: the order makes no difference',
      '40: the first part counts twice',
    ],
    right: 2,
    report:
      'Each time a gets twice what d passes on: 2 × 7, and then 2 × 13, in all 40. Only 2 × 13 = 26 is right.',
  },
  stages: [
    {
      goal: 'Choose the backward pass “Without topological order” and look at the gradient of a: it is wrong.',
      obstacle: otherExpression,
      isReached: (now) =>
        now.mode === 'no-topological-order' && now.isAtEnd && now.gradient('a') !== now.trueGradient('a'),
    },
    {
      goal: 'Choose “Correct” again: 26 is right.',
      obstacle: otherExpression,
      isReached: (now) =>
        now.mode === 'correct' && now.isAtEnd && now.gradient('a') === now.trueGradient('a'),
    },
  ],
};

/** The mistake shows where something is used twice. */
function otherExpression(now: LabSight): string | null {
  return now.mode === 'no-topological-order' && now.gradient('a') === now.trueGradient('a')
    ? 'In this expression the order makes no difference to a: undo, or set up again.'
    : null;
}
