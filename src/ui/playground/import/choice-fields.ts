import { html, nothing } from 'lit';
import { live } from 'lit/directives/live.js';
import type { ColumnSummary, ColumnValue, PreparedSummary } from '../../../protocol/import-messages.ts';
import { formatBeside, formatCount } from '../../controls/format.ts';
import { help } from '../../controls/help.ts';
import { keyedList } from '../../controls/keyed-list.ts';
import { selectField } from '../../controls/select-field.ts';
import type { Choice, ImportPreview } from './import-store.ts';

/** Categories beyond which a column becomes inputs only if someone says so. */
const usualCategories = 50;

type Change = (patch: Partial<Choice>) => void;

/** What is predicted from what. */
export function choiceFields(preview: ImportPreview, onChange: Change) {
  const { read, choice } = preview;
  const target = read.columns.find(({ name }) => name === choice.target.column);
  return html`<div class="fields">
      ${selectField({
        label: 'Target',
        help: 'target',
        value: choice.target.column,
        options: read.columns.map(({ name }) => ({ value: name, label: name })),
        onSelect: (column) => {
          const { asTarget } = read.columns.find(({ name }) => name === column) ?? { asTarget: 'class' };
          onChange({ target: { column, kind: asTarget } });
        },
      })}
      ${selectField<'class' | 'number'>({
        label: 'Target is',
        help: 'targetKind',
        value: choice.target.kind,
        options: [
          { value: 'class', label: 'a class' },
          {
            value: 'number',
            label: 'a number',
            ...(target?.kind === 'category' ? { reason: 'it holds no numbers' } : {}),
          },
        ],
        onSelect: (kind) => {
          onChange({ target: { ...choice.target, kind } });
        },
      })}
      ${selectField<Choice['missing']>({
        label: 'Rows that lack an input',
        help: 'missingRows',
        value: choice.missing,
        options: [
          { value: 'leave-out', label: 'leave out' },
          { value: 'fill', label: 'fill in the mean, and say so' },
        ],
        onSelect: (missing) => {
          onChange({ missing });
        },
      })}
      ${splitFields(preview, onChange)}
    </div>
    ${inputList(preview, onChange)}`;
}

/** Who tests: a share of the rows, or those in which a column says so. */
function splitFields({ read, choice }: ImportPreview, onChange: Change) {
  const byShare = '';
  const able = read.columns.filter(({ values }) => values.length >= 2);
  const column = able.find(({ name }) => name === choice.split?.column);
  const { split } = choice;
  return html`${selectField({
    label: 'Test rows',
    help: 'splitBy',
    value: split?.column ?? byShare,
    options: [
      { value: byShare, label: 'a share of all' },
      ...able.map(({ name }) => ({ value: name, label: `by “${name}”` })),
    ],
    onSelect: (name) => {
      const { values = [] } = able.find((other) => other.name === name) ?? {};
      onChange({ split: name === byShare ? null : { column: name, testValues: likelyTests(values) } });
    },
  })}
  ${
    split === null || column === undefined
      ? nothing
      : html`<fieldset>
          <legend>Test where “${split.column}” is</legend>
          ${column.values.map(
            ({ text: value }) =>
              html`<label class="check">
                <input
                  type="checkbox"
                  .checked=${live(split.testValues.includes(value))}
                  @change=${() => {
                    onChange({ split: { ...split, testValues: toggled(split.testValues, value) } });
                  }}
                />
                ${value}
              </label>`,
          )}
        </fieldset>`
  }`;
}

/** What the rows that test are often called. */
const testNames = /^(test(ing)?|val(id(ation)?)?|hold-?out|eval(uation)?)$/i;

/** Those that are called so, else the rarest; of several the last. */
export function likelyTests(values: readonly ColumnValue[]): string[] {
  const called = values.filter(({ text }) => testNames.test(text.trim()));
  if (called.length > 0 && called.length < values.length) return called.map(({ text }) => text);
  const least = Math.min(...values.map(({ count }) => count));
  return values
    .filter(({ count }) => count === least)
    .map(({ text }) => text)
    .slice(-1);
}

