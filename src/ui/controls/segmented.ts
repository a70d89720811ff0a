import { html, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import type { HelpName } from './help-text.ts';
import { help } from './help.ts';

export interface Segment<Name extends string> {
  readonly value: Name;
  readonly label: string;
  /** What is written where there is no room for all of it: a part of it. */
  readonly short?: string;
  readonly disabled?: boolean;
}

export interface Segmented<Name extends string> {
  /** The group's accessible name. */
  readonly label: string;
  readonly help: HelpName;
  readonly value: Name;
  readonly segments: readonly Segment<Name>[];
  readonly onSelect: (value: Name) => void;
  /** Id of the words that say why a segment is disabled. */
  readonly describedBy?: string;
}

/** Native radio buttons that look like one switch. */
export function segmented<Name extends string>(group: Segmented<Name>): TemplateResult {
  const name = group.label.toLowerCase().replaceAll(' ', '-');
  return html`<div class="segmented" role="radiogroup" aria-label=${group.label} ${help(group.help)}>
    ${group.segments.map(
      ({ value, label, short, disabled = false }) =>
        html`<label>
          <input
            type="radio"
            name=${name}
            aria-label=${short === undefined ? nothing : label}
            aria-describedby=${group.describedBy ?? nothing}
            .checked=${live(value === group.value)}
            ?disabled=${disabled}
            @change=${() => group.onSelect(value)}
          />${short ?? label}
        </label>`,
    )}
  </div>`;
}
