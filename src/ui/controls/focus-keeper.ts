import type { LitElement, ReactiveController } from 'lit';

/**
 * Keeps the keyboard's place: where the control that has the focus is taken away or disabled by what it did, the focus goes
 * to the first of what the selector finds, and not to nowhere.
 */
export class FocusKeeper implements ReactiveController {
  readonly #host: LitElement;
  readonly #fallback: string;
  #focused: Element | null = null;

  constructor(host: LitElement, fallback: string) {
    this.#host = host;
    this.#fallback = fallback;
    host.addController(this);
  }

  hostUpdate(): void {
    this.#focused = this.#root?.activeElement ?? null;
  }

  hostUpdated(): void {
    const focused = this.#focused;
    this.#focused = null;
    if (focused === null || (focused.isConnected && !focused.matches(':disabled'))) return;
    this.#root?.querySelector<HTMLElement>(this.#fallback)?.focus();
  }

  get #root(): ShadowRoot | null {
    return this.#host.shadowRoot;
  }
}
