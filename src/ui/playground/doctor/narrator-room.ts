import { html, nothing } from 'lit';
import type { Experiment } from '../../../experiment/schema.ts';
import { Lazy } from '../../controls/lazy.ts';
import '../../controls/loaded-part.ts';
import type { RoomParts } from '../room-parts.ts';

const narrator = new Lazy(() => import('./narrator.ts'));

/** What there is to see, in a line; a chapter says it itself. */
export function narratorRoom({ model, paced, own }: RoomParts) {
  const { doctor, status, experiment, time } = model;
  if (!own || doctor.isHidden.value) return nothing;
  const { view, history } = paced.figures.value;
  return html`<div class="narrator">
    <chainrule-part label="The narrator" .source=${narrator}
      ><chainrule-narrator
        .status=${status.value}
        .view=${view}
        .history=${history}
        .experiment=${experiment.value}
        .doctor=${doctor}
        .isPast=${time.past.value?.isShown ?? false}
        @remedy-apply=${({ detail }: CustomEvent<Partial<Experiment>>) => {
          void model.treat(detail);
        }}
      ></chainrule-narrator
    ></chainrule-part>
  </div>`;
}
