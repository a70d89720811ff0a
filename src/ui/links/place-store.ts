import { signal, type ReadonlySignal } from '@preact/signals-core';
import type { DecodedAddress, Place } from '../../experiment/address.ts';
import { labKeys, type LabLink } from '../../experiment/lab-link.ts';

/** The graph lab, as far as links go. */
export interface LinkedLab {
  open(link: LabLink): void;
  wholeLink(): LabLink;
  readonly linkIsPartial: ReadonlySignal<boolean>;
}

/** A table as a link carries it. */
export interface LinkedTable {
  readonly id: string;
  readonly packed: string;
}

/** Where one is on the page, and what the address says of the graph lab and of the user's own table. */
export class PlaceStore {
  readonly place;
  readonly labLink;
  /** The table that only a link has brought so far; null where there is none, or it is kept. */
  readonly linkedTable = signal<LinkedTable | null>(null);
  /** Told before one goes elsewhere: the browser's history is to have what was last changed here. */
  onLeave: () => void = () => undefined;
  #lab: LinkedLab | null = null;
  #isCorrection = false;

  constructor({ place, lab }: Pick<DecodedAddress, 'place' | 'lab'>) {
    this.place = signal<Place>(place);
    this.labLink = signal<LabLink>(lab);
  }

  /** The lab, once it is loaded, takes over from the link and is told of every other one. */
  connectLab(lab: LinkedLab): void {
    this.#lab = lab;
    lab.open(this.labLink.peek());
  }

  /** All of the lab, however long; before it is loaded, what it will open. */
  wholeLabLink(): LabLink {
    return this.#lab?.wholeLink() ?? this.labLink.peek();
  }

  /** What the address is too short for; null if it has everything. */
  heldLabLink(): LabLink | null {
    const isHeld = this.place.peek().name === 'graph' && this.#lab?.linkIsPartial.peek() === true;
    return isHeld ? this.wholeLabLink() : null;
  }

  /** What the browser keeps need not stay in the address. */
  dropLinkedTable(id: string): void {
    if (this.linkedTable.peek()?.id === id) this.linkedTable.value = null;
  }

  go(place: Place): void {
    if (JSON.stringify(place) === JSON.stringify(this.place.peek())) return;
    if (!this.#isCorrection) this.onLeave();
    this.place.value = place;
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
    if (place.name === 'graph' && !isSameLink(lab, this.labLink.peek())) this.openGraph(lab);
    else this.go(place);
  }

  /** Opens a graph in the lab, also where its link is that of the last one: the network may have learned since. */
  openGraph(lab: LabLink): void {
    this.labLink.value = lab;
    this.#lab?.open(lab);
    this.go({ name: 'graph' });
  }
}

/** Whatever the order of their parts. */
function isSameLink(a: LabLink, b: LabLink): boolean {
  return labKeys.every((key) => a[key] === b[key]);
}
