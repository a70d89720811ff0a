import { css, html, nothing, type PropertyValues } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { live } from 'lit/directives/live.js';
import type { Past } from '../../../protocol/snapshot-messages.ts';
import { FocusKeeper } from '../../controls/focus-keeper.ts';
import { formatBytes, formatCount, formatEpoch } from '../../controls/format.ts';
import { help } from '../../controls/help.ts';
import { icon } from '../../controls/icons.ts';
import { SignalElement } from '../../controls/signal-element.ts';
import { baseStyles, buttonStyles } from '../../controls/styles.ts';
import { send } from '../../page-events.ts';
import type { PlaygroundModel, Replaying } from '../playground-model.ts';
import { trackOf, type Track } from './track.ts';

/** How long all of it takes backwards, and how often there is another picture, in ms. */
const backwardsMs = 5000;
const pictureMs = 33;
/** Below so many epochs, tenths of them can be chosen. */
const fineBelow = 20;

/** The run's past, to be gone through: everything on the page shows the network as it was then. */
@customElement('chainrule-time')
export class TimeLine extends SignalElement {
  static override readonly styles = [
    baseStyles,
    buttonStyles,
    css`
      :host {
        /* How far the middle of the thumb is from the end of its track when it stands there. */
        --half-thumb: 8px;
        position: relative;
        container-type: inline-size;
        display: block;
        height: 20px;
      }
      /* The track lies below the plot's axis across, from end to end; what is beside it reaches into the panel's edge. */
      .row {
        display: grid;
        grid-template-columns:
          calc(var(--axis-left, 40px) - var(--half-thumb) + 6px) minmax(0, 1fr)
          calc(var(--axis-right, 20px) - var(--half-thumb) + 12px);
        align-items: center;
        height: 20px;
        margin-inline: -6px -12px;
        color: var(--muted);
      }
      input {
        min-width: 0;
        height: 24px;
        margin: -2px 0;
        accent-color: var(--ink);
        cursor: pointer;
      }
      /* Words stand right above it. */
      input:focus-visible {
        outline-offset: -2px;
      }
      input:disabled {
        cursor: default;
        opacity: 0.5;
      }
      button {
        min-height: 24px;
        margin-block: -2px;
        padding: 0 6px;
        font-size: 0.75rem;
        line-height: 18px;
      }
      .backwards,
      .link {
        min-width: 24px;
        padding: 0 2px;
      }
      .backwards {
        justify-self: start;
      }
      .link {
        justify-self: end;
      }
      .backwards svg {
        transform: scaleX(-1);
      }
      progress {
        width: calc(100% - 2 * var(--half-thumb));
        height: 8px;
        margin-inline: var(--half-thumb);
        accent-color: var(--ink);
      }
      /*
       * What is said of a moment stands where the axis has its numbers, for as long as it holds: neither the plot nor the
       * track makes room for it, and no curve goes below it.
       */
      .said {
        position: absolute;
        right: 0;
        bottom: calc(100% + 2px);
        display: flex;
        align-items: end;
        /* Half of the number at the foot of the axis up stands beside it. */
        max-width: calc(100% - var(--axis-left, 40px) + 6px);
        height: max(24px, var(--axis-below, 24px));
        line-height: 24px;
        padding-left: 8px;
        font-size: 0.75rem;
        font-variant-numeric: tabular-nums;
        white-space: nowrap;
        color: var(--muted);
        background: var(--panel);
        box-shadow: -10px 0 6px -4px var(--panel);
        pointer-events: none;
      }
      .said > span {
        min-width: 0;
        overflow: hidden;
        text-overflow: ellipsis;
      }
      .said button {
        flex: none;
        margin: 0 0 0 8px;
        color: var(--ink);
        pointer-events: auto;
      }
      @container (max-width: 300px) {
        .unit {
          display: none;
        }
      }
    `,
  ];

  @property({ attribute: false }) model: PlaygroundModel | null = null;
  protected readonly focusKeeper = new FocusKeeper(this, 'input:not(:disabled)');
  #epoch = 0;
  #timer: ReturnType<typeof setInterval> | null = null;
  /** The last journey: of a past to that end, before anyone trained again. */
  #sent: { readonly to: number; readonly end: number; readonly takenOver: number } | null = null;

  override render() {
    const { model } = this;
    if (model === null) return nothing;
    const replay = model.replay.value;
    if (replay !== null) return renderReplay(replay);
    const past = model.time.past.value;
    // While a network of another shape comes into view, the thumb stays where it was put.
    const epoch = (this.#epoch = model.view.value?.epoch ?? this.#epoch);
    const isShown = past?.isShown === true;
    const { from = 0, end = 0 } = past ?? {};
    const track = this.#trackOf(model);
    const words = isShown
      ? `epoch ${formatEpoch(epoch)} of ${formatEpoch(end)}`
      : `epoch ${formatEpoch(epoch)}, the end`;
    return html`<div class="row">
        <button
          class="quiet backwards"
          aria-label="Play backwards"
          aria-pressed=${this.#timer !== null}
          ?disabled=${past === null}
          @click=${this.#onBackwards}
          ${help('backwards')}
        >
          ${icon(this.#timer === null ? 'play' : 'pause', 12)}
        </button>
        <input
          type="range"
          aria-label="Time"
          aria-valuetext=${words}
          min="0"
          max=${track.max}
          step=${end - from < fineBelow && !track.isLog ? 0.1 : 'any'}
          ?disabled=${past === null}
          .value=${live(String(track.placeOf(isShown ? epoch : end)))}
          @input=${this.#onInput}
          @keydown=${this.#onKey}
          title=${past === null ? nothing : sayPast(past)}
        />
        <button
          class="quiet link"
          aria-label="Copy link to this moment"
          ?disabled=${past === null || model.status.value === 'diverged'}
          @click=${this.#onCopy}
          ${help('copyMoment')}
        >
          ${icon('link', 12)}
        </button>
      </div>
      ${isShown || past?.recalled !== undefined ? this.#renderSaid(past, epoch) : nothing}`;
  }

  /** The moment that is shown, or how far what was not kept is trained again. */
  #renderSaid({ isShown, end, recalled }: Past, epoch: number) {
    const where =
      recalled === undefined
        ? html`<span class="unit">epoch&nbsp;</span
            ><span data-testid="time-shown">${formatEpoch(epoch)} of ${formatEpoch(end)}</span>`
        : html`<span data-testid="time-recalled">again: ${formatCount(Math.floor(recalled))}</span>`;
    const goOn = html`<button @click=${this.#onGoOn} ${help('goOn')}>Go on from here</button>`;
    return html`<div class="said">${where} ${isShown ? goOn : nothing}</div>`;
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#stop();
  }

