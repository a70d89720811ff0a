import { html, nothing, type TemplateResult } from 'lit';
import type { Theme } from '../../../charts/colour-scale.ts';
import type { LinkQuantity } from '../../../experiment/names.ts';
import type { Vitals } from '../../../protocol/snapshot-messages.ts';

interface KeyLineParts {
  readonly links: LinkQuantity;
  readonly vitals: Vitals | null;
  readonly theme: Theme;
  /** Of which rows the numbers in the neurons are; null where they are none. */
  readonly reaction: string | null;
}

/**
 * What the lines and the neurons show. It is always there, and one line wherever that has room: whatever they are
 * switched to, nothing below moves.
 */
export function keyLine({ links, vitals, theme, reaction }: KeyLineParts): TemplateResult {
  return html`<div class="keys">
    ${
      links === 'weight'
        ? html`<span class=${reaction === null ? 'signs' : 'signs less'}
            >weight: <i class="negative"></i>below 0 <i class="positive"></i>above 0</span
          >`
        : html`<chainrule-link-legend
            .links=${links}
            .vitals=${vitals}
            theme=${theme}
            ?brief=${reaction !== null}
          ></chainrule-link-legend>`
    }
    ${reaction === null ? nothing : html`<span class="of" data-testid="reaction-of" title=${reaction}>${reaction}</span>`}
  </div>`;
}
