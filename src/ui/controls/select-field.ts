import { css, html, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import type { HelpName } from './help-text.ts';
import { help } from './help.ts';

export interface SelectOption<Name extends string> {
  readonly value: Name;
  readonly label: string;
  /** Why it can not be chosen now; it is then shown and disabled. */
  readonly reason?: string;
}

export interface SelectField<Name extends string> {
  readonly label: string;
  readonly help: HelpName;
  readonly value: Name;
  readonly options: readonly SelectOption<Name>[];
  readonly onSelect: (value: Name) => void;
}

export const selectStyles = css`
  .select {
    position: relative;
    display: grid;
    gap: 2px;
  }
  /* Where fields stand in columns, what is written at length has the whole row. */
  .fields > .select.long,
  .fields > :has(> .select.long) {
    grid-column: 1 / -1;
  }
  .select .reason {
    position: absolute;
    top: 100%;
    left: 0;
    font-size: 0.6875rem;
    line-height: 14px;
    color: var(--muted);
    white-space: nowrap;
  }
`;

/** Letters that the narrowest column of fields has room for. */
const mostInColumn = 15;

/** A labelled native select. The reason of an option that is out of reach stands under it in words. */
export function selectField<Name extends string>(field: SelectField<Name>): TemplateResult {
  const { label, options, value, onSelect } = field;
  const id = label.toLowerCase().replaceAll(' ', '-');
  const isLong = (options.find((option) => option.value === value)?.label.length ?? 0) > mostInColumn;
  const reason = options.find((option) => option.reason !== undefined)?.reason;
  const choose = (event: Event): void => {
    const chosen = options[(event.target as HTMLSelectElement).selectedIndex];
    onSelect(chosen.value);
  };
  return html`<div class=${isLong ? 'select long' : 'select'}>
    <label for=${id}>${label}</label>
    <select id=${id} .value=${live(value)} @change=${choose} ${help(field.help)}>
      ${options.map(
        (option) =>
          html`<option
            value=${option.value}
            ?selected=${option.value === value}
            ?disabled=${option.reason !== undefined}
          >
            ${option.label}
          </option>`,
      )}
    </select>
    ${reason === undefined ? '' : html`<span class="reason">${reason}</span>`}
  </div>`;
}
