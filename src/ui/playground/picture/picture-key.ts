import { html, nothing, type TemplateResult } from 'lit';
import { isOneAgainstRest } from '../../../charts/class-pairs.ts';
import { formatBeside, withMinus } from '../../controls/format.ts';
import { help } from '../../controls/help.ts';
import type { DataPicture } from '../../../protocol/picture-messages.ts';

const signedMarks = { [-1]: '−1', 1: '+1' } as const;

/** The colours of a single output between its ends. */
export function outputScale(targetScale: DataPicture['targetScale']): TemplateResult {
  const { shift, scale } = targetScale ?? { shift: 0, scale: 1 };
  const end = (at: -1 | 1) =>
    html`<span>${targetScale === null ? signedMarks[at] : formatBeside(shift + at * scale, scale)}</span>`;
  return html`<div class="legend" aria-hidden="true">
    ${end(-1)}
    <div class="colours"></div>
    ${end(1)}
  </div>`;
}

interface KeyParts {
  readonly data: Pick<DataPicture, 'task' | 'classNames'> | null;
  /** Classes each have a colour, instead of the two ends of one output. */
  readonly hasOutputsByClass: boolean;
  readonly chosenClass: number;
  /** Whether the picture has areas in the colours of the outputs. */
  readonly hasAreas: boolean;
  readonly hiddenClasses: ReadonlySet<number>;
  readonly onHide: (hiddenClasses: ReadonlySet<number>) => void;
}

/** The classes that are hidden once one of them is chosen: all hidden is nothing to see, and then all are shown. */
export function toggled(hidden: ReadonlySet<number>, place: number, count: number): ReadonlySet<number> {
  const next = new Set(hidden);
  if (!next.delete(place)) next.add(place);
  return next.size === count ? new Set() : next;
}

/** Shapes and fillings in words. Of two classes that share an output, each hides and shows its points. */
export function pointKey({
  data,
  hasOutputsByClass,
  chosenClass,
  hasAreas,
  hiddenClasses,
  onHide,
}: KeyParts): TemplateResult {
  const names = data?.classNames ?? [];
  // A name of its own, or its sign as it is printed.
  const words = (place: number): string => withMinus(names[place] ?? '');
  const pair = (positive: string, negative: string) =>
    html`<span><i class="mark positive"></i>${positive}</span
      ><span><i class="mark negative"></i>${negative}</span>`;
  const ofClasses = html`${isOneAgainstRest(names.length) ? pair(words(chosenClass), 'all other classes') : nothing}${
    hasAreas ? html`<span>fainter: less certain</span>` : nothing
  }`;
  const hider = (place: number, sign: string) =>
    html`<span
      ><button
        aria-label=${/^class\b/i.test(words(place)) ? words(place) : `Class ${words(place)}`}
        aria-pressed=${!hiddenClasses.has(place)}
        @click=${() => {
          onHide(toggled(hiddenClasses, place, names.length));
        }}
        ${help('classKey')}
      >
        <i class="mark ${sign}"></i>${words(place)}
      </button></span
    >`;
  const ofOutput =
    data?.task === 'regression'
      ? html`<span>colour: the label</span>`
      : [hider(1, 'positive'), hider(0, 'negative')];
  return html`<p class="key">
    <span><i class="mark filled"></i>train</span>
    <span><i class="mark"></i>test</span>
    ${hasOutputsByClass ? ofClasses : ofOutput}
  </p>`;
}
