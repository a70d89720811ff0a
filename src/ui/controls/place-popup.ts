/** Between a popup and the edges of the window, in pixels; from its button it keeps half of it. */
const margin = 8;

/** Puts a fixed popup over its button, or under it where there is no room above, inside the window. */
export function placePopup(button: Element, popup: HTMLElement): void {
  const { left, right, top, bottom } = button.getBoundingClientRect();
  const { width, height } = popup.getBoundingClientRect();
  const over = top - height - margin / 2;
  const y = over >= margin ? over : Math.min(bottom + margin / 2, innerHeight - height - margin);
  const x = Math.min(
    Math.max(margin, right - width),
    Math.max(margin, Math.min(left, innerWidth - width - margin)),
  );
  popup.style.setProperty('left', `${x}px`);
  popup.style.setProperty('top', `${Math.max(margin, y)}px`);
}
