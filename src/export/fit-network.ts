import { inputName, type Feature, type Target } from '../data/encoding.ts';
import { features as planeFeatures, inTableOrder } from '../data/features.ts';
import { classCountOf, lossProblem } from '../experiment/data-sets.ts';
import { drawnUnits } from '../experiment/drawing.ts';
import { activationSettings } from '../experiment/layer-activations.ts';
import { featureNames, isPlaneSet, lossNames, type FeatureName, type LossName } from '../experiment/names.ts';
import { parseExperiment, type Experiment } from '../experiment/schema.ts';
import { losses } from '../nn/losses.ts';
import { short, type BroughtNetwork, type BroughtOutput } from './brought-network.ts';
import type { BroughtInput } from './said-of-network.ts';
import { rescaled, type Rescaling } from './rescale-network.ts';

/** What the data that there are give a network, and ask of it. */
export interface PresentData {
  readonly features: readonly Feature[];
  readonly target: Target;
  readonly experiment: Experiment;
}

/** How a brought network stands in the place of the present one. */
export interface FittedNetwork {
  readonly ok: true;
  /** The settings that change. */
  readonly patch: Partial<Experiment>;
  /** In the order and in the units of the inputs and of the target that there are then. */
  readonly parameters: Float64Array;
}

export type Fitting = FittedNetwork | { readonly ok: false; readonly message: string };

const refused = (message: string): Fitting => ({ ok: false, message });

/**
 * Puts a brought network in the place of the present one: its inputs by their names where it says them and the data
 * have them, else in their order. A file that says how its inputs are scaled, or what it predicts, does the same
 * afterwards for rows in their own units, whatever the present scaling is.
 */
export function fitNetwork(network: BroughtNetwork, present: PresentData): Fitting {
  const { hidden, activations, outputCount } = network;
  const { experiment, target } = present;
  const chosen = chosenFeatures(network.inputs, experiment);
  const features = chosen === null ? present.features : chosen.map((name) => planeFeatures[name]);
  const sources = sourcesOf(network, features);
  if (typeof sources === 'string') return refused(sources);
  const patch: Partial<Experiment> = {
    hidden: [...hidden],
    // These were about other links.
    ...{ frozen: '', cut: '' },
    ...(chosen === null ? {} : { features: chosen }),
    ...(activations === null ? {} : activationSettings(activations, experiment)),
    ...lossSetting(network, experiment),
  };
  const next = parseExperiment({ ...experiment, ...patch });
  if (!next.ok) return refused(`It does not fit the present data: ${next.message}.`);
  const { outputCount: countFor, outputActivation } = losses[next.value.loss];
  const classCount = classCountOf(next.value);
  const expected = countFor(classCount);
  if (outputCount !== expected)
    return refused(`It puts out ${outputCount} numbers, the present data and loss need ${expected}.`);
  if (!goesWith(network.output, next.value.loss, classCount))
    return refused(
      `Its outputs are ${outputWords[network.output ?? 'linear']}, the present data and loss need ${outputWords[outputActivation(classCount) === 'tanh' ? 'tanh' : 'linear']}.`,
    );
  const parameters = rescaled(network, rescalingOf(network, sources, features, target));
  return parameters.every(Number.isFinite)
    ? { ok: true, patch, parameters }
    : refused('In the scaling of the present data its weights would not be finite.');
}

const outputWords: Readonly<Record<BroughtOutput, string>> = {
  linear: 'sums as they are',
  tanh: 'put through tanh',
  probabilities: 'probabilities of classes',
};

function namesOf(inputs: BroughtNetwork['inputs']): string[] | null {
  const names = inputs?.map(({ name }) => name).filter((name) => name !== null) ?? [];
  return names.length === inputs?.length && new Set(names).size === names.length ? names : null;
}

/** Those of the plane that the network reads, where it says them and they can be chosen; null where they cannot. */
function chosenFeatures(
  inputs: BroughtNetwork['inputs'],
  { dataSet, drawn }: Experiment,
): FeatureName[] | null {
  const names = namesOf(inputs);
  const isOwnPlane = dataSet === 'draw' && drawnUnits(drawn)?.axes === undefined;
  if (names === null || !(isPlaneSet(dataSet) || dataSet === 'formula' || isOwnPlane)) return null;
  const chosen = featureNames.filter((name) => names.includes(inputName(planeFeatures[name])));
  return chosen.length === names.length ? inTableOrder(chosen) : null;
}

