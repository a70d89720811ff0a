import { effect } from '@preact/signals-core';
import { decodeSettings, encodeSettings } from '../experiment/url.ts';
import type { PlaygroundStore } from './store.ts';

/** Browsers refuse more than a few replaceState calls a second, and a dragged slider makes many. */
const delayMs = 300;

/**
 * Keeps the address in step with the settings, both ways, so that the address is always the link to what is seen.
 * Returns the function that ends it.
 */
export function syncUrl(store: PlaygroundStore): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let written = location.hash.replace(/^#/, '');
  const write = (fragment: string): void => {
    written = fragment;
    try {
      history.replaceState(
        history.state,
        '',
        fragment === '' ? location.pathname + location.search : `#${fragment}`,
      );
    } catch {
      // A sandboxed frame may forbid it; the page works all the same.
    }
  };
  const schedule = (): void => {
    const fragment = encodeSettings({ experiment: store.experiment.value, view: store.viewSettings.value });
    clearTimeout(timer);
    timer = setTimeout(() => {
      if (fragment !== written) write(fragment);
    }, delayMs);
  };
  const stopWriting = effect(schedule);
  const read = (): void => {
    const fragment = location.hash.replace(/^#/, '');
    if (fragment === written) return;
    written = fragment;
    store.adopt(decodeSettings(fragment));
    // A damaged address that changes nothing would stay otherwise.
    schedule();
  };
  addEventListener('hashchange', read);
  return () => {
    clearTimeout(timer);
    stopWriting();
    removeEventListener('hashchange', read);
  };
}
