import { signal } from '@preact/signals-core';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { decodeAddress, encodeAddress, type DecodedAddress } from '../../../../src/experiment/address.ts';
import { writeDrawing } from '../../../../src/experiment/drawing.ts';
import type { FileData } from '../../../../src/experiment/file-data.ts';
import { defaultSettings } from '../../../../src/experiment/url.ts';
import { writeLateAddress } from '../../../../src/ui/links/late-address.ts';
import { PlaceStore } from '../../../../src/ui/links/place-store.ts';
import { isOfThePast, readAddress, syncUrl } from '../../../../src/ui/links/url-sync.ts';

/** A window's address: a change of its hash is told only when the browser comes to it, as in a real one. */
class FakeWindow {
  hash = '';
  /** Addresses of the entries in the history before the present one. */
  readonly left: string[] = [];
  readonly #listeners = new Map<string, (event?: unknown) => void>();
  readonly kept = new Map<string, string>();
  readonly navigation = Object.assign(new EventTarget(), { currentEntry: { key: '', url: '' } });
  readonly location = Object.defineProperty({ pathname: '/', search: '' }, 'hash', { get: () => this.hash });
  readonly history = {
    state: null as unknown,
    replaceState: (state: unknown, _: string, url: string) => this.#write(state, url),
    pushState: (state: unknown, _: string, url: string) => {
      this.left.push(this.hash);
      this.#write(state, url);
    },
  };

  constructor() {
    vi.stubGlobal('location', this.location);
    vi.stubGlobal('history', this.history);
    vi.stubGlobal('navigation', this.navigation);
    vi.stubGlobal('sessionStorage', {
      getItem: (key: string) => this.kept.get(key) ?? null,
      setItem: (key: string, value: string) => this.kept.set(key, value),
      removeItem: (key: string) => this.kept.delete(key),
    });
    vi.stubGlobal('addEventListener', (name: string, listener: (event?: unknown) => void) => {
      this.#listeners.set(name, listener);
    });
    vi.stubGlobal('removeEventListener', () => undefined);
  }

  #write(state: unknown, url: string): void {
    this.history.state = structuredClone(state);
    this.hash = url.startsWith('#') ? url : '';
  }

  tell(): void {
    this.#listeners.get('hashchange')?.();
  }

  /** One goes to an entry in the history: told as a change of the hash only where that changes. */
  traverse(hash: string, state: unknown, key = ''): void {
    const isOther = hash !== this.hash;
    const left = this.hash;
    this.hash = hash;
    this.history.state = state;
    this.#tellOfEntry('traverse', left, key);
    this.#listeners.get('popstate')?.();
    if (isOther) this.tell();
  }

  click(localName: string): void {
    this.#listeners.get('click')?.({ composedPath: () => [{ localName: 'span' }, { localName }, {}] });
  }

  #tellOfEntry(navigationType: string, left: string, key: string): void {
    const from = { key: this.navigation.currentEntry.key, url: `https://here.example/${left}` };
    this.navigation.currentEntry = { key, url: `https://here.example/${this.hash}` };
    this.navigation.dispatchEvent(Object.assign(new Event('currententrychange'), { navigationType, from }));
  }

  follow(hash: string, key = hash): void {
    this.click('a');
    const left = this.hash;
    this.left.push(left);
    this.hash = hash;
    this.history.state = null;
    this.#tellOfEntry('push', left, key);
    this.tell();
  }

  /** It is loaded again, which takes its time: its address is the one from when that began, whatever is written then. */
  leave(meanwhile: () => void = () => undefined): void {
    const { hash } = this;
    const { state } = this.history;
    this.#listeners.get('beforeunload')?.();
    meanwhile();
    this.#listeners.get('pagehide')?.();
    this.hash = hash;
    this.history.state = state;
  }
}

function synced(hash = '') {
  const page = new FakeWindow();
  page.hash = hash;
  const { place, lab, settings } = decodeAddress(hash);
  /** Of each address that was taken over, whether it was one to come back to. */
  const adopted: boolean[] = [];
  const store = {
    experiment: signal(settings.experiment),
    viewSettings: signal(settings.view),
    linkedMoment: signal(''),
    time: { isPast: signal(false) },
    adopt: ({ settings: { experiment, view } }: Pick<DecodedAddress, 'settings'>, isWayBack?: boolean) => {
      adopted.push(isWayBack === true);
      store.experiment.value = experiment;
      store.viewSettings.value = view;
    },
  };
  const places = new PlaceStore({ place, lab });
  const end = syncUrl(store, places);
  return { page, store, places, adopted, end };
}

const ownFile: FileData = {
  ...{ id: '0123456789abcdef', name: 'rows.csv', rows: 4, dropped: 0, reading: { faulty: 'leave-out' } },
  ...{ inputs: ['x'], target: { kind: 'class', column: 'label' }, categorical: [], manyCategories: [] },
  ...{ missing: 'leave-out', split: null, classes: ['a', 'b'] },
};

