/** Colour arithmetic of its own, so that the tested tables are judged by something else than what made them. */
type Triple = readonly [number, number, number];
export type Rgb = Triple;

/** 'rgb(1 2 3)' or '#010203'. */
export function parseColour(text: string): Rgb {
  const parts = text.startsWith('#')
    ? [1, 3, 5].map((at) => Number.parseInt(text.slice(at, at + 2), 16))
    : (text.match(/\d+/g) ?? []).map(Number);
  return [parts[0], parts[1], parts[2]];
}

function toLinear(byte: number): number {
  const value = byte / 255;
  return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
}

/** WCAG 2.2 contrast ratio, 1…21. */
export function contrast(a: Rgb, b: Rgb): number {
  const [lighter, darker] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (lighter + 0.05) / (darker + 0.05);
}

function luminance(colour: Rgb): number {
  const [red, green, blue] = linear(colour);
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** OKLab of linear RGB. */
function oklab([red, green, blue]: Triple): Triple {
  const long = Math.cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue);
  const medium = Math.cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue);
  const short = Math.cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue);
  return [
    0.2104542553 * long + 0.793617785 * medium - 0.0040720468 * short,
    1.9779984951 * long - 2.428592205 * medium + 0.4505937099 * short,
    0.0259040371 * long + 0.7827717662 * medium - 0.808675766 * short,
  ];
}

function linear([red, green, blue]: Rgb): Triple {
  return [toLinear(red), toLinear(green), toLinear(blue)];
}

/** The angle of OKLab's plane of colours, -180…180 degrees. */
export function hue(colour: Rgb): number {
  const [, a, b] = oklab(linear(colour));
  return (Math.atan2(b, a) * 180) / Math.PI;
}

/** L of OKLab, 0…1. */
export function lightness(colour: Rgb): number {
  return oklab(linear(colour))[0];
}

/** What becomes of linear RGB, by row. */
export type Matrix = readonly [Triple, Triple, Triple];

/**
 * How colours look to those who lack one kind of cone: severity 1 of Machado, Oliveira and Fernandes, "A
 * physiologically-based model for simulation of color vision deficiency", 2009.
 */
export const colourVisions = {
  full: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  protanopia: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deuteranopia: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  tritanopia: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
} as const satisfies Readonly<Record<string, Matrix>>;

/** How far apart two colours are in OKLab, as one sees them with this vision. */
export function seenDistance(a: Rgb, b: Rgb, vision: Matrix): number {
  const [one, other] = [a, b].map((colour) => {
    const [red, green, blue] = linear(colour);
    const cone = (row: Triple): number =>
      Math.min(1, Math.max(0, row[0] * red + row[1] * green + row[2] * blue));
    return oklab([cone(vision[0]), cone(vision[1]), cone(vision[2])]);
  });
  return Math.hypot(one[0] - other[0], one[1] - other[1], one[2] - other[2]);
}
