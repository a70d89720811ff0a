import { html } from 'lit';
import { areUnmoved, movedLeaf } from '../lab-sight.ts';
import type { GraphChapter } from '../chapter.ts';

const inputs = new Map([
  ['x1', 2],
  ['x2', 0],
]);

export const neuron: GraphChapter = {
  id: 'neuron',
  title: 'A neuron',
  tool: 'graph',
  text: html`<p>A neuron multiplies each input by a weight, adds a bias, and squashes the sum:</p>
    <math display="block">
      <mi>o</mi><mo>=</mo><mi>tanh</mi><mo>(</mo><msub><mi>w</mi><mn>1</mn></msub
      ><msub><mi>x</mi><mn>1</mn></msub
      ><mo>+</mo><msub><mi>w</mi><mn>2</mn></msub
      ><msub><mi>x</mi><mn>2</mn></msub
      ><mo>+</mo><mi>b</mi><mo>)</mo>
    </math>
    <p>
      tanh keeps o between −1 and 1. The inputs come from the data, so they are locked; what a neuron can
      change are its weights and its bias, and the sign of each gradient says which way. The gradient of w₂ is
      0: its input x₂ is 0, so w₂ moves nothing.
    </p>`,
  hint: 'Raise b: its gradient is positive, so o follows. The nearer o comes to 1, the smaller the gradients get: the neuron saturates. Then lower b.',
  setup: { preset: 'neuron' },
  stages: [
    {
      goal: 'Bring the output o above 0.9. Leave the inputs x₁ and x₂ alone.',
      isReached: (now) => now.data('o') > 0.9 && areUnmoved(inputs, now),
      obstacle: (now) => movedLeaf(inputs, now),
    },
    {
      goal: 'Now bring it below −0.9.',
      isReached: (now) => now.data('o') < -0.9 && areUnmoved(inputs, now),
      obstacle: (now) => movedLeaf(inputs, now),
    },
  ],
};