describe('the address', () => {
  beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date', 'performance'] }));
  afterEach(() => {
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });

  it('says of settings of a moment before the end that they are, and no longer when the end is shown again', () => {
    const { page, store, end } = synced();
    vi.runAllTimers();
    expect(isOfThePast()).toBe(false);
    store.experiment.value = { ...store.experiment.value, points: 77 };
    store.time.isPast.value = true;
    vi.runAllTimers();
    expect([page.hash, isOfThePast()]).toEqual(['#points=77', true]);
    store.time.isPast.value = false;
    vi.runAllTimers();
    expect([page.hash, page.history.state]).toEqual(['#points=77', null]);
    expect(isOfThePast()).toBe(false);
    end();
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

  it('is written before another place is gone to, and not by any other click', () => {
    const { page, store, places, end } = synced();
    vi.runAllTimers();
    store.experiment.value = { ...store.experiment.value, points: 77 };
    page.click('button');
    expect(page.hash).toBe('');
    page.follow('#/graph?points=77');
    expect(page.left).toEqual(['#points=77']);
    vi.runAllTimers();
    expect(page.hash).toBe('#/graph?points=77');
    expect(page.left).toHaveLength(1);

    store.experiment.value = { ...store.experiment.value, points: 78 };
    places.go({ name: 'playground' });
    store.experiment.value = { ...store.experiment.value, points: 79 };
    vi.runAllTimers();
    expect(page.left).toEqual(['#points=77', '#/graph?points=78']);
    expect(page.hash).toBe('#points=79');

    // What came with an address is no change to the entry that was left.
    store.experiment.value = { ...store.experiment.value, points: 80 };
    page.hash = '#/compare?points=50';
    page.tell();
    vi.runAllTimers();
    expect(page.hash).toBe('#/compare?points=50');
    expect(page.left).toHaveLength(2);
    end();
  });

  it('is written when the page is loaded again, if it had no time before; a link goes before it, and another address', () => {
    const cases = [
      { wasReloaded: true, hash: '#points=50', expected: '#points=77' },
      { wasReloaded: false, hash: '#points=50', expected: '#points=50' },
      { wasReloaded: true, hash: '#points=60', expected: '#points=60' },
    ];
    for (const meanwhile of [() => undefined, () => void vi.runAllTimers()]) {
      for (const { wasReloaded, hash, expected } of cases) {
        const { page, store, end } = synced();
        store.experiment.value = { ...store.experiment.value, points: 50 };
        vi.runAllTimers();
        page.leave();
        expect(page.kept.size).toBe(0);
        store.experiment.value = { ...store.experiment.value, points: 77 };
        page.leave(meanwhile);
        expect(page.hash).toBe('#points=50');
        end();
        page.hash = hash;
        writeLateAddress(wasReloaded);
        expect(page.hash).toBe(expected);
        expect(page.kept.size).toBe(0);
      }
    }
  });

  it('is left as it came, or as it was given, while what it says is still being taken in', () => {
    const { page, store, end } = synced();
    store.experiment.value = { ...store.experiment.value, points: 77 };
    page.leave();
    expect(page.kept.size).toBe(0);
    vi.runAllTimers();
    page.hash = '#points=60&hidden=99';
    page.tell();
    page.leave();
    expect(page.kept.size).toBe(0);
    vi.runAllTimers();
    store.experiment.value = { ...store.experiment.value, points: 80 };
    page.leave();
    expect(page.kept.size).toBe(1);
    end();
  });

  it('is left as it is by what anyone else has kept, and where nothing may be kept', () => {
    const { page, end } = synced();
    page.hash = '#points=50';
    for (const text of ['', 'null', '7', '{"seen":"#points=50"}', '{"seen":"#points=50","url":7}', '{']) {
      page.kept.set('chainrule-address', text);
      writeLateAddress(true);
      expect(page.hash).toBe('#points=50');
    }
    vi.stubGlobal('sessionStorage', undefined);
    writeLateAddress(true);
    page.leave();
    expect(page.hash).toBe('#points=50');
    end();
  });

  it('is one to come back to where the browser says so, and no link is', () => {
    const { page, adopted, end } = synced();
    page.follow('#points=50');
    page.traverse('#points=60', null);
    page.follow('#points=70');
    expect(adopted).toEqual([false, true, false]);
    end();
  });

  it('of an entry that Back left in the last moment of a change has it on the way forth', () => {
    const { page, store, adopted, end } = synced('#points=60');
    page.follow('#points=70', 'second');
    vi.runAllTimers();
    store.experiment.value = { ...store.experiment.value, noise: 25 };
    page.traverse('#points=60', null, 'first');
    vi.runAllTimers();
    expect([page.hash, store.experiment.value.noise]).toEqual(['#points=60', 0]);
    page.traverse('#points=70', null, 'second');
    expect([page.hash, store.experiment.value.noise]).toEqual(['#noise=25&points=70', 25]);
    expect(adopted).toEqual([false, true, true]);
    // Once: from then on the entry itself has it.
    store.experiment.value = { ...store.experiment.value, noise: 10 };
    vi.runAllTimers();
    page.traverse('#points=60', null, 'first');
    page.traverse('#noise=10&points=70', null, 'second');
    expect([page.hash, store.experiment.value.noise]).toEqual(['#noise=10&points=70', 10]);
    end();
  });

  it('carries the table of a link until it is kept, and no longer than it is about that table', () => {
    const file = ownFile;
    const ofFile = encodeAddress({
      place: { name: 'playground' },
      lab: {},
      settings: { ...defaultSettings, experiment: { ...defaultSettings.experiment, dataSet: 'file', file } },
    });
    const { page, store, places, end } = synced(`#${ofFile}&table=AAAA`);
    places.linkedTable.value = { id: file.id, packed: 'AAAA' };
    vi.runAllTimers();
    expect(page.hash).toBe(`#${ofFile}&table=AAAA`);
    // A link of the page to another place need not repeat it.
    page.hash = `#/compare?${ofFile}`;
    page.tell();
    vi.runAllTimers();
    expect(page.hash).toBe(`#/compare?${ofFile}&table=AAAA`);
    store.experiment.value = { ...store.experiment.value, file: { ...file, id: 'fedcba9876543210' } };
    vi.runAllTimers();
    expect(page.hash).not.toContain('table=');
    store.experiment.value = { ...store.experiment.value, file };
    vi.runAllTimers();
    expect(page.hash).toContain('&table=AAAA');
    places.dropLinkedTable('fedcba9876543210');
    vi.runAllTimers();
    expect(page.hash).toContain('&table=AAAA');
    places.dropLinkedTable(file.id);
    vi.runAllTimers();
    expect(page.hash).toBe(`#/compare?${ofFile}`);
    end();
  });

  it('stays short under a long drawing, which is held beside it until it is short again', () => {
    const { page, store, end } = synced();
    const drawing = Array.from({ length: 300 }, (_, i) => ({
      x1: i / 100,
      x2: -i / 100,
      place: i % 2,
      side: 'train' as const,
    }));
    const drawn = writeDrawing(drawing);
    store.experiment.value = { ...store.experiment.value, dataSet: 'draw', drawn };
    vi.runAllTimers();
    expect(page.hash).toBe('#dataSet=draw&held=drawn');
    expect(readAddress().settings.experiment.drawn).toBe(drawn);
    // The address stays the same, and what is held does not.
    const fewer = writeDrawing(drawing.slice(50));
    store.experiment.value = { ...store.experiment.value, drawn: fewer };
    vi.runAllTimers();
    expect(readAddress()).toMatchObject({ settings: { experiment: { drawn: fewer } }, problems: [] });

    store.experiment.value = { ...store.experiment.value, drawn: '1,2,1' };
    vi.runAllTimers();
    expect(page.hash).toBe('#dataSet=draw&drawn=1,2,1');
    expect(page.history.state).toBe(null);
    end();
  });

  it('is followed also where only what is held beside it is another, and that is held again where it was dropped', () => {
    const { page, store, end } = synced();
    const drawn = (count: number): string =>
      writeDrawing(
        Array.from({ length: count }, (_, i) => ({ x1: i / 100, x2: 1, place: 0, side: 'train' })),
      );
    const entries = [300, 250].map((count) => {
      store.experiment.value = { ...store.experiment.value, dataSet: 'draw', drawn: drawn(count) };
      vi.runAllTimers();
      return { hash: page.hash, state: page.history.state };
    });
    expect(entries[0].hash).toBe(entries[1].hash);
    page.traverse(entries[0].hash, entries[0].state);
    expect(store.experiment.value.drawn).toBe(drawn(300));
    vi.runAllTimers();
    page.traverse(entries[1].hash, entries[1].state);
    expect(store.experiment.value.drawn).toBe(drawn(250));
    vi.runAllTimers();

    page.traverse(page.hash, null);
    expect(store.experiment.value.drawn).toBe(drawn(250));
    vi.runAllTimers();
    expect(page.history.state).toEqual(entries[1].state);
    end();
  });

  it.each([null, 5, 'drawn', { settings: 3 }, { settings: { drawn: 5 } }])(
    'says what it is too short for where %j is held beside it',
    (state) => {
      const { page, end } = synced();
      page.history.state = state;
      page.hash = '#dataSet=draw&held=drawn';
      const { settings, problems } = readAddress();
      expect(settings.experiment).toMatchObject({ dataSet: 'draw', drawn: '' });
      expect(problems).toHaveLength(1);
      end();
    },
  );
});
