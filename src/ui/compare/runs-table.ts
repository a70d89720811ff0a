import { html } from 'lit';
import type { Outcome } from '../../compare/swarm.ts';
import { figureCells, figureHeads } from './outcome-words.ts';

export interface RunsTable {
  /** Of the whole table. */
  readonly label: string;
  /** What a run is told from the others by. */
  readonly head: string;
  readonly outcomes: readonly Outcome[];
  readonly nameOf: (outcome: Outcome) => string;
  /** What the button of a run does, for who hears it alone. */
  readonly openLabel: (name: string) => string;
  readonly onOpen: (outcome: Outcome) => void;
}

/** Runs with their figures, a row each; whatever came to an end opens. */
export function runsTable({ label, head, outcomes, nameOf, openLabel, onOpen }: RunsTable) {
  return html`<div class="scroll" tabindex="0" role="region" aria-label=${label}>
    <table>
      <thead>
        <tr>
          <th scope="col">${head}</th>
          ${figureHeads}
          <th scope="col"><span class="visually-hidden">Open</span></th>
        </tr>
      </thead>
      <tbody>
        ${outcomes.map((outcome) => {
          const name = nameOf(outcome);
          return html`<tr>
            <th scope="row">${name}</th>
            ${figureCells(outcome)}
            <td>
              <button
                aria-label=${openLabel(name)}
                ?disabled=${outcome.result === null || outcome.result.diverged}
                @click=${() => {
                  onOpen(outcome);
                }}
              >
                Open
              </button>
            </td>
          </tr>`;
        })}
      </tbody>
    </table>
  </div>`;
}
