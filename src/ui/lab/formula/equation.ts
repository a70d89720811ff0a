import { html, type TemplateResult } from 'lit';
import { exact } from '../../controls/format.ts';
import { bookText, shortText, signedText, toneOf } from './math-number.ts';

/** One line on the right of an equation, after its sign. */
export interface EquationLine {
  readonly sign: '=' | '+=' | '';
  readonly right: TemplateResult;
}

/**
 * `left = right`, then further lines under it. `isWide` puts the left side on a line of its own, where it would
 * leave the right one no room.
 */
export function equation(
  left: TemplateResult,
  lines: readonly EquationLine[],
  isWide = false,
): TemplateResult {
  return html`<div class="equation ${isWide ? 'wide' : ''}">
    <span class="left">${left}</span>
    ${lines.map(
      ({ sign, right }, i) =>
        html`<span class="sign ${i > 0 ? 'later' : ''}">${sign}</span><span>${right}</span>`,
    )}
  </div>`;
}

/** A name this long takes a line of its own. */
const longName = 9;

export function isLong(...names: readonly string[]): boolean {
  return names.some((name) => name.length > longName);
}

/** A number of the forward pass. */
export function dataValue(value: number, size: 'large' | '' = ''): TemplateResult {
  return html`<span class="value ${size}" data-value=${exact(value)}>${bookText(shortText(value))}</span>`;
}

/** A gradient: with its sign, and in the sign's colour unless another one is right. */
export function gradientValue(value: number, size: 'large' | '' = '', right?: number): TemplateResult {
  const tone = right === undefined ? (toneOf(value) ?? '') : 'wrong';
  return html`<span class="value ${size} ${tone}" data-value=${exact(value)}
      >${bookText(signedText(value))}</span
    >${
      right === undefined
        ? ''
        : html` <span class="muted">wrong: ${bookText(signedText(right))} is right</span>`
    }`;
}
