/**
 * The functions that shaders are put together from, written once for one sample (`f32`) and for four neurons at a
 * time (`vec4f`). None of them overflows, and none leans on a built-in that promises little: WGSL's tanh may be
 * off by 1e-5 and is NaN beyond 89, its sin, cos and log promise only an absolute error.
 */
export type WgslType = 'f32' | 'vec4f';

interface WgslFunction {
  /** Functions that this one calls. */
  readonly needs: readonly WgslFunctionName[];
  readonly source: (type: WgslType) => string;
}

export type WgslFunctionName =
  | 'expOf'
  | 'decayOf'
  | 'tanhOf'
  | 'sigmoidOf'
  | 'reluOf'
  | 'stepOf'
  | 'log1pOf'
  | 'softplusOf'
  | 'logOf'
  | 'sqrtOf'
  | 'powOf'
  | 'powerOf'
  | 'waveOf'
  | 'sinOf'
  | 'cosOf'
  | 'erfOf'
  | 'expm1Of';

const functions = {
  expOf: {
    needs: [],
    source: (T) => `\
// Ends where f32 ends instead of overflowing: exp(88) is the largest value, exp(-87) the smallest.
fn expOf(x: ${T}) -> ${T} {
  return exp(clamp(x, ${T}(-87.0), ${T}(88.0)));
}`,
  },
  decayOf: {
    needs: [],
    source: (T) => `\
// e^-|x|. Beyond 80 it no longer counts.
fn decayOf(x: ${T}) -> ${T} {
  return exp(-min(abs(x), ${T}(80.0)));
}`,
  },
  tanhOf: {
    needs: ['decayOf'],
    source: (T) => `\
// (1 - e^-2|x|) / (1 + e^-2|x|), with the sign of x.
fn tanhOf(x: ${T}) -> ${T} {
  let t = decayOf(2.0 * x);
  return sign(x) * ((1.0 - t) / (1.0 + t));
}`,
  },
  sigmoidOf: {
    needs: ['decayOf'],
    source: (T) => `\
fn sigmoidOf(x: ${T}) -> ${T} {
  let t = decayOf(x);
  return select(t, ${T}(1.0), x >= ${T}(0.0)) / (1.0 + t);
}`,
  },
  reluOf: {
    needs: [],
    source: (T) => `\
// Not max, which may give either of two zeros.
fn reluOf(x: ${T}) -> ${T} {
  return select(x, ${T}(0.0), x <= ${T}(0.0));
}`,
  },
  stepOf: {
    needs: [],
    source: (T) => `\
fn stepOf(x: ${T}) -> ${T} {
  return select(${T}(0.0), ${T}(1.0), x > ${T}(0.0));
}`,
  },
  log1pOf: {
    needs: [],
    source: (T) => `\
// log(1 + t) for t in [0, 1] as 2 artanh(t / (2 + t)); the first term left out is below 2e-8 of the sum.
fn log1pOf(t: ${T}) -> ${T} {
  let s = t / (2.0 + t);
  let q = s * s;
  return 2.0 * s * (1.0 + q * (0.33333333 + q * (0.2 + q * (0.14285714 + q * (0.11111111 + q * (0.09090909 + q * 0.07692308))))));
}`,
  },
  softplusOf: {
    needs: ['decayOf', 'log1pOf'],
    source: (T) => `\
fn softplusOf(x: ${T}) -> ${T} {
  return max(x, ${T}(0.0)) + log1pOf(decayOf(x));
}`,
  },
  logOf: {
    needs: [],
    source: (T) => `\
// x = m 2^e with m in [√½, √2), then 2 artanh((m - 1) / (m + 1)); the first term left out is below 3e-9 of the sum.
// What has no logarithm is treated as the smallest normal number.
fn logOf(x: ${T}) -> ${T} {
  let parts = frexp(max(x, ${T}(1.1754944e-38)));
  let isLow = parts.fract < ${T}(0.70710678);
  let m = select(parts.fract, 2.0 * parts.fract, isLow);
  let e = ${T}(parts.exp) - select(${T}(0.0), ${T}(1.0), isLow);
  let s = (m - 1.0) / (m + 1.0);
  let q = s * s;
  return e * 0.69314718 + 2.0 * s * (1.0 + q * (0.33333333 + q * (0.2 + q * (0.14285714 + q * 0.11111111))));
}`,
  },
  sqrtOf: {
    needs: [],
    source: (T) => `\
fn sqrtOf(x: ${T}) -> ${T} {
  return sqrt(max(x, ${T}(0.0)));
}`,
  },
  powOf: {
    needs: ['expOf', 'logOf'],
    source: (T) => `\
// |x|^exponent.
fn powOf(x: ${T}, exponent: f32) -> ${T} {
  return expOf(exponent * logOf(abs(x)));
}`,
  },
  powerOf: {
    needs: ['expOf', 'logOf'],
    source: (T) => `\
// x^y, y differing from sample to sample: that of |x|, negative where x is and y is odd. What has no power is taken for
// that of |x|, and 0 for the smallest normal number.
fn powerOf(x: ${T}, y: ${T}) -> ${T} {
  let size = expOf(y * logOf(abs(x)));
  let isOdd = y - 2.0 * floor(0.5 * y) == ${T}(1.0);
  return select(size, -size, isOdd & (x < ${T}(0.0)));
}`,
  },
  waveOf: {
    needs: [],
    source: (T) => `\
// sin(x + quarters π/2): the nearest multiple k of π/2 is taken off in three parts, the rest of at most π/4 goes
// through a Taylor polynomial, below 3e-8 off. Large x lose what f32 loses: about |x| 2^-24.
fn waveOf(x: ${T}, quarters: f32) -> ${T} {
  let k = round(x * 0.63661977);
  let r = ((x - k * 1.5703125) - k * 4.837513e-4) - k * 7.54979e-8;
  let q = r * r;
  let sine = r * (1.0 + q * (-0.16666667 + q * (8.3333333e-3 + q * (-1.9841270e-4 + q * 2.7557319e-6))));
  let cosine = 1.0 + q * (-0.5 + q * (4.1666667e-2 + q * (-1.3888889e-3 + q * 2.4801587e-5)));
  let turned = k + quarters;
  let quadrant = turned - 4.0 * floor(0.25 * turned);
  let isOdd = (quadrant == ${T}(1.0)) | (quadrant == ${T}(3.0));
  return select(sine, cosine, isOdd) * select(${T}(1.0), ${T}(-1.0), quadrant >= ${T}(2.0));
}`,
  },
  sinOf: {
    needs: ['waveOf'],
    source: (T) => `\
fn sinOf(x: ${T}) -> ${T} {
  return waveOf(x, 0.0);
}`,
  },
  cosOf: {
    needs: ['waveOf'],
    source: (T) => `\
fn cosOf(x: ${T}) -> ${T} {
  return waveOf(x, 1.0);
}`,
  },
  erfOf: {
    needs: [],
    source: (T) => `\
// x P(x²) up to 1, beyond it the sign of x times 1 - e^Q(|x| - 1), both within 2e-9 of erf; from 4 on that is 1.
fn erfOf(x: ${T}) -> ${T} {
  let size = min(abs(x), ${T}(4.0));
  let q = size * size;
  let near = size * (1.128379166 + q * (-0.3761262582 + q * (0.112835851 + q * (-0.02685381101 + q * (5.188327257e-3 + q * (-8.01019817e-4 + q * 7.853896846e-5))))));
  let u = size - 1.0;
  let far = 1.0 - exp(-1.849605517 + u * (-2.638966777 + u * (-0.8431186213 + u * (-0.04149998163 + u * (9.890189585e-3 + u * (-1.825896431e-3 + u * 1.855440589e-4))))));
  return sign(x) * select(far, near, size < ${T}(1.0));
}`,
  },
  expm1Of: {
    needs: ['expOf'],
    source: (T) => `\
// Near 0 by Taylor's series; the first term left out is below 2e-8 of the sum.
fn expm1Of(x: ${T}) -> ${T} {
  let near = x * (1.0 + x * (0.5 + x * (0.16666667 + x * (0.041666667 + x * (8.3333333e-3 + x * (1.3888889e-3 + x * 1.9841270e-4))))));
  return select(expOf(x) - 1.0, near, abs(x) < ${T}(0.35));
}`,
  },
} as const satisfies Record<WgslFunctionName, WgslFunction>;

/** The sources of these functions and of what they need, each once, callees first. */
export function functionSources(names: Iterable<WgslFunctionName>, type: WgslType): string {
  const sources = new Map<WgslFunctionName, string>();
  const add = (name: WgslFunctionName): void => {
    if (sources.has(name)) return;
    const { needs, source }: WgslFunction = functions[name];
    needs.forEach(add);
    sources.set(name, callsFor(source(type), type));
  };
  for (const name of names) add(name);
  return [...sources.values()].join('\n');
}

/** WGSL does not overload: what works on four numbers has names of its own. */
export function callsFor(text: string, type: WgslType): string {
  if (type === 'f32') return text;
  return text.replace(/\b\w+(?=\()/g, (name) => (Object.hasOwn(functions, name) ? `${name}4` : name));
}
