import { html, type TemplateResult } from 'lit';
import { shownBins } from '../../charts/error-bins.ts';
import { powerOfTen } from '../../charts/error-histogram.ts';
import { parameterName, parameterPlace, parameterWords } from '../../lab/parameter-names.ts';
import type { GradientCheckResult } from '../../protocol/lab-messages.ts';
import { exact, formatDifference, formatWeight } from '../format.ts';
import { binWords, verdictLabels } from './gradient-check-words.ts';

/** The gradients that are furthest off, both numbers each. */
export function worstTable({ network, worst }: GradientCheckResult): TemplateResult {
  return html`<table>
    <thead>
      <tr>
        <th scope="col">Parameter</th>
        <th scope="col">Backward, difference</th>
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
            <span title=${exact(backward)}>${formatWeight(backward)}</span>
            <span title=${exact(difference)}>${formatWeight(difference)}</span>
          </td>
          <td data-value=${exact(error)}>
            ${formatDifference(error)}<span class="words">${verdictLabels[verdict]}</span>
          </td>
        </tr>`;
      })}
    </tbody>
  </table>`;
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
