import { effect } from '@preact/signals-core';
import { LitElement } from 'lit';
import { dropFromFrame, renderInFrame } from './frames.ts';

/**
 * An element that renders again when a signal changes that its last update read; where rendering waits for frames
 * (`waitForFrames`), once before the next paint, however many of them change until then. It follows signals only while it
 * is in the document: an update that was still to come when the element was taken out follows none, or the signals
 * would hold the element, and everything in it, for as long as they live.
 */
export class SignalElement extends LitElement {
  #release: (() => void) | null = null;

  override connectedCallback(): void {
    super.connectedCallback();
    // What changed while it was out of the document went by unseen.
    this.requestUpdate();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#stopFollowing();
  }

  protected override performUpdate(): void {
    // An update that is not wanted would read no signal, and so unfollow all of them.
    if (!this.isUpdatePending) return;
    this.#stopFollowing();
    let isUpdate = true;
    const release = effect(() => {
      if (!isUpdate) {
        this.#isBehind = true;
        renderInFrame(this.#catchUp);
      } else {
        isUpdate = false;
        super.performUpdate();
      }
    });
    if (this.isConnected) this.#release = release;
    else release();
  }

  /** What changed just now is a part of it, whoever waits. */
  protected override getUpdateComplete(): Promise<boolean> {
    if (this.#isBehind) this.#catchUp();
    return super.getUpdateComplete();
  }

  #isBehind = false;
  readonly #catchUp = (): void => {
    dropFromFrame(this.#catchUp);
    this.#isBehind = false;
    this.requestUpdate();
  };

  #stopFollowing(): void {
    dropFromFrame(this.#catchUp);
    this.#isBehind = false;
    this.#release?.();
    this.#release = null;
  }
}
