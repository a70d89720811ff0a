export interface Renamed {
  /** From 0. */
  readonly column: number;
  readonly message: string;
}

/** Names for columns, all different: `x`, `x`, `` become `x`, `x_2`, `column 3`. */
export function uniqueNames(header: readonly string[]): {
  readonly names: readonly string[];
  readonly renamed: readonly Renamed[];
} {
  const wanted = header.map((name) => name.trim());
  const taken = new Set<string>();
  // A name that stands in the header is never given to another column.
  const reserved = new Set(wanted);
  const renamed: Renamed[] = [];
  const names = wanted.map((name, column) => {
    const base = name === '' ? `column ${column + 1}` : name;
    let own = base;
    for (let n = 2; taken.has(own) || (own !== name && reserved.has(own)); n++) own = `${base}_${n}`;
    taken.add(own);
    if (own !== name) renamed.push({ column, message: whyRenamed(name, own) });
    return own;
  });
  return { names, renamed };
}

function whyRenamed(name: string, own: string): string {
  return name === '' ? `no name, called “${own}”` : `a second “${name}”, called “${own}”`;
}
