import { html } from 'lit';
import { isStepDownhill } from '../lab-sight.ts';
import type { GraphChapter } from '../chapter.ts';

const steps = 10;
const fitted = 0.05;

export const training: GraphChapter = {
  id: 'training',
  title: 'The training loop by hand',
  tool: 'graph',
  text: html`<p>
      Four rows of three numbers, and four targets: 1, −1, −1, 1. The leaves are the 41 parameters of a
      network 3-4-4-1; the loss adds up the squared errors of the four rows. Training is a loop:
    </p>
    <ol>
      <li><em>forward</em>: compute the loss;</li>
      <li><em>backward</em>: compute all gradients;</li>
      <li><em>nudge</em>: move each parameter a little against its gradient.</li>
    </ol>
    <p>
      Under “Nudge all leaves”, set “Step × gradient” to −0.1 and press Nudge: every nudge goes once around.
      That is all there is to gradient descent; the playground does the same, many thousand times a second.
    </p>`,
  hint: '“Nudge all leaves” stands above the leaves. The minus sign matters: with +0.1 the loss climbs. Five nudges of −0.1 bring it below 0.05.',
  setup: { preset: 'lesson-network', groups: '' },
  figure: 'descent',
  stages: [
    { goal: `Nudge ${steps} times downhill.`, times: steps, isReached: isStepDownhill },
    {
      goal: `Bring the loss below ${fitted}.`,
      isFree: true,
      isReached: (now) => now.data('loss') < fitted,
    },
  ],
};
