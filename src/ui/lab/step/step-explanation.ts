import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { Contribution, StepDescription } from '../../../lab/describe-step.ts';
import { printedName } from '../../../lab/printed-name.ts';
import { icon } from '../../controls/icons.ts';
import { baseStyles, panelStyles } from '../../controls/styles.ts';
import { dataValue, equation, gradientValue, isLong, type EquationLine } from '../formula/equation.ts';
import { derivativeMath, formulaMath, productPieces, sumPieces } from '../formula/formula-math.ts';
import {
  derivativeMathml,
  derivativeText,
  formulaMathml,
  formulaStyles,
  formulaText,
  mathLine,
  nameMathml,
} from '../formula/formula-view.ts';
import { infix, plainText, row, times, type MathNode } from '../formula/math-node.ts';
import { shortText, signedText } from '../formula/math-number.ts';
import { nodeNameMath } from '../formula/name-math.ts';
import { ordinalOf, rightGradient } from './parts-of-step.ts';
import { stepExplanationStyles } from './step-explanation-styles.ts';
import { mistakeIn, nextSentence } from './step-words.ts';

/** Neither what is computed forward nor a local derivative speaks of the root. */
const namesStyle = { quantities: 'names', rootName: '' } as const;
const numbersStyle = { quantities: 'numbers', rootName: '' } as const;

/** Of the leaves that keep a gradient, more would only repeat the point. */
const mostKept = 6;

type Kind<Name extends StepDescription['kind']> = Extract<StepDescription, { kind: Name }>;

/** What the step last done has computed: the rule in words, as a formula, and with its numbers put in. */
@customElement('chainrule-step-explanation')
export class StepExplanation extends LitElement {
  static override readonly styles = [baseStyles, panelStyles, formulaStyles, stepExplanationStyles];

  /** The step last done; undefined before the first. */
  @property({ attribute: false }) description: StepDescription | undefined;
  /** The step that comes next; undefined after the last. */
  @property({ attribute: false }) next: StepDescription | undefined;
  /** By node, the gradient that is right, where the pass has come to another one. */
  @property({ attribute: false }) mistakes: ReadonlyMap<number, number> = new Map();
  /** What all gradients are of. */
  @property() rootName = '';
  /** Why a number of this node is not finite; '' where it is, or where that comes from another node. */
  @property() remark = '';
  /** What the order of the steps gets wrong here (orderMistake); '' if nothing. */
  @property() orderMistake = '';

  override render() {
    return html`<section class="panel" aria-labelledby="title">
      <div class="panel-head">
        <h2 id="title">What happens at this node</h2>
        ${this.description === undefined ? nothing : html`<span class="kind">${kindOf(this.description)}</span>`}
      </div>
      ${this.#renderMistake()} ${this.#renderStep()} ${this.#renderNext()}
    </section>`;
  }

