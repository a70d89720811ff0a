import { css, html, nothing, type TemplateResult } from 'lit';

/** A name that is cut where it has no room: of its beginning as much as there is room for, its end always. */
interface CutName {
  readonly beginning: string;
  readonly end: string;
}

/** What is shared by so many characters looks alike where it is cut after them. */
const alikeFrom = 6;
/** The longest end, in characters: something of the beginning is to be seen as well. */
const longestEnd = 12;

/** What tells each name from those that begin alike, from the beginning of its word on, is its end. */
export function cutNames(names: readonly string[]): CutName[] {
  const all = names.map((name) => Array.from(name));
  const shares = sharedWithOthers(names, all);
  return all.map((name, i) => {
    const shared = shares[i];
    const end = shared < alikeFrom ? [] : endFrom(name, shared);
    return { beginning: name.slice(0, name.length - end.length).join(''), end: end.join('') };
  });
}

/** Of each name the longest beginning that another one has: in the order of their letters that one is beside it. */
function sharedWithOthers(names: readonly string[], all: readonly (readonly string[])[]): readonly number[] {
  const shares = names.map(() => 0);
  const order = [...names.keys()].sort((a, b) => (names[a] < names[b] ? -1 : names[a] > names[b] ? 1 : 0));
  for (let k = 1; k < order.length; k++) {
    const [a, b] = [order[k - 1], order[k]];
    const shared = sharedBy(all[a], all[b]);
    shares[a] = Math.max(shares[a], shared);
    shares[b] = Math.max(shares[b], shared);
  }
  return shares;
}

function sharedBy(a: readonly string[], b: readonly string[]): number {
  const at = a.findIndex((character, i) => character !== b[i]);
  return at === -1 ? a.length : at;
}

const isBetweenWords = (character: string): boolean => /[\s_.=-]/u.test(character);

function endFrom(name: readonly string[], shared: number): readonly string[] {
  if (shared === name.length) return [];
  const word = name.slice(0, shared + 1).findLastIndex(isBetweenWords) + 1;
  const end = name.slice(word > 0 ? word : shared);
  return end.length <= longestEnd ? end : name.slice(-longestEnd);
}

/** In an element with `cutNameStyles` and the class `cut-name`. */
export function cutName({ beginning, end }: CutName): TemplateResult {
  return html`<span class="beginning">${beginning}</span
    >${end === '' ? nothing : html`<span class="end">${end}</span>`}`;
}

export const cutNameStyles = css`
  .cut-name {
    display: flex;
    white-space: pre;
  }
  .cut-name .beginning {
    min-width: 0;
    overflow: hidden;
    text-overflow: ellipsis;
  }
  .cut-name .end {
    flex: none;
  }
`;
