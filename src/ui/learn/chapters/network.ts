import { html } from 'lit';
import { areUnmoved, isNear, movedLeaf, type LabSight } from '../lab-sight.ts';
import type { GraphChapter } from '../chapter.ts';

const inputs = new Map([
  ['x1', 0.5],
  ['x2', -1],
]);
const fitted = 0.05;

export const network: GraphChapter = {
  id: 'network',
  title: 'From neuron to network',
  tool: 'graph',
  text: html`<p>
      Neurons that read the same inputs form a layer; layers that read one another make a
      <em>multi-layer perceptron</em>. Here two hidden neurons, h₁ and h₂, feed one output o. The loss says
      how far o is from the target y:
    </p>
    <math display="block">
      <mi>loss</mi><mo>=</mo
      ><msup
        ><mrow><mo>(</mo><mi>o</mi><mo>−</mo><mi>y</mi><mo>)</mo></mrow
        ><mn>2</mn></msup
      >
    </math>
    <p>
      One backward pass gives each of the nine weights and biases its gradient. To make the loss smaller, move
      a weight against the sign of its gradient: the larger the gradient, the more it helps. Inputs and target
      are data: they are locked, and neither Nudge nor a slider moves them.
    </p>`,
  hint: 'c has the largest gradient of the parameters, and it is positive: move c to the left. Or nudge all leaves: ten nudges of −0.1 are enough, of which the first do little; y has to be locked for that.',
  setup: { preset: 'two-layers' },
  stages: [
    {
      goal: 'Ask for something else: open the lock of y, under Leaves, set it to −1, and lock it again.',
      isReached: (now) => isOtherTarget(now) && now.data('loss') > fitted,
      obstacle: (now) => movedLeaf(inputs, now) ?? otherLoss(now),
    },
    {
      goal: `Bring the loss below ${fitted} by moving weights and biases, not x₁, x₂ or y.`,
      isReached: (now) => isOtherTarget(now) && now.data('loss') < fitted,
      obstacle: (now) => movedLeaf(new Map([...inputs, ['y', -1]]), now) ?? otherLoss(now) ?? openTarget(now),
    },
  ],
};

function isOtherTarget(now: LabSight): boolean {
  return (
    now.data('y') === -1 && areUnmoved(inputs, now) && isNear(now.data('loss'), (now.data('o') + 1) ** 2)
  );
}

function otherLoss(now: LabSight): string | null {
  const isLoss = isNear(now.data('loss'), (now.data('o') - now.data('y')) ** 2);
  return isLoss ? null : 'This is no longer the loss (o − y)²: undo, or set up again.';
}

/** Said before it is moved by a nudge, not after. */
function openTarget(now: LabSight): string | null {
  return now.isLocked('y') ? null : 'y is open, so Nudge moves it too: lock it again.';
}
