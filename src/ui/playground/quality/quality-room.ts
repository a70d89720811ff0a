import { html, nothing } from 'lit';
import { Lazy } from '../../controls/lazy.ts';
import '../../controls/loaded-part.ts';
import type { RoomParts } from '../room-parts.ts';
import type { MarkedCell } from './marked-points.ts';

const qualityParts = new Lazy(() => import('./quality-panel.ts'));

/** How well the network does, while someone wants to know. */
export function qualityRoom({ model, paced, picked, theme }: RoomParts) {
  const { viewSettings, data, experiment } = model;
  if (!viewSettings.value.howWell) return nothing;
  return html`<div class="quality">
    <chainrule-part label="How well the network does" .source=${qualityParts}
      ><chainrule-quality-panel
        .data=${data.value}
        .view=${paced.view.value}
        .cell=${picked.cell}
        .chosenClass=${picked.chosen}
        split=${viewSettings.value.howWellOf}
        loss=${experiment.value.loss}
        theme=${theme}
        @cell-mark=${({ detail }: CustomEvent<MarkedCell | null>) => {
          picked.mark(detail);
        }}
      ></chainrule-quality-panel
    ></chainrule-part>
  </div>`;
}
