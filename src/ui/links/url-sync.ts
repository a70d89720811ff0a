import { effect } from '@preact/signals-core';
import { decodeAddress, encodeAddress, type Address, type DecodedAddress } from '../../experiment/address.ts';
import { readLabLink, type LabLink } from '../../experiment/lab-link.ts';
import { heldSettings, longestInAddress, type HeldSettings } from '../../experiment/url.ts';
import { leaveLateAddress } from './late-address.ts';
import { LeftEntries } from './left-entries.ts';
import type { PlaceStore } from './place-store.ts';
import type { PlaygroundStore } from '../playground/store.ts';

/** Browsers refuse more than a few replaceState calls a second, and a dragged slider makes many. */
const delayMs = 300;

/** The settings, as far as the address goes. */
export type SyncedSettings = Pick<
  PlaygroundStore,
  'experiment' | 'viewSettings' | 'adopt' | 'linkedMoment'
> & { readonly time: Pick<PlaygroundStore['time'], 'isPast'> };

/** What an entry in the browser's history holds beside an address that is too short for it. */
interface Held {
  readonly lab?: LabLink;
  readonly settings?: HeldSettings;
  /** The settings are those of a moment before the run's end. */
  readonly isPast?: true;
}

/** An entry in the browser's history. */
interface Entry {
  readonly fragment: string;
  readonly url: string;
  readonly state: Held | null;
}

