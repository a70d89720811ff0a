import { html, type TemplateResult } from 'lit';
import { printedName } from '../../../lab/printed-name.ts';

const indices = /([₀-₉]+(?:,[₀-₉]+)*)/;

/** A name as it is printed, its indices as elements: who copies it or has it read out gets plain digits. */
export function indexedName(name: string): TemplateResult {
  const parts = printedName(name).split(indices);
  return html`${parts.map((part, i) => (i % 2 === 0 ? part : html`<sub>${part.replace(/[₀-₉]/g, plain)}</sub>`))}`;
}

function plain(digit: string): string {
  return String('₀₁₂₃₄₅₆₇₈₉'.indexOf(digit));
}
