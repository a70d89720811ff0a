import { signal } from '@preact/signals-core';
import { html, nothing } from 'lit';
import type { RoomParts } from '../room-parts.ts';

/** Below this the bar is one row too narrow for the switch, whatever a scroll bar takes of the window. */
const noRoom = matchMedia('(max-width: 1016px)');
const isInSettings = signal(noRoom.matches);
noRoom.addEventListener('change', () => {
  isInSettings.value = noRoom.matches;
});

/** Whether changes are followed: at the end of the bar, or above the settings of learning where the bar has no room. */
export function followRoom({ model, paced, own }: RoomParts, place: 'bar' | 'settings') {
  if (!own || isInSettings.value !== (place === 'settings')) return nothing;
  return html`<chainrule-follow
    slot=${place === 'settings' ? 'learning' : nothing}
    .viewSettings=${model.viewSettings.value}
    .followed=${paced.figures.value.followed}
    .epoch=${paced.figures.value.view?.epoch ?? null}
  ></chainrule-follow>`;
}
