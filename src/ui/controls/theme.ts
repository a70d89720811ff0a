import { computed, effect, signal } from '@preact/signals-core';
import type { Theme } from '../../charts/colour-scale.ts';

export const themePreferences = ['auto', 'light', 'dark'] as const;
export type ThemePreference = (typeof themePreferences)[number];

const storageKey = 'chainrule-theme';

/** What the user wants and what that means now; kept on this device where it lets us. */
export class ThemeChoice {
  readonly preference = signal<ThemePreference>(stored());
  readonly #systemIsDark = signal(false);
  readonly #isForced = signal(false);
  /** A canvas keeps its own colours where the system forces the page's: then they must suit the system's. */
  readonly theme = computed<Theme>(() => {
    const wanted = this.preference.value;
    if (wanted !== 'auto' && !this.#isForced.value) return wanted;
    return this.#systemIsDark.value ? 'dark' : 'light';
  });
  readonly #dark = matchMedia('(prefers-color-scheme: dark)');
  readonly #forced = matchMedia('(forced-colors: active)');
  readonly #follow = (): void => {
    this.#systemIsDark.value = this.#dark.matches;
    this.#isForced.value = this.#forced.matches;
  };
  #release: (() => void) | null = null;

  /** Applies the theme to the document and follows the system until `disconnect`. */
  connect(root: HTMLElement): void {
    this.#follow();
    for (const media of [this.#dark, this.#forced]) media.addEventListener('change', this.#follow);
    this.#release = effect(() => {
      root.dataset['theme'] = this.theme.value;
    });
  }

  disconnect(): void {
    for (const media of [this.#dark, this.#forced]) media.removeEventListener('change', this.#follow);
    this.#release?.();
    this.#release = null;
  }

  choose(preference: ThemePreference): void {
    this.preference.value = preference;
    try {
      if (preference === 'auto') localStorage.removeItem(storageKey);
      else localStorage.setItem(storageKey, preference);
    } catch {
      // No storage in a sandboxed frame: the choice then lasts as long as the page.
    }
  }
}

function stored(): ThemePreference {
  try {
    const value = localStorage.getItem(storageKey);
    return themePreferences.find((name) => name === value) ?? 'auto';
  } catch {
    return 'auto';
  }
}
