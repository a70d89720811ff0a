/**
 * A setting reaches the address a moment after it was changed, and a page that is loaded again in that moment is given
 * the address from before it, whatever is written while it goes (Chromium). So what was still to be written waits in
 * the tab's own storage.
 */
export interface LateAddress {
  /** The address's hash that it is to replace, as the browser spells it. */
  readonly seen: string;
  readonly url: string;
  /** What the entry in the browser's history holds. */
  readonly state: unknown;
}

const key = 'chainrule-address';

/** For when the page is loaded again; null: the address is as it should be. */
export function leaveLateAddress(late: LateAddress | null): void {
  try {
    if (late === null) sessionStorage.removeItem(key);
    else sessionStorage.setItem(key, JSON.stringify(late));
  } catch {
    // Where nothing is kept, the page is as its address says.
  }
}

/** Writes it now, if the page was loaded again since; a link that was opened goes before it. */
export function writeLateAddress(wasReloaded: boolean): void {
  try {
    const late = readLate(sessionStorage.getItem(key));
    sessionStorage.removeItem(key);
    if (wasReloaded && late?.seen === location.hash) history.replaceState(late.state, '', late.url);
  } catch {
    // Nothing is kept, or no address may be written, as in some frames.
  }
}

/** The page's scripts are not all that can write there. */
function readLate(text: string | null): LateAddress | null {
  const late = JSON.parse(text ?? 'null') as Partial<Record<keyof LateAddress, unknown>> | null;
  const { seen, url, state } = late ?? {};
  return typeof seen === 'string' && typeof url === 'string' ? { seen, url, state } : null;
}
