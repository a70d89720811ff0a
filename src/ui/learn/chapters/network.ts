import { html } from 'lit';
import { areUnmoved, isNear, type LabSight } from '../lab-sight.ts';
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
      <em>multi-layer perceptron</em>. Here two hidden neurons, h1 and h2, feed one output o. The loss says
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
      a weight against the sign of its gradient: the larger the gradient, the more it helps.
    </p>`,
  hint: 'c has the largest gradient of the parameters, and it is positive: move c to the left.',
  setup: { preset: 'two-layers' },
  stages: [
    {
      goal: 'Ask for something else: set the target y to −1.',
      isReached: (now) => isOtherTarget(now) && now.data('loss') > fitted,
    },
    {
      goal: `Bring the loss below ${fitted} by moving weights and biases, not x1, x2 or y.`,
      isReached: (now) => isOtherTarget(now) && now.data('loss') < fitted,
    },
  ],
};

function isOtherTarget(now: LabSight): boolean {
  return (
    now.data('y') === -1 && areUnmoved(inputs, now) && isNear(now.data('loss'), (now.data('o') + 1) ** 2)
  );
}
