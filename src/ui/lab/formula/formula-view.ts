import { css, html, mathml, nothing, type TemplateResult } from 'lit';
import { writeFormula, type Formula } from '../../../lab/formula.ts';
import { derivativeMath, formulaPieces, type FormulaMathStyle, type Ordinal } from './formula-math.ts';
import type { MathNode } from './math-node.ts';
import { mathNumber, shortText } from './math-number.ts';
import { nodeNameMath } from './name-math.ts';

export const formulaStyles = css`
  .math {
    display: inline-flex;
    flex-wrap: wrap;
    align-items: baseline;
    gap: 6px 0;
    max-width: 100%;
  }
  math {
    math-style: normal;
    font-family: 'Cambria Math', 'STIX Two Math', 'Latin Modern Math', 'DejaVu Math TeX Gyre', math, serif;
    font-size: 0.9375rem;
    font-variant-numeric: tabular-nums;
  }
  .positive {
    color: var(--positive);
  }
  .negative {
    color: var(--negative);
  }
`;

/** A formula in MathML, with names or with its numbers put in, and in words of the expression language beside it. */
export function formulaMathml(formula: Formula, style: FormulaMathStyle): TemplateResult {
  return mathLine(formulaPieces(formula, style), formulaText(formula, style.quantities));
}

/** The formula's twin in plain text. */
export function formulaText(formula: Formula, quantities: FormulaMathStyle['quantities']): string {
  return writeFormula(formula, { quantities, number: (value) => shortText(value) });
}

/** ∂of/∂by. */
export function derivativeMathml(of: string, by: string, ordinal: Ordinal = ''): TemplateResult {
  return mathLine([derivativeMath(of, by, ordinal)], derivativeText(of, by, ordinal));
}

export function derivativeText(of: string, by: string, ordinal: Ordinal = ''): string {
  return `d ${of} / d ${ordinal === '' ? by : `(${ordinal} ${by})`}`;
}

export function nameMathml(name: string): TemplateResult {
  return mathLine([nodeNameMath(name)], name);
}

export function numberMathml(value: number): TemplateResult {
  return mathLine([mathNumber(value)], shortText(value));
}

/** Pieces between which the line may break; `label` is what a screen reader says. */
export function mathLine(pieces: readonly MathNode[], label: string): TemplateResult {
  return html`<span class="math" role="math" aria-label=${label}
    >${pieces.map((piece) => html`<math aria-hidden="true">${mathView(piece)}</math>`)}</span
  >`;
}

function mathView(node: MathNode): TemplateResult<3> {
  const tone = node.tone ?? nothing;
  switch (node.tag) {
    case 'mi':
      return mathml`<mi class=${tone}>${node.text}</mi>`;
    case 'mn':
      return mathml`<mn class=${tone}>${node.text}</mn>`;
    case 'mo':
      return mathml`<mo class=${tone} form=${node.form ?? nothing}>${node.text}</mo>`;
    case 'mtext':
      return mathml`<mtext class=${tone}>${node.text}</mtext>`;
    case 'mrow':
      return mathml`<mrow class=${tone}>${node.children.map(mathView)}</mrow>`;
    case 'mfrac':
      return mathml`<mfrac class=${tone}>${node.children.map(mathView)}</mfrac>`;
    case 'msup':
      return mathml`<msup class=${tone}>${node.children.map(mathView)}</msup>`;
    case 'msub':
      return mathml`<msub class=${tone}>${node.children.map(mathView)}</msub>`;
    case 'msqrt':
      return mathml`<msqrt class=${tone}>${node.children.map(mathView)}</msqrt>`;
  }
}
