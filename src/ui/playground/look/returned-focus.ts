import { deepestFocus } from '../../controls/deepest-focus.ts';
import type { LayerNeuron } from '../../../protocol/look-messages.ts';

/** Remembers from where a neuron was opened, and gives the focus back when what had it is gone. */
export class ReturnedFocus {
  #opener: HTMLElement | null = null;
  #isOpen = false;

  /** Told after every update of the page; `drawer` is where the neuron stands. */
  follow(opened: LayerNeuron | null, drawer: Element | null): void {
    const focused = deepestFocus();
    if (opened !== null) {
      const isInside = drawer !== null && focused !== null && isWithin(focused, drawer);
      if (focused !== null && !isInside) this.#opener = focused;
    } else if (this.#isOpen) {
      // Whoever has gone elsewhere meanwhile stays there.
      if (focused === null) this.#opener?.focus();
      this.#opener = null;
    }
    this.#isOpen = opened !== null;
  }
}

function isWithin(element: Element, container: Element): boolean {
  for (let at: Node | null = element; at !== null; at = parentOf(at)) if (at === container) return true;
  return false;
}

function parentOf(node: Node): Node | null {
  return node.parentNode ?? (node instanceof ShadowRoot ? node.host : null);
}
