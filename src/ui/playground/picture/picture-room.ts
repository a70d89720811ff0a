import { html } from 'lit';
import { Lazy } from '../../controls/lazy.ts';
import '../../controls/loaded-part.ts';
import type { RoomParts } from '../room-parts.ts';
import './output-panel.ts';

const askParts = new Lazy(() => import('./ask-form.ts'));

/** The picture, what is asked of the network in it, and what computes it. */
export function pictureRoom(parts: RoomParts) {
  const { model, paced, picked, theme } = parts;
  const { experiment, viewSettings, data, network, engines, viewers } = model;
  return html`<div class="output">
    <chainrule-output-panel
      .data=${data.value}
      .outputs=${network.value?.outputs ?? null}
      .lookedAt=${picked.lookedAt.value}
      .chosenClass=${picked.chosen}
      .view=${paced.view.value}
      .figures=${paced.figures.value.view}
      .chosen=${viewers.points.chosen.value}
      .look=${viewers.look}
      .network=${network.value}
      ?throughPoint=${viewers.points.isSlicedThrough.value}
      .viewSettings=${viewSettings.value}
      .evaluation=${engines.evaluation.value}
      .experiment=${experiment.value}
      .landscape=${viewers.landscape.shown.value}
      .hiddenSpace=${paced.hidden.value}
      .cell=${picked.cell}
      theme=${theme}
    ></chainrule-output-panel>
    <chainrule-part label="What asks the network" .source=${askParts}
      ><chainrule-ask-form
        .data=${data.value}
        .asked=${viewers.asks.shown.value}
        .chosen=${viewers.points.chosen.value}
        .chosenClass=${picked.chosen}
        theme=${theme}
      ></chainrule-ask-form
    ></chainrule-part>
    ${underTheHood(parts)}
  </div>`;
}

function underTheHood({ model: { viewSettings, viewers, engines, experiment }, paced }: RoomParts) {
  return html`<chainrule-under-the-hood
    picture=${viewSettings.value.picture}
    .slice=${viewers.landscape.shown.value.slice}
    .evaluation=${engines.evaluation.value}
    .comparison=${engines.comparison.value}
    .measuring=${engines.isComparing.value}
    .engine=${experiment.value.engine}
    .report=${engines.report.value}
    .measurements=${engines.measurements.value}
    .speeds=${paced.speeds.value}
  ></chainrule-under-the-hood>`;
}
