import { html, svg, type TemplateResult } from 'lit';
import type { Theme } from '../../charts/colour-scale.ts';
import { lineColour, lineDash } from '../../charts/compare/line-looks.ts';

/** A line of a chart as it looks there, by its place. */
export function lineStroke(place: number, theme: Theme): TemplateResult {
  return html`<svg width="28" height="8" aria-hidden="true">
    ${svg`<line x1="0" y1="4" x2="28" y2="4" stroke-width="2" stroke=${lineColour(place, theme)} stroke-dasharray=${lineDash(place).join(' ')} />`}
  </svg>`;
}
