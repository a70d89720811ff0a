import * as v from 'valibot';
import { parseDrawing } from './drawing.ts';

export function integer({ min, max }: { min: number; max: number }) {
  const message = `a whole number from ${min} to ${max}`;
  return v.pipe(v.number(message), v.integer(message), v.minValue(min, message), v.maxValue(max, message));
}

export function real({ min, max }: { min: number; max: number }) {
  const message = `a number from ${min} to ${max}`;
  return v.pipe(v.number(message), v.finite(message), v.minValue(min, message), v.maxValue(max, message));
}

export function oneOf<const Names extends readonly (string | number)[]>(names: Names) {
  return v.picklist(names, `one of ${names.join(', ')}`);
}

/** What is null has the default of the optimizer or of the schedule that it is one of. */
export function optional<Rule extends ReturnType<typeof real> | ReturnType<typeof integer>>(rule: Rule) {
  return v.optional(v.nullable(rule), null);
}

export const drawingRule = v.pipe(
  v.string('a drawing'),
  v.check(
    (text) => parseDrawing(text).ok,
    ({ input }) => {
      const parsed = parseDrawing(input);
      return parsed.ok ? '' : parsed.expected;
    },
  ),
  // One text for one drawing.
  v.transform((text) => {
    const parsed = parseDrawing(text);
    return parsed.ok ? parsed.text : text;
  }),
);

/** As `parameter-places.ts` reads them. Only the network tells which of them it has. */
export const placesRule = v.optional(
  v.pipe(
    v.string('places'),
    v.check((text) => /^[\d.,b]*$/.test(text), 'places such as 2, 2.3, 2.3.1 or 2.3.b'),
  ),
  '',
);
