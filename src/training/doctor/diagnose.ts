import { deadRelus } from './dead-relus.ts';
import { divergenceComing } from './divergence-coming.ts';
import { explodingGradients } from './exploding-gradients.ts';
import { featureScale } from './feature-scale.ts';
import type { Finding, FindingKind } from './finding.ts';
import { isStuck, measuredMoments } from './measured.ts';
import { overfitting } from './overfitting.ts';
import { rateTooHigh } from './rate-too-high.ts';
import { rateTooLow } from './rate-too-low.ts';
import type { RunRecord } from './record.ts';
import { isWorse, saturatedLayers } from './saturated-layers.ts';
import { thresholds } from './thresholds.ts';
import { underfitting } from './underfitting.ts';
import { vanishingGradients } from './vanishing-gradients.ts';

type Detector = (record: RunRecord) => Finding | null;

/** What is most urgent first: it may be the cause of what follows. */
const detectors = {
  'divergence-coming': divergenceComing,
  'exploding-gradients': explodingGradients,
  'dead-relus': deadRelus,
  'saturated-layer': saturatedLayers,
  'vanishing-gradients': vanishingGradients,
  'rate-too-high': rateTooHigh,
  'feature-scale': featureScale,
  'rate-too-low': rateTooLow,
  overfitting,
  underfitting,
} satisfies Record<FindingKind, Detector>;

/** What follows from a finding needs no finding, and no remedy, of its own. */
const explains: Partial<Readonly<Record<FindingKind, readonly FindingKind[]>>> = {
  'divergence-coming': ['rate-too-high', 'feature-scale', 'underfitting', 'overfitting'],
  'exploding-gradients': ['feature-scale', 'underfitting', 'overfitting'],
  'dead-relus': ['rate-too-low', 'feature-scale', 'underfitting', 'vanishing-gradients'],
  'saturated-layer': ['underfitting', 'rate-too-low', 'feature-scale', 'vanishing-gradients'],
  'vanishing-gradients': ['rate-too-low', 'underfitting', 'feature-scale'],
  'rate-too-high': ['underfitting', 'overfitting'],
  'feature-scale': ['underfitting'],
  'rate-too-low': ['underfitting'],
};

/**
 * Whether vitals are to be measured at once, whatever they cost: nothing is learned, and there are too few of them to
 * tell why.
 */
export function lacksVitals(record: RunRecord): boolean {
  const isFailing = isStuck(record) || isWorse(record);
  return isFailing && measuredMoments(record).length <= thresholds.persistence;
}

/** All that is wrong with a run, the most urgent first; nothing while too little was measured. */
export function diagnose(record: RunRecord): Finding[] {
  const found = Object.values(detectors).flatMap((detector: Detector) => detector(record) ?? []);
  const explained = new Set(found.flatMap(({ kind }) => explains[kind] ?? []));
  return found.filter(({ kind }) => !explained.has(kind));
}
