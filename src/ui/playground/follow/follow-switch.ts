import { css, html, LitElement, noChange, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { live } from 'lit/directives/live.js';
import { limits } from '../../../experiment/limits.ts';
import { defaultView, type ViewSettings } from '../../../experiment/schema.ts';
import type { Followed } from '../../../protocol/snapshot-messages.ts';
import { exact, formatCount, formatEpoch } from '../../controls/format.ts';
import { help } from '../../controls/help.ts';
import { baseStyles, fieldStyles } from '../../controls/styles.ts';
import { send } from '../../page-events.ts';

/** Whether every change trains anew at once, for how long, and how far the picture that is shown has come. */
@customElement('chainrule-follow')
export class FollowSwitch extends LitElement {
  static override readonly styles = [
    baseStyles,
    fieldStyles,
    css`
      :host {
        display: grid;
        align-content: center;
        min-width: 0;
        font-size: 0.75rem;
        line-height: 20px;
        color: var(--muted);
        white-space: nowrap;
        font-variant-numeric: tabular-nums;
      }
      @container place (max-width: 1180px) {
        :host(:not([slot])) .wide {
          display: none;
        }
      }
      /* Above the settings of learning, where the bar has no room for it. */
      :host([slot]) {
        display: flex;
        flex-wrap: wrap;
        justify-content: space-between;
        column-gap: 12px;
        margin-bottom: 8px;
        padding: 0 2px;
      }
      .first,
      .second {
        display: flex;
        align-items: center;
        gap: 6px;
      }
      label {
        display: flex;
        align-items: center;
        gap: 6px;
        min-height: 26px;
        font-size: 0.8125rem;
        color: var(--ink);
        cursor: pointer;
      }
      [role='switch'] {
        appearance: none;
        position: relative;
        flex: none;
        width: 30px;
        height: 18px;
        margin: 0;
        border: 1.5px solid var(--edge);
        border-radius: 9px;
        background: var(--well);
        cursor: pointer;
        transition: background 120ms;
      }
      [role='switch']::before {
        content: '';
        position: absolute;
        top: 2px;
        left: 2px;
        width: 11px;
        height: 11px;
        border-radius: 50%;
        background: var(--muted);
        transition: translate 120ms;
      }
      [role='switch']:checked {
        background: var(--ink);
        border-color: var(--ink);
      }
      [role='switch']:checked::before {
        background: var(--panel);
        translate: 12px 0;
      }
      /* As wide as at the end: the field after it stays where it is. */
      .far {
        display: inline-block;
        text-align: right;
      }
      .far::before {
        content: attr(data-longest);
        display: block;
        height: 0;
        visibility: hidden;
      }
      input[type='number'] {
        width: 52px;
        height: 24px;
        padding: 0 4px;
        font-size: 0.75rem;
        text-align: right;
      }
      @media (prefers-reduced-motion: reduce) {
        [role='switch'],
        [role='switch']::before {
          transition: none;
        }
      }
      @media (forced-colors: active) {
        [role='switch']::before {
          forced-color-adjust: none;
          background: CanvasText;
        }
        [role='switch']:checked {
          background: Highlight;
        }
      }
    `,
  ];

  @property({ attribute: false }) viewSettings: ViewSettings = defaultView;
  @property({ attribute: false }) followed: Followed | null = null;
  /** Of the picture that is shown; null before there is one. */
  @property({ type: Number }) epoch: number | null = null;

  /** What stands in the field is the user's until it is committed, whatever is trained meanwhile. */
  #isTyping = false;

  override render() {
    const { follow } = this.viewSettings;
    return html`<div class="first">
        <label
          ><input
            type="checkbox"
            role="switch"
            .checked=${live(follow)}
            @change=${this.#onSwitch}
            ${help('follow')}
          />Follow</label
        >${follow ? this.#renderRate(this.followed?.perSecond ?? 0) : nothing}
      </div>
      ${follow ? this.#renderHowFar() : nothing}`;
  }

  /** What the figures beside the switch say, for who hears them. */
  #words(perSecond: number): string {
    const pace =
      perSecond < 2
        ? 'It trains anew as soon as you change a setting.'
        : `It trains anew ${formatCount(perSecond)} times a second.`;
    if (this.epoch === null) return pace;
    const { followEpochs } = this.viewSettings;
    const trained = formatEpoch(this.epoch);
    if (this.epoch > followEpochs)
      return `${pace} What is shown has trained on, for ${trained} epochs instead of ${formatCount(followEpochs)}.`;
    return `${pace} What is shown has trained for ${trained} of ${formatCount(followEpochs)} epochs.`;
  }

  #renderRate(perSecond: number) {
    return html`<span class="visually-hidden" data-testid="follow-words">${this.#words(perSecond)}</span
      ><span data-testid="retrainings-per-second" data-value=${perSecond} class="wide" aria-hidden="true"
        >${perSecond < 2 ? 'waits for a change' : `${formatCount(perSecond)} a second`}</span
      >`;
  }

  /** Beside the field, which has its number in digits alone. */
  #renderHowFar() {
    const { followEpochs } = this.viewSettings;
    const { epoch } = this;
    const { min, max, step } = limits.followEpochs;
    return html`<div class="second">
      <span data-testid="trained-epoch" data-value=${exact(epoch)} aria-hidden="true"
        ><span class="wide">after </span
        ><span class="far" data-longest=${followEpochs}
          >${epoch === null ? '–' : formatEpoch(epoch).replaceAll(',', '')}</span
        >
        ${(epoch ?? 0) > followEpochs ? 'not' : 'of'}</span
      >
      <input
        type="number"
        aria-label="Epochs to follow"
        min=${min}
        max=${max}
        step=${step}
        autocomplete="off"
        .value=${this.#isTyping ? noChange : live(String(followEpochs))}
        @input=${this.#onTyping}
        @change=${this.#onEpochs}
        @blur=${this.#onEpochs}
        ${help('followEpochs')}
      />
      <span class="wide" aria-hidden="true">epochs</span>
    </div>`;
  }

  readonly #onTyping = (): void => {
    this.#isTyping = true;
  };

  readonly #onEpochs = ({ target }: Event): void => {
    if (!this.#isTyping) return;
    this.#isTyping = false;
    const { valueAsNumber: followEpochs } = target as HTMLInputElement;
    const { min, max } = limits.followEpochs;
    if (Number.isInteger(followEpochs) && followEpochs >= min && followEpochs <= max)
      send(this, 'view-change', { followEpochs });
    // What is refused leaves no trace.
    else this.requestUpdate();
  };

  readonly #onSwitch = ({ target }: Event): void => {
    send(this, 'view-change', { follow: (target as HTMLInputElement).checked });
  };
}

declare global {
  interface HTMLElementTagNameMap {
    'chainrule-follow': FollowSwitch;
  }
}
