import { html, type TemplateResult } from 'lit';
import type { Theme } from '../../charts/colour-scale.ts';
import { linesPainting } from '../../charts/compare/lines.ts';
import type { Outcome } from '../../compare/swarm.ts';
import { figureCells, figureHeads } from './outcome-words.ts';
import './painted.ts';

interface Card {
  readonly title: string;
  /** What it is called in the names of its parts: 'cell', 'set-up'. */
  readonly what: string;
  /** One for each seed. */
  readonly outcomes: readonly Outcome[];
  readonly theme: Theme;
  readonly onOpen: (outcome: Outcome) => void;
}

/** The curves and the figures of one set-up of a sweep, a run for each seed; any of them opens in the playground. */
export function setUpCard({ title, what, outcomes, theme, onOpen }: Card): TemplateResult {
  const known = outcomes.flatMap(({ result }) => (result === null ? [] : [result]));
  const isTest = known.some(({ curve }) => curve.testLoss.some(Number.isFinite));
  const side = isTest ? 'test' : 'train';
  const lines = known.map(({ curve }) => ({
    x: curve.epoch,
    y: isTest ? curve.testLoss : curve.trainLoss,
  }));
  return html`<div>
      <h2>${title}</h2>
      ${
        known.length === 0
          ? html`<p class="note">Not known yet.</p>`
          : html`<chainrule-painted
              .painting=${linesPainting(lines, { x: 'epoch', y: `${side} loss` }, theme)}
              label="The ${side} loss of the ${known.length} runs of this ${what} over the epochs"
            ></chainrule-painted>`
      }
    </div>
    <div class="scroll" tabindex="0" role="region" aria-label="Runs of the ${what}">
      <table>
        <thead>
          <tr>
            <th scope="col">Seed</th>
            ${figureHeads}
            <th scope="col"><span class="visually-hidden">Open</span></th>
          </tr>
        </thead>
        <tbody>
          ${outcomes.map((outcome) => {
            const { seed } = outcome.experiment;
            return html`<tr>
              <th scope="row">${seed}</th>
              ${figureCells(outcome)}
              <td>
                <button
                  aria-label="Open seed ${seed} in the playground"
                  ?disabled=${outcome.result === null || outcome.result.diverged}
                  @click=${() => onOpen(outcome)}
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
