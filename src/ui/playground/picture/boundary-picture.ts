import { html, nothing } from 'lit';
import type { DataPicture, NetworkPicture } from '../../../protocol/picture-messages.ts';
import type { Grid } from '../../../protocol/snapshot-messages.ts';
import { Lazy } from '../../controls/lazy.ts';
import '../../controls/loaded-part.ts';
import { drawing } from '../draw/draw-board.ts';
import type { Pen } from '../draw/pen.ts';
import type { LookDesk } from '../look/look-desk.ts';
import './boundary-options.ts';
import './boundary-plot.ts';
import { coloursInWords, keyOf, scaleOf, showsCertainty } from './picture-legend.ts';
import { crossedPoints, hasOutputsByClass, showsTest, type PictureParts } from './picture-parts.ts';
import { surfaceOf } from './surface.ts';

const sliceAxes = new Lazy(() => import('./slice-axes.ts'));

export interface BoundaryParts extends PictureParts {
  /** The class whose own output is looked at, in the legend or in the network. */
  readonly lookedAt: number | null;
  /** What is looked at; null where nothing can be. */
  readonly look: LookDesk | null;
  readonly network: NetworkPicture | null;
  /** Whether the slice goes through the chosen point. */
  readonly throughPoint: boolean;
  readonly pen: Pen;
  readonly usePen: (change: CustomEvent<Partial<Pen>>) => void;
}

/** What the network answers over its inputs, to be drawn on where the data are drawn. */
export function boundaryPicture(parts: BoundaryParts, grid: Grid | null) {
  const { experiment, pen, usePen, look, theme } = parts;
  const draws = experiment.dataSet === 'draw';
  return html`<div class=${draws ? 'drawn' : ''}>
    <chainrule-draw-board .experiment=${experiment} .pen=${pen} .look=${look} @pen-change=${usePen}
      ><chainrule-boundary-plot
        .data=${parts.data}
        .grid=${grid}
        .outputs=${parts.outputs}
        .lookedAt=${parts.lookedAt}
        .chosenClass=${parts.chosenClass}
        .hiddenClasses=${parts.hiddenClasses}
        .chosen=${parts.chosen}
        .look=${look}
        .showTest=${showsTest(parts)}
        surface=${surfaceOf(parts.viewSettings)}
        .crossed=${crossedPoints(parts)}
        theme=${theme}
      ></chainrule-boundary-plot
    ></chainrule-draw-board>
    ${draws ? drawTools(parts) : nothing}
    ${hasOutputsByClass(parts) ? lookLine(parts) : html`<div class="under">${lookLine(parts)}${scaleOf(parts)}</div>`}
  </div>`;
}

/** With the picture they are of, also on a phone. */
function drawTools({ experiment, pen, usePen, theme }: BoundaryParts) {
  return html`<chainrule-part label="What draws" .source=${drawing}
    ><chainrule-draw-tools
      .drawn=${experiment.drawn}
      .pen=${pen}
      theme=${theme}
      @pen-change=${usePen}
    ></chainrule-draw-tools
  ></chainrule-part>`;
}

/** Its place is kept, whatever is said in it. */
function lookLine(parts: BoundaryParts) {
  const { look, data, network, theme } = parts;
  if (look === null) return nothing;
  return html`<chainrule-look-line class="note" .look=${look} .data=${data} .network=${network} theme=${theme}
    >${restingWords(parts)}</chainrule-look-line
  >`;
}

/** While nothing is looked at: what there is to do, or that this is not all there is. */
function restingWords(parts: BoundaryParts): string {
  const { data, experiment } = parts;
  if (experiment.dataSet === 'draw') return 'The tool Look tells what is here.';
  const slice = data?.slice ?? null;
  if (slice === null || (data?.inputs?.length ?? 0) < 3)
    return showsCertainty(parts) ? 'Point and look.' : 'Point at the picture and look.';
  if (slice.axes === null) return 'A slice along two components.';
  if (slice.through !== null) return 'A slice through the pinned row.';
  return `A slice: the rest at ${middleOf(data)}.`;
}

/** What is 0 or 1 has no scale: it is of a category. */
function middleOf(data: DataPicture | null): string {
  const hasCategories = data?.inputs?.some(({ scaling }) => scaling === null) ?? false;
  return hasCategories ? 'its mean or usual category' : 'its mean';
}

/** How it is shown, what it is a slice of, and what its colours and points say. */
export function boundaryWords(parts: BoundaryParts) {
  const { viewSettings, data, figures } = parts;
  return html`<chainrule-boundary-options
      .viewSettings=${viewSettings}
      .data=${data}
      .view=${figures}
    ></chainrule-boundary-options>
    ${sliceChoice(parts)} ${coloursInWords(parts)} ${keyOf(parts, true)}`;
}

function sliceChoice({ data, chosen, throughPoint }: BoundaryParts) {
  if (data === null || data.slice === null) return nothing;
  return html`<chainrule-part label="What the picture is over" .source=${sliceAxes}
    ><chainrule-slice-axes
      .slice=${data.slice}
      .inputCount=${data.inputs?.length ?? 2}
      .middle=${middleOf(data)}
      .summary=${data.summary}
      .rows=${data.rows}
      ?hasPoint=${chosen !== null}
      ?throughPoint=${throughPoint}
    ></chainrule-slice-axes
  ></chainrule-part>`;
}