  #renderStep(): TemplateResult {
    const { description } = this;
    switch (description?.kind) {
      case undefined:
        return html`<p class="words">
          Nothing is computed yet. Step by step, every node takes the values of its operands and computes its
          own, from the leaves to the result. Then the way back begins: from the result down, every node tells
          its operands how strongly they move the result. That is their gradient.
        </p>`;
      case 'forward':
        return renderForward(description);
      case 'seed':
        return this.#renderSeed(description);
      case 'renew':
        return this.#renderRenewal(description);
      case 'backward':
        return this.#renderBackward(description);
    }
  }

  #renderSeed({ root, before, after }: Kind<'seed'>): TemplateResult {
    const sum =
      before === 0
        ? []
        : [{ sign: '=' as const, right: putIn(sumPieces(before, 1), `${shortText(before)} + 1`) }];
    return html`${equation(
        derivativeMathml(root.name, root.name),
        [...sum, { sign: '=', right: gradientValue(after, 'large') }],
        isLong(root.name),
      )}
      <p class="words">
        The way back starts at the result: if ${name(root.name)} grows by a little, ${name(root.name)} grows
        by just as much. Its gradient by itself is 1.
      </p>`;
  }

  #renderRenewal({ pass, kept }: Kind<'renew'>): TemplateResult {
    return html`<p class="words">
        Pass ${pass} begins. The nodes between start at 0 again, as every forward pass makes them anew. The
        leaves do not: the new gradients will be added to the old.
      </p>
      ${kept
        .slice(0, mostKept)
        .map((leaf) =>
          equation(
            this.#derivative(leaf.name),
            [{ sign: '=', right: html`${gradientValue(leaf.value)} <span class="muted">kept</span>` }],
            isLong(leaf.name),
          ),
        )}
      ${
        kept.length > mostKept
          ? html`<p class="words">and ${kept.length - mostKept} leaves more.</p>`
          : nothing
      }`;
  }

  #renderBackward(step: Kind<'backward'>): TemplateResult {
    const { result, arriving, rule, note, contributions } = step;
    return html`${equation(
        this.#derivative(result.name),
        [{ sign: '=', right: html`${gradientValue(arriving)} <span class="muted">arrives</span>` }],
        isLong(result.name),
      )}
      <p class="words">${rule}</p>
      ${note === null ? nothing : html`<p class="words">${note}</p>`}
      ${contributions.map((contribution) => this.#renderContribution(step, contribution))}`;
  }

  #renderContribution(step: Kind<'backward'>, part: Contribution): TemplateResult {
    const { result, arriving, contributions } = step;
    const { before, write } = part;
    const right = rightGradient(part, contributions, this.mistakes);
    if (isConstant(part)) return renderConstant(part, arriving, right);
    const ordinal = ordinalOf(part, contributions);
    const isWide = isLong(result.name, part.name);
    const chain = mathLine(
      [
        derivativeMath(this.rootName, result.name),
        row(infix(times), derivativeMath(result.name, part.name, ordinal)),
      ],
      `${derivativeText(this.rootName, result.name)} times ${derivativeText(result.name, part.name, ordinal)}`,
    );
    return html`<div class="contribution">
      <h3>
        To
        ${name(part.name)}${
          ordinal !== ''
            ? html`<span>, as the ${part.place === 0 ? 'first' : 'second'} operand</span>`
            : nothing
        }
      </h3>
      ${equation(derivativeMathml(result.name, part.name, ordinal), localLines(part), isWide)}
      ${equation(
        this.#derivative(part.name),
        [{ sign: write, right: chain }, ...gradientLines(part, arriving, right)],
        isWide,
      )}
      ${
        before === 0
          ? html`<p class="words">Before, it was 0.</p>`
          : write === '='
            ? lostBefore(before)
            : nothing
      }
    </div>`;
  }

  #derivative(by: string): TemplateResult {
    return derivativeMathml(this.rootName, by);
  }

  #renderMistake() {
    const mistake = this.description === undefined ? '' : mistakeIn(this.description);
    const remark = this.description === undefined ? '' : this.remark;
    return [
      ...[mistake, this.orderMistake].map((text) => ({ word: 'Mistake', text })),
      { word: 'Not a finite number', text: remark },
    ]
      .filter(({ text }) => text !== '')
      .map(
        ({ word, text }) =>
          html`<p class="mistake">
            ${icon('warning')}<span><b>${word}:</b> ${text}</span>
          </p>`,
      );
  }

  #renderNext() {
    if (this.next !== undefined) return html`<p class="next">${nextSentence(this.next)}</p>`;
    return this.description === undefined ? nothing : html`<p class="next">This was the last step.</p>`;
  }
}

