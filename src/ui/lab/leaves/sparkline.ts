import { svg, html, type TemplateResult } from 'lit';
import { sparklinePoints, sparklineSize } from './sparkline-points.ts';

/** A small curve without axes; `label` says what it shows. */
export function sparkline(values: readonly number[], label: string): TemplateResult {
  const { width, height } = sparklineSize;
  const points = sparklinePoints(values);
  // Every nudge as a point, while they can be told apart.
  const marked = points.length <= 25 ? points : points.slice(-1);
  return html`<svg class="sparkline" viewBox="0 0 ${width} ${height}" role="img" aria-label=${label}>
    <polyline
      points=${points.map(({ x, y }) => `${x.toFixed(1)},${y.toFixed(1)}`).join(' ')}
      fill="none"
      stroke="currentColor"
      stroke-width="1.75"
      stroke-linejoin="round"
    ></polyline>
    ${marked.map(({ x, y }) => svg`<circle cx=${x} cy=${y} r="2.5" fill="currentColor"></circle>`)}
  </svg>`;
}
