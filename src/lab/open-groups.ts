import { placeGroups } from './drawing.ts';
import type { LabGraph } from './graph.ts';
import type { NodeGroup } from './groups.ts';

/** As many boxes as one can find one's way in. */
export const comfortableCount = 400;
/** More are never drawn. */
export const mostDrawn = 2000;

/** The groups to begin with: all of them where every node can be drawn, else as many as is comfortable. */
export function openedAtFirst(graph: LabGraph, groups: readonly NodeGroup[]): ReadonlySet<string> {
  if (graph.values.length <= mostDrawn) return new Set(groups.map(({ id }) => id));
  return comfortablyOpen(graph, groups);
}

/**
 * Groups to find one's way in: whole levels are open, from the outside in, as long as the boxes do not get too many.
 * Groups that hold none are the last level, wherever they stand: an output neuron beside layers is one neuron.
 */
export function comfortablyOpen(
  graph: LabGraph,
  groups: readonly NodeGroup[],
  most = comfortableCount,
): ReadonlySet<string> {
  let open: ReadonlySet<string> = new Set();
  const depths = new Map<string, number>();
  for (const { id, parent } of groups) depths.set(id, parent === null ? 0 : (depths.get(parent) ?? 0) + 1);
  const deepest = Math.max(-1, ...depths.values());
  const parents = new Set(groups.map(({ parent }) => parent));
  for (const { id } of groups) if (!parents.has(id)) depths.set(id, deepest);
  for (let depth = 0; depth <= deepest; depth++) {
    const next = new Set(groups.flatMap(({ id }) => ((depths.get(id) ?? 0) <= depth ? [id] : [])));
    if (boxCount(graph, groups, next) > most) break;
    open = next;
  }
  return open;
}

/** The groups that hold others: with these open, a network shows its neurons. */
export function outerGroups(groups: readonly NodeGroup[]): string[] {
  const parents = new Set(groups.map(({ parent }) => parent));
  return groups.filter(({ id }) => parents.has(id)).map(({ id }) => id);
}

/**
 * Opens a group and those around it. Where that would draw too much, the groups opened longest ago are closed
 * again; what cannot be drawn even so stays closed.
 */
export function openGroup(
  graph: LabGraph,
  groups: readonly NodeGroup[],
  open: ReadonlySet<string>,
  id: string,
  most = mostDrawn,
): ReadonlySet<string> {
  const wanted = new Set<string>();
  const parents = new Map(groups.map((group) => [group.id, group.parent]));
  for (let at: string | null = id; at !== null; at = parents.get(at) ?? null) wanted.add(at);
  const next = new Set([...[...open].filter((one) => !wanted.has(one)), ...[...wanted].reverse()]);
  for (const oldest of [...next]) {
    if (boxCount(graph, groups, next) <= most) return next;
    if (!wanted.has(oldest)) next.delete(oldest);
  }
  return boxCount(graph, groups, next) <= most ? next : open;
}

/** Closes a group and forgets what was open inside it. */
export function closeGroup(
  groups: readonly NodeGroup[],
  open: ReadonlySet<string>,
  id: string,
): ReadonlySet<string> {
  const closed = new Set([id]);
  for (const group of groups) if (group.parent !== null && closed.has(group.parent)) closed.add(group.id);
  return new Set([...open].filter((one) => !closed.has(one)));
}

/** How many boxes would be drawn, without drawing them. */
function boxCount({ values }: LabGraph, groups: readonly NodeGroup[], open: ReadonlySet<string>): number {
  const { closedBy } = placeGroups(groups, open);
  const closed = new Set<string>();
  let count = values.length;
  for (const { id, nodes } of groups) {
    const by = closedBy.get(id);
    if (by === undefined) continue;
    count -= nodes.length;
    if (nodes.length > 0) closed.add(by.id);
  }
  return count + closed.size;
}
