import { html, type TemplateResult } from 'lit';
import type { CertaintyKind } from '../../../charts/certainty.ts';

const meanings: Readonly<Record<CertaintyKind, string>> = {
  distance: 'How far the output is from 0, where the answer changes.',
  lead: 'How far the largest output leads the next, as a share of the most.',
  entropy: '1 − entropy of the probabilities / log of the number of classes.',
};

/** The scale of certainty. */
export function certaintyScale(): TemplateResult {
  return html`<div class="legend of-certainty" data-testid="certainty-key">
    <span>undecided</span>
    <div class="colours certainty"></div>
    <span>certain</span>
  </div>`;
}

/** What certainty is: a sentence, which has no room beside the scale. */
export function certaintyMeaning(kind: CertaintyKind): TemplateResult {
  return html`<p class="note meaning">${meanings[kind]}</p>`;
}
