import { css, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { live } from 'lit/directives/live.js';
import type { KeptComparison } from '../../../client/comparison-shelf.ts';
import { askWords } from '../../../compare/ask-words.ts';
import { formatBytes, formatCount } from '../../controls/format.ts';
import { keyedList } from '../../controls/keyed-list.ts';
import { SignalElement } from '../../controls/signal-element.ts';
import { baseStyles, buttonStyles, panelStyles, summaryStyles } from '../../controls/styles.ts';
import { textFieldStyles } from '../../controls/text-field-styles.ts';
import type { CompareStore } from '../compare-store.ts';
import { compareStyles } from '../compare-styles.ts';
import { readKeptAsk } from '../started.ts';

const written = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'short' });

/** The comparisons that this browser keeps: each can be shown again, called otherwise, or forgotten. */
@customElement('chainrule-kept-list')
export class KeptList extends SignalElement {
  static override readonly styles = [
    baseStyles,
    panelStyles,
    buttonStyles,
    summaryStyles,
    textFieldStyles,
    compareStyles,
    css`
      :host {
        display: contents;
      }
      ol {
        margin: 8px 0 0;
        padding: 0;
        list-style: none;
      }
      li {
        display: grid;
        grid-template-columns: minmax(0, 1fr) auto;
        align-items: center;
        gap: 2px 12px;
        padding: 8px 0;
        border-bottom: 1px solid var(--hairline);
      }
      .about {
        display: grid;
        gap: 2px;
        min-width: 0;
        font-size: 0.75rem;
        line-height: 16px;
        color: var(--muted);
        overflow-wrap: anywhere;
      }
      input {
        max-width: 340px;
        font-size: 0.8125rem;
        font-weight: 600;
      }
      .row {
        gap: 4px;
        flex-wrap: nowrap;
      }
      .undo {
        margin-top: 8px;
        font-size: 0.8125rem;
      }
      @media (max-width: 560px) {
        li {
          grid-template-columns: minmax(0, 1fr);
        }
      }
    `,
  ];

  @property({ attribute: false }) model: CompareStore | null = null;

  override render() {
    const { model } = this;
    if (model === null) return nothing;
    const list = model.kept.list.value;
    const forgotten = model.kept.forgotten.value;
    if (list.length === 0 && forgotten === null) return nothing;
    const { limits } = model.kept;
    const bytes = list.reduce((sum, kept) => sum + kept.bytes, 0);
    return html`<details class="panel">
      <summary>
        <span
          >Kept comparisons (<span data-testid="kept-count" data-value=${list.length}>${list.length}</span
          >)</span
        >
      </summary>
      <ol aria-label="Kept comparisons">
        ${keyedList(
          list,
          ({ id }) => id,
          (kept) => this.#renderOne(model, kept),
        )}
      </ol>
      ${
        forgotten === null
          ? nothing
          : html`<div class="row undo" role="status">
              <span>“${forgotten.about.name}” is forgotten.</span>
              <button class="quiet" @click=${() => void model.kept.bringBack()}>Bring it back</button>
            </div>`
      }
      <p class="note">
        They are in this browser alone, ${formatBytes(bytes)} so far. The latest ${limits.count} are kept, and
        at most ${Math.round(limits.bytes / 1e6)} MB; the oldest go first.
      </p>
    </details>`;
  }

  #renderOne(model: CompareStore, kept: KeptComparison) {
    const { name, savedAt, phase, done, total, bytes } = kept;
    const how = phase === 'done' ? '' : phase === 'cancelled' ? ', cancelled' : ', ended early';
    return html`<li>
      <div class="about">
        <input
          type="text"
          aria-label=${`Name of “${name}”`}
          autocomplete="off"
          maxlength="80"
          .value=${live(name)}
          @change=${({ target }: Event) => {
            const input = target as HTMLInputElement;
            void model.kept.rename(kept, input.value);
            if (input.value.trim() === '') input.value = name;
          }}
        />
        <span>${askWords(readKeptAsk(kept), kept.experiment)}</span>
        <span
          >${written.format(savedAt)}, ${formatCount(done)} of ${formatCount(total)} runs${how},
          ${formatBytes(bytes)}</span
        >
      </div>
      <div class="row">
        <button
          aria-label=${`Open “${name}”`}
          ?disabled=${model.running.value !== null}
          @click=${() => void model.openKept(kept)}
        >
          Open
        </button>
        <button class="quiet" aria-label=${`Forget “${name}”`} @click=${() => void model.kept.forget(kept)}>
          Forget
        </button>
      </div>
    </li>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'chainrule-kept-list': KeptList;
  }
}
