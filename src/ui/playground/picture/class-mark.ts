import { html, svg, type TemplateResult } from 'lit';
import { classColours } from '../../../charts/class-colours.ts';
import { classShapePath } from '../../../charts/class-shapes.ts';
import type { Theme } from '../../../charts/colour-scale.ts';

/** A class's mark beside its name, as its points are drawn: of a pair of colour and shape; the size is the style sheet's. */
export function classMark(pair: number, theme: Theme): TemplateResult {
  const colours = classColours[theme];
  return html`<svg class="class-mark" viewBox="-7 -7 14 14" aria-hidden="true">
    ${svg`<path d=${classShapePath(pair)} fill=${colours.css[pair]} stroke=${colours.marks[pair]} stroke-width="1.25" />`}
  </svg>`;
}
