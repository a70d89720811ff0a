import { effect } from '@preact/signals-core';
import { css, html, LitElement } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { icon } from '../controls/icons.ts';
import { baseStyles, buttonStyles } from '../controls/styles.ts';
import { send } from '../page-events.ts';
import type { PlaygroundModel } from '../playground/playground-model.ts';

const cards = [
  { preset: 'circle', label: 'One that works' },
  { preset: 'overfit', label: 'One that overfits' },
  { preset: 'too-small', label: 'One too small' },
] as const;

/** What this is, in a line, and three experiments to start from; any use of the playground takes it away for good. */
@customElement('chainrule-first-visit')
export class FirstVisit extends LitElement {
  static override readonly styles = [
    baseStyles,
    buttonStyles,
    css`
      section {
        display: grid;
        grid-template-columns: 1fr auto;
        align-items: center;
        gap: 0 8px;
        padding: 0 8px 3px 12px;
        border: 1px solid var(--accent);
        border-radius: var(--radius);
        background: var(--raised);
      }
      p {
        margin: 0;
        font-size: 0.8125rem;
        line-height: 18px;
      }
      .cards {
        display: flex;
        gap: 6px;
        grid-column: 1 / -1;
      }
      .cards button {
        flex: 1 1 auto;
        min-height: 24px;
        padding: 0 6px;
      }
      .close {
        min-width: 24px;
        min-height: 24px;
        margin-block: -2px;
        padding: 0 4px;
      }
      @container place (max-width: 760px) {
        p {
          font-size: 0.6875rem;
        }
        .cards button {
          padding: 0 2px;
          font-size: 0.75rem;
        }
      }
    `,
  ];

  @property({ attribute: false }) model: PlaygroundModel | null = null;
  #release: (() => void) | null = null;

  override connectedCallback(): void {
    super.connectedCallback();
    if (this.hasUpdated) this.#follow();
  }

  /** Loaded after it was put in its place, it has its properties no sooner. */
  protected override firstUpdated(): void {
    this.#follow();
  }

  #follow(): void {
    const { model } = this;
    if (model === null || !this.isConnected) return;
    this.#release?.();
    const [experiment, view] = [model.experiment.peek(), model.viewSettings.peek()];
    this.#release = effect(() => {
      const isTrained = model.status.value === 'running' || (model.view.value?.epoch ?? 0) > 0;
      if (isTrained || model.experiment.value !== experiment || model.viewSettings.value !== view)
        this.#end();
    });
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#release?.();
  }

  override render() {
    return html`<section aria-label="To begin with">
      <p>Blue or orange? This small network learns to tell. Press Play.</p>
      <button class="quiet close" aria-label="Close" @click=${this.#end}>${icon('close', 14)}</button>
      <div class="cards">
        ${cards.map(({ preset, label }) => html`<button @click=${this.#start(preset)}>${label}</button>`)}
      </div>
    </section>`;
  }

  readonly #start = (preset: string) => (): void => {
    send(this, 'front-action', { kind: 'start', preset });
    this.#end();
  };

  readonly #end = (): void => {
    // Not within the effect that finds it out: the page takes this element out.
    queueMicrotask(() => {
      send(this, 'visit-end', null);
    });
  };
}

declare global {
  interface HTMLElementTagNameMap {
    'chainrule-first-visit': FirstVisit;
  }
}
