import { css, html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { KeptTable } from '../../../client/table-library.ts';
import { formatBytes, formatCount } from '../../controls/format.ts';
import { help } from '../../controls/help.ts';
import { keyedList } from '../../controls/keyed-list.ts';
import { baseStyles, buttonStyles } from '../../controls/styles.ts';
import { send } from '../../page-events.ts';

/** The user's other tables that this browser still has: each can be taken into use again, or deleted. */
@customElement('chainrule-kept-tables')
export class KeptTables extends LitElement {
  static override readonly styles = [
    baseStyles,
    buttonStyles,
    css`
      :host {
        display: block;
        outline: none;
      }
      h3 {
        margin: 2px 0 0;
        font-size: 0.75rem;
        font-weight: 500;
        line-height: 16px;
      }
      ul {
        max-height: 168px;
        margin: 0;
        padding: 0;
        overflow-y: auto;
        list-style: none;
      }
      li {
        display: flex;
        align-items: center;
        gap: 4px;
        padding: 2px 0;
        font-size: 0.75rem;
        line-height: 16px;
      }
      li + li {
        border-top: 1px solid var(--hairline);
      }
      span {
        flex: 1;
        min-width: 0;
        overflow-wrap: anywhere;
      }
      small {
        display: block;
        color: var(--muted);
        font-size: 0.6875rem;
      }
      button {
        flex: none;
        padding: 0 8px;
      }
    `,
  ];

  @property({ attribute: false }) tables: readonly KeptTable[] = [];
  /** The one that is spoken of elsewhere. */
  @property() present = '';

  override connectedCallback(): void {
    super.connectedCallback();
    this.tabIndex = -1;
    send(this, 'import-action', { kind: 'list' });
  }

  override render() {
    const others = this.tables.filter(({ id }) => id !== this.present);
    if (others.length === 0) return nothing;
    return html`<h3 id="kept">Kept in this browser</h3>
      <ul aria-labelledby="kept">
        ${keyedList(
          others,
          ({ id }) => id,
          (table) => this.#renderTable(table),
        )}
      </ul>`;
  }

  #renderTable({ id, bytes, file }: KeptTable) {
    const name = file?.name ?? 'a table without a name';
    const about = file === null ? '' : `${formatCount(file.rows)} rows, ${file.target.column}, `;
    return html`<li>
      <span>${name}<small>${about}${formatBytes(bytes)}</small></span>
      ${
        file === null
          ? nothing
          : html`<button
              class="quiet"
              aria-label=${`Use “${name}”`}
              @click=${() => {
                send(this, 'import-action', { kind: 'reuse', file });
              }}
              ${help('reuseFile')}
            >
              Use
            </button>`
      }
      <button
        class="quiet"
        aria-label=${`Forget “${name}”`}
        @click=${() => {
          this.#forget(id, name);
        }}
        ${help('forgetFile')}
      >
        Forget
      </button>
    </li>`;
  }

  /** Whoever goes on by keys stays where the list is, also once nothing is in it. */
  #forget(id: string, name: string): void {
    send(this, 'import-action', { kind: 'forget', file: { id, name } });
    this.focus({ preventScroll: true });
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'chainrule-kept-tables': KeptTables;
  }
}
