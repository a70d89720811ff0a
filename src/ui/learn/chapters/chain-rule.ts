import { html } from 'lit';
import type { GraphChapter } from '../chapter.ts';

export const chainRule: GraphChapter = {
  id: 'chain-rule',
  title: 'The chain rule by hand',
  tool: 'graph',
  text: html`<p>If e moves d, and d moves L, then e moves L by both rates multiplied:</p>
    <math display="block">
      <mfrac
        ><mrow><mo>∂</mo><mi>L</mi></mrow
        ><mrow><mo>∂</mo><mi>e</mi></mrow></mfrac
      ><mo>=</mo
      ><mfrac
        ><mrow><mo>∂</mo><mi>L</mi></mrow
        ><mrow><mo>∂</mo><mi>d</mi></mrow></mfrac
      ><mo>×</mo
      ><mfrac
        ><mrow><mo>∂</mo><mi>d</mi></mrow
        ><mrow><mo>∂</mo><mi>e</mi></mrow></mfrac
      >
    </math>
    <p>
      A sum passes its gradient on unchanged, to both sides. A product passes it on multiplied by the
      <em>other</em> factor. Nothing more is needed here: start with 1 at L and work your way back to the
      leaves.
    </p>`,
  hint: 'L = d × f, so d gets the value of f, which is −2. The sum hands −2 on to e and to c. The product e = a × b hands a the value of b times −2.',
  setup: { preset: 'chain-rule', at: '3' },
  opens: 'by-hand',
  stages: [
    {
      goal: 'Under “By hand”, start with the gradients of this expression and work all of them out yourself: what is shown does not count.',
      isReached: (now) => now.isExerciseDone,
      obstacle: ({ shownAnswers }) =>
        shownAnswers === 0
          ? null
          : `${shownAnswers === 1 ? 'One was' : `${shownAnswers} were`} shown, so this goal stays open: leave the exercise, start again, and work out all of them.`,
    },
  ],
};
