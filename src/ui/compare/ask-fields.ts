import { html, nothing, type TemplateResult } from 'lit';
import {
  askLimits,
  isAccuracy,
  targetNames,
  searchNames,
  varyNames,
  type Ask,
  type SearchName,
  type SweepAxis,
  type TargetName,
} from '../../compare/ask.ts';
import { idleReason, varyReason } from '../../compare/idle.ts';
import { targetReason } from '../../compare/measures.ts';
import { laneOf, unfairness } from '../../compare/race.ts';
import { laneWords } from '../../compare/set-up-words.ts';
import { axisFields } from './axis-fields.ts';
import type { CompareStore } from './compare-store.ts';
import { numberField, selectOf } from './fields.ts';
import { searchAxes, searchFields } from './search/search-fields.ts';

const targetLabels: Readonly<Record<TargetName, string>> = {
  none: 'nothing',
  'train-loss': 'train loss',
  'test-loss': 'test loss',
  'train-accuracy': 'train accuracy (%)',
  'test-accuracy': 'test accuracy (%)',
};

const searchLabels: Readonly<Record<SearchName, string>> = {
  grid: 'all combinations',
  random: 'some at random',
  halving: 'successive halving',
};

const varyLabels = { weights: 'weights and order', data: 'the data', both: 'both' } as const;

const epochChoices = [10, 30, 100, 300, 1000, 3000, 10_000];

/** The fields of what is asked, by the kind of comparison. */
export function askFields(model: CompareStore, ask: Ask): TemplateResult {
  return html`${ask.kind === 'swarm' ? swarmFields(model, ask) : nothing}
  ${ask.kind === 'sweep' ? sweepFields(model, ask) : nothing}
  ${ask.kind === 'race' ? laneFields(model, ask) : nothing}
  ${numberField('Epochs', ask.epochs, askLimits.epochs, (epochs) => model.change({ epochs }), epochChoices)}
  ${selectOf(
    'Until',
    targetNames,
    targetLabels,
    ask.target,
    (target) => {
      // A loss is no accuracy: the goal of the one is none of the other.
      const isOther = isAccuracy(target) !== isAccuracy(ask.target);
      model.change({ target, ...(isOther ? { goal: isAccuracy(target) ? 95 : 0.1 } : {}) });
    },
    (target) => targetReason(target, model.experiment.value, ask),
  )}
  ${
    ask.target === 'none'
      ? nothing
      : numberField(
          isAccuracy(ask.target) ? 'Of at least' : 'Of at most',
          ask.goal,
          isAccuracy(ask.target) ? { min: 0, max: 100, step: 'any' } : askLimits.goal,
          (goal) => model.change({ goal }),
          isAccuracy(ask.target) ? [80, 90, 95, 98, 99, 100] : [0.001, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5],
        )
  }
  ${ask.kind !== 'sweep' ? nothing : ask.search === 'grid' ? gridAxes(model, ask) : searchAxes(model, ask)}`;
}

function swarmFields(model: CompareStore, ask: Ask) {
  return html`${numberField(
    'Seeds',
    ask.seeds,
    askLimits.seeds,
    (seeds) => model.change({ seeds }),
    [10, 30, 100, 300, 1000],
  )}
  ${selectOf(
    'New seeds for',
    varyNames,
    varyLabels,
    ask.vary,
    (vary) => model.change({ vary }),
    (vary) => varyReason(vary, model.experiment.value),
  )}`;
}

function sweepFields(model: CompareStore, ask: Ask) {
  return html`${selectOf('Tried are', searchNames, searchLabels, ask.search, (search) => model.change({ search }))}
  ${ask.search === 'grid' ? nothing : searchFields(model, ask)}
  ${numberField('Seeds', ask.repeats, askLimits.repeats, (repeats) => model.change({ repeats }), [1, 2, 4, 8, 16])}`;
}

function gridAxes(model: CompareStore, ask: Ask) {
  const reasonBeside = (other: SweepAxis | null) => (setting: string) =>
    idleReason(setting, model.experiment.value, other === null ? [] : [other]);
  return html`<div class="wide stack axes">
    ${axisFields({ name: 'X', legend: 'Across', reasonOf: reasonBeside(ask.y) }, ask.x, (x) => {
      if (x !== null) model.change({ x });
    })}
    ${axisFields({ name: 'Y', legend: 'Up', canBeNone: true, reasonOf: reasonBeside(ask.x) }, ask.y, (y) =>
      model.change({ y }),
    )}
  </div>`;
}

function laneFields(model: CompareStore, ask: Ask) {
  const lanes = ask.lanes.map(laneOf);
  const unfair = unfairness(lanes);
  return html`<div class="wide stack lanes">
    ${
      lanes.length === 0
        ? html`<p class="note">
            No lane yet. Add the present set-up, change something in the playground, and add that as well.
          </p>`
        : html`<ol>
            ${lanes.map(
              (_, place) =>
                html`<li>
                  <span><b>Lane ${place + 1}</b>: ${laneWords(lanes, place)}</span>
                  <button
                    class="quiet"
                    aria-label="Remove lane ${place + 1}"
                    @click=${() => {
                      model.removeLane(place);
                    }}
                  >
                    Remove
                  </button>
                </li>`,
            )}
          </ol>`
    }
    <div class="row">
      <button ?disabled=${lanes.length >= askLimits.lanes} @click=${() => model.addLane()}>
        Add as a lane
      </button>
      ${earlierRuns(model, lanes.length >= askLimits.lanes)}
      <span class="note"
        >${unfair ?? (lanes.length > 1 ? 'All lanes have the same data, initial weights and batches.' : '')}</span
      >
    </div>
  </div>`;
}

/** What was kept in the plot, the old future of a run that was gone on with among it, by its name there. */
function earlierRuns(model: CompareStore, isFull: boolean) {
  const earlier = model.earlier.value;
  if (earlier.length === 0) return nothing;
  return html`${earlier.map(
      ({ name, experiment }) =>
        html`<button
          ?disabled=${isFull}
          @click=${() => {
            model.addLane(experiment);
          }}
        >
          Add “${name}”
        </button>`,
    )} <span class="note">An earlier run joins with the settings that it ended with.</span>`;
}
