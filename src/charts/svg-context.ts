/** What measures texts: any context of a canvas. */
export type TextMeasure = Pick<CanvasRenderingContext2D, 'font' | 'measureText'>;

type Matrix = readonly [a: number, b: number, c: number, d: number, e: number, f: number];

const identity: Matrix = [1, 0, 0, 1, 0, 0];

/** What `save` keeps, as of a canvas. */
class DrawState {
  fillStyle = '#000';
  strokeStyle = '#000';
  lineWidth = 1;
  lineCap: CanvasLineCap = 'butt';
  lineJoin: CanvasLineJoin = 'miter';
  lineDashOffset = 0;
  globalAlpha = 1;
  font = '10px sans-serif';
  textAlign: CanvasTextAlign = 'start';
  textBaseline: CanvasTextBaseline = 'alphabetic';
  imageSmoothingEnabled = true;
  protected dash: readonly number[] = [];
  /** Of a canvas' transformation. */
  protected matrix: Matrix = identity;
  /** How many groups clips have opened since the last `save`. */
  protected groups = 0;

  protected copy(): DrawState {
    const keys = Object.keys(new DrawState()) as (keyof this)[];
    return Object.assign(new DrawState(), Object.fromEntries(keys.map((key) => [key, this[key]])));
  }
}

const anchors: Readonly<Record<CanvasTextAlign, string>> = {
  start: 'start',
  left: 'start',
  center: 'middle',
  end: 'end',
  right: 'end',
};

const baselines: Readonly<Partial<Record<CanvasTextBaseline, string>>> = {
  top: 'text-before-edge',
  hanging: 'hanging',
  middle: 'central',
  bottom: 'text-after-edge',
  ideographic: 'ideographic',
};

/**
 * Writes as an SVG document what is drawn on a canvas: the part of a canvas' 2D context that charts use. Lines stay
 * lines and words stay words. Nothing of it is styled by CSS, which a page may forbid; the same drawing is the same text.
 */
export class SvgContext extends DrawState {
  /** It is its own canvas as far as a chart asks. */
  readonly canvas = this;
  width: number;
  height: number;
  readonly #measure: TextMeasure;
  readonly #parts: string[] = [];
  readonly #clips: string[] = [];
  readonly #stack: DrawState[] = [];
  /** Groups that are still open of before the last `save`. */
  #outer = 0;
  #path = '';
  /** Images are put in as the addresses that this makes of them. */
  readonly #addressOf: (image: HTMLCanvasElement) => string;

  constructor(
    { width, height }: { readonly width: number; readonly height: number },
    measure: TextMeasure,
    addressOf: (image: HTMLCanvasElement) => string = (image) => image.toDataURL('image/png'),
  ) {
    super();
    [this.width, this.height] = [width, height];
    this.#measure = measure;
    this.#addressOf = addressOf;
  }

  getContext(): this {
    return this;
  }

  /** The document with all that was drawn. */
  document(): string {
    const { width, height } = this;
    const size = `width="${width}" height="${height}" viewBox="0 0 ${width} ${height}"`;
    const defs = this.#clips.length === 0 ? '' : `<defs>${this.#clips.join('')}</defs>`;
    return `<svg xmlns="http://www.w3.org/2000/svg" ${size}>${defs}${this.#parts.join('')}${'</g>'.repeat(this.#outer + this.groups)}</svg>\n`;
  }

  save(): void {
    this.#stack.push(this.copy());
    this.#outer += this.groups;
    this.groups = 0;
  }

  restore(): void {
    const before = this.#stack.pop();
    if (before === undefined) return;
    this.#parts.push('</g>'.repeat(this.groups));
    Object.assign(this, before);
    this.#outer -= this.groups;
  }

  translate(x: number, y: number): void {
    this.#transform([1, 0, 0, 1, x, y]);
  }

  rotate(angle: number): void {
    const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
    this.#transform([cos, sin, -sin, cos, 0, 0]);
  }

  scale(x: number, y: number): void {
    this.#transform([x, 0, 0, y, 0, 0]);
  }

  setTransform(...matrix: Matrix): void {
    this.matrix = matrix;
  }

