import { html, LitElement } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { live } from 'lit/directives/live.js';
import { paintLossScale } from '../../../charts/loss-painter.ts';
import { rangeOfLosses } from '../../../charts/loss-scale.ts';
import { landscapeCells } from '../../../experiment/names.ts';
import { limits } from '../../../experiment/limits.ts';
import { defaultView, type ViewSettings } from '../../../experiment/schema.ts';
import { nextSeed } from '../../../experiment/seeds.ts';
import type { LandscapeSlice } from '../../../protocol/landscape-messages.ts';
import { Announcer } from '../../controls/announcer.ts';
import { exact, formatLoss } from '../../controls/format.ts';
import { help } from '../../controls/help.ts';
import { icon } from '../../controls/icons.ts';
import '../../controls/number-field.ts';
import { send } from '../../page-events.ts';
import type { LandscapeShown } from './landscape-feed.ts';
import { selectField, selectStyles } from '../../controls/select-field.ts';
import { baseStyles, buttonStyles, fieldStyles } from '../../controls/styles.ts';
import {
  centreOf,
  describePath,
  describeSlice,
  formatCoordinate,
  formatPointLoss,
  lowestOf,
  pointOf,
  type GridIndex,
} from './describe.ts';
import './landscape-plot.ts';
import { landscapeViewStyles } from './landscape-view-styles.ts';

const extents = [0.05, 0.1, 0.25, 0.5, 1, 2, 5, 10];

/** What a slice of the loss landscape says in numbers and words, and which slice it is. */
@customElement('chainrule-landscape-view')
export class LandscapeView extends LitElement {
  static override readonly styles = [
    baseStyles,
    fieldStyles,
    selectStyles,
    buttonStyles,
    landscapeViewStyles,
  ];

  @property({ attribute: false }) landscape: LandscapeShown = { slice: null, path: [] };
  @property({ attribute: false }) viewSettings: ViewSettings = defaultView;
  /** Where it is read off; null for its centre. */
  @property({ attribute: false }) cursor: GridIndex | null = null;

  @state() private announcement = '';
  @query('canvas') private readonly scale!: HTMLCanvasElement;
  readonly #announcer = new Announcer(this, (text) => {
    this.announcement = text;
  });

  override render() {
    const { slice, path } = this.landscape;
    return html`${this.#renderScale(slice)} ${this.#renderReadout(slice)}
      <p class="note" data-testid="landscape-summary">
        ${slice === null ? 'Not computed yet.' : `${describeSlice(slice)} ${describePath(path)}`}
      </p>
      ${this.#renderControls()}
      <p class="visually-hidden" role="status">${this.announcement}</p>`;
  }

  /** The colours with the losses at their ends and in their middle. */
  #renderScale(slice: LandscapeSlice | null) {
    const range = slice === null ? null : rangeOfLosses(slice.losses);
    const label = (value: number | undefined) => (value === undefined ? '–' : formatLoss(value));
    return html`<div class="scale">
      <span data-testid="landscape-min" data-value=${exact(range?.min)}>${label(range?.min)}</span>
      <canvas role="img" aria-label="Colours from low to high loss, logarithmic"></canvas>
      <span data-testid="landscape-max" data-value=${exact(range?.max)}>${label(range?.max)}</span>
    </div>`;
  }

  /** The loss under the cursor, or in the centre when there is none. */
  #renderReadout(slice: LandscapeSlice | null) {
    if (slice === null) return html`<p class="readout">–</p>`;
    const { alpha, beta, loss } = pointOf(slice, this.cursor ?? centreOf(slice));
    const lowest = pointOf(slice, lowestOf(slice));
    return html`<p class="readout" aria-live=${this.cursor === null ? 'off' : 'polite'}>
      <span>α ${formatCoordinate(alpha, slice)}, β ${formatCoordinate(beta, slice)}</span>
      <b
        data-testid="landscape-loss"
        data-value=${loss}
        data-alpha=${alpha}
        data-beta=${beta}
        data-epoch=${slice.epoch}
        data-cells=${slice.cells}
        data-lowest=${lowest.loss}
        >loss ${formatPointLoss(loss)}</b
      >
    </p>`;
  }

  #renderControls() {
    const {
      landscapeCells: cells,
      landscapeExtent: extent,
      landscapeFollow: follow,
      landscapeSeed: seed,
    } = this.viewSettings;
    return html`<div class="controls">
      ${selectField({
        label: 'Resolution',
        help: 'landscapeCells',
        value: String(cells),
        options: landscapeCells.map((value) => ({ value: String(value), label: `${value} × ${value}` })),
        onSelect: (value) => {
          const chosen = landscapeCells.find((each) => String(each) === value);
          if (chosen !== undefined) this.#change({ landscapeCells: chosen });
        },
      })}
      <chainrule-number-field
        label="Extent"
        .value=${extent}
        .limits=${limits.landscapeExtent}
        .choices=${extents}
        help="landscapeExtent"
        @number-change=${({ detail }: CustomEvent<number>) => this.#change({ landscapeExtent: detail })}
      ></chainrule-number-field>
      <div class="directions">
        <div class="row">
          <label class="check">
            <input
              type="checkbox"
              .checked=${live(follow)}
              @change=${() => this.#change({ landscapeFollow: !follow })}
              ${help('landscapeFollow')}
            />Follow the weights
          </label>
          <span class="note">seed <span data-testid="landscape-seed" data-value=${seed}>${seed}</span></span>
        </div>
        <button @click=${() => this.#change({ landscapeSeed: nextSeed(seed) })} ${help('newDirections')}>
          ${icon('dices')}New directions
        </button>
      </div>
    </div>`;
  }

  #change(patch: Partial<ViewSettings>): void {
    send(this, 'view-change', patch);
  }

  protected override firstUpdated(): void {
    paintLossScale(this.scale);
  }

  protected override updated(): void {
    const { slice, path } = this.landscape;
    if (slice !== null) this.#announcer.say(`${describeSlice(slice)} ${describePath(path)}`);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#announcer.stop();
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'chainrule-landscape-view': LandscapeView;
  }
}
