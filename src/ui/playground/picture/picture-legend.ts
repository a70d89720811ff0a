import { html, nothing } from 'lit';
import { certaintyKind } from '../../../charts/certainty.ts';
import { Lazy } from '../../controls/lazy.ts';
import '../../controls/loaded-part.ts';
import { certaintyMeaning, certaintyScale } from './certainty-key.ts';
import { outputScale, pointKey } from './picture-key.ts';
import { hasOutputsByClass, type PictureParts } from './picture-parts.ts';
import { surfaceOf } from './surface.ts';

const classLegend = new Lazy(() => import('./class-legend.ts'));

/** Whether the colours say how certain an answer is, instead of which. */
export function showsCertainty({ viewSettings, data }: PictureParts): boolean {
  return surfaceOf(viewSettings) === 'certainty' && data?.task === 'classification';
}

/** What the colours of a single output say, from end to end: short, for it stands beside what is looked at. */
export function scaleOf(parts: PictureParts) {
  return showsCertainty(parts) ? certaintyScale() : outputScale(parts.data?.targetScale ?? null);
}

/** What else the colours say: what certainty is, and the classes, which each have one. */
export function coloursInWords(parts: PictureParts) {
  const { outputs } = parts;
  const count = outputs?.names.length ?? 1;
  const kind = certaintyKind(count > 1 ? { count, low: outputs?.low ?? -1 } : null);
  const meaning = showsCertainty(parts) ? certaintyMeaning(kind) : nothing;
  if (!hasOutputsByClass(parts)) return meaning;
  return html`${showsCertainty(parts) ? certaintyScale() : nothing}${meaning}${classesOf(parts)}`;
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
