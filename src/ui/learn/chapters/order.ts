import { html } from 'lit';
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
      If d passes on what came from f before e has added its part, and then passes it on again, a counts the
      first part twice. Put in <em>topological</em> order, each node after everything it is made of, and
      walked from the end, no node comes before all of its users have been there.
    </p>`,
  hint: 'The backward pass is chosen in the bar above the graph. Step through it both ways and watch when d passes its gradient on.',
  setup: { preset: 'order' },
  stages: [
    {
      goal: 'Choose the backward pass “Without topological order” and look at the gradient of a: it is wrong.',
      isReached: (now) =>
        now.mode === 'no-topological-order' && now.isAtEnd && now.gradient('a') !== now.trueGradient('a'),
    },
    {
      goal: 'Choose “Correct” again: 26 is right.',
      isReached: (now) =>
        now.mode === 'correct' && now.isAtEnd && now.gradient('a') === now.trueGradient('a'),
    },
  ],
};
