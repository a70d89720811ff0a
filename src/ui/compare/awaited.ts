import { css, html, svg, type TemplateResult } from 'lit';
import type { ComparisonName } from '../../compare/ask.ts';

/** What a comparison comes to, before there is one: in a sentence, and as a sketch of it. */
export function awaited(kind: ComparisonName): TemplateResult {
  return html`<section class="awaited" aria-label="What comes of it">
    <svg viewBox="0 0 240 96" aria-hidden="true">${sketches[kind]()}</svg>
    <p>${words[kind]}</p>
  </section>`;
}

export const awaitedStyles = css`
  .awaited {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: center;
    gap: 12px 32px;
    padding: 32px 16px;
    border: 1px dashed var(--edge-soft);
    border-radius: var(--radius);
    font-size: 0.875rem;
    line-height: 20px;
    color: var(--muted);
  }
  .awaited p {
    flex: 0 1 400px;
    margin: 0;
  }
  .awaited svg {
    flex: none;
    width: 240px;
    height: 96px;
    fill: none;
    stroke-width: 2;
    stroke-linecap: round;
    stroke-linejoin: round;
  }
  .awaited .positive {
    stroke: var(--bar-positive);
  }
  .awaited .negative {
    stroke: var(--bar-negative);
    stroke-dasharray: 6 4;
  }
  .awaited .axis {
    stroke: var(--edge-soft);
  }
  .awaited .cell {
    fill: var(--bar-positive);
  }
  .awaited .other {
    fill: var(--bar-negative);
  }
`;

const words: Readonly<Record<ComparisonName, string>> = {
  race: 'Each lane trains its own set-up. Then their boundaries stand side by side, with the curve of each and who was first.',
  swarm:
    'The same network is trained once for every seed. Then all of them stand here, the best first, with how their losses fell and how many came to the goal.',
  sweep:
    'A network is trained for every combination. Then this is a map of how well each of them did; any cell opens in the playground.',
};

const sketches = { race, swarm, sweep } as const satisfies Readonly<Record<ComparisonName, () => unknown>>;

function race() {
  return svg`<path class="axis" d="M4 4v84h232" />
    <path class="positive" d="M6 10c28 52 66 70 228 72" />
    <path class="negative" d="M6 10c60 30 120 44 228 48" />`;
}

/** Tiles, fewer and fewer of the kind that did well. */
function swarm() {
  return Array.from({ length: 24 }, (_, i) => {
    const [x, y] = [30 * (i % 8) + 3, 32 * Math.floor(i / 8) + 3];
    return svg`<rect class="other" opacity=${0.25 + 0.03 * (24 - i)} x=${x} y=${y} width="24" height="26" rx="4" />
      <ellipse class="cell" opacity=${1 - 0.03 * i} cx=${x + 12} cy=${y + 13} rx=${10 - (i % 5)} ry=${9 - (i % 3)} />`;
  });
}

function sweep() {
  return Array.from({ length: 24 }, (_, i) => {
    const [column, row] = [i % 8, Math.floor(i / 8)];
    const away = Math.hypot(column - 5, 1.6 * (row - 1));
    return svg`<rect class="cell" opacity=${Math.max(0.12, 0.95 - 0.19 * away)} x=${30 * column + 2} y=${32 * row + 2} width="27" height="29" rx="3" />`;
  });
}
