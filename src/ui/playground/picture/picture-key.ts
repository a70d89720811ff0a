import { html, nothing, type TemplateResult } from 'lit';
import { isOneAgainstRest } from '../../../charts/class-pairs.ts';
import type { DataPicture } from '../../../protocol/picture-messages.ts';

const signedMarks = { [-1]: '−1', 1: '+1' } as const;

/** The colours of a single output between its ends. */
export function outputScale(targetScale: DataPicture['targetScale']): TemplateResult {
  const { shift, scale } = targetScale ?? { shift: 0, scale: 1 };
  const end = (at: -1 | 1) =>
    html`<span
      >${targetScale === null ? signedMarks[at] : String(Number((shift + at * scale).toPrecision(3)))}</span
    >`;
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
}

/** Shapes and fillings in words. */
export function pointKey({ data, hasOutputsByClass, chosenClass, hasAreas }: KeyParts): TemplateResult {
  const names = data?.classNames ?? [];
  // A name of its own, or its sign as it is printed.
  const words = (place: number): string => (names[place] ?? '').replace('-1', '−1');
  const pair = (positive: string, negative: string) =>
    html`<span><i class="mark positive"></i>${positive}</span
      ><span><i class="mark negative"></i>${negative}</span>`;
  const ofClasses = html`${isOneAgainstRest(names.length) ? pair(words(chosenClass), 'all other classes') : nothing}${
    hasAreas ? html`<span>paler: less certain</span>` : nothing
  }`;
  const ofOutput =
    data?.task === 'regression' ? html`<span>colour: the label</span>` : pair(words(1), words(0));
  return html`<p class="key">
    <span><i class="mark filled"></i>train</span>
    <span><i class="mark"></i>test</span>
    ${hasOutputsByClass ? ofClasses : ofOutput}
  </p>`;
}
