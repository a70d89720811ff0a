import { html, type TemplateResult } from 'lit';
import { shownBins } from '../../../charts/error-bins.ts';
import { powerOfTen } from '../../../charts/error-histogram.ts';
import { parameterName, parameterPlace, parameterWords } from '../../../lab/parameter-names.ts';
import type { GradientCheckResult } from '../../../protocol/lab-messages.ts';
import { exact, formatDifference } from '../../controls/format.ts';
import { binWords, verdictLabels } from './gradient-check-words.ts';

/** The gradients that are furthest off, both numbers each. */
export function worstTable({ network, worst }: GradientCheckResult): TemplateResult {
  return html`<table>
    <thead>
      <tr>
        <th scope="col">Parameter</th>
        <th scope="col">Backward<span>difference</span></th>
        <th scope="col">Error</th>
      </tr>
    </thead>
    <tbody>
      ${worst.map(({ parameter, backward, difference, error, verdict }) => {
        const place = parameterPlace(network, parameter);
        return html`<tr class=${verdict} data-testid="checked-gradient" data-verdict=${verdict}>
          <th scope="row">
            <b>${parameterName(place)}</b><span class="words">${parameterWords(network, place)}</span>
          </th>
          <td class="numbers">
            <span title=${exact(backward)}>${written(backward)}</span>
            <span title=${exact(difference)}>${written(difference)}</span>
          </td>
          <td data-value=${exact(error)}>
            ${Number.isFinite(error) ? formatDifference(error) : '–'}<span class="words"
              >${verdictLabels[verdict]}</span
            >
          </td>
        </tr>`;
      })}
    </tbody>
  </table>`;
}

/** With as many digits as it takes to see two gradients part. */
function written(gradient: number): string {
  if (!Number.isFinite(gradient)) return '–';
  const size = Math.abs(gradient);
  const text = size !== 0 && (size < 1e-4 || size >= 1e4) ? size.toExponential(8) : size.toPrecision(9);
  return `${gradient < 0 ? '−' : '+'}${text.replace('e+', 'e').replace('-', '−')}`;
}

/** The histogram's twin for those who do not see it. */
export function histogramTable({ histogram, tolerance }: GradientCheckResult): TemplateResult {
  const bins = shownBins(histogram, tolerance).filter((bin) => binWords(bin) !== '');
  return html`<table class="visually-hidden">
    <caption>
      Errors by size
    </caption>
    <thead>
      <tr>
        <th scope="col">Error</th>
        <th scope="col">Parameters</th>
      </tr>
    </thead>
    <tbody>
      ${bins.map(
        (bin) =>
          html`<tr>
            <th scope="row">
              ${bin.range === null ? 'none' : `${powerOfTen(bin.range[0])} to ${powerOfTen(bin.range[1])}`}
            </th>
            <td>${binWords(bin)}</td>
          </tr>`,
      )}
    </tbody>
  </table>`;
}
