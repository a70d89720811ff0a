import type { Compilation } from '../compilation.ts';
import type { FunctionReference, Local } from '../encoding/function-body.ts';
import { loadVector, storeVector } from '../memory-access.ts';
import { vectorBytes } from '../memory-layout.ts';
import type { Pack, Row } from '../structure/row-program.ts';
import { repeat } from './counted-loop.ts';
import { groupStride, type RowMemory } from './row-memory.ts';

/** A function (groups) that copies members of several rows into one. */
export function emitPack(
  compilation: Compilation,
  { result, members }: Pack,
  rows: RowMemory,
): FunctionReference {
  const m = compilation.function({ parameters: ['i32'], results: [] });
  const { body } = m;
  // Rows of one length move alike from lane group to lane group.
  const bases = new Map<number, Local>();
  const baseOf = (row: Row): Local => {
    const known = bases.get(groupStride(row));
    if (known !== undefined) return known;
    const local = body.local('i32');
    bases.set(groupStride(row), local);
    return local;
  };
  for (const row of [result, ...members.map((member) => member.row)]) baseOf(row);
  const moving = Array.from(bases, ([bytes, local]) => ({ local, bytes }));
  repeat(body, body.parameters[0], moving, () => {
    members.forEach(({ row, index }, place) => {
      const value = loadVector(m, rows.addressOf(row) + index * vectorBytes, baseOf(row));
      storeVector(m, rows.addressOf(result) + place * vectorBytes, value, baseOf(result));
    });
  });
  return compilation.module.add(body);
}