function inputList(preview: ImportPreview, onChange: Change) {
  const { read, choice, prepared } = preview;
  const others = read.columns.filter(({ name }) => name !== choice.target.column);
  const all = others.filter((column) => column.distinct > 0);
  const isAll = all.every(({ name }) => choice.inputs.includes(name));
  const chooseAll = (): void => {
    const inputs = isAll ? [] : all.map(({ name }) => name);
    onChange({ inputs, manyCategories: isAll ? [] : all.filter(hasMany).map(({ name }) => name) });
  };
  return html`<fieldset class="inputs" aria-label="Inputs">
    <div class="inputs-head">
      <span>Inputs <small>${choice.inputs.length} of ${others.length} columns</small></span>
      <button class="quiet" @click=${chooseAll}>${isAll ? 'None' : 'All'}</button>
    </div>
    <ul tabindex="0" aria-label="Columns">
      ${keyedList(
        others,
        ({ name }) => name,
        (column) => inputRow(column, choice, prepared?.ok === true ? prepared : null, onChange),
      )}
    </ul>
  </fieldset>`;
}

function inputRow(column: ColumnSummary, choice: Choice, prepared: PreparedSummary | null, onChange: Change) {
  const { name } = column;
  const isInput = choice.inputs.includes(name);
  const asCategories = choice.categorical.includes(name);
  const toggle = (): void => {
    const manyCategories =
      hasMany(column) && !isInput
        ? [...choice.manyCategories, name]
        : choice.manyCategories.filter((other) => other !== name);
    onChange({ inputs: toggled(choice.inputs, name), manyCategories });
  };
  return html`<li>
    <label class="check">
      <input type="checkbox" .checked=${live(isInput)} @change=${toggle} />
      <span class="name">${name}</span>
    </label>
    <span class="becomes">${isInput ? becomes(column, prepared) : describeColumn(column)}</span>
    ${
      isInput && column.mayBeClasses
        ? html`<label class="check small">
            <input
              type="checkbox"
              .checked=${live(asCategories)}
              aria-label=${`${name} as categories`}
              @change=${() => {
                onChange({ categorical: toggled(choice.categorical, name) });
              }}
              ${help('asCategories')}
            />
            as categories
          </label>`
        : nothing
    }
  </li>`;
}

function hasMany({ kind, distinct }: ColumnSummary): boolean {
  return kind === 'category' && distinct > usualCategories;
}

/** What a column is, where it is no input. */
export function describeColumn(column: ColumnSummary): string {
  const { kind, distinct, missing } = column;
  if (distinct === 0) return 'nothing in it';
  const lacks = missing > 0 ? `, ${formatCount(missing)} missing` : '';
  if (hasMany(column)) return `${formatCount(distinct)} categories, as many inputs${lacks}`;
  return kind === 'number'
    ? `numbers${lacks}`
    : `${distinct} ${distinct === 1 ? 'category' : 'categories'}${lacks}`;
}

/** What the network reads of a column. */
export function becomes(column: ColumnSummary, prepared: PreparedSummary | null): string {
  const own = prepared?.inputs.filter(({ feature }) => feature.of === column.name) ?? [];
  if (own.length === 0) return describeColumn(column);
  const lacks = column.missing > 0 ? `, ${formatCount(column.missing)} missing` : '';
  const [{ feature }] = own;
  const indicator = own.some((input) => input.feature.as === 'missing') ? ' and “missing”' : '';
  if (feature.as !== 'value')
    return `${own.length} ${own.length === 1 ? 'input' : 'inputs'} of 0 or 1${lacks}`;
  const { shift = 0, scale = 1 } = feature;
  return `mean ${formatBeside(shift, scale)}, scale ${formatBeside(scale, scale)}${indicator}${lacks}`;
}

function toggled(list: readonly string[], item: string): string[] {
  return list.includes(item) ? list.filter((other) => other !== item) : [...list, item];
}
