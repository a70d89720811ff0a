import type { TemplateResult } from 'lit';
import { measureNames, type Ask, type MeasureName } from '../../compare/ask.ts';
import { measureLabels, measureReason } from '../../compare/measures.ts';
import type { Experiment } from '../../experiment/schema.ts';
import type { CompareStore } from './compare-store.ts';
import { selectOf } from './fields.ts';

/** By what set-ups are judged or shown; what these have nothing of cannot be chosen. */
export function measureSelect(
  label: string,
  model: CompareStore,
  measure: MeasureName,
  { experiment, ask }: { readonly experiment: Experiment; readonly ask: Ask },
): TemplateResult {
  return selectOf(
    label,
    measureNames,
    measureLabels,
    measure,
    (next) => model.change({ measure: next }),
    (name) => measureReason(name, experiment, ask),
  );
}