  resetTransform(): void {
    this.matrix = identity;
  }

  beginPath(): void {
    this.#path = '';
  }

  closePath(): void {
    if (this.#path !== '') this.#path += 'Z';
  }

  moveTo(x: number, y: number): void {
    this.#path += `M${this.#point(x, y)}`;
  }

  lineTo(x: number, y: number): void {
    this.#path += `${this.#path === '' ? 'M' : 'L'}${this.#point(x, y)}`;
  }

  bezierCurveTo(x1: number, y1: number, x2: number, y2: number, x: number, y: number): void {
    this.#path += `C${this.#point(x1, y1)} ${this.#point(x2, y2)} ${this.#point(x, y)}`;
  }

  rect(x: number, y: number, width: number, height: number): void {
    const corners = [
      [x, y],
      [x + width, y],
      [x + width, y + height],
      [x, y + height],
    ] as const;
    this.#path += `M${corners.map(([cx, cy]) => this.#point(cx, cy)).join('L')}Z`;
  }

  /** Under a transformation that keeps circles circles. */
  arc(x: number, y: number, radius: number, from: number, to: number, isCounterClockwise = false): void {
    const turn = 2 * Math.PI;
    const wanted = isCounterClockwise ? from - to : to - from;
    const sweep = wanted >= turn ? turn : ((wanted % turn) + turn) % turn;
    const [a, b] = this.matrix;
    const r = short(radius * Math.hypot(a, b));
    const sign = isCounterClockwise ? -1 : 1;
    // One command cannot come back to where it begins.
    const pieces = sweep > Math.PI ? 2 : 1;
    this.lineTo(x + radius * Math.cos(from), y + radius * Math.sin(from));
    for (let piece = 1; piece <= pieces; piece++) {
      const angle = from + (sign * sweep * piece) / pieces;
      const end = this.#point(x + radius * Math.cos(angle), y + radius * Math.sin(angle));
      this.#path += `A${r} ${r} 0 0 ${isCounterClockwise ? 0 : 1} ${end}`;
    }
  }

  fill(): void {
    if (this.#path === '') return;
    this.#parts.push(`<path d="${this.#path}"${this.#paint('fill', this.fillStyle)}/>`);
  }

  stroke(): void {
    if (this.#path === '') return;
    this.#parts.push(`<path d="${this.#path}" fill="none"${this.#line()}/>`);
  }

  /** Of all that comes before the next `restore`. */
  clip(): void {
    const id = `clip${this.#clips.length + 1}`;
    this.#clips.push(`<clipPath id="${id}"><path d="${this.#path}"/></clipPath>`);
    this.#parts.push(`<g clip-path="url(#${id})">`);
    this.groups++;
  }

  fillRect(x: number, y: number, width: number, height: number): void {
    this.#apart(() => {
      this.rect(x, y, width, height);
      this.fill();
    });
  }

  strokeRect(x: number, y: number, width: number, height: number): void {
    this.#apart(() => {
      this.rect(x, y, width, height);
      this.stroke();
    });
  }

  /** There is nothing yet where a chart begins by this. */
  clearRect(): void {
    this.#path = '';
  }

  fillText(text: string, x: number, y: number): void {
    const { font, textAlign, textBaseline, matrix } = this;
    const { size, family, weight } = partsOf(font);
    const baseline = baselines[textBaseline];
    const isMoved = matrix.some((value, i) => value !== identity[i]);
    this.#parts.push(
      `<text x="${short(x)}" y="${short(y)}" font-family="${escaped(family)}" font-size="${size}"` +
        (weight === '' ? '' : ` font-weight="${weight}"`) +
        ` text-anchor="${anchors[textAlign]}"` +
        (baseline === undefined ? '' : ` dominant-baseline="${baseline}"`) +
        (isMoved ? ` transform="matrix(${matrix.map(short).join(' ')})"` : '') +
        `${this.#paint('fill', this.fillStyle)}>${escaped(text)}</text>`,
    );
  }

  measureText(text: string): TextMetrics {
    this.#measure.font = this.font;
    return this.#measure.measureText(text);
  }

  /** A canvas as a picture inside; throws a TypeError for a part of one. */
  drawImage(image: HTMLCanvasElement, x: number, y: number, ...size: readonly number[]): void {
    if (size.length > 2) throw new TypeError('expected the whole of an image, not a part of it');
    const [width = image.width, height = image.height] = size;
    const { imageSmoothingEnabled, globalAlpha } = this;
    const [left, top] = this.#place(x, y);
    this.#parts.push(
      `<image x="${short(left)}" y="${short(top)}" width="${short(width)}" height="${short(height)}"` +
        ' preserveAspectRatio="none"' +
        (imageSmoothingEnabled ? '' : ' image-rendering="pixelated"') +
        (globalAlpha < 1 ? ` opacity="${short(globalAlpha)}"` : '') +
        ` href="${this.#addressOf(image)}"/>`,
    );
  }

  setLineDash(dash: readonly number[]): void {
    this.dash = [...dash];
  }

  getLineDash(): number[] {
    return [...this.dash];
  }

  /** The path that was begun stays as it is. */
  #apart(draw: () => void): void {
    const path = this.#path;
    this.#path = '';
    draw();
    this.#path = path;
  }

  #transform([a, b, c, d, e, f]: Matrix): void {
    const [A, B, C, D, E, F] = this.matrix;
    this.matrix = [
      A * a + C * b,
      B * a + D * b,
      A * c + C * d,
      B * c + D * d,
      A * e + C * f + E,
      B * e + D * f + F,
    ];
  }

  #place(x: number, y: number): readonly [number, number] {
    const [a, b, c, d, e, f] = this.matrix;
    return [a * x + c * y + e, b * x + d * y + f];
  }

  #point(x: number, y: number): string {
    return this.#place(x, y).map(short).join(' ');
  }

  #paint(what: 'fill' | 'stroke', style: string): string {
    const { colour, opacity } = colourOf(style);
    const shown = opacity * this.globalAlpha;
    return ` ${what}="${escaped(colour)}"${shown < 1 ? ` ${what}-opacity="${short(shown)}"` : ''}`;
  }

  #line(): string {
    const { lineWidth, lineCap, lineJoin, dash, lineDashOffset } = this;
    return (
      `${this.#paint('stroke', this.strokeStyle)} stroke-width="${short(lineWidth)}"` +
      (lineCap === 'butt' ? '' : ` stroke-linecap="${lineCap}"`) +
      (lineJoin === 'miter' ? '' : ` stroke-linejoin="${lineJoin}"`) +
      (dash.length === 0 ? '' : ` stroke-dasharray="${dash.map(short).join(' ')}"`) +
      (lineDashOffset === 0 ? '' : ` stroke-dashoffset="${short(lineDashOffset)}"`)
    );
  }
}

