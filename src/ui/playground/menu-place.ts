import { signal } from '@preact/signals-core';

/** Between these widths the menu stands in the line of the page's header, as the page's styles have it. */
const inHeader = matchMedia('(min-width: 761px) and (max-width: 1399px)');
/** Then it comes before the bar for whoever goes by keys, too. */
export const isMenuInHeader = signal(inHeader.matches);
inHeader.addEventListener('change', () => {
  isMenuInHeader.value = inHeader.matches;
});
