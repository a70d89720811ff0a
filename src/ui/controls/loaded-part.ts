import { css, html } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { type Lazy } from './lazy.ts';
import { SignalElement } from './signal-element.ts';
import { baseStyles, buttonStyles } from './styles.ts';

/** Shows what is slotted into it once the elements for that are loaded, and says so where they cannot be. */
@customElement('chainrule-part')
export class LoadedPart extends SignalElement {
  static override readonly styles = [
    baseStyles,
    buttonStyles,
    css`
      :host {
        display: contents;
      }
      p {
        margin: 0 0 8px;
        font-size: 0.8125rem;
        line-height: 18px;
        color: var(--muted);
        overflow-wrap: anywhere;
      }
    `,
  ];

  /** Of the elements: loaded once, whoever wants them first. */
  @property({ attribute: false }) source: Lazy<unknown> | null = null;
  /** What is loaded, as a sentence begins. */
  @property() label = 'This part';

  override render() {
    const { source: part } = this;
    if (part === null) return '';
    if (part.value.value !== null) return html`<slot></slot>`;
    const failure = part.failure.value;
    return failure === ''
      ? html`<p role="status">Loading …</p>`
      : html`<p role="alert">${this.label} could not be loaded (${failure}).</p>
          <button @click=${() => void part.open()}>Try again</button>`;
  }

  protected override updated(): void {
    if (this.source !== null && this.source.failure.peek() === '') void this.source.open();
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'chainrule-part': LoadedPart;
  }
}
