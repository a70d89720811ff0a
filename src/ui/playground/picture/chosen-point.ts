import { css, html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { DataPicture } from '../../../protocol/messages.ts';
import { help } from '../../controls/help.ts';
import { icon } from '../../controls/icons.ts';
import { captionOf } from '../labels.ts';
import { axesOf } from './axes.ts';
import type { OpenedPoint } from './opened-point.ts';
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
    const { x1, x2, label } = data[point.split];
    const { index } = point;
    const [across, up] = axesOf(data);
    const { classNames } = data;
    const isLine = data.slice?.isLine === true;
    // Two classes without names of their own are their labels.
    const hasNames = classNames.length > 2 || (classNames.length === 2 && classNames[0] !== '-1');
    const place = classNames.length === 2 ? Number(label[index] > 0) : label[index];
    const named = hasNames ? classNames[place] : null;
    return html`<div class="card" role="group" aria-label="Chosen point" data-testid="chosen-point">
      <p>
        <b>${point.split} point ${index + 1}</b><br />
        ${captionOf(across)}
        ${format(x1[index])}&ensp;${
          // Over a line, up are the classes or what the label says in other units.
          isLine && classNames.length > 0 ? nothing : html`${captionOf(up)} ${format(x2[index])}&ensp;`
        }${isLine && classNames.length === 0 ? nothing : (named ?? html`label ${format(label[index])}`)}
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

function format(value: number): string {
  const text = String(Math.abs(Number(value.toFixed(2))));
  return value < 0 ? `−${text}` : text;
}

declare global {
  interface HTMLElementTagNameMap {
    'chainrule-chosen-point': ChosenPoint;
  }
}
