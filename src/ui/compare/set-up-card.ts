import { html, type TemplateResult } from 'lit';
import type { Theme } from '../../charts/colour-scale.ts';
import { linesPainting } from '../../charts/compare/lines.ts';
import type { Outcome } from '../../compare/swarm.ts';
import { runsTable } from './runs-table.ts';
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
    ${runsTable({
      ...{ label: `Runs of the ${what}`, head: 'Seed', outcomes, onOpen },
      nameOf: ({ experiment }) => String(experiment.seed),
      openLabel: (seed) => `Open seed ${seed} in the playground`,
    })}`;
}
