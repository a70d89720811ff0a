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
        container-type: inline-size;
        display: block;
        height: 20px;
      }
      .row {
        display: flex;
        align-items: center;
        gap: 6px;
        height: 20px;
        font-size: 0.75rem;
        color: var(--muted);
        font-variant-numeric: tabular-nums;
        white-space: nowrap;
      }
      input {
        flex: 1;
        min-width: 40px;
        height: 24px;
        margin: -2px 0;
        accent-color: var(--ink);
        cursor: pointer;
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
      /* They keep their places: nothing moves under a hand that drags. */
      [data-gone] {
        visibility: hidden;
      }
      .where {
        min-width: 11ch;
      }
      /* As wide as the longest that may stand there: the track is as long all the while. */
      .where::before {
        content: attr(data-longest);
        display: block;
        height: 0;
        visibility: hidden;
      }
      progress {
        flex: 1;
        min-width: 40px;
        height: 8px;
        accent-color: var(--ink);
      }
      @container (max-width: 400px) {
        .where {
          display: none;
        }
      }
      .backwards,
      .link {
        min-width: 24px;
        padding: 0 2px;
      }
      .backwards svg {
        transform: scaleX(-1);
      }
    `,
  ];

  @property({ attribute: false }) model: PlaygroundModel | null = null;
  protected readonly focusKeeper = new FocusKeeper(this, 'input:not(:disabled)');
  #epoch = 0;
  #timer: ReturnType<typeof setInterval> | null = null;

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
    const said = isShown
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
        aria-valuetext=${said}
        min=${from}
        max=${Math.max(end, from)}
        step=${end - from < fineBelow ? 0.1 : 'any'}
        ?disabled=${past === null}
        .value=${live(String(isShown ? epoch : end))}
        @input=${this.#onInput}
        @keydown=${this.#onKey}
        title=${past === null ? nothing : sayPast(past)}
      />
      <span
        class="where"
        data-longest=${longestWhere(end)}
        ?data-gone=${!isShown && past?.recalled === undefined}
        >${renderWhere(past, epoch)}</span
      >
      <button ?data-gone=${!isShown} @click=${this.#onGoOn} ${help('goOn')}>Go on from here</button>
      <button
        class="quiet link"
        aria-label="Copy link to this moment"
        ?disabled=${past === null || model.status.value === 'diverged'}
        @click=${this.#onCopy}
        ${help('copyMoment')}
      >
        ${icon('link', 12)}
      </button>
    </div>`;
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

  readonly #onInput = (event: Event): void => {
    this.#stop();
    const { valueAsNumber, max } = event.target as HTMLInputElement;
    this.#travel(valueAsNumber >= Number(max) ? Infinity : valueAsNumber);
  };

  /** Where any place can be chosen, a key goes from one end of an epoch to the next. */
  readonly #onKey = (event: KeyboardEvent): void => {
    const past = this.model?.time.past.peek();
    const by = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1 }[event.key];
    if (by === undefined || past === null || past === undefined || past.end - past.from < fineBelow) return;
    event.preventDefault();
    this.#stop();
    const epoch = Math.round(this.model?.view.peek()?.epoch ?? past.end) + by;
    this.#travel(epoch >= past.end ? Infinity : Math.max(past.from, epoch));
  };

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
    let at = past.isShown ? (this.model?.view.peek()?.epoch ?? past.end) : past.end;
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
    void this.model?.time.travel(to);
  }
}

/** The moment that is shown, or how far what was not kept is trained again. */
function renderWhere(past: Past | null | undefined, epoch: number) {
  if (past?.recalled !== undefined)
    return html`<span data-testid="time-recalled">again: ${formatCount(Math.floor(past.recalled))}</span>`;
  return past?.isShown === true
    ? html`<span data-testid="time-shown">${sayWhere(epoch, past.end)}</span>`
    : nothing;
}

function sayWhere(epoch: number, end: number): string {
  return `${formatEpoch(epoch)} of ${formatEpoch(end)}`;
}

/** Of all that may be said of a run to this end, in the middle of an epoch too. */
function longestWhere(end: number): string {
  const last = Math.floor(end) + 0.99;
  return sayWhere(last, last);
}

/** A training that is done again, to the moment of a link. */
function renderReplay({ done, to, cancel }: Replaying) {
  const far = `epoch ${formatCount(Math.floor(done))} of ${formatCount(to)}`;
  return html`<div class="row" data-testid="replay">
    <span>Training to the link’s moment</span>
    <progress
      aria-label="Training to the moment of the link"
      aria-valuetext=${far}
      max=${Math.max(1, to)}
      .value=${Math.min(done, to)}
    ></progress>
    <span>${far}</span>
    <button @click=${cancel}>Cancel</button>
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
