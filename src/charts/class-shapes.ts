/**
 * A shape for each class, in the order of the colours: all of about the same area, each told from the others at eight
 * pixels. Two classes have the first two.
 */
type Trace = (path: ShapePath, x: number, y: number, r: number) => void;
type ShapePath = Pick<CanvasRenderingContext2D, 'moveTo' | 'lineTo' | 'closePath' | 'arc' | 'rect'>;

const square: Trace = (path, x, y, r) => {
  path.rect(x - 0.9 * r, y - 0.9 * r, 1.8 * r, 1.8 * r);
};
const disc: Trace = (path, x, y, r) => {
  path.moveTo(x + r, y);
  path.arc(x, y, r, 0, 2 * Math.PI);
};

/** A polygon whose corners lie at these radii in turn, from the angle on, clockwise from the right. */
function polygon(corners: number, radii: readonly number[], from: number): Trace {
  return (path, x, y, r) => {
    for (let i = 0; i < corners; i++) {
      const angle = from + (2 * Math.PI * i) / corners;
      const radius = radii[i % radii.length] * r;
      const at = [x + radius * Math.cos(angle), y + radius * Math.sin(angle)] as const;
      if (i === 0) path.moveTo(...at);
      else path.lineTo(...at);
    }
    path.closePath();
  };
}

/** A cross of two bars, turned by an angle. */
function cross(turn: number): Trace {
  const [long, short] = [1.25, 0.42];
  const corners = [
    [-short, -long],
    [short, -long],
    [short, -short],
    [long, -short],
    [long, short],
    [short, short],
    [short, long],
    [-short, long],
    [-short, short],
    [-long, short],
    [-long, -short],
    [-short, -short],
  ];
  const [cos, sin] = [Math.cos(turn), Math.sin(turn)];
  return (path, x, y, r) => {
    corners.forEach(([a, b], i) => {
      const at = [x + r * (a * cos - b * sin), y + r * (a * sin + b * cos)] as const;
      if (i === 0) path.moveTo(...at);
      else path.lineTo(...at);
    });
    path.closePath();
  };
}

const up = -Math.PI / 2;

const shapes: readonly Trace[] = [
  square,
  disc,
  polygon(3, [1.4], up),
  polygon(4, [1.35], up),
  cross(0),
  polygon(3, [1.4], -up),
  cross(Math.PI / 4),
  polygon(10, [1.4, 0.62], up),
  polygon(5, [1.2], up),
  polygon(6, [1.4, 0.5], up),
];

/** Adds the shape of a class, of this half width, to the path of a canvas. */
export function traceClassShape(path: ShapePath, place: number, x: number, y: number, r: number): void {
  shapes[place % shapes.length](path, x, y, r);
}

/** The same as SVG path data within a square of 12 around 0. */
export function classShapePath(place: number): string {
  const parts: string[] = [];
  const at = (x: number, y: number): string => `${x.toFixed(2)} ${y.toFixed(2)}`;
  traceClassShape(
    {
      moveTo: (x, y) => void parts.push(`M${at(x, y)}`),
      lineTo: (x, y) => void parts.push(`L${at(x, y)}`),
      closePath: () => void parts.push('Z'),
      rect: (x, y, w, h) =>
        void parts.push(`M${at(x, y)}h${w.toFixed(2)}v${h.toFixed(2)}h${(-w).toFixed(2)}Z`),
      arc: (x, y, r) => {
        const half = `A${r} ${r} 0 1 1 `;
        parts.push(half + at(x - r, y) + half + at(x + r, y));
      },
    },
    place,
    0,
    0,
    4,
  );
  return parts.join('');
}