/** Of each present input its place in the network; a text that says why there are none. */
function sourcesOf({ inputs, inputCount }: BroughtNetwork, features: readonly Feature[]): number[] | string {
  const given = features.map(inputName);
  const listed = `${given.slice(0, 12).map(short).join(', ')}${given.length > 12 ? ', …' : ''}`;
  const names = namesOf(inputs);
  const known = names?.filter((name) => given.includes(name)) ?? [];
  if (names !== null && known.length > 0) {
    const unknown = names.find((name) => !given.includes(name));
    if (unknown !== undefined)
      return `It reads “${short(unknown)}”, which is none of the present inputs (${listed}): choose those that it was trained on first.`;
    if (names.length === given.length) return given.map((name) => names.indexOf(name));
  }
  if (inputCount === given.length) return given.map((_, i) => i);
  return `It reads ${inputCount} inputs, the present data and features give ${given.length} (${listed}): choose those that it was trained on first.`;
}

/** The loss that the file says, or the present one, where the outputs go with it; else the first that they go with. */
function lossSetting(
  { loss, output, outputCount }: BroughtNetwork,
  experiment: Experiment,
): Pick<Experiment, 'loss'> {
  const classCount = classCountOf(experiment);
  const fits = (name: LossName): boolean =>
    lossProblem(name, classCount) === null &&
    losses[name].outputCount(classCount) === outputCount &&
    goesWith(output, name, classCount);
  const wished = loss ?? experiment.loss;
  if (output === null || fits(wished)) return { loss: wished };
  const usual: readonly LossName[] = ['cross-entropy', 'binary-cross-entropy', ...lossNames];
  return { loss: usual.find(fits) ?? wished };
}

function goesWith(output: BroughtOutput | null, loss: LossName, classCount: number): boolean {
  const { probabilities, outputActivation } = losses[loss];
  if (output === null) return true;
  return output === 'probabilities' ? probabilities !== null : outputActivation(classCount) === output;
}

/** Rows stay in their own units where the file says of which columns they are, or how they are scaled. */
function rescalingOf(
  { inputs, target }: BroughtNetwork,
  sources: readonly number[],
  features: readonly Feature[],
  present: Target,
): Rescaling {
  const isAsItIs = ({ shift, scale }: Pick<BroughtInput, 'shift' | 'scale'>): boolean =>
    shift === 0 && scale === 1;
  const names = namesOf(inputs) ?? [];
  const areNamed = names.length > 0 && features.every((feature) => names.includes(inputName(feature)));
  const isInOwnUnits =
    areNamed ||
    inputs?.some((input) => !isAsItIs(input)) === true ||
    (target?.kind === 'number' && !isAsItIs(target));
  const asItIs = { shift: 0, scale: 1 };
  const ofFeature = (feature: Feature) =>
    feature.as === 'value' ? { shift: feature.shift ?? 0, scale: feature.scale ?? 1 } : asItIs;
  return {
    inputs: sources.map((source, i) => {
      const from = inputs?.[source];
      return isInOwnUnits && from !== undefined
        ? { source, from, to: ofFeature(features[i]) }
        : { source, from: asItIs, to: asItIs };
    }),
    outputs:
      isInOwnUnits && target?.kind === 'number' && present.kind === 'number'
        ? { from: target, to: { shift: present.shift ?? 0, scale: present.scale ?? 1 } }
        : { from: asItIs, to: asItIs },
    places: placesOf(target?.kind === 'class' ? target.classes : [], present),
  };
}

/** Of each present class its place in the network; in their order where they are not the same classes. */
function placesOf(classes: readonly string[], target: Target): number[] | null {
  if (target.kind === 'number' || target.classes.length !== classes.length) return null;
  const places = target.classes.map((name) => classes.indexOf(name));
  return new Set(places).size === places.length && !places.includes(-1) ? places : null;
}
