import { css, html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { live } from 'lit/directives/live.js';
import { defaultView, type ViewSettings } from '../../../experiment/schema.ts';
import type { DataPicture } from '../../../protocol/picture-messages.ts';
import type { Outcomes, View } from '../../../protocol/snapshot-messages.ts';
import { help } from '../../controls/help.ts';
import type { HelpName } from '../../controls/help-text.ts';
import { baseStyles, fieldStyles } from '../../controls/styles.ts';
import { send } from '../../page-events.ts';
import { wrongOf } from '../quality/scores.ts';
import { surfaceLabels, surfaceOf, surfaces, surfaceSettings } from './surface.ts';

/** What the picture of the boundary shows. */
@customElement('chainrule-boundary-options')
export class BoundaryOptions extends LitElement {
  static override readonly styles = [
    baseStyles,
    fieldStyles,
    css`
      :host {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 0 14px;
      }
      label {
        display: inline-flex;
        align-items: center;
        gap: 6px;
        min-height: 24px;
        font-size: 0.8125rem;
        color: var(--ink);
        cursor: pointer;
      }
      input {
        width: 16px;
        height: 16px;
        margin: 0;
        accent-color: var(--ink);
        cursor: inherit;
      }
      select {
        width: 122px;
        height: 26px;
        background-position:
          right 12px top 11px,
          right 7px top 11px;
      }
      .wrong {
        display: inline-flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 0 12px;
      }
      .count {
        font-size: 0.75rem;
        line-height: 16px;
        color: var(--muted);
        font-variant-numeric: tabular-nums;
      }
    `,
  ];

  /** In another picture there are no outputs to show. */
  @property({ type: Boolean, attribute: 'without-surface' }) withoutSurface = false;
  @property({ attribute: false }) viewSettings: ViewSettings = defaultView;
  @property({ attribute: false }) data: Pick<DataPicture, 'task' | 'slice'> | null = null;
  @property({ attribute: false }) view: Pick<View, 'trainOutcomes' | 'testOutcomes'> | null = null;

  override render() {
    const { showTestPoints, markWrong } = this.viewSettings;
    // Before there is data, what most of them have: nothing below moves when they come.
    const isClassification = this.data?.task !== 'regression';
    return html`${this.#renderSurfaces(isClassification)}
    ${this.#checkbox('Show test points', 'showTestPoints', showTestPoints, 'showTest')}
    ${
      isClassification
        ? html`<span class="wrong"
            >${this.#checkbox('Mark wrong', 'markWrong', markWrong, 'markWrong')}
            <span class="count">${this.#counted('train')}, ${this.#counted('test')}</span></span
          >`
        : nothing
    }`;
  }

  /** Over a single input there are curves, and a number is not more or less certain. */
  #renderSurfaces(isClassification: boolean) {
    if (this.withoutSurface || this.data?.slice?.isLine === true) return nothing;
    const shown = surfaceOf(this.viewSettings);
    return html`<select
      aria-label="Shown as"
      .value=${live(shown)}
      @change=${(event: Event) => {
        const chosen = surfaces[(event.target as HTMLSelectElement).selectedIndex];
        send(this, 'view-change', surfaceSettings(chosen));
      }}
      ${help('surface')}
    >
      ${surfaces.map(
        (surface) =>
          html`<option
            value=${surface}
            ?selected=${surface === shown}
            ?disabled=${surface === 'certainty' && !isClassification}
          >
            ${surfaceLabels[surface]}
          </option>`,
      )}
    </select>`;
  }

  #checkbox(label: string, setting: 'showTestPoints' | 'markWrong', checked: boolean, name: HelpName) {
    return html`<label>
      <input
        type="checkbox"
        .checked=${live(checked)}
        @change=${() => send(this, 'view-change', { [setting]: !checked })}
        ${help(name)}
      />${label}
    </label>`;
  }

  #counted(split: 'train' | 'test') {
    const outcomes: Outcomes | undefined =
      split === 'train' ? this.view?.trainOutcomes : this.view?.testOutcomes;
    const confusion = outcomes?.confusion ?? null;
    if (outcomes === undefined || confusion === null)
      return html`<span data-testid="${split}-wrong" data-value="">–</span>`;
    const wrong = wrongOf(confusion);
    return html`<span data-testid="${split}-wrong" data-value=${wrong}
      >${wrong} of ${outcomes.count.toLocaleString('en-GB')} ${split}</span
    >`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'chainrule-boundary-options': BoundaryOptions;
  }
}
