import { html, nothing } from 'lit';
import type { RoomParts } from '../room-parts.ts';
import './loss-panel.ts';

/** The plots, with the time line under them; a chapter has none. */
export function plotsRoom({ model, paced, theme, own }: RoomParts) {
  const { experiment, viewSettings, data, network, plots, time } = model;
  const { view, history, moments } = paced.measured.value;
  return html`<chainrule-loss-panel
    .history=${history}
    .moments=${moments}
    .view=${view}
    .network=${network.value}
    .experiment=${experiment.value}
    .viewSettings=${viewSettings.value}
    .desk=${plots}
    .kept=${plots.kept.curves.value}
    .measuredRows=${data.value?.summary.measured ?? null}
    .shownAt=${time.past.value?.isShown === true ? (view?.epoch ?? null) : null}
    theme=${theme}
    >${own ? html`<chainrule-time .model=${model}></chainrule-time>` : nothing}</chainrule-loss-panel
  >`;
}
