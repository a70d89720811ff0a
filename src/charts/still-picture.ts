let scratch: HTMLCanvasElement | null = null;

/**
 * What is painted once, as the address of a picture (PNG): each canvas is a layer that the browser goes through for every
 * frame, a picture is a part of the page as text is. `paint` sets the canvas' size itself.
 */
export function stillPicture(paint: (canvas: HTMLCanvasElement) => void): string {
  if (scratch === null) {
    scratch = document.createElement('canvas');
    // Read after every painting.
    scratch.getContext('2d', { willReadFrequently: true });
  }
  paint(scratch);
  return scratch.toDataURL();
}
