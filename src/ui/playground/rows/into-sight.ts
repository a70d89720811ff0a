/** What the user does to look elsewhere. */
const deeds = ['wheel', 'pointerdown', 'keydown'] as const;

/**
 * Scrolls to the beginning of an element that is still growing, until it stands where it is to be or the user does
 * something else. Ends earlier by what it returns.
 */
export function bringIntoSight(element: HTMLElement): () => void {
  const listeners = new AbortController();
  const observer = new ResizeObserver(() => {
    element.scrollIntoView({ block: 'start' });
    const margin = parseFloat(getComputedStyle(element).scrollMarginTop);
    if (element.getBoundingClientRect().top <= margin + 1) end();
  });
  const end = (): void => {
    observer.disconnect();
    listeners.abort();
  };
  for (const deed of deeds) window.addEventListener(deed, end, { signal: listeners.signal, capture: true });
  observer.observe(element);
  return end;
}
