const sweeps = 4;

/** The longest way from each box to one that nothing uses; a circle is opened at its last box. */
export function ranksFromRight(boxCount: number, edges: Uint32Array): number[] {
  const operands: number[][] = Array.from({ length: boxCount }, () => []);
  const usesLeft = new Uint32Array(boxCount);
  for (let i = 0; i < edges.length; i += 2) {
    operands[edges[i + 1]].push(edges[i]);
    usesLeft[edges[i]]++;
  }
  const ranks = Array<number>(boxCount).fill(0);
  const isPlaced = new Uint8Array(boxCount);
  const ready: number[] = [];
  const place = (box: number): void => {
    isPlaced[box] = 1;
    for (const operand of operands[box]) {
      if (isPlaced[operand] === 1) continue;
      ranks[operand] = Math.max(ranks[operand], ranks[box] + 1);
      if (--usesLeft[operand] === 0) ready.push(operand);
    }
  };
  for (let last = boxCount - 1; last >= 0; last--) {
    if (usesLeft[last] === 0 && isPlaced[last] === 0) ready.push(last);
  }
  for (let last = boxCount - 1; last >= 0; last--) {
    for (let box = ready.pop(); box !== undefined; box = ready.pop()) place(box);
    if (isPlaced[last] === 0) place(last);
  }
  return ranks;
}

/** Moves boxes towards the mean place of their neighbours, a few times to and fro. */
export function sortColumns(columns: readonly number[][], edges: Uint32Array, boxCount: number): void {
  const places = new Float64Array(boxCount);
  const note = (column: readonly number[]): void =>
    column.forEach((box, i) => {
      places[box] = i - column.length / 2;
    });
  columns.forEach(note);
  for (let sweep = 0; sweep < sweeps; sweep++) {
    const sums = new Float64Array(boxCount);
    const counts = new Uint32Array(boxCount);
    for (let i = 0; i < edges.length; i += 2) {
      const [from, to] = sweep % 2 === 0 ? [edges[i + 1], edges[i]] : [edges[i], edges[i + 1]];
      sums[to] += places[from];
      counts[to]++;
    }
    for (const column of columns) {
      const wanted = new Map(
        column.map((box) => [box, counts[box] > 0 ? sums[box] / counts[box] : places[box]]),
      );
      column.sort((a, b) => (wanted.get(a) ?? 0) - (wanted.get(b) ?? 0));
      note(column);
    }
  }
}
