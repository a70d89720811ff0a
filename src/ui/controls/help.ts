import { nothing } from 'lit';
import { AsyncDirective } from 'lit/async-directive.js';
import { directive, PartType, type ElementPart, type PartInfo } from 'lit/directive.js';
import { helpText, type HelpName } from './help-text.ts';
import { helpBubble } from './help-bubble.ts';

/**
 * `<input ${help('noise')}>`: gives a control its one sentence, as its accessible description and as a bubble on
 * hover and on keyboard focus.
 */
class HelpDirective extends AsyncDirective {
  #element: Element | null = null;
  #name: HelpName | null = null;

  constructor(info: PartInfo) {
    super(info);
    if (info.type !== PartType.ELEMENT)
      throw new Error('help() belongs to an element, as in <input ${help(…)}>');
  }

  render(_name: HelpName): typeof nothing {
    return nothing;
  }

  override update(part: ElementPart, [name]: [HelpName]): typeof nothing {
    if (this.#name !== name) {
      this.#name = name;
      part.element.setAttribute('aria-description', helpText[name]);
    }
    if (this.#element === null && this.isConnected) this.#listen(part.element);
    return nothing;
  }

  protected override disconnected(): void {
    const element = this.#element;
    if (element === null) return;
    for (const type of listenedTo) element.removeEventListener(type, this.#react);
    helpBubble.hide(element);
    this.#element = null;
    this.#released = element;
  }

  protected override reconnected(): void {
    if (this.#released !== null) this.#listen(this.#released);
  }

  #released: Element | null = null;

  #listen(element: Element): void {
    this.#element = element;
    for (const type of listenedTo) element.addEventListener(type, this.#react);
  }

  readonly #react = (event: Event): void => {
    const element = this.#element;
    if (element === null || this.#name === null) return;
    if (event instanceof PointerEvent && event.type === 'pointerdown') helpBubble.press(event);
    const begins =
      event.type === 'focus'
        ? element.matches(':focus-visible')
        : event instanceof PointerEvent &&
          event.type === 'pointerenter' &&
          event.pointerType === 'mouse' &&
          !helpBubble.isResting(event);
    if (begins) helpBubble.showSoon(element, helpText[this.#name]);
    else if (event.type !== 'focus') helpBubble.hide(element);
  };
}

const listenedTo = ['pointerenter', 'pointerleave', 'pointerdown', 'focus', 'blur', 'input'] as const;

export const help = directive(HelpDirective);
