import { html, nothing, type TemplateResult } from 'lit';
import { askLimits, axisScales, type AxisScale, type SweepAxis } from '../../compare/ask.ts';
import { axisProblem, axisValues, sweepableNames, sweepables, sweepableOf } from '../../compare/sweepable.ts';
import { numberField, selectOf } from './fields.ts';

const scaleLabels: Readonly<Record<AxisScale, string>> = {
  list: 'a list',
  linear: 'even steps',
  log: 'powers',
};
const settingLabels = Object.fromEntries(
  sweepableNames.map((name) => [name, sweepables[name].label]),
) as Readonly<Record<string, string>>;

/** The fields of one axis of a sweep; `name` tells it from the other one. `null` ends the second one. */
export function axisFields(
  name: 'X' | 'Y',
  axis: SweepAxis | null,
  onChange: (axis: SweepAxis | null) => void,
): TemplateResult {
  const names = name === 'Y' ? ['none', ...sweepableNames] : sweepableNames;
  return html`<fieldset class="axis">
    <legend>${name === 'X' ? 'Across' : 'Up'}</legend>
    <div class="fields">
      ${selectOf(
        `Setting ${name}`,
        names,
        { none: 'nothing', ...settingLabels },
        axis?.setting ?? 'none',
        (setting) => onChange(sweepableOf(setting)?.usual ?? null),
      )}
      ${axis === null ? nothing : rangeFields(name, axis, onChange)}
    </div>
    ${axis === null ? nothing : renderValues(axis)}
  </fieldset>`;
}

function rangeFields(name: string, axis: SweepAxis, onChange: (axis: SweepAxis) => void) {
  const limits = sweepableOf(axis.setting)?.limits ?? null;
  const { setting } = axis;
  // Names are no numbers: they are a list.
  const scales =
    limits === null
      ? nothing
      : selectOf(`Values ${name}`, axisScales, scaleLabels, axis.scale, (scale) =>
          onChange(rescaled(axis, scale)),
        );
  if (axis.scale === 'list')
    return html`${scales}
      <div class="select wide">
        <label for="list-${name}">List ${name}, with commas</label>
        <input
          id="list-${name}"
          type="text"
          autocomplete="off"
          spellcheck="false"
          .value=${axis.values.join(', ')}
          @change=${(event: Event) =>
            onChange({ setting, scale: 'list', values: listed((event.target as HTMLInputElement).value) })}
        />
      </div>`;
  const range = { min: limits?.min ?? 0, max: limits?.max ?? 1, step: 'any' } as const;
  return html`${scales}
  ${numberField(`From ${name}`, axis.from, range, (from) => onChange({ ...axis, from }))}
  ${numberField(`To ${name}`, axis.to, range, (to) => onChange({ ...axis, to }))}
  ${numberField(`Steps ${name}`, axis.count, askLimits.count, (count) => onChange({ ...axis, count }))}`;
}

function listed(text: string): readonly string[] {
  return text
    .split(/[,;\s]+/)
    .map((value) => value.trim())
    .filter((value) => value !== '');
}

/** What an axis has on another scale: about the same values. */
function rescaled(axis: SweepAxis, scale: AxisScale): SweepAxis {
  const { setting } = axis;
  if (scale === 'list') return { setting, scale, values: axisValues(axis) };
  const numbers = axisValues(axis).map(Number).filter(Number.isFinite);
  const positive = scale === 'log' ? numbers.filter((value) => value > 0) : numbers;
  const from = positive.length > 0 ? Math.min(...positive) : 0.001;
  const to = positive.length > 0 ? Math.max(...positive) : 1;
  return { setting, scale, from, to, count: Math.max(2, numbers.length) };
}

function renderValues(axis: SweepAxis) {
  const problem = axisProblem(axis);
  if (problem !== null) return html`<p class="note problem" role="alert">${problem}</p>`;
  const values = axisValues(axis);
  const shown = values.length > 8 ? [...values.slice(0, 4), '…', ...values.slice(-2)] : values;
  return html`<p class="note">
    ${values.length} ${values.length === 1 ? 'value' : 'values'}: ${shown.join(', ')}
  </p>`;
}