function renderForward({ result, formula, operands }: Kind<'forward'>): TemplateResult {
  const withNames = formulaText(formula, 'names');
  const lines: EquationLine[] = [];
  // An unnamed node is called by its formula already.
  const isSaid = plainText(formulaMath(formula, namesStyle)) === plainText(nodeNameMath(result.name));
  if (!isSaid) lines.push({ sign: '=', right: formulaMathml(formula, namesStyle) });
  if (formulaText(formula, 'numbers') !== withNames) {
    const math = formulaMathml(formula, numbersStyle);
    lines.push({ sign: '=', right: html`<span class="put-in">${math}</span>` });
  }
  lines.push({ sign: '=', right: dataValue(result.value, 'large') });
  const known = [...new Set(operands.map((operand) => operand.name))];
  return html`${equation(nameMathml(result.name), lines, isLong(result.name))}
    <p class="words">
      ${name(result.name)} is computed from
      ${known.map((operand, i) => html`${i > 0 ? ' and ' : ''}${name(operand)}`)}.
    </p>`;
}

/** The local derivative with names, with numbers and as a number, each only where it says something new. */
function localLines({ local, localValue }: Contribution): EquationLine[] {
  const withNames = formulaText(local, 'names');
  const withNumbers = formulaText(local, 'numbers');
  const value = shortText(localValue);
  const lines: EquationLine[] = [];
  if (withNames !== value) lines.push({ sign: '=', right: formulaMathml(local, namesStyle) });
  if (withNumbers !== withNames && withNumbers !== value) {
    const math = formulaMathml(local, numbersStyle);
    lines.push({ sign: '=', right: html`<span class="put-in">${math}</span>` });
  }
  return [...lines, { sign: '=', right: dataValue(localValue) }];
}

/** The arriving gradient times the local derivative, and the sum with what was there before. */
function gradientLines(part: Contribution, arriving: number, right?: number): EquationLine[] {
  const { localValue, contribution, before, after, write } = part;
  const product = `${shortText(arriving)} * ${shortText(localValue)}`;
  const lines: EquationLine[] = [{ sign: write, right: putIn(productPieces(arriving, localValue), product) }];
  if (write === '+=' && before !== 0) {
    const sum = `${shortText(before)} + ${shortText(contribution)}`;
    lines.push({ sign: '=', right: putIn(sumPieces(before, contribution), sum) });
  }
  return [...lines, { sign: '=', right: gradientValue(after, 'large', right) }];
}

/** A number in the expression is called by itself. */
function isConstant({ name: text }: Contribution): boolean {
  return text.trim() !== '' && !Number.isNaN(Number(text));
}

/** A product of more characters takes a line of its own. */
const longProduct = 16;

/** A constant gets its share too, but no one asks for it. */
function renderConstant(part: Contribution, arriving: number, right?: number): TemplateResult {
  const { before, contribution, after, write } = part;
  const isSum = write === '+=' && before !== 0;
  const product = `${shortText(arriving)} * ${shortText(part.localValue)}`;
  return html`<div class="contribution">
    <h3>To the constant ${part.name}<span>, which never moves</span></h3>
    ${equation(
      putIn(productPieces(arriving, part.localValue), product),
      [{ sign: '=', right: isSum ? gradientValue(contribution) : gradientValue(after, '', right) }],
      product.length > longProduct,
    )}
    ${
      isSum
        ? equation(
            putIn(sumPieces(before, contribution), `${shortText(before)} + ${shortText(contribution)}`),
            [{ sign: '=', right: gradientValue(after, '', right) }],
          )
        : before === 0
          ? nothing
          : lostBefore(before)
    }
  </div>`;
}

function lostBefore(before: number): TemplateResult {
  return html`<p class="words">Before, it was <b>${signedText(before)}</b>: that is lost.</p>`;
}

function putIn(pieces: readonly MathNode[], label: string): TemplateResult {
  return html`<span class="put-in">${mathLine(pieces, label)}</span>`;
}

function name(text: string): TemplateResult {
  return html`<b>${printedName(text)}</b>`;
}

function kindOf(description: StepDescription): string {
  if (description.kind === 'forward') return 'Forward';
  return description.pass > 1 ? `Backward, pass ${description.pass}` : 'Backward';
}

declare global {
  interface HTMLElementTagNameMap {
    'chainrule-step-explanation': StepExplanation;
  }
}
