import { noChange } from 'lit';
import {
  clearPart,
  insertPart,
  removePart,
  setChildPartValue,
  setCommittedValue,
} from 'lit/directive-helpers.js';
import { Directive, directive, PartType, type ChildPart, type PartInfo } from 'lit/directive.js';

/** An item as its key and what is shown of it. */
type Entry = readonly [key: unknown, content: unknown];

class KeyedList extends Directive {
  /** In the order of the page. */
  #parts: ReadonlyMap<unknown, ChildPart> | null = null;

  constructor(info: PartInfo) {
    super(info);
    if (info.type !== PartType.CHILD) throw new Error('keyedList() belongs between the tags of an element');
  }

  render(entries: readonly Entry[]): unknown {
    return entries.map(([, content]) => content);
  }

  override update(list: ChildPart, [entries]: [readonly Entry[]]): typeof noChange {
    const contents = new Map(entries);
    if (contents.size < entries.length) throw new RangeError('two items of a list have the same key');
    // Something else may have stood here.
    if (this.#parts === null) clearPart(list);
    const before = this.#parts ?? new Map<unknown, ChildPart>();
    for (const [key, part] of before) if (!contents.has(key)) removeWhole(part);
    const parts: [unknown, ChildPart][] = [];
    let next: ChildPart | undefined;
    // From the last to the first: each is put before the one that follows it, and stays where it stands there already.
    for (const [key, content] of [...contents].reverse()) {
      next = setChildPartValue(insertPart(list, next, before.get(key)), content);
      parts.push([key, next]);
    }
    this.#parts = new Map(parts.reverse());
    setCommittedValue(list, [...this.#parts.values()]);
    return noChange;
  }
}

/** With both of its marks. */
function removeWhole(part: ChildPart): void {
  const { endNode } = part;
  removePart(part);
  endNode?.parentNode?.removeChild(endNode);
}

const keyed = directive(KeyedList);

/**
 * Items keep their elements, and what these hold, as long as they keep their keys.
 * In place of Lit's `repeat`, which leaves a comment in the page for every item that goes (lit/lit#5298).
 */
export function keyedList<T>(
  items: readonly T[],
  keyOf: (item: T) => unknown,
  template: (item: T) => unknown,
): unknown {
  return keyed(items.map((item) => [keyOf(item), template(item)] as const));
}