/** Hundredths of a pixel are finer than what is printed. */
function short(value: number): number {
  return Math.round(value * 100) / 100;
}

function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

/** What a canvas takes as a font: '600 12px system-ui, sans-serif'. */
function partsOf(font: string): { readonly size: string; readonly family: string; readonly weight: string } {
  const [, before = '', size = '10', family = 'sans-serif'] = /^(.*?)([\d.]+)px\s+(.*)$/.exec(font) ?? [];
  return { size, family, weight: /\b(?:bold|[1-9]00)\b/.exec(before)?.[0] ?? '' };
}

/** Older programs know no colours that have an opacity of their own. */
function colourOf(style: string): { readonly colour: string; readonly opacity: number } {
  const hex = /^(#[\da-f]{6})([\da-f]{2})$/i.exec(style);
  if (hex !== null) return { colour: hex[1], opacity: Number.parseInt(hex[2], 16) / 255 };
  const rgba = /^rgba\(\s*([\d.]+)\s*,\s*([\d.]+)\s*,\s*([\d.]+)\s*,\s*([\d.]+)\s*\)$/i.exec(style);
  if (rgba === null) return { colour: style, opacity: 1 };
  return { colour: `rgb(${rgba[1]}, ${rgba[2]}, ${rgba[3]})`, opacity: Number(rgba[4]) };
}
