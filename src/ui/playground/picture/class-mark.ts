import { html, svg, type TemplateResult } from 'lit';
import { classColours, classColourCount } from '../../../charts/class-colours.ts';
import { classShapePath } from '../../../charts/class-shapes.ts';
import type { Theme } from '../../../charts/colour-scale.ts';

/** A class's mark beside its name, as its points are drawn; the size is the style sheet's. */
export function classMark(place: number, theme: Theme): TemplateResult {
  const colours = classColours[theme];
  const at = place % classColourCount;
  return html`<svg class="class-mark" viewBox="-7 -7 14 14" aria-hidden="true">
    ${svg`<path d=${classShapePath(place)} fill=${colours.css[at]} stroke=${colours.marks[at]} stroke-width="1.25" />`}
  </svg>`;
}
