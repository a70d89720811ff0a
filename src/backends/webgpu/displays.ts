import { inFours, switchOver } from './loops.ts';
import { displayCodes, type PlanDisplay } from './network-plan.ts';

/** WGSL for what is done to predictions before they are shown. It needs the type `Prediction`. */

/**
 * exp(zᵢ - max z) / Σ exp(zⱼ - max z), the differences ending at -80. The tape's own way, over the logarithm of the
 * sum, loses as many digits as the logits are large.
 */
export function softmaxSource(outputCount: number): string {
  return `\
fn softmaxOf(logits: Prediction) -> Prediction {
  var shares = logits;
  var largest = shares[0];
  for (var i = 1u; i < ${outputCount}u; i++) {
    largest = max(largest, shares[i]);
  }
  var total = 0.0;
  for (var i = 0u; i < ${outputCount}u; i++) {
    shares[i] = exp(-min(largest - shares[i], 80.0));
    total += shares[i];
  }
  for (var i = 0u; i < ${outputCount}u; i++) {
    shares[i] /= total;
  }
  return shares;
}
`;
}

const ofOne = {
  identity: 'prediction',
  'two-sigmoid-minus-one': `${inFours('sigmoid', 'vec4f(prediction)')}.x * 2.0 - 1.0`,
  softmax: '1.0',
} as const satisfies Record<PlanDisplay, string>;

const ofSeveral = {
  identity: 'prediction',
  softmax: 'softmaxOf(prediction)',
} as const satisfies Record<Exclude<PlanDisplay, 'two-sigmoid-minus-one'>, string>;

/** `display`, which chooses by the network's table; see loops.ts. */
export function displaySource(outputCount: number): string {
  const { identity, softmax } = displayCodes;
  const cases =
    outputCount === 1
      ? switchOver(displayCodes, (name: PlanDisplay) => ofOne[name])
      : switchOver({ identity, softmax }, (name: keyof typeof ofSeveral) => ofSeveral[name]);
  return `\
${outputCount === 1 ? '' : softmaxSource(outputCount)}\
fn display(prediction: Prediction) -> Prediction {
  switch network.display {
${cases}
    default: { return prediction; }
  }
}
`;
}
