import { signal } from '@preact/signals-core';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { decodeAddress, type DecodedAddress } from '../../../../src/experiment/address.ts';
import { PlaceStore } from '../../../../src/ui/links/place-store.ts';
import { syncUrl } from '../../../../src/ui/links/url-sync.ts';

/** A window's address: a change of its hash is told only when the browser comes to it, as in a real one. */
class FakeWindow {
  hash = '';
  #listener: () => void = () => undefined;
  readonly location = Object.defineProperty({ pathname: '/', search: '' }, 'hash', { get: () => this.hash });
  readonly history = {
    state: null,
    replaceState: (_: unknown, __: string, url: string) => this.#write(url),
    pushState: (_: unknown, __: string, url: string) => this.#write(url),
  };

  constructor() {
    vi.stubGlobal('location', this.location);
    vi.stubGlobal('history', this.history);
    vi.stubGlobal('addEventListener', (_: string, listener: () => void) => (this.#listener = listener));
    vi.stubGlobal('removeEventListener', () => undefined);
  }

  #write(url: string): void {
    this.hash = url.startsWith('#') ? url : '';
  }

  tell(): void {
    this.#listener();
  }
}

function synced() {
  const page = new FakeWindow();
  const { place, lab, settings } = decodeAddress('');
  const store = {
    experiment: signal(settings.experiment),
    viewSettings: signal(settings.view),
    adopt: ({ settings: { experiment, view } }: Pick<DecodedAddress, 'settings'>) => {
      store.experiment.value = experiment;
      store.viewSettings.value = view;
    },
  };
  const end = syncUrl(store, new PlaceStore({ place, lab }));
  return { page, store, end };
}

describe('the address', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => {
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });

  it('follows the settings, and the settings follow it', () => {
    const { page, store, end } = synced();
    store.experiment.value = { ...store.experiment.value, points: 77 };
    vi.runAllTimers();
    expect(page.hash).toBe('#points=77');
    page.hash = '#points=50';
    page.tell();
    expect(store.experiment.value.points).toBe(50);
    vi.runAllTimers();
    expect(page.hash).toBe('#points=50');
    end();
  });

  it('is not written over where another was given of which the browser has not told yet', () => {
    const { page, store, end } = synced();
    store.experiment.value = { ...store.experiment.value, points: 77 };
    page.hash = '#hidden=5';
    vi.runAllTimers();
    expect(page.hash).toBe('#hidden=5');
    expect(store.experiment.value).toMatchObject({ hidden: [5], points: 500 });
    page.tell();
    vi.runAllTimers();
    expect(page.hash).toBe('#hidden=5');
    end();
  });
});
