/** Long enough not to flicker under a passing pointer. */
const delayMs = 500;
const margin = 8;
const restingPixels = 3;

/** The one help bubble of the page, in the top layer, beside the control it speaks of. */
class HelpBubble {
  #bubble: HTMLElement | null = null;
  #owner: Element | null = null;
  #timer: ReturnType<typeof setTimeout> | null = null;
  #pressed: { readonly x: number; readonly y: number } | null = null;

  /**
   * A pointer that has pressed a button and rests there reads what came of it: another button that takes the place of
   * the first one has nothing to say.
   */
  press({ clientX, clientY }: PointerEvent): void {
    this.#pressed = { x: clientX, y: clientY };
    document.addEventListener('pointermove', this.#onMove);
  }

  /** Whether the pointer of an event has rested where it pressed last. */
  isResting({ clientX, clientY }: PointerEvent): boolean {
    const pressed = this.#pressed;
    return pressed !== null && Math.hypot(clientX - pressed.x, clientY - pressed.y) < restingPixels;
  }

  readonly #onMove = (event: PointerEvent): void => {
    if (this.isResting(event)) return;
    this.#pressed = null;
    document.removeEventListener('pointermove', this.#onMove);
  };

  /** `textOf` is asked when the bubble opens; without a text it does not. */
  showSoon(owner: Element, textOf: () => string | null): void {
    this.#cancel();
    this.#owner = owner;
    this.#timer = setTimeout(() => {
      const text = textOf();
      if (text !== null) this.#show(owner, text);
    }, delayMs);
  }

  /** Only the control that owns the bubble can close it. */
  hide(owner: Element): void {
    if (owner === this.#owner) this.#cancel();
  }

  #cancel(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    this.#owner = null;
    document.removeEventListener('keydown', this.#onKey);
    if (this.#bubble?.matches(':popover-open')) this.#bubble.hidePopover();
  }

  #show(owner: Element, text: string): void {
    if (!owner.isConnected) return;
    const bubble = (this.#bubble ??= createBubble());
    bubble.textContent = text;
    bubble.showPopover();
    place(bubble, owner.getBoundingClientRect());
    document.addEventListener('keydown', this.#onKey);
  }

  readonly #onKey = (event: KeyboardEvent): void => {
    if (event.key === 'Escape') this.#cancel();
  };
}

function createBubble(): HTMLElement {
  const bubble = document.createElement('div');
  bubble.className = 'help-bubble';
  bubble.popover = 'manual';
  // The control carries the same sentence as its description.
  bubble.setAttribute('aria-hidden', 'true');
  document.body.append(bubble);
  return bubble;
}

/** Below the control, or above it where there is no room, and always inside the window. */
function place(bubble: HTMLElement, anchor: DOMRect): void {
  const { width, height } = bubble.getBoundingClientRect();
  const left = Math.min(
    Math.max(margin, anchor.left + anchor.width / 2 - width / 2),
    innerWidth - width - margin,
  );
  const below = anchor.bottom + margin;
  const top = below + height <= innerHeight - margin ? below : anchor.top - height - margin;
  bubble.style.setProperty('left', `${Math.max(margin, left)}px`);
  bubble.style.setProperty('top', `${Math.max(margin, top)}px`);
}

export const helpBubble = new HelpBubble();
