import { html, nothing } from 'lit';
import { Lazy } from '../../controls/lazy.ts';
import '../../controls/loaded-part.ts';
import type { RoomParts } from '../room-parts.ts';
import { statusOf, wordsOf } from './import-words.ts';
import type { ImportState } from './import-store.ts';

const importParts = new Lazy(() => import('./import-panel.ts'));

/** A file on its way to become the data: said for all to hear, and shown over the page. */
export function importRoom({ model }: Pick<RoomParts, 'model'>) {
  const state: ImportState = model.imports?.state.value ?? { kind: 'none' };
  return html`<span
      class="visually-hidden"
      role="status"
      data-testid="import-status"
      data-value=${statusOf(state)}
      >${wordsOf(state)}</span
    >
    ${importPanel(state)}`;
}

/** Made once it is loaded, so that it can take the focus; then it stays, to lead back to where the user came from. */
function importPanel(state: ImportState) {
  if (importParts.value.value !== null)
    return html`<chainrule-import ?open=${state.kind !== 'none'} .state=${state}></chainrule-import>`;
  if (state.kind === 'none') return nothing;
  return html`<chainrule-part label="What shows a file" .source=${importParts}></chainrule-part>`;
}
