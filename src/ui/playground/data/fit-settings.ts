import { classCountOf, fittingLoss, lossProblem } from '../../../experiment/data-sets.ts';
import {
  activationsFor,
  activationSettings,
  layerActivations,
} from '../../../experiment/layer-activations.ts';
import { dropoutSetting } from '../../../experiment/layer-dropout.ts';
import { placesAfter } from '../../../experiment/parameter-places.ts';
import { defaultPoints, type Experiment } from '../../../experiment/schema.ts';
import { lossLabels } from '../../../experiment/shown-names.ts';

const aboutData = ['dataSet', 'classes', 'file', 'drawn', 'formula'] as const;

/** Settings that follow from a change of what there is to predict. */
export class FittingSettings {
  readonly #onReplaced: (message: string, next: Experiment) => void;
  /** The loss that gave way when there were more than two classes, for when there no longer are. */
  #replacedLoss: Experiment['loss'] | null = null;

  /** `onReplaced` hears, in a sentence, of a loss that was changed for the user, before the settings hold. */
  constructor(onReplaced: (message: string, next: Experiment) => void) {
    this.#onReplaced = onReplaced;
  }

  /** `present` with the change, and with what fits it. */
  after(present: Experiment, patch: Partial<Experiment>): Experiment {
    const next = { ...present, ...patch };
    if (patch.activation !== undefined && patch.activations === undefined) next.activations = [];
    else if (patch.activations !== undefined)
      Object.assign(next, activationSettings(layerActivations(next), next));
    else if (patch.hidden !== undefined) Object.assign(next, activationsFor(next.hidden, present));
    for (const kind of ['frozen', 'cut'] as const)
      if (patch[kind] === undefined)
        next[kind] = placesAfter(kind, next[kind], present.hidden.length, next.hidden.length);
    if (patch.hidden !== undefined || patch.dropout !== undefined) next.dropout = dropoutSetting(next);
    if (patch.loss !== undefined) this.#replacedLoss = null;
    if (aboutData.every((setting) => patch[setting] === undefined)) return next;
    const isUsual = next.points === defaultPoints(present.dataSet);
    if (patch.dataSet !== undefined && patch.points === undefined && isUsual)
      next.points = defaultPoints(next.dataSet);
    if (patch.loss === undefined) this.#fitLoss(next, present);
    return next;
  }

  /** A loss that judges the new number of classes: of more than two each has an output, and cross-entropy suits them. */
  #fitLoss(next: Experiment, present: Experiment): void {
    const classCount = classCountOf(next);
    const problem = lossProblem(next.loss, classCount);
    const wereMany = classCountOf(present) > 2;
    const replaced = this.#replacedLoss;
    if (classCount <= 2 && wereMany && replaced !== null && lossProblem(replaced, classCount) === null) {
      next.loss = replaced;
      this.#replacedLoss = null;
      return;
    }
    if (problem === null && (classCount <= 2 || wereMany || next.loss === 'cross-entropy')) return;
    if (classCount > 2) this.#replacedLoss = next.loss;
    next.loss = fittingLoss(classCount);
    const reason = problem ?? `each of the ${classCount} classes has an output of its own`;
    const [first, rest] = [reason[0].toUpperCase(), reason.slice(1)];
    this.#onReplaced(`${first}${rest}: the loss is now ${lossLabels[next.loss]}.`, next);
  }
}
