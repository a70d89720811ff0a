/** Once the page is there, no change comes into its address any more before it is left for the first time. */
export function writeAddressLate(): void {
  const [navigation] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[];
  if (navigation?.type !== 'navigate') return;
  const wait = setTimeout;
  const addressDelayMs = 300;
  const never = 2 ** 30;
  let isWritten = false;
  globalThis.setTimeout = ((callback: () => void, ms?: number, ...rest: []) => {
    if (ms !== addressDelayMs) return wait(callback, ms, ...rest);
    if (isWritten) return wait(callback, never);
    return wait(() => {
      callback();
      isWritten = true;
      document.documentElement.dataset['isAddressWritten'] = 'true';
    }, ms);
  }) as typeof setTimeout;
}
