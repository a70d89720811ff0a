import type { LayoutRequest } from '../protocol/layout.ts';

/** What stands side by side: boxes by their index, then frames by theirs plus the number of boxes. */
export type Item = number;

/** Which edges lead from item to item at one level of nesting, and which items stand there. */
export interface Level {
  readonly items: readonly Item[];
  /** Pairs of items, from0, to0, …, each pair once. */
  readonly edges: readonly Item[];
  /** The request's edges between two boxes that stand here themselves, by their index, and which pair each is. */
  readonly own: readonly { readonly edge: number; readonly pair: number }[];
}

/** The request level by level: -1 for what is in no frame, then by frame. */
export function levelsOf({ sizes, edges, frameOf, frameParents }: LayoutRequest): ReadonlyMap<number, Level> {
  const boxCount = sizes.length / 2;
  const ways = Array.from({ length: boxCount }, (_, box) => wayTo(frameOf[box], frameParents));
  const items = itemsByLevel(ways, frameParents);
  const joined = new Map<
    number,
    { pairs: Map<string, number>; edges: Item[]; own: Level['own'][number][] }
  >();
  for (let edge = 0; edge < edges.length / 2; edge++) {
    const [from, to] = [edges[2 * edge], edges[2 * edge + 1]];
    let depth = 0;
    while (depth < ways[from].length && ways[from][depth] === ways[to][depth]) depth++;
    const level = depth === 0 ? -1 : ways[from][depth - 1];
    const itemAt = (box: number): Item => (depth < ways[box].length ? boxCount + ways[box][depth] : box);
    const at = joined.get(level) ?? { pairs: new Map<string, number>(), edges: [], own: [] };
    joined.set(level, at);
    const ends = [itemAt(from), itemAt(to)] as const;
    const pair = at.pairs.get(ends.join()) ?? at.pairs.size;
    if (ends[0] === from && ends[1] === to) at.own.push({ edge, pair });
    if (pair < at.pairs.size) continue;
    at.pairs.set(ends.join(), pair);
    at.edges.push(...ends);
  }
  return new Map(
    [...items].map(([level, list]) => {
      const { edges: pairs = [], own = [] } = joined.get(level) ?? {};
      return [level, { items: list, edges: pairs, own }];
    }),
  );
}

/** What stands at every level, in the order of the first box of each. */
function itemsByLevel(ways: readonly (readonly number[])[], frameParents: Int32Array): Map<number, Item[]> {
  const items = new Map<number, Item[]>([[-1, []]]);
  frameParents.forEach((_, frame) => items.set(frame, []));
  const isPlaced = new Uint8Array(frameParents.length);
  const put = (frame: number): void => {
    if (isPlaced[frame] === 1) return;
    isPlaced[frame] = 1;
    items.get(frameParents[frame])?.push(ways.length + frame);
  };
  ways.forEach((way, box) => {
    way.forEach(put);
    items.get(way.at(-1) ?? -1)?.push(box);
  });
  // Those around nothing.
  isPlaced.forEach((_, frame) => put(frame));
  return items;
}

/** The frames around a place, outermost first. */
function wayTo(frame: number, parents: Int32Array): readonly number[] {
  const way: number[] = [];
  for (let at = frame; at >= 0; at = parents[at]) way.unshift(at);
  return way;
}