/** Anyone may have written it, and an older page may have. */
function readHeld(state: unknown): {
  readonly lab: unknown;
  readonly settings: Readonly<Record<string, unknown>>;
} {
  const { lab, settings } = isRecord(state) ? state : {};
  return { lab, settings: isRecord(settings) ? settings : {} };
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

/** Whether the address tells of a moment of the run before its end. */
export function isOfThePast(): boolean {
  return isRecord(history.state) && history.state.isPast === true;
}

/** Where one is by the address, with what is kept beside it in the browser's history: an address must be short. */
export function readAddress(): DecodedAddress {
  const { lab, settings } = readHeld(history.state);
  const address = decodeAddress(location.hash, settings);
  const held = readLabLink(lab);
  return held === null || address.place.name !== 'graph' ? address : { ...address, lab: held };
}

/**
 * Keeps the address in step with place and settings, both ways, so that the address is always the link to what is
 * seen. Another place is another entry in the browser's history. Returns the function that ends it.
 */
export function syncUrl(
  store: SyncedSettings,
  places: PlaceStore,
  onTable: (address: DecodedAddress) => void = () => undefined,
): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  /** What the address says, that one came with or that was given, has been taken in. */
  let hasSettled = false;
  let written = location.hash.replace(/^#/, '');
  /** As the browser spells it, after what was last written or read. */
  let seen = location.hash;
  let placeWritten = JSON.stringify(places.place.peek());
  /** What the entry in the browser's history holds beside its address, as text. */
  let heldSeen = JSON.stringify(history.state);
  const write = ({ fragment, url, state }: Entry): void => {
    written = fragment;
    const place = JSON.stringify(places.place.peek());
    const isCorrection = places.takeCorrection();
    try {
      if (place === placeWritten || isCorrection) history.replaceState(state, '', url);
      else history.pushState(state, '', url);
    } catch {
      // A sandboxed frame may forbid it; the page works all the same.
    }
    seen = location.hash;
    heldSeen = JSON.stringify(history.state);
    placeWritten = place;
  };
  /** null: it is as it should be. */
  const next = (): Entry | null => {
    const state = heldBeside(store, places);
    const fragment = encodeAddress(addressOf(store, places), longestInAddress);
    if (fragment === written && heldSeen === 'null' && state === null) return null;
    return { fragment, url: fragment === '' ? withoutHash() : `#${fragment}`, state };
  };
  /** Whether the entry with this hash is the one that is about to be written. */
  const isPending = (hash: string): boolean =>
    timer !== undefined &&
    hasSettled &&
    hash === seen &&
    JSON.stringify(places.place.peek()) === placeWritten;
  /** At once: another entry in the browser's history comes next, and this one is not written any more. */
  const finish = (): void => {
    if (!isPending(location.hash)) return;
    const entry = next();
    if (entry !== null) write(entry);
  };
  const onClick = (event: Event): void => {
    if (event.composedPath().some((node) => 'localName' in node && node.localName === 'a')) finish();
  };
  const schedule = (): void => {
    // Whatever the address is made of is looked at, so that each of its changes is followed.
    addressOf(store, places);
    heldBeside(store, places);
    const isElsewhere = JSON.stringify(places.place.value) !== placeWritten;
    clearTimeout(timer);
    timer = setTimeout(
      () => {
        timer = undefined;
        hasSettled = true;
        // An address given a moment ago, of which the browser has not told yet, must not be written over.
        if (location.hash !== seen) {
          read();
          schedule();
          return;
        }
        const entry = next();
        if (entry !== null) write(entry);
      },
      isElsewhere ? 0 : delayMs,
    );
  };
  /** Back and Forward, in browsers that tell of it: nobody has opened a link. */
  let isWayBack = false;
  const leftEntries = new LeftEntries((isTraverse, left): Entry | null => {
    isWayBack = isTraverse;
    return isTraverse && isPending(left) ? next() : null;
  });
  /** What one's last change in an entry had no time to write, before one left it, is written on the way back to it. */
  const writeLate = (): void => {
    const late = leftEntries.take();
    if (late === null) return;
    try {
      history.replaceState(late.state, '', late.url);
    } catch {
      // Then the entry is as it was left.
    }
    isWayBack = true;
  };
  const read = (): void => {
    writeLate();
    seen = location.hash;
    const fragment = seen.replace(/^#/, '');
    const before = heldSeen;
    heldSeen = JSON.stringify(history.state);
    if (fragment === written) {
      if (heldSeen === before) return;
      // The address was given once more: the browser has dropped what was held beside it.
      if (heldSeen === 'null') {
        schedule();
        return;
      }
    }
    written = fragment;
    hasSettled = false;
    const address = readAddress();
    placeWritten = JSON.stringify(address.place);
    onTable(address);
    // The settings first: what the lab opens may be of the network that they make.
    store.adopt(address, isWayBack);
    places.adopt(address);
    // A damaged address that changes nothing would stay otherwise.
    schedule();
  };
  /** The address that the page is given if it is loaded again: the one from when that began. */
  let leaving: string | null = null;
  const beforeLeaving = (): void => {
    leaving = location.hash;
  };
  const leave = (): void => {
    const given = leaving ?? seen;
    const { hash } = location;
    // What a link carries is taken in by then: an address from before is only the half of it.
    const entry = timer === undefined || hash !== seen || !hasSettled ? null : next();
    const { url, state } = entry ?? {
      url: hash === '' ? withoutHash() : hash,
      state: history.state as unknown,
    };
    leaveLateAddress(entry === null && hash === given ? null : { seen: given, url, state });
    leaving = null;
  };
  const stopWriting = effect(schedule);
  places.onLeave = finish;
  addEventListener('click', onClick, { capture: true });
  addEventListener('hashchange', read);
  // Of two entries with one address, only what they hold beside it differs.
  addEventListener('popstate', read);
  addEventListener('beforeunload', beforeLeaving);
  addEventListener('pagehide', leave);
  return () => {
    clearTimeout(timer);
    stopWriting();
    leftEntries.end();
    removeEventListener('click', onClick, { capture: true });
    removeEventListener('hashchange', read);
    removeEventListener('popstate', read);
    removeEventListener('beforeunload', beforeLeaving);
    removeEventListener('pagehide', leave);
  };
}

function withoutHash(): string {
  return location.pathname + location.search;
}

function addressOf(store: SyncedSettings, places: PlaceStore): Address {
  const experiment = store.experiment.value;
  const table = places.linkedTable.value;
  return {
    place: places.place.value,
    lab: places.labLink.value,
    settings: { experiment, view: store.viewSettings.value },
    moment: store.linkedMoment.value,
    ...(table !== null && table.id === experiment.file?.id ? { table: table.packed } : {}),
  };
}

function heldBeside(store: SyncedSettings, places: PlaceStore): Held | null {
  const lab = places.heldLabLink();
  const settings = heldSettings({ experiment: store.experiment.peek(), view: store.viewSettings.peek() });
  const isPast = store.time.isPast.value;
  if (lab === null && settings === null && !isPast) return null;
  return {
    ...(lab === null ? {} : { lab }),
    ...(settings === null ? {} : { settings }),
    ...(isPast ? { isPast } : {}),
  };
}
