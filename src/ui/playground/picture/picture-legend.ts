import { html, nothing } from 'lit';
import { certaintyKind } from '../../../charts/certainty.ts';
import { Lazy } from '../../controls/lazy.ts';
import '../../controls/loaded-part.ts';
import { certaintyKey } from './certainty-key.ts';
import { outputScale, pointKey } from './picture-key.ts';
import { hasOutputsByClass, type PictureParts } from './picture-parts.ts';
import { surfaceOf } from './surface.ts';

const classLegend = new Lazy(() => import('./class-legend.ts'));

/** What the colours say: classes each have one, a single output has all between its ends. */
export function colourScale(parts: PictureParts) {
  const { data, outputs, viewSettings } = parts;
  const count = outputs?.names.length ?? 1;
  const isCertainty = surfaceOf(viewSettings) === 'certainty' && data?.task === 'classification';
  const certainty = isCertainty
    ? certaintyKey(certaintyKind(count > 1 ? { count, low: outputs?.low ?? -1 } : null))
    : nothing;
  if (hasOutputsByClass(parts)) return html`${certainty}${classesOf(parts)}`;
  return isCertainty ? certainty : outputScale(data?.targetScale ?? null);
}

/** The classes by name, each with how well it is told, to be hidden one by one. */
export function classesOf({ data, figures, hiddenClasses, hideClasses, chosenClass, theme }: PictureParts) {
  return html`<chainrule-part label="The classes" .source=${classLegend}
    ><chainrule-class-legend
      .names=${data?.classNames ?? []}
      .byClass=${figures === null ? null : { train: figures.trainByClass, test: figures.testByClass }}
      .hiddenClasses=${hiddenClasses}
      .chosenClass=${chosenClass}
      theme=${theme}
      @classes-hide=${({ detail }: CustomEvent<ReadonlySet<number>>) => {
        hideClasses(detail);
      }}
    ></chainrule-class-legend
  ></chainrule-part>`;
}

/** What the points' shapes and fillings say; with areas, what those say too. */
export function keyOf(parts: PictureParts, hasAreas: boolean) {
  const { data, chosenClass, hiddenClasses, hideClasses: onHide } = parts;
  const byClass = hasOutputsByClass(parts);
  return pointKey({ data, hasOutputsByClass: byClass, chosenClass, hasAreas, hiddenClasses, onHide });
}