  protected override updated(changed: PropertyValues): void {
    super.updated(changed);
    // Whoever trains it, or chooses a moment, ends the way back.
    if (this.#timer !== null && this.model?.status.peek() === 'running') this.#stop();
  }

  #trackOf({ time, history, plots, viewSettings }: PlaygroundModel): Track {
    return trackOf({
      scale: viewSettings.value.epochScale,
      end: time.past.value?.end ?? 0,
      history: history.value,
      kept: plots.kept.curves.value,
    });
  }

  readonly #onInput = (event: Event): void => {
    this.#stop();
    if (this.model === null) return;
    const slider = event.target as HTMLInputElement;
    const { from = 0, end = 0 } = this.model.time.past.peek() ?? {};
    const { placeOf, epochAt } = this.#trackOf(this.model);
    const [at, first, last] = [slider.valueAsNumber, placeOf(from), placeOf(end)];
    // The axis may go on where nothing was trained.
    if (at > last || at < first) slider.value = String(at > last ? last : first);
    this.#travel(at >= last ? Infinity : Math.max(from, epochAt(at)));
  };

  /** A key goes from one end of an epoch to the next, or a tenth of an epoch in a short past: from where the last one led. */
  readonly #onKey = (event: KeyboardEvent): void => {
    const past = this.model?.time.past.peek();
    const by = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1 }[event.key];
    if (by === undefined || past === null || past === undefined) return;
    event.preventDefault();
    this.#stop();
    const perEpoch = past.end - past.from < fineBelow ? 10 : 1;
    const epoch = (Math.round(this.#placeIn(past) * perEpoch) + by) / perEpoch;
    this.#travel(epoch >= past.end ? Infinity : Math.max(past.from, epoch));
  };

  /** Where the run stands, or will, when the last journey has come to its end: keys may be faster than that. */
  #placeIn({ end, isShown }: Past): number {
    const { model } = this;
    const sent = this.#sent;
    if (sent?.end === end && sent.takenOver === model?.time.takenOver.peek()) return Math.min(sent.to, end);
    return isShown ? (model?.view.peek()?.epoch ?? end) : end;
  }

  readonly #onGoOn = (): void => {
    this.#stop();
    void this.model?.play();
  };

  readonly #onCopy = (): void => {
    send(this, 'page-command', 'copy-moment');
  };

  readonly #onBackwards = (): void => {
    if (this.#timer !== null) {
      this.#stop();
      return;
    }
    const past = this.model?.time.past.peek();
    if (past === null || past === undefined) return;
    let at = this.#placeIn(past);
    const step = ((past.end - past.from) * pictureMs) / backwardsMs;
    const takenOver = this.model?.time.takenOver.peek();
    this.#timer = setInterval(() => {
      if (this.model?.time.takenOver.peek() !== takenOver) {
        this.#stop();
        return;
      }
      at = Math.max(past.from, at - step);
      this.#travel(at);
      if (at === past.from) this.#stop();
    }, pictureMs);
    this.requestUpdate();
  };

  #stop(): void {
    if (this.#timer === null) return;
    clearInterval(this.#timer);
    this.#timer = null;
    this.requestUpdate();
  }

  #travel(to: number): void {
    const time = this.model?.time;
    if (time === undefined) return;
    this.#sent = { to, end: time.past.peek()?.end ?? NaN, takenOver: time.takenOver.peek() };
    void time.travel(to);
  }
}

/** A training that is done again, to the moment of a link. */
function renderReplay({ done, to, cancel }: Replaying) {
  const count = formatCount(Math.floor(done));
  const far = `epoch ${count} of ${formatCount(to)}`;
  return html`<div data-testid="replay">
    <div class="row">
      <span></span>
      <progress
        aria-label="Training to the moment of the link"
        aria-valuetext=${far}
        max=${Math.max(1, to)}
        .value=${Math.min(done, to)}
      ></progress>
    </div>
    <div class="said">
      <span>To the link’s epoch: ${count} of ${formatCount(to)}</span>
      <button @click=${cancel}>Cancel</button>
    </div>
  </div>`;
}

/** From where, how much is kept for it, and the longest wait. */
function sayPast({ from, longestMs, bytes }: Past): string {
  const wait = longestMs < 1 ? 'less than 1' : String(Math.round(longestMs));
  return `From epoch ${formatEpoch(from)}. ${formatBytes(bytes)} are kept; the longest wait is ${wait} ms of training.`;
}

declare global {
  interface HTMLElementTagNameMap {
    'chainrule-time': TimeLine;
  }
}
