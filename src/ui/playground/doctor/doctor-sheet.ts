import { css, html, LitElement, nothing } from 'lit';
import { customElement, query, state } from 'lit/decorators.js';
import type { Experiment } from '../../../experiment/schema.ts';
import type { Finding, Remedy } from '../../../protocol/doctor-messages.ts';
import { dialogStyles } from '../../controls/dialog-styles.ts';
import { formatEpoch } from '../../controls/format.ts';
import { icon } from '../../controls/icons.ts';
import { baseStyles, buttonStyles } from '../../controls/styles.ts';
import { send } from '../../page-events.ts';
import { findingLine } from './finding-lines.ts';
import { findingWords, remedyFor, remedyLabel } from './finding-words.ts';

/** What was found at one moment: what is read does not change under the pointer. */
export interface Examined {
  readonly findings: readonly Finding[];
  readonly experiment: Experiment;
  readonly epoch: number;
  readonly hasDiverged: boolean;
}

/** What is wrong with the run, the numbers that show it, and for each one change that usually helps. */
@customElement('chainrule-doctor')
export class DoctorSheet extends LitElement {
  static override readonly styles = [
    baseStyles,
    buttonStyles,
    dialogStyles,
    css`
      :host {
        position: absolute;
      }
      dialog {
        font-size: 0.8125rem;
        line-height: 19px;
        white-space: normal;
      }
      ul {
        display: grid;
        gap: 12px;
        margin: 0;
        padding: 0;
        list-style: none;
      }
      li {
        padding: 12px 14px;
        border: 1px solid var(--edge-soft);
        border-left: 4px solid var(--bar-negative);
        border-radius: var(--radius-small);
      }
      li[data-severity='serious'] {
        border-left-color: var(--danger);
      }
      h3 {
        margin: 0 0 2px;
        color: var(--ink);
      }
      p {
        margin: 0 0 6px;
        max-width: 66ch;
      }
      .seen {
        font-weight: 600;
      }
      .threshold,
      .note {
        font-size: 0.75rem;
        line-height: 17px;
        color: var(--muted);
      }
      .note {
        margin: 12px 0 0;
      }
      li button {
        margin-top: 2px;
        font-weight: 600;
        border-color: var(--edge);
      }
    `,
  ];

  @state() private examined: Examined | null = null;
  @query('dialog') private readonly dialog!: HTMLDialogElement;

  override render() {
    const { examined } = this;
    return html`<dialog aria-labelledby="title" @click=${this.#onClick}>
      <div class="content">
        <div class="head">
          <h2 id="title">What is wrong, and what helps</h2>
          <form method="dialog">
            <button class="quiet" aria-label="Close">${icon('close')}</button>
          </form>
        </div>
        ${
          examined === null
            ? nothing
            : html`<ul>
                  ${examined.findings.map((finding) => this.#renderFinding(finding, examined))}
                </ul>
                <p class="note">
                  As measured up to epoch ${formatEpoch(examined.epoch)}. A change can be taken back with
                  Undo, and the run as it is now comes back with it.
                </p>`
        }
      </div>
    </dialog>`;
  }

  #renderFinding(finding: Finding, { experiment, hasDiverged }: Examined) {
    const { title, meaning, threshold } = findingWords(finding);
    const remedy = remedyFor(finding, hasDiverged, experiment);
    const { text } = findingLine(finding, experiment.hidden.length);
    return html`<li data-kind=${finding.kind} data-severity=${finding.severity}>
      <h3>${title}</h3>
      <p class="seen">${text}</p>
      <p>${meaning}</p>
      <p class="threshold">Seen since epoch ${formatEpoch(finding.since)}. ${threshold}</p>
      <button @click=${this.#apply(remedy)}>${remedyLabel(remedy, experiment)}</button>
    </li>`;
  }

  async open(examined: Examined): Promise<void> {
    this.examined = examined;
    await this.updateComplete;
    if (!this.dialog.open) this.dialog.showModal();
  }

  readonly #apply = (remedy: Remedy) => (): void => {
    this.dialog.close();
    send(this, 'remedy-apply', remedy);
  };

  /** A click beside the content is a click on the backdrop. */
  readonly #onClick = ({ target }: Event): void => {
    if (target === this.dialog) this.dialog.close();
  };
}

declare global {
  interface HTMLElementTagNameMap {
    'chainrule-doctor': DoctorSheet;
  }
}
