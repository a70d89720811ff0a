/** Reads a signal for its change alone: the arrays behind it are written in place. */
export function touch(_value: unknown): void {
  // The reading was all.
}
