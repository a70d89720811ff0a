import { nothing } from 'lit';
import { AsyncDirective } from 'lit/async-directive.js';
import { directive, PartType, type ElementPart, type PartInfo } from 'lit/directive.js';
import { helpBubble } from './help-bubble.ts';
import type { HelpName } from './help-text.ts';
import { Lazy } from './lazy.ts';

/** Nobody waits for the sentences: they come after the controls that they are about. */
const sentences = new Lazy(async () => (await import('./help-text.ts')).helpText);

/** By directive, what gives its control the sentence that it waits for. */
const undescribed = new Map<object, () => void>();

async function loadSentences(): Promise<void> {
  await sentences.open();
  if (sentences.value.peek() === null) return;
  const waiting = [...undescribed.values()];
  undescribed.clear();
  for (const describe of waiting) describe();
}

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
      this.#describe(part.element);
    }
    if (this.#element === null && this.isConnected) this.#listen(part.element);
    return nothing;
  }

  /** At once, or as soon as the sentences are there. */
  #describe(element: Element): void {
    const sentence = this.#sentence;
    if (sentence !== null) {
      element.setAttribute('aria-description', sentence);
      return;
    }
    undescribed.set(this, () => {
      this.#describe(element);
    });
    void loadSentences();
  }

  /** null while it is not there. */
  get #sentence(): string | null {
    const known = sentences.value.peek();
    return known === null || this.#name === null ? null : known[this.#name];
  }

  protected override disconnected(): void {
    const element = this.#element;
    if (element === null) return;
    undescribed.delete(this);
    for (const type of listenedTo) element.removeEventListener(type, this.#react);
    helpBubble.hide(element);
    this.#element = null;
    this.#released = element;
  }

  protected override reconnected(): void {
    if (this.#released === null) return;
    this.#listen(this.#released);
    this.#describe(this.#released);
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
    if (begins) {
      // It asks again for what could not be loaded.
      if (this.#sentence === null) this.#describe(element);
      helpBubble.showSoon(element, () => this.#sentence);
    } else if (event.type !== 'focus') helpBubble.hide(element);
  };
}

const listenedTo = [
  'pointerenter',
  'pointerleave',
  'pointerdown',
  'focus',
  'blur',
  'input',
  'click',
] as const;

export const help = directive(HelpDirective);
