import { html, nothing } from 'lit';
import type { HiddenSpace } from '../../../protocol/hidden-messages.ts';
import { Lazy } from '../../controls/lazy.ts';
import '../../controls/loaded-part.ts';
import '../picture/boundary-options.ts';
import { classesOf, keyOf } from '../picture/picture-legend.ts';
import { crossedPoints, hasOutputsByClass, showsTest, type PictureParts } from '../picture/picture-parts.ts';

const hiddenView = new Lazy(() => import('./hidden-view.ts'));

/** Where a hidden layer puts the points; without one, the words that say so. */
export function hiddenPicture(parts: PictureParts, space: HiddenSpace | null) {
  const hasSpace = parts.experiment.hidden.length > 0;
  return html`<chainrule-part label="The hidden space" .source=${hiddenView}
    >${hasSpace ? hiddenPlot(parts, space) : layerChoice(parts, space)}</chainrule-part
  >`;
}

function hiddenPlot(parts: PictureParts, space: HiddenSpace | null) {
  return html`<chainrule-hidden-plot
    .data=${parts.data}
    .space=${space}
    .outputs=${parts.outputs}
    .crossed=${crossedPoints(parts)}
    .hiddenClasses=${parts.hiddenClasses}
    .chosen=${parts.chosen}
    .chosenClass=${parts.chosenClass}
    .showTest=${showsTest(parts)}
    theme=${parts.theme}
  ></chainrule-hidden-plot>`;
}

/** Which layer, and along what, with what can be told of it. */
function layerChoice({ data, experiment, viewSettings }: PictureParts, space: HiddenSpace | null) {
  return html`<chainrule-hidden-view
    .data=${data}
    .space=${space}
    .widths=${experiment.hidden}
    .viewSettings=${viewSettings}
  ></chainrule-hidden-view>`;
}

export function hiddenWords(parts: PictureParts, space: HiddenSpace | null) {
  const { experiment, viewSettings, data, figures } = parts;
  const hasSpace = experiment.hidden.length > 0 && hiddenView.value.value !== null;
  return html`${hasSpace ? layerChoice(parts, space) : nothing}
    <chainrule-boundary-options
      without-surface
      .viewSettings=${viewSettings}
      .data=${data}
      .view=${figures}
    ></chainrule-boundary-options>
    ${hasOutputsByClass(parts) ? classesOf(parts) : nothing} ${keyOf(parts, false)}`;
}
