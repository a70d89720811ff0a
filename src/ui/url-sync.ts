import { effect } from '@preact/signals-core';
import { decodeAddress, encodeAddress } from '../experiment/address.ts';
import type { PlaceStore } from './place-store.ts';
import type { PlaygroundStore } from './store.ts';

/** Browsers refuse more than a few replaceState calls a second, and a dragged slider makes many. */
const delayMs = 300;

/**
 * Keeps the address in step with place and settings, both ways, so that the address is always the link to what is
 * seen. Another place is another entry in the browser's history. Returns the function that ends it.
 */
export function syncUrl(store: PlaygroundStore, places: PlaceStore): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let written = location.hash.replace(/^#/, '');
  let placeWritten = JSON.stringify(places.place.peek());
  const write = (fragment: string): void => {
    written = fragment;
    const place = JSON.stringify(places.place.peek());
    const url = fragment === '' ? location.pathname + location.search : `#${fragment}`;
    const isCorrection = places.takeCorrection();
    try {
      if (place === placeWritten || isCorrection) history.replaceState(history.state, '', url);
      else history.pushState(null, '', url);
    } catch {
      // A sandboxed frame may forbid it; the page works all the same.
    }
    placeWritten = place;
  };
  const schedule = (): void => {
    const fragment = addressOf(store, places);
    const isElsewhere = JSON.stringify(places.place.value) !== placeWritten;
    clearTimeout(timer);
    timer = setTimeout(
      () => {
        if (fragment !== written) write(fragment);
      },
      isElsewhere ? 0 : delayMs,
    );
  };
  const stopWriting = effect(schedule);
  const read = (): void => {
    const fragment = location.hash.replace(/^#/, '');
    if (fragment === written) return;
    written = fragment;
    const address = decodeAddress(fragment);
    placeWritten = JSON.stringify(address.place);
    // The settings first: what the lab opens may be of the network that they make.
    store.adopt(address);
    places.adopt(address);
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

function addressOf(store: PlaygroundStore, places: PlaceStore): string {
  return encodeAddress({
    place: places.place.value,
    lab: places.labLink.value,
    settings: { experiment: store.experiment.value, view: store.viewSettings.value },
  });
}
