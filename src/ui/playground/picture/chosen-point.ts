import { css, html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { DataPicture } from '../../../protocol/picture-messages.ts';
import { help } from '../../controls/help.ts';
import { icon } from '../../controls/icons.ts';
import type { OpenedPoint } from './opened-point.ts';
import { pointWords } from './point-words.ts';
import { rowName } from './row-name.ts';
import { send } from '../../page-events.ts';
import { baseStyles, buttonStyles } from '../../controls/styles.ts';

/** The point that was clicked, and the way into its graph. */
@customElement('chainrule-chosen-point')
export class ChosenPoint extends LitElement {
  static override readonly styles = [
    baseStyles,
    buttonStyles,
    css`
      .card {
        display: flex;
        align-items: center;
        gap: 4px 10px;
        padding: 6px 6px 6px 12px;
        border: 1px solid var(--hairline);
        border-radius: var(--radius-small);
        background: var(--raised);
        box-shadow: var(--shadow-high);
        font-size: 0.75rem;
        line-height: 16px;
      }
      p {
        flex: 1;
        margin: 0;
      }
      b {
        font-weight: 600;
      }
      button {
        min-height: 28px;
        padding: 0 10px;
      }
      .close {
        padding: 0;
        width: 28px;
      }
    `,
  ];

  @property({ attribute: false }) data: DataPicture | null = null;
  @property({ attribute: false }) point: OpenedPoint | null = null;

  override render() {
    const { data, point } = this;
    if (data === null || point === null) return nothing;
    return html`<div class="card" role="group" aria-label="Chosen point" data-testid="chosen-point">
      <p>
        <b>${rowName(data.rows, point)}</b><br />
        ${pointWords(data, point)}
      </p>
      <button @click=${() => send(this, 'graph-open', null)} ${help('openGraph')}>Open its graph</button>
      <button
        class="quiet close"
        aria-label="Let go of the point"
        @click=${() => send(this, 'point-select', null)}
      >
        ${icon('close')}
      </button>
    </div>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'chainrule-chosen-point': ChosenPoint;
  }
}
