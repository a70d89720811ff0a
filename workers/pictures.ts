import type { ShownSlice } from '../src/data/data-set-types.ts';
import { askedColumns } from '../src/data/asked-row.ts';
import { createDataSet, type DataSet, type DataSettings } from '../src/data/data-set.ts';
import { inputName, type Encoding, type Feature, type Target } from '../src/data/encoding.ts';
import { features } from '../src/data/features.ts';
import { lessonOrigin } from '../src/data/lesson-data-set.ts';
import { planeTarget } from '../src/data/plane-table.ts';
import { gridPoints } from '../src/data/grid.ts';
import { sliceableColumns, type SlicedRows } from '../src/data/shown-slice.ts';
import { sliceInputs, type Slice } from '../src/data/slice.ts';
import { realSets } from '../src/data/real/real-sets.ts';
import { featureNames, generatedNames, isRealSet, type DataSetName } from '../src/experiment/names.ts';
import type { Experiment } from '../src/experiment/schema.ts';
import type {
  DataOrigin,
  DataPicture,
  DataSummary,
  FeatureMaps,
  InputSummary,
  NetworkPicture,
  SlicePicture,
  Thumbnails,
} from '../src/protocol/picture-messages.ts';
import type { Run } from '../src/training/run.ts';
import { mapResolution } from '../src/training/view.ts';

/** What a picture of the data is made of. */
export type Pictured = Pick<Run, 'dataSet' | 'shown' | 'experiment'> & {
  readonly noisyClasses?: Run['noisyClasses'];
  readonly measured: Pick<Run['measured'], 'sampleRows'>;
};

/** What the page shows of a data set. */
export function pictureData(run: Pictured): DataPicture {
  const { dataSet, shown } = run;
  const { task, classNames, table, encoding, rows } = dataSet;
  const { slice, train, test } = shown;
  return {
    task,
    classNames,
    window: slice.window,
    slice: encoding === null ? null : pictureSlice(shown, { table, encoding }, dataSet.name === 'draw'),
    train,
    test,
    ...trainedLabels(run),
    rows,
    featureMaps: pictureFeatures(slice, encoding),
    origin: originOf(dataSet.name),
    summary: summaryOf(run),
    inputs: encoding === null ? null : encoding.features.map((feature) => summarizeInput(feature, dataSet)),
    columns: askedColumns(dataSet),
    pixels: isRealSet(dataSet.name) ? (realSets[dataSet.name].picture ?? null) : null,
    targetName: task === 'regression' ? (encoding?.target ?? planeTarget([])).column : null,
    targetScale: encoding === null ? (dataSet.targetScale ?? null) : scaleOf(encoding.target),
  };
}

/** Of the points that are drawn, the first of all. */
function trainedLabels({ noisyClasses = null, dataSet, shown }: Pictured): Pick<DataPicture, 'trainedLabel'> {
  if (noisyClasses === null) return {};
  const drawn = noisyClasses.subarray(0, shown.train.label.length);
  // Two classes are the two sides of 0.
  return {
    trainedLabel: dataSet.classNames.length === 2 ? drawn.map((place) => 2 * place - 1) : drawn.slice(),
  };
}

/** Equal where the same labels are trained on, of the same data. */
export function noiseKey({ labelNoise, seed }: Pick<Experiment, 'labelNoise' | 'seed'>): string {
  return labelNoise === 0 ? '' : `${labelNoise} ${seed}`;
}

function summaryOf({ dataSet, shown, experiment, measured }: Pictured): DataSummary {
  const { name, table, rows, heldOut } = dataSet;
  // Where both sides are the same rows, they count once.
  const isOneSide = rows.test === rows.train;
  const used = rows.train.length + (isOneSide ? 0 : rows.test.length);
  const drawn = shown.train.label.length + (isOneSide ? 0 : shown.test.label.length);
  const validation = heldOut?.length ?? 0;
  const dropped = name === 'file' ? (experiment.file?.dropped ?? 0) : 0;
  return {
    rows: used,
    leftOut: table.rowCount - used - validation + dropped,
    ...(validation > 0 ? { validation } : {}),
    ...(measured.sampleRows === null ? {} : { measured: measured.sampleRows }),
    ...(drawn < used ? { drawn } : {}),
  };
}

