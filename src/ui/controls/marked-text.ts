import { css, html } from 'lit';

/** Marks in longer texts would cost more than they show. */
const longestMarkedText = 20_000;

/** Of a text box `.editor` with a `textarea` over its twin `.marks`, which shows nothing but the marks in it. */
export const markedTextStyles = css`
  .editor {
    position: relative;
    border: 1px solid var(--edge);
    border-radius: var(--radius-small);
    background: var(--well);
    overflow: hidden;
  }
  .editor:has(textarea[aria-invalid='true']) {
    border-color: var(--danger);
  }
  textarea,
  .marks {
    display: block;
    width: 100%;
    height: var(--editor-height, 148px);
    margin: 0;
    padding: 10px 12px;
    border: 0;
    font:
      400 0.8125rem/20px ui-monospace,
      'SF Mono',
      'Cascadia Mono',
      'DejaVu Sans Mono',
      monospace;
    letter-spacing: 0;
    white-space: pre;
    tab-size: 2;
    overflow: auto;
  }
  textarea {
    position: relative;
    background: transparent;
    color: var(--ink);
    resize: none;
    outline-offset: -2px;
  }
  .marks {
    position: absolute;
    inset: 0;
    color: transparent;
    pointer-events: none;
    overflow: hidden;
  }
  mark {
    border-radius: 3px;
    color: transparent;
    background: color-mix(in oklab, var(--accent) 22%, transparent);
  }
  mark.wrong {
    background: color-mix(in oklab, var(--danger) 16%, transparent);
    text-decoration: underline wavy var(--danger);
    text-underline-offset: 3px;
  }
  /* The text is the editor's: of what lies behind it only the marks are seen. */
  @media (forced-colors: active) {
    .editor:has(textarea[aria-invalid='true']) {
      border-width: 2px;
    }
    .marks {
      forced-color-adjust: none;
    }
    mark {
      background: none;
      text-decoration: underline 2px Highlight;
      text-underline-offset: 3px;
    }
    mark.wrong {
      text-decoration: underline wavy CanvasText;
    }
  }
  .message {
    margin: 8px 0 0;
    font-size: 0.75rem;
    line-height: 16px;
    color: var(--muted);
    overflow-wrap: anywhere;
  }
  .message.wrong {
    color: var(--danger);
  }
  .message button {
    font: inherit;
    color: inherit;
    padding: 0;
    min-height: 24px;
    border: 0;
    background: none;
    text-decoration: underline;
    cursor: pointer;
  }
`;

/** The text of the twin, with a range of it marked, as wrong or as what is spoken of. */
export function markedText(
  source: string,
  range: { readonly from: number; readonly to: number } | null,
  isWrong: boolean,
) {
  if (range === null || source.length > longestMarkedText) return source;
  const { from, to } = range;
  // Something to see where a character is missing.
  const marked = source.slice(from, to).trim() === '' ? `${source.slice(from, to)} ` : source.slice(from, to);
  return html`${source.slice(0, from)}<mark class=${isWrong ? 'wrong' : ''}>${marked}</mark
    >${source.slice(to)}${'\n'}`;
}
