import { describe, expect, it } from 'vitest';
import { interpreter } from '../../../src/backends/interpreter/interpreter.ts';
import { askedColumns, columnsBehind, tableOfRow } from '../../../src/data/asked-row.ts';
import { createDataSet, type TableSource } from '../../../src/data/data-set.ts';
import { chooseSlice } from '../../../src/data/shown-slice.ts';
import type { Table } from '../../../src/data/table.ts';
import { drawingOf, drawnUnits, redraw } from '../../../src/experiment/drawing.ts';
import type { FileData } from '../../../src/experiment/file-data.ts';
import { defaultExperiment, type Experiment } from '../../../src/experiment/schema.ts';
import { describeModel } from '../../../src/export/describe-model.ts';
import { exportJavaScript } from '../../../src/export/javascript.ts';
import { readRun, writeRun } from '../../../src/export/run-json.ts';
import { NetworkCache } from '../../../src/training/network-cache.ts';
import { Run } from '../../../src/training/run.ts';
import { textFrom } from '../../../src/ui/playground/draw/from-data.ts';
import { withDrawing } from '../../../src/ui/playground/draw/optimistic.ts';
import { createEngines } from '../../../workers/engines.ts';
import { pictureData } from '../../../workers/pictures.ts';
import { RunKeeper } from '../../../workers/run-keeper.ts';

const rows = Array.from({ length: 60 }, (_, i) => i);
const lengths = rows.map((i) => Math.round(43 + 36 * ((i * 0.618) % 1)) / 10);
const widths = rows.map((i) => Math.round(20 + 24 * ((i * 0.755) % 1)) / 10);
const kinds = ['setosa', 'versicolor', 'virginica'];

const flowers: Table = {
  rowCount: rows.length,
  columns: [
    { name: 'sepal length', kind: 'number', values: Float64Array.from(lengths) },
    { name: 'sepal width', kind: 'number', values: Float64Array.from(widths) },
    {
      name: 'species',
      kind: 'category',
      codes: Int32Array.from(rows, (i) => (lengths[i] > 6 ? 2 : widths[i] > 3 ? 0 : 1)),
      categories: kinds,
    },
    {
      name: 'price',
      kind: 'number',
      values: Float64Array.from(rows, (i) => 100 + 10 * Math.round(lengths[i] * 2)),
    },
  ],
};
const tables: TableSource = () => flowers;

function ofFile(target: FileData['target']): Experiment {
  const file: FileData = {
    ...{
      id: '0123456789abcdef',
      name: 'flowers.csv',
      rows: 60,
      dropped: 0,
      reading: { faulty: 'leave-out' },
    },
    ...{ inputs: ['sepal length', 'sepal width'], target, categorical: [], manyCategories: [] },
    ...{ missing: 'leave-out', split: null, classes: target.kind === 'class' ? kinds : [] },
  };
  const loss = target.kind === 'class' ? 'cross-entropy' : 'squared-error';
  return { ...defaultExperiment, dataSet: 'file', file, loss, engine: 'interpreter' };
}

const pictureOf = (run: Run) =>
  pictureData({ dataSet: run.dataSet, shown: run.shown, experiment: run.experiment, measured: run.measured });

/** A file, and what is drawn where one begins with it. */
function begun(target: FileData['target']): { readonly file: Run; readonly experiment: Experiment } {
  const settings = ofFile(target);
  const file = new Run(settings, interpreter, () => 0, null, new NetworkCache(), tables);
  return {
    file,
    experiment: { ...settings, dataSet: 'draw', file: null, drawn: textFrom(pictureOf(file), settings) },
  };
}

const ofClasses = { kind: 'class', column: 'species' } as const;
const ofNumbers = { kind: 'number', column: 'price' } as const;

