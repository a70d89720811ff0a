import { css, html, nothing } from 'lit';
import { customElement, property, query } from 'lit/decorators.js';
import { changesBetween } from '../../experiment/setting-changes.ts';
import { dialogStyles } from '../controls/dialog-styles.ts';
import { formatBytes, formatCount, formatEpoch } from '../controls/format.ts';
import { icon } from '../controls/icons.ts';
import { SignalElement } from '../controls/signal-element.ts';
import { baseStyles, buttonStyles } from '../controls/styles.ts';
import type { PlaygroundModel } from '../playground/playground-model.ts';
import { sayChange } from '../playground/plots/plot-words.ts';
import { mostBytes, type Past, type Step } from '../playground/changes/undo-history.ts';

/** More settings of one step are counted. */
const mostNamed = 3;

/** What a step was: 'rate 0.03 → 0.3'. */
export function sayStep(step: Step): string {
  if (step.kind === 'other') return step.words;
  const changes = changesBetween(step.from, step.to, 0).map(sayChange);
  if (changes.length === 0) return 'the run itself';
  const more = changes.length - mostNamed;
  const named = changes.slice(0, mostNamed).join(', ');
  return more > 0 ? `${named} and ${more} more` : named;
}

/** Every step that undo takes back or redo brings again, the latest on top, and the memory that they take. */
@customElement('chainrule-step-list')
export class StepList extends SignalElement {
  static override readonly styles = [
    baseStyles,
    buttonStyles,
    dialogStyles,
    css`
      dialog {
        width: min(460px, calc(100vw - 24px));
      }
      ol {
        margin: 0;
        padding: 0;
        list-style: none;
      }
      li button {
        display: flex;
        justify-content: space-between;
        align-items: baseline;
        gap: 16px;
        width: 100%;
        min-height: 32px;
        padding: 5px 10px;
        border: 0;
        border-radius: var(--radius-small);
        background: none;
        font-size: 0.8125rem;
        line-height: 20px;
        text-align: start;
        white-space: normal;
        overflow-wrap: anywhere;
      }
      li button:hover {
        background: var(--well);
      }
      li.undone button {
        color: var(--muted);
      }
      .when {
        flex: none;
        font-size: 0.75rem;
        color: var(--muted);
      }
      .now {
        padding: 5px 10px;
        margin: 4px 0;
        border-radius: var(--radius-small);
        background: var(--well);
        font-size: 0.8125rem;
        font-weight: 600;
        line-height: 20px;
      }
      p {
        margin: 0 0 10px;
        font-size: 0.75rem;
        line-height: 18px;
        color: var(--muted);
      }
      .memory {
        margin: 12px 0 0;
      }
    `,
  ];

  @property({ attribute: false }) model: PlaygroundModel | null = null;
  @query('dialog') private readonly dialog!: HTMLDialogElement;

  override render() {
    const { undo, redo, bytes } = this.model?.steps.value ?? { undo: [], redo: [], bytes: 0 };
    const count = undo.length + redo.length;
    return html`<dialog aria-labelledby="title" @click=${this.#onClick}>
      <div class="content">
        <div class="head">
          <h2 id="title">Steps</h2>
          <form method="dialog">
            <button class="quiet" aria-label="Close">${icon('close')}</button>
          </form>
        </div>
        <p>Choose one to go back to just before it: settings, data, weights and the point in training.</p>
        <ol>
          ${redo.map((past, i) => this.#renderStep(past, 'redo', redo.length - i))}
          <li class="now" aria-current="step">Now</li>
          ${undo.toReversed().map((past, i) => this.#renderStep(past, 'undo', i + 1))}
        </ol>
        <p class="memory" role="status">
          ${count === 0 ? 'Nothing was changed yet.' : `${formatCount(count)} ${count === 1 ? 'step' : 'steps'} in ${formatBytes(bytes)} of ${formatBytes(mostBytes)}; the oldest go first.`}
        </p>
      </div>
    </dialog>`;
  }

  #renderStep({ step, checkpoint }: Past, direction: 'undo' | 'redo', times: number) {
    const when =
      checkpoint === null || direction === 'redo' ? nothing : `epoch ${formatEpoch(checkpoint.epoch)}`;
    const does = direction === 'undo' ? 'Undo to before' : 'Redo up to';
    return html`<li class=${direction === 'redo' ? 'undone' : ''}>
      <button @click=${() => void this.#go(direction, times)}>
        <span><span class="visually-hidden">${does} </span>${sayStep(step)}</span
        ><span class="when">${when}</span>
      </button>
    </li>`;
  }

  async #go(direction: 'undo' | 'redo', times: number): Promise<void> {
    for (let i = 0; i < times; i++) await this.model?.[direction]();
  }

  async open(): Promise<void> {
    await this.updateComplete;
    if (!this.dialog.open) this.dialog.showModal();
  }

  /** A click beside the content is a click on the backdrop. */
  readonly #onClick = ({ target }: Event): void => {
    if (target === this.dialog) this.dialog.close();
  };
}

declare global {
  interface HTMLElementTagNameMap {
    'chainrule-step-list': StepList;
  }
}
