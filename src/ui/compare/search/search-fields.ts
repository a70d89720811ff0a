import { html, nothing, type TemplateResult } from 'lit';
import { askLimits, type Ask, type SweepAxis } from '../../../compare/ask.ts';
import { counted } from '../../../compare/counted.ts';
import { idleProblem, idleReason } from '../../../compare/idle.ts';
import { judgingProblem } from '../../../compare/measures.ts';
import { planSearch, runsOf } from '../../../compare/search.ts';
import { sweepableNames, sweepables } from '../../../compare/sweepable.ts';
import type { Experiment } from '../../../experiment/schema.ts';
import { formatCount } from '../../controls/format.ts';
import { axisFields } from '../axis-fields.ts';
import type { CompareStore } from '../compare-store.ts';
import { numberField } from '../fields.ts';
import { measureSelect } from '../measure-select.ts';

/** The fields of a sweep through some set-ups of any number of settings, but for those of the settings. */
export function searchFields(model: CompareStore, ask: Ask): TemplateResult {
  return html`${numberField(
    'Set-ups',
    ask.tries,
    askLimits.tries,
    (tries) => model.change({ tries }),
    [9, 27, 81, 243],
  )}
  ${numberField('Seed of the draw', ask.draw, askLimits.draw, (draw) => model.change({ draw }))}
  ${ask.search === 'halving' ? halvingFields(model, ask) : nothing}`;
}

/** The settings that it goes through, and what that comes to. */
export function searchAxes(model: CompareStore, ask: Ask): TemplateResult {
  return html`<div class="wide stack axes">
    ${ask.axes.map((axis, place) => oneAxis(model, ask, axis, place))}
    <div class="row">
      <button
        ?disabled=${ask.axes.length >= askLimits.axes}
        @click=${() => {
          model.change({ axes: [...ask.axes, nextAxis(model.experiment.value, ask)] });
        }}
      >
        Add a setting
      </button>
      <span class="note" data-testid="search-plan">${planWords(model, ask)}</span>
    </div>
  </div>`;
}

function halvingFields(model: CompareStore, ask: Ask) {
  return html`${numberField(
    'Keep one in',
    ask.keep,
    askLimits.keep,
    (keep) => model.change({ keep }),
    [2, 3, 4],
  )}
  ${numberField(
    'First round, epochs at least',
    ask.first,
    askLimits.epochs,
    (first) => model.change({ first }),
    [1, 3, 10, 30],
  )}
  ${measureSelect('Judged by', model, ask.measure, { experiment: model.experiment.value, ask })}`;
}

function oneAxis(model: CompareStore, { axes }: Ask, axis: SweepAxis, place: number) {
  const name = String(place + 1);
  const others = axes.filter((_, other) => other !== place);
  const rest = html`<button
    class="quiet"
    aria-label="Remove setting ${name}"
    ?disabled=${axes.length === 1}
    @click=${() => {
      model.change({ axes: others });
    }}
  >
    Remove
  </button>`;
  const reasonOf = (setting: string) => idleReason(setting, model.experiment.value, others);
  return axisFields({ name, legend: `Setting ${name}`, isDrawn: true, rest, reasonOf }, axis, (next) => {
    if (next !== null) model.change({ axes: axes.with(place, next) });
  });
}

/** The first setting that is not swept yet, of those that change something. */
function nextAxis(experiment: Experiment, { axes }: Ask): SweepAxis {
  const taken = new Set(axes.map(({ setting }) => setting));
  const isOpen = (setting: string): boolean =>
    !taken.has(setting) && idleReason(setting, experiment, axes) === null;
  const name = sweepableNames.find(isOpen) ?? sweepableNames[0];
  return sweepables[name].usual;
}

/** What is going to be trained, or why nothing can be. */
function planWords(model: CompareStore, ask: Ask): string {
  const problem = judgingProblem(model.experiment.value, ask) ?? idleProblem(model.experiment.value, ask);
  if (problem !== null) return problem;
  const planned = planSearch(model.experiment.value, ask);
  if (!planned.ok) return planned.message;
  const { plan } = planned;
  const [first, ...later] = plan.rounds;
  const fewer = first.count < ask.tries ? ', which are all there are' : '';
  const begun = `${counted(first.count, 'set-up')}${fewer}, each for ${counted(first.epochs, 'epoch')}`;
  const rounds = later.map(
    ({ count, epochs }) => `the best ${formatCount(count)} for ${formatCount(epochs)}`,
  );
  return `${[begun, ...rounds].join('; then ')}: ${counted(runsOf(plan), 'run')}.`;
}
