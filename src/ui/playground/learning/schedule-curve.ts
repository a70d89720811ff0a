import { css, html, LitElement, svg } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { scheduledRate, type Schedule } from '../../../experiment/schedules.ts';
import { formatEpoch, formatSetting } from '../../controls/format.ts';
import { baseStyles } from '../../controls/styles.ts';

const [width, height, inset] = [240, 56, 4];
const mostPoints = 240;
/** Of a rate that falls on plateaus. */
const reductionsShown = 4;

/**
 * The learning rate over the epochs to come, small, with the place on it where the training is. When it falls on a
 * plateau nobody knows before: there it is over the times that it was reduced.
 */
@customElement('chainrule-schedule-curve')
export class ScheduleCurve extends LitElement {
  static override readonly styles = [
    baseStyles,
    css`
      svg {
        display: block;
        width: 100%;
        height: 56px;
        overflow: visible;
      }
      path {
        fill: none;
        stroke: var(--accent);
        stroke-width: 1.75;
        vector-effect: non-scaling-stroke;
      }
      line {
        stroke: var(--edge-soft);
        vector-effect: non-scaling-stroke;
      }
      .here {
        stroke: var(--ink);
        stroke-width: 8;
        stroke-linecap: round;
      }
      p {
        display: flex;
        justify-content: space-between;
        gap: 8px;
        margin: 2px 0 0;
        font-size: 0.6875rem;
        line-height: 16px;
        font-variant-numeric: tabular-nums;
        color: var(--muted);
      }
    `,
  ];

  @property({ attribute: false }) schedule: Schedule | null = null;
  /** That is set, and that the schedule begins with or works upon. */
  @property({ type: Number }) learningRate = 0;
  /** Epochs completed. */
  @property({ type: Number }) epoch = 0;
  /** How often the rate was reduced on a plateau. */
  @property({ type: Number }) reductions = 0;

  override render() {
    const { schedule } = this;
    if (schedule === null) return '';
    const isPlateau = schedule.name === 'plateau';
    const here = isPlateau ? this.reductions : this.epoch;
    const span = spanOf(schedule);
    // A training that has gone further takes the window with it.
    const first = Math.max(0, Math.ceil(here - 0.8 * span));
    const last = first + span;
    const rate = (epoch: number, reductions: number): number =>
      scheduledRate(schedule, this.learningRate, epoch, reductions);
    const rateAt = (place: number): number => (isPlateau ? rate(schedule.warmUp, place) : rate(place, 0));
    const epochs = shownEpochs(first, last);
    const rates = epochs.map(rateAt);
    const highest = Math.max(...rates, 1e-300);
    const x = (epoch: number): number => inset + ((epoch - first) / span) * (width - 2 * inset);
    const y = (rate: number): number => height - inset - (rate / highest) * (height - 2 * inset);
    const now = rate(Math.floor(this.epoch), this.reductions);
    const [from, to] = isPlateau ? [String(first), String(last)] : [formatEpoch(first), formatEpoch(last)];
    const range = isPlateau ? `after ${from} to ${to} reductions` : `epoch ${from} to ${to}`;
    const words =
      `The learning rate${isPlateau ? ' ' : ' from '}${range}, from ${formatSetting(rates[0])} to ` +
      `${formatSetting(rates[rates.length - 1])}; now ${formatSetting(now)}.`;
    return html`<svg
        viewBox="0 0 ${width} ${height}"
        preserveAspectRatio="none"
        role="img"
        aria-label=${words}
      >
        ${svg`<line x1="0" x2=${width} y1=${height - 1} y2=${height - 1} />
          <path d=${steps(epochs.map(x), rates.map(y))} />
          <path class="here" data-testid="schedule-place" data-epoch=${this.epoch} d="M${x(here)} ${y(now)}h0" />`}
      </svg>
      <p aria-hidden="true">
        <span data-testid="rate-now" data-value=${now}>now ${formatSetting(now)}</span><span>${range}</span>
      </p>`;
  }
}

/** A rate holds for its whole epoch. */
function steps(xs: readonly number[], ys: readonly number[]): string {
  const corners = xs.map(
    (x, i) => `${i === 0 ? 'M' : 'H'}${x.toFixed(1)}${i === 0 ? ' ' : 'V'}${ys[i].toFixed(1)}`,
  );
  return corners.join('');
}

/** Epochs in which there is something to see of a schedule. */
function spanOf({ name, numbers, warmUp }: Schedule): number {
  const { epochs, factor, growth } = numbers;
  const own: Partial<Record<Schedule['name'], number>> = {
    step: 4 * epochs,
    cosine: epochs,
    'cosine-restarts': epochs * (growth === 1 ? 3 : 1 + growth),
    linear: 1.2 * epochs,
    'one-cycle': epochs,
    exponential: factor < 1 ? Math.log(0.02) / Math.log(Math.max(0.001, factor)) : 100,
  };
  if (name === 'plateau') return reductionsShown;
  return Math.max(10, Math.ceil(warmUp + (own[name] ?? 100)));
}

/** All, or as many of them as can be told apart. */
function shownEpochs(first: number, last: number): number[] {
  const count = Math.min(last - first, mostPoints);
  return Array.from({ length: count + 1 }, (_, i) => first + Math.round((i * (last - first)) / count));
}

declare global {
  interface HTMLElementTagNameMap {
    'chainrule-schedule-curve': ScheduleCurve;
  }
}