function originOf(name: DataSetName): DataOrigin | null {
  if (name === 'lesson') return lessonOrigin;
  if (!isRealSet(name)) return null;
  const { about, changes = null, source, licence } = realSets[name];
  return { about, changes, source, licence };
}

/** Of a network's inputs as many as it shows. */
const mostInputMaps = 64;

function pictureSlice(
  { slice, through }: ShownSlice,
  data: Pick<SlicedRows, 'table' | 'encoding'>,
  isDrawn: boolean,
): SlicePicture {
  const { encoding } = data;
  if (isDrawn && slice.kind === 'columns')
    return { columns: slice.axes, axes: slice.axes, shares: null, through: null, isFixed: true };
  const columns = sliceableColumns(data);
  if (slice.kind === 'columns') return { columns, axes: slice.axes, shares: null, through: through ?? null };
  if (slice.kind === 'line')
    return { columns, axes: [slice.axis, encoding.target.column], shares: null, through: null, isLine: true };
  return { columns, axes: null, shares: slice.components.shares, through: null };
}

function pictureFeatures(slice: Slice, encoding: Encoding | null): FeatureMaps {
  const cells = gridPoints(mapResolution, slice.window);
  const names = encoding === null ? featureNames : encoding.features.map(inputName);
  const maps = sliceInputs(encoding?.features ?? featureNames.map((name) => features[name]), slice, cells);
  const shown = names.slice(0, mostInputMaps);
  const values = Object.fromEntries(shown.map((name, i) => [name, Float32Array.from(maps[i])]));
  return { resolution: mapResolution, values, isLine: slice.kind === 'line' };
}

function summarizeInput(feature: Feature, { notes }: DataSet): InputSummary {
  const note = notes.find(({ column }) => column === feature.of)?.message ?? null;
  const name = inputName(feature);
  if (feature.as !== 'value') return { name, scaling: null, note };
  const { shift = 0, scale = 1 } = feature;
  return { name, scaling: { shift, scale }, note };
}

function scaleOf(target: Target): DataPicture['targetScale'] {
  if (target.kind !== 'number') return null;
  const { shift = 0, scale = 1 } = target;
  return { shift, scale };
}

/** What the page needs to draw a network. */
export function pictureNetwork({ network, dataSet, train }: Run): NetworkPicture {
  const { inputs, outputs: names, layers, parameterCount, shownNeurons, shape } = network;
  const outputs = { names, low: shape.loss === 'cross-entropy' ? 0 : -1 } as const;
  const inputPicture =
    dataSet.picture === null
      ? null
      : { ...dataSet.picture, mean: Float32Array.from(train.inputs, (pixel) => meanOf(pixel)) };
  return { inputs, inputPicture, outputs, layers, parameterCount, shownNeurons };
}

function meanOf(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Points of a thumbnail: as many as are told apart in it. */
const mostThumbnailPoints = 240;

/** Whether two settings draw every generated data set alike. */
export function drawAlike(a: DataSettings, b: DataSettings): boolean {
  const read = ({ noise, points, classes, squares, dataSeed }: DataSettings): string =>
    [noise, Math.min(points, mostThumbnailPoints), classes, squares, dataSeed].join();
  return read(a) === read(b);
}

/** Every generated data set as the settings draw it. */
export function pictureThumbnails(settings: DataSettings): Thumbnails {
  const points = Math.min(settings.points, mostThumbnailPoints);
  const entries = generatedNames.map((dataSet) => {
    const { train, classNames } = createDataSet({ ...settings, dataSet, points, trainShare: 50 });
    return [dataSet, { points: train, classCount: classNames.length }] as const;
  });
  return Object.fromEntries(entries) as Thumbnails;
}
