import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { exportC } from '../../../src/export/c-header.ts';
import { exportJavaScript } from '../../../src/export/javascript.ts';
import { exportNumpy } from '../../../src/export/numpy.ts';
import { exportPytorch } from '../../../src/export/pytorch.ts';
import { commentText, quoteC, quoteJavaScript, quotePython } from '../../../src/export/quote.ts';
import { fileStem } from '../../../src/export/trained-model.ts';
import { hostileCase, hostileTexts } from '../helpers/exported-models.ts';

const anyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 30 }),
  fc
    .array(
      fc.constantFrom(
        '*/',
        '"',
        "'",
        '\\',
        '\n',
        '\r',
        '??/',
        '"""',
        '${',
        '`',
        '</',
        '\u2028',
        '🙂',
        'a',
        ' ',
        '#',
      ),
      { maxLength: 8 },
    )
    .map((parts) => parts.join('')),
);

const seed = Date.now();

describe('names of any kind', () => {
  it('are one string of JavaScript, which says them', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const quoted = quoteJavaScript(text);
        expect(/^"(?:[^"\\\n\r\u2028\u2029]|\\u[0-9a-f]{4}|\\u\{[0-9a-f]+\})*"$/.test(quoted)).toBe(true);
        expect(quoted).not.toContain('</');
        // JSON has the same escapes, but the one in braces.
        const json = quoted.replace(/\\u\{([0-9a-f]+)\}/g, (_, code: string) =>
          String.fromCodePoint(parseInt(code, 16)),
        );
        expect(JSON.parse(json)).toBe(text);
      }),
      { seed, numRuns: 1000 },
    );
  });

  it('are one string of Python, and one of C without a trigraph', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(quotePython(text)).toMatch(/^"(?:[^"\\\p{Cc}\p{Cs}]|\\u[0-9a-f]{4}|\\U[0-9a-f]{8})*"$/u);
        const c = quoteC(text);
        expect(c).toMatch(/^"(?:[ !#-&(->@-[\]-~]|\\[0-7]{3})*"$/);
        const bytes =
          c
            .slice(1, -1)
            .match(/\\[0-7]{3}|./g)
            ?.map((one) => (one.startsWith('\\') ? parseInt(one.slice(1), 8) : one.charCodeAt(0))) ?? [];
        expect(new TextDecoder().decode(Uint8Array.from(bytes))).toBe(
          new TextDecoder().decode(new TextEncoder().encode(text)),
        );
      }),
      { seed, numRuns: 1000 },
    );
  });

  it('end no comment and no docstring, and make no name of a file that is none', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(commentText(text)).not.toMatch(/[*/\\"'?\n\r<`$]/);
        expect(commentText(text).length).toBeLessThanOrEqual(130);
        const { model } = hostileCase().one;
        expect(fileStem({ ...model, title: text })).toMatch(/^[A-Za-z0-9][A-Za-z0-9.-]*$/);
      }),
      { seed, numRuns: 60 },
    );
  });

  it('are told by a model in JavaScript as they are, and leave every other line alone', async () => {
    const { one, names } = hostileCase();
    const address = `data:text/javascript,${encodeURIComponent(exportJavaScript(one.model))}`;
    const made = (await import(/* @vite-ignore */ address)) as {
      columns: readonly { name: string }[];
      classes: readonly string[];
      predict: (row: unknown) => { place: number; class: string };
    };
    expect([...made.columns.map(({ name }) => name), ...made.classes]).toEqual(names);
    one.rows.forEach((row, i) => {
      expect(made.predict(row)).toMatchObject({
        place: one.places?.[i],
        class: made.classes[one.places?.[i] ?? -1],
      });
    });
    const plain = hostileCase(Array.from({ length: hostileTexts.length }, (_, i) => `name ${i}`)).one;
    for (const write of [exportNumpy, exportPytorch]) {
      // As many statements at the margin as with names that mean nothing.
      const statements = (text: string): number =>
        text.split('\n').filter((line) => /^[a-z@A-Z]/.test(line)).length;
      expect(statements(write(one.model))).toBe(statements(write(plain.model)));
    }
    const directives = (text: string): string[] => text.split('\n').filter((line) => line.startsWith('#'));
    expect(directives(exportC(one.model))).toEqual(directives(exportC(plain.model)));
  });
});
