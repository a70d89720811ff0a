/**
 * Takes a lock that ends with the worker, by which the page learns at once of an end that nothing else tells of:
 * `close()` sends no event. Gives its name; undefined where there are no locks, as in a sandboxed frame.
 */
export async function holdLifeLock(
  locks: LockManager | undefined,
  name: string,
): Promise<string | undefined> {
  if (locks === undefined) return undefined;
  return new Promise((resolve) => {
    const held = (): Promise<never> => {
      resolve(name);
      return new Promise(() => undefined);
    };
    locks.request(name, held).catch(() => resolve(undefined));
  });
}
