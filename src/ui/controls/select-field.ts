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

/** A labelled native select. The reason of an option that is out of reach stands under it in words. */
export function selectField<Name extends string>(field: SelectField<Name>): TemplateResult {
  const { label, options, value, onSelect } = field;
  const id = label.toLowerCase().replaceAll(' ', '-');
  const reason = options.find((option) => option.reason !== undefined)?.reason;
  const choose = (event: Event): void => {
    const chosen = options[(event.target as HTMLSelectElement).selectedIndex];
    onSelect(chosen.value);
  };
  return html`<div class="select">
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
