import { powerOf } from '../../autograd/ops.ts';
import { FunctionBody, type FunctionType } from './encoding/function-body.ts';
import { ModuleBuilder } from './encoding/module-builder.ts';
import { LaneMath, type Features, type ScalarFunctions } from './lane-math.ts';
import { lanesOf, type Lanes, type LaneType } from './lanes.ts';

/** One module while it is being compiled. */
export class Compilation {
  readonly module = new ModuleBuilder();
  readonly lanes: Lanes;
  readonly features: Features;
  readonly #scalars: ScalarFunctions;

  constructor(type: LaneType, features: Features) {
    this.lanes = lanesOf[type];
    this.features = features;
    const unary = { parameters: ['f64'], results: ['f64'] } as const;
    const binary = { parameters: ['f64', 'f64'], results: ['f64'] } as const;
    this.#scalars = {
      sin: this.module.importFunction('math', 'sin', unary),
      cos: this.module.importFunction('math', 'cos', unary),
      pow: this.module.importFunction('math', 'pow', binary),
    };
  }

  function(type: FunctionType): LaneMath {
    return new LaneMath(new FunctionBody(type), this.lanes, this.features, this.#scalars);
  }

  /** Arithmetic in f64 inside a function of any lanes, without relaxed instructions. */
  inF64(m: LaneMath): LaneMath {
    return new LaneMath(m.body, lanesOf.f64, { relaxedMadd: false }, this.#scalars);
  }
}

/** What `Compilation` imports. */
export const moduleImports = { math: { sin: Math.sin, cos: Math.cos, pow: powerOf } };
