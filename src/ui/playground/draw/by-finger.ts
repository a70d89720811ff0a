/** Whether the screen is what is mostly pointed with. */
export function isByFinger(): boolean {
  return matchMedia('(pointer: coarse)').matches;
}
