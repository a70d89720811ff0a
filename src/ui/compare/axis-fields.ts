import { html, nothing, type TemplateResult } from 'lit';
import { askLimits, axisScales, type AxisScale, type SweepAxis } from '../../compare/ask.ts';
import { axisProblem, axisValues, sweepableNames, sweepables, sweepableOf } from '../../compare/sweepable.ts';
import { namesFrom, shownName } from '../../experiment/shown-names.ts';
import { numberField, selectOf } from './fields.ts';

const scaleLabels: Readonly<Record<AxisScale, string>> = {
  list: 'a list',
  linear: 'even steps',
  log: 'powers',
};
const drawnLabels: Readonly<Record<AxisScale, string>> = {
  list: 'out of a list',
  linear: 'evenly',
  log: 'by powers',
};
const settingLabels = Object.fromEntries(
  sweepableNames.map((name) => [name, sweepables[name].label]),
) as Readonly<Record<string, string>>;

export interface AxisOfFields {
  /** Tells the fields of one axis from those of the others. */
  readonly name: string;
  readonly legend: string;
  /** Whether there may be none: `onChange` is told null then. */
  readonly canBeNone?: boolean;
  /** Why a setting is not to be swept, as part of a sentence; null where it may be. */
  readonly reasonOf: (setting: string) => string | null;
  /** Whether values are drawn from its range, and not its steps taken. */
  readonly isDrawn?: boolean;
  /** What stands behind its fields. */
  readonly rest?: TemplateResult;
}

/** The fields of one axis of a sweep. */
export function axisFields(
  { name, legend, canBeNone = false, isDrawn = false, rest, reasonOf }: AxisOfFields,
  axis: SweepAxis | null,
  onChange: (axis: SweepAxis | null) => void,
): TemplateResult {
  const names = canBeNone ? ['none', ...sweepableNames] : sweepableNames;
  return html`<fieldset class="axis">
    <legend>${legend}</legend>
    <div class="fields">
      ${selectOf(
        `Setting ${name}`,
        names,
        { none: 'nothing', ...settingLabels },
        axis?.setting ?? 'none',
        (setting) => onChange(sweepableOf(setting)?.usual ?? null),
        reasonOf,
      )}
      ${axis === null ? nothing : rangeFields(name, axis, isDrawn, onChange)} ${rest ?? nothing}
    </div>
    ${axis === null ? nothing : renderValues(axis, isDrawn, reasonOf(axis.setting))}
  </fieldset>`;
}

function rangeFields(name: string, axis: SweepAxis, isDrawn: boolean, onChange: (axis: SweepAxis) => void) {
  const limits = sweepableOf(axis.setting)?.limits ?? null;
  const { setting } = axis;
  // Names are no numbers: they are a list.
  const scales =
    limits === null
      ? nothing
      : selectOf(`Values ${name}`, axisScales, isDrawn ? drawnLabels : scaleLabels, axis.scale, (scale) =>
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
            onChange({
              setting,
              scale: 'list',
              values: namesFrom(setting, (event.target as HTMLInputElement).value),
            })}
        />
      </div>`;
  const range = { min: limits?.min ?? 0, max: limits?.max ?? 1, step: 'any' } as const;
  return html`${scales}
  ${numberField(`From ${name}`, axis.from, range, (from) => onChange({ ...axis, from }))}
  ${numberField(`To ${name}`, axis.to, range, (to) => onChange({ ...axis, to }))}
  ${isDrawn ? nothing : numberField(`Steps ${name}`, axis.count, askLimits.count, (count) => onChange({ ...axis, count }))}`;
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

function renderValues(axis: SweepAxis, isDrawn: boolean, reason: string | null) {
  const problem =
    axisProblem(axis) ?? (reason === null ? null : `${settingLabels[axis.setting]}: ${reason}.`);
  if (problem !== null) return html`<p class="note problem" role="alert">${problem}</p>`;
  if (isDrawn && axis.scale !== 'list') return nothing;
  const values = axisValues(axis).map((value) => shownName(axis.setting, value));
  const shown = values.length > 8 ? [...values.slice(0, 4), '…', ...values.slice(-2)] : values;
  return html`<p class="note">
    ${values.length} ${values.length === 1 ? 'value' : 'values'}: ${shown.join(', ')}
  </p>`;
}
