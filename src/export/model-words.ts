import { commentText } from './quote.ts';
import { classesOf, epochText, isFiniteModel, sizesOf, type TrainedModel } from './trained-model.ts';

/** What a file says of its model at its head, line by line; every line can stand in any comment. */
export function headLines(model: TrainedModel): string[] {
  const { columns, target } = model;
  const classes = classesOf(model);
  const predicts =
    target.kind === 'class'
      ? `one of ${classes.length} classes (${commentText(target.column)})`
      : `a number (${commentText(target.column)})`;
  return [
    `${commentText(model.title)}: a ${sizesOf(model)} network as it was at epoch ${epochText(model.epoch)}, from Chainrule.`,
    `It reads ${columns.length === 1 ? 'one column' : `${columns.length} columns`} in their own units and predicts ${predicts}.`,
    ...(isFiniteModel(model)
      ? []
      : ['Its training had diverged: some of its weights are no finite numbers.']),
  ];
}
