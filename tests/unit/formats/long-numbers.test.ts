import { describe, expect, it } from 'vitest';
import { readTable } from '../../../src/formats/read-table.ts';

async function notesOf(text: string): Promise<readonly string[]> {
  const steps = readTable(text, { dialect: {} });
  let step = await steps.next();
  while (step.done !== true) step = await steps.next();
  if (!step.value.ok) throw new Error(step.value.message);
  return step.value.notes;
}

const columnOf = (...cells: readonly string[]): string =>
  `id,kind\n${cells.map((cell) => `${cell},a`).join('\n')}\n`;

describe('whole numbers of more digits than a double holds', () => {
  const said =
    '“id” has whole numbers of more than 15 digits, of which the last are rounded: two of them may have become one.';

  it.each(['9007199254740993', '-9007199254740993', '123456789012345678901'])(
    'are named, as %s',
    async (long) => {
      expect(await notesOf(columnOf('1', long, '2'))).toEqual([said]);
    },
  );

  it('are named in JSON too', async () => {
    expect(await notesOf('[{"id":9007199254740993,"kind":"a"},{"id":1,"kind":"b"}]')).toEqual([said]);
  });

  it.each(['9007199254740991', '1700000000000', '0.12345678901234567890', '6.02214076e23', '-1e300'])(
    'are not what %s is',
    async (other) => {
      expect(await notesOf(columnOf('1', other, '2'))).toEqual([]);
    },
  );
});
