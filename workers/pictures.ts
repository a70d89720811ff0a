import type { DataSet } from '../src/data/data-set.ts';
import { features } from '../src/data/features.ts';
import { gridPoints } from '../src/data/grid.ts';
import { featureNames } from '../src/experiment/names.ts';
import type { DataPicture, FeatureMaps, NetworkPicture } from '../src/protocol/messages.ts';
import type { Network } from '../src/training/network.ts';
import { mapResolution } from '../src/training/view.ts';

/** What the page shows of a data set. */
export function pictureData({ task, window, train, test }: DataSet): DataPicture {
  const { x1, x2 } = gridPoints(mapResolution, window);
  const map = (name: (typeof featureNames)[number]): Float32Array =>
    Float32Array.from(x1, (value, i) => features[name](value, x2[i]));
  const values = Object.fromEntries(featureNames.map((name) => [name, map(name)])) as FeatureMaps['values'];
  return { task, window, train, test, featureMaps: { resolution: mapResolution, values } };
}

/** What the page needs to draw a network. */
export function pictureNetwork({ inputs, layers, parameterCount, shownNeurons }: Network): NetworkPicture {
  return { inputs, layers, parameterCount, shownNeurons };
}
