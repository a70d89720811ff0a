import { signal } from '@preact/signals-core';
import type { DecodedAddress, Place } from '../experiment/address.ts';
import type { LabLink } from '../experiment/lab-link.ts';

/** Where one is on the page, and what the address says of the graph lab. */
export class PlaceStore {
  readonly place;
  readonly labLink;
  #openInLab: ((link: LabLink) => void) | null = null;
  #isCorrection = false;

  constructor({ place, lab }: Pick<DecodedAddress, 'place' | 'lab'>) {
    this.place = signal<Place>(place);
    this.labLink = signal<LabLink>(lab);
  }

  /** The lab, once it is loaded, takes over from the link and is told of every other one. */
  connectLab(open: (link: LabLink) => void): void {
    this.#openInLab = open;
    open(this.labLink.peek());
  }

  go(place: Place): void {
    if (JSON.stringify(place) !== JSON.stringify(this.place.peek())) this.place.value = place;
  }

  /** Goes to what an incomplete or wrong place means: no step of the user's, so no entry in the browser's history. */
  correct(place: Place): void {
    this.#isCorrection = true;
    this.go(place);
  }

  /** Whether the present place is a correction that has not been asked about yet. */
  takeCorrection(): boolean {
    const isCorrection = this.#isCorrection;
    this.#isCorrection = false;
    return isCorrection;
  }

  /** Follows an address that was opened. */
  adopt({ place, lab }: Pick<DecodedAddress, 'place' | 'lab'>): void {
    const isNews = place.name === 'graph' && JSON.stringify(lab) !== JSON.stringify(this.labLink.peek());
    if (isNews) {
      this.labLink.value = lab;
      this.#openInLab?.(lab);
    }
    this.go(place);
  }
}