describe('a drawing that was begun from a file', () => {
  it.each([ofClasses, ofNumbers])('trains as the file does, to the bit: %o', (target) => {
    const { file, experiment } = begun(target);
    const drawn = new Run(experiment, interpreter, () => 0);
    expect(drawn.train.inputs).toEqual(file.train.inputs);
    expect(drawn.train.targets).toEqual(file.train.targets);
    for (const run of [file, drawn]) run.advance(Infinity, 4);
    expect(drawn.epoch).toBe(4);
    expect(drawn.parameters()).toEqual(file.parameters());
    expect(drawn.parameters()).not.toEqual(new Run(experiment, interpreter, () => 0).parameters());
  });

  it('is shown by the names and in the units of its columns, whatever slice was chosen', () => {
    const { experiment } = begun(ofClasses);
    const run = new Run(experiment, interpreter, () => 0);
    const data = pictureOf(run);
    const [across, up] = drawnUnits(experiment.drawn)?.axes ?? [];
    expect(data).toMatchObject({
      classNames: kinds,
      slice: { axes: [across?.name, up?.name], isFixed: true },
      window: { x1: [across?.from, across?.to], x2: [up?.from, up?.to] },
      summary: { rows: 60, leftOut: 0 },
    });
    expect(data.inputs?.map(({ name }) => name)).toEqual(['sepal length', 'sepal width']);
    const names = data.slice?.axes ?? ['', ''];
    const shown = chooseSlice(run.dataSet, { x: names[1], y: names[0] });
    expect(shown).toBe(run.dataSet);
    expect(
      [...data.train.x1].every((value) => (names[0] === 'sepal length' ? lengths : widths).includes(value)),
    ).toBe(true);
  });

  it('shows a stroke at once as the worker will, and nothing of another plane', () => {
    const { experiment } = begun(ofClasses);
    const data = pictureOf(new Run(experiment, interpreter, () => 0));
    const fewer = { ...experiment, drawn: redraw(experiment.drawn, drawingOf(experiment.drawn).slice(5)) };
    const { train, test, classNames, summary } = withDrawing(data, fewer);
    const told = pictureOf(new Run(fewer, interpreter, () => 0));
    expect({ train, test, classNames, summary }).toEqual({
      train: told.train,
      test: told.test,
      classNames: told.classNames,
      summary: told.summary,
    });
    expect(train.label).toHaveLength(data.train.label.length - 5);
    expect(withDrawing(data, { ...experiment, drawn: '1,1,1_2,2,3' })).toBe(data);
  });

  it('is asked about in its units, also while nothing is drawn', () => {
    const { experiment } = begun(ofClasses);
    const { dataSet } = new Run(experiment, interpreter, () => 0);
    expect(tableOfRow(dataSet, { 'sepal length': 5.8, 'sepal width': 3 }).ok).toBe(true);
    expect(tableOfRow(dataSet, { x1: 0, x2: 0 })).toMatchObject({ ok: false });
    const bare = createDataSet({ ...experiment, drawn: redraw(experiment.drawn, []) });
    expect(bare.classNames).toEqual(kinds);
    const columns = askedColumns(bare);
    expect(columns.map(({ name }) => name)).toEqual(columnsBehind(dataSet).map(({ name }) => name));
    for (const [i, axis] of (drawnUnits(experiment.drawn)?.axes ?? []).entries())
      expect(columns[i]).toMatchObject({ name: axis.name, range: [axis.from, axis.to] });
    expect(columns).toHaveLength(2);
  });

  it('ends an epoch with the rows that it began with, and goes on to the same bits from its JSON', () => {
    const { experiment } = begun(ofClasses);
    const keeper = new RunKeeper(
      createEngines(() => 0),
      () => 0,
    );
    keeper.adopt(experiment, null).run.advance(Infinity, 2, 10);
    const fewer = { ...experiment, drawn: redraw(experiment.drawn, drawingOf(experiment.drawn).slice(5)) };
    const { run, effect } = keeper.adopt(fewer, null);
    expect(effect).toBe('live');
    const opened = readRun(writeRun({ state: run.state() }));
    expect(opened).toMatchObject({ ok: true, file: { state: { epochDrawn: experiment.drawn } } });
    if (!opened.ok) return;
    const again = new Run(opened.file.state.experiment, interpreter, () => 0);
    again.restore(opened.file.state);
    for (const one of [run, again]) one.advance(Infinity, 5);
    expect(again.parameters()).toEqual(run.parameters());
    expect(run.train.count).toBe(25);
  });

  it('is taken away with its scaling inside', () => {
    const { experiment } = begun(ofNumbers);
    const run = new Run(experiment, interpreter, () => 0);
    const { network, encoding, dataSet } = run;
    const model = describeModel({
      ...{ title: 'Flowers', epoch: 0, encoding, columns: columnsBehind(dataSet), module: network.module },
      ...{ loss: experiment.loss, parameters: run.parameters(), output: network.tapes.output },
    });
    expect(model.inputNames).toEqual(columnsBehind(dataSet).map(({ name }) => name));
    const { shift } = drawnUnits(experiment.drawn)?.target ?? {};
    expect(model.target).toMatchObject({ kind: 'number', column: 'price', shift });
    expect(exportJavaScript(model)).toContain('sepal length');
  });
});
