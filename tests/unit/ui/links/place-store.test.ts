import { signal } from '@preact/signals-core';
import { describe, expect, it } from 'vitest';
import type { LabLink } from '../../../../src/experiment/lab-link.ts';
import { PlaceStore } from '../../../../src/ui/links/place-store.ts';

function placesWithLab(lab: LabLink) {
  const places = new PlaceStore({ place: { name: 'graph' }, lab });
  const opened: LabLink[] = [];
  const isPartial = signal(false);
  places.connectLab({
    open: (link) => opened.push(link),
    wholeLink: () => ({ ...lab, weights: 'sAAAA' }),
    linkIsPartial: isPartial,
  });
  return { places, opened, isPartial };
}

describe('the place and the graph lab', () => {
  it('opens what the address says, and nothing again that only stands there in another order', () => {
    const { places, opened } = placesWithLab({ sample: 'train.0', at: '3' });
    expect(opened).toEqual([{ sample: 'train.0', at: '3' }]);
    places.adopt({ place: { name: 'playground' }, lab: {} });
    places.adopt({ place: { name: 'graph' }, lab: { at: '3', sample: 'train.0' } });
    expect(opened).toHaveLength(1);
    expect(places.place.value).toEqual({ name: 'graph' });
    places.adopt({ place: { name: 'graph' }, lab: { sample: 'train.1' } });
    expect(opened).toHaveLength(2);
  });

  it('opens a graph of the network anew when it is asked for, even the same one', () => {
    const { places, opened } = placesWithLab({ sample: 'train.0' });
    places.go({ name: 'playground' });
    places.openGraph({ sample: 'train.0' });
    expect(opened).toHaveLength(2);
    expect(places.place.value).toEqual({ name: 'graph' });
  });

  it('holds what the address is too short for, and only then', () => {
    const { places, isPartial } = placesWithLab({ sample: 'train.0' });
    expect(places.heldLabLink()).toBeNull();
    isPartial.value = true;
    expect(places.heldLabLink()).toEqual({ sample: 'train.0', weights: 'sAAAA' });
    places.go({ name: 'playground' });
    expect(places.heldLabLink()).toBeNull();
  });
});
