import { html } from 'lit';
import { live } from 'lit/directives/live.js';
import type { Dialect } from '../../../protocol/import-messages.ts';
import { help } from '../../controls/help.ts';
import { selectField, type SelectOption } from '../../controls/select-field.ts';

/** What can be said of how a text is written, by its place among the options: a select speaks in texts only. */
interface Part<Key extends keyof Dialect> {
  readonly key: Key;
  readonly label: string;
  readonly options: readonly (readonly [value: Dialect[Key], label: string])[];
}

const encodings: Part<'encoding'> = {
  key: 'encoding',
  label: 'Encoding',
  options: [
    ['utf-8', 'UTF-8'],
    ['utf-16le', 'UTF-16 LE'],
    ['utf-16be', 'UTF-16 BE'],
    ['windows-1252', 'Windows-1252'],
  ],
};
const delimiters: Part<'delimiter'> = {
  key: 'delimiter',
  label: 'Delimiter',
  options: [
    [',', 'comma ,'],
    [';', 'semicolon ;'],
    ['\t', 'tab'],
    ['|', 'bar |'],
  ],
};
const decimals: Part<'decimal'> = {
  key: 'decimal',
  label: 'Decimal sign',
  options: [
    ['.', 'point 1.5'],
    [',', 'comma 1,5'],
  ],
};
const headers: Part<'header'> = {
  key: 'header',
  label: 'First row',
  options: [
    [true, 'column names'],
    [false, 'data'],
  ],
};
const quotes: Part<'quote'> = {
  key: 'quote',
  label: 'Quotes',
  options: [
    ['"', 'double "'],
    ["'", "single '"],
    [null, 'none'],
  ],
};
const comments: Part<'comment'> = {
  key: 'comment',
  label: 'Comments',
  options: [
    ['#', 'lines with #'],
    [null, 'none'],
  ],
};

/** How the file is written: as it was guessed, and to be said otherwise. */
export function dialectFields(dialect: Partial<Dialect>, onChange: (patch: Partial<Dialect>) => void) {
  const field = <Key extends keyof Dialect>({ key, label, options }: Part<Key>) => {
    const known = options.map(([, text], place) => ({ value: String(place), label: text }));
    // Where nothing could be read there is no guess to be shown.
    const isOpen = dialect[key] === undefined;
    const choices: SelectOption<string>[] = isOpen ? [{ value: '', label: 'as guessed' }, ...known] : known;
    return selectField({
      label,
      help: 'dialect',
      value: isOpen ? '' : String(options.findIndex(([value]) => value === dialect[key])),
      options: choices,
      onSelect: (chosen) => {
        if (chosen !== '') onChange({ [key]: options[Number(chosen)][0] });
      },
    });
  };
  return html`<div class="fields">
    ${field(encodings)} ${field(delimiters)} ${field(decimals)} ${field(headers)} ${field(quotes)}
    ${field(comments)}
    <div class="select words">
      <label for="missing-words">Missing is written as</label>
      <input
        id="missing-words"
        type="text"
        autocomplete="off"
        spellcheck="false"
        .value=${live((dialect.missing ?? []).join(' '))}
        @change=${(event: Event) => {
          const words = (event.target as HTMLInputElement).value.split(/\s+/).filter((word) => word !== '');
          onChange({ missing: words });
        }}
        ${help('missingWords')}
      />
    </div>
  </div>`;
}
