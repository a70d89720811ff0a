import { html, nothing } from 'lit';
import type { KeptTable } from '../../../client/table-library.ts';
import '../data/data-panel.ts';
import '../data/features-panel.ts';
import { followRoom } from '../follow/follow-room.ts';
import '../learning/hyperparameters.ts';
import '../../controls/loaded-part.ts';
import { drawerParts } from '../look/look-parts.ts';
import type { RoomParts } from '../room-parts.ts';
import './settings-column.ts';

const nothingKept: readonly KeptTable[] = [];

/** Data, features and learning. */
export function settingsRoom(parts: RoomParts) {
  const { model, paced, theme, own } = parts;
  const { experiment, thumbnails, data, network, imports, doctor } = model;
  // What does not change is not drawn again with every view.
  const followsEpochs = experiment.value.schedule !== 'constant' || experiment.value.warmUp > 0;
  return html`<chainrule-settings>
    <chainrule-data-panel
      slot="data"
      .experiment=${experiment.value}
      .thumbnails=${thumbnails.value}
      .data=${data.value}
      .inputCount=${network.value?.inputs.length ?? null}
      ?counted=${(imports?.state.value.kind ?? 'none') === 'none'}
      .strip=${paced.strip.value}
      .kept=${imports?.kept.value ?? nothingKept}
      theme=${theme}
    ></chainrule-data-panel>
    <chainrule-features-panel
      slot="features"
      .experiment=${experiment.value}
      .inputs=${data.value?.inputs ?? null}
      .maps=${data.value?.featureMaps ?? null}
      theme=${theme}
    ></chainrule-features-panel>
    ${followRoom(parts, 'settings')}
    <chainrule-hyperparameters
      slot="learning"
      .experiment=${experiment.value}
      .epoch=${followsEpochs ? (paced.view.value?.epoch ?? 0) : 0}
      .reductions=${doctor.reductions.value}
      .strip=${paced.strip.value}
    ></chainrule-hyperparameters>
    ${
      own && doctor.isHidden.value
        ? html`<button
            slot="learning"
            class="tell"
            @click=${() => {
              doctor.show();
            }}
          >
            Show the narrator
          </button>`
        : nothing
    }
  </chainrule-settings>`;
}

/** A neuron that is opened, over the settings: picture, curves and network stay in sight. */
export function drawerRoom({ model, paced }: RoomParts) {
  const { viewers, data, network, experiment } = model;
  const { look } = viewers;
  if (look === null || look.opened.value === null) return nothing;
  return html`<chainrule-part class="drawer" label="The neuron" .source=${drawerParts}
    ><chainrule-neuron-drawer
      .look=${look}
      .data=${data.value}
      .network=${network.value}
      .experiment=${experiment.value}
      .view=${paced.view.value}
    ></chainrule-neuron-drawer
  ></chainrule-part>`;
}
