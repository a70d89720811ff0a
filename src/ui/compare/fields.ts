import { html, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import '../controls/number-field.ts';

/** A labelled number that is kept within its limits. */
export function numberField(
  label: string,
  value: number,
  limits: { readonly min: number; readonly max: number; readonly step: number | 'any' },
  onChange: (value: number) => void,
  choices: readonly number[] = [],
): TemplateResult {
  return html`<chainrule-number-field
    label=${label}
    .value=${value}
    .limits=${limits}
    .choices=${choices}
    @number-change=${({ detail }: CustomEvent<number>) => {
      const { min, max, step } = limits;
      const inside = Math.min(max, Math.max(min, detail));
      onChange(step === 'any' ? inside : Math.round(inside));
    }}
  ></chainrule-number-field>`;
}

/** A labelled choice. What `reasonOf` has a reason for can be seen, with the reason, and not be chosen. */
export function selectOf<const Name extends string>(
  label: string,
  names: readonly Name[],
  labels: Readonly<Record<Name, string>>,
  value: Name,
  onSelect: (name: Name) => void,
  reasonOf: (name: Name) => string | null = () => null,
): TemplateResult {
  const id = label.toLowerCase().replaceAll(' ', '-');
  return html`<div class="select">
    <label for=${id}>${label}</label>
    <select
      id=${id}
      .value=${live(value)}
      @change=${(event: Event) => onSelect(names[(event.target as HTMLSelectElement).selectedIndex])}
    >
      ${names.map((name) => {
        const reason = reasonOf(name);
        return html`<option value=${name} ?selected=${name === value} ?disabled=${reason !== null}>
          ${labels[name]}${reason === null ? '' : `: ${reason}`}
        </option>`;
      })}
    </select>
  </div>`;
}
