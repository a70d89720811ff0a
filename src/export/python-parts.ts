import type { Feature } from '../data/encoding.ts';
import { headLines } from './model-words.ts';
import { hasProbabilities } from './part-tapes.ts';
import { commentText, listText, numberPython as number, quotePython as quote } from './quote.ts';
import { classesOf, type TrainedModel } from './trained-model.ts';

const list = (items: readonly string[], indent = ''): string => listText(items, ['[', ']'], indent);

/** The docstring of a file, with what it needs. */
export function pythonHead(model: TrainedModel, needs: string, name: string): string {
  const cells = model.columns.slice(0, 4).map(({ kind }) => (kind === 'number' ? '0.5' : '"..."'));
  const row = `${cells.join(', ')}${model.columns.length > 4 ? ', ...' : ''}`;
  return [
    `"""${headLines(model).join('\n')}`,
    `Needs ${needs}. Rows are lists in the order of COLUMNS, or dictionaries by their names:`,
    '',
    ...importLines(name, ['predict']),
    `    predict([[${row}]])`,
    '"""',
  ].join('\n');
}

/** Words that no module can be called, as Python's `keyword.kwlist` has them. */
const keywords: ReadonlySet<string> = new Set(
  (
    'False None True and as assert async await break class continue def del elif else except finally for from ' +
    'global if import in is lambda nonlocal not or pass raise return try while with yield'
  ).split(' '),
);

/** How a program gets at what a file has. A file whose stem is no name of a module is run by its path. */
export function importLines(name: string, wanted: readonly string[]): string[] {
  const stem = name.replace(/\.py$/, '');
  if (/^[A-Za-z_]\w*$/.test(stem) && !keywords.has(stem))
    return [`    from ${stem} import ${wanted.join(', ')}`];
  return [
    '    from runpy import run_path',
    `    module = run_path(${quote(name)})`,
    ...wanted.map((each) => `    ${each} = module["${each}"]`),
  ];
}

/** What rows hold and what is predicted of them. */
export function pythonDescription(model: TrainedModel): string {
  const { columns, outputNames, target } = model;
  const described = columns.map((column) => {
    const categories = column.kind === 'number' ? 'None' : list(column.categories.map(quote), '    ');
    return `    (${quote(column.name)}, ${categories}),`;
  });
  return [
    '# Names of the columns of a row; of categories those that are known, None of numbers.',
    `COLUMNS = [\n${described.join('\n')}\n]`,
    `OUTPUTS = ${list(outputNames.map(quote))}`,
    ...(target.kind === 'class' ? [`CLASSES = ${list(classesOf(model).map(quote))}`] : []),
  ].join('\n');
}

const cellsFunction = `def _cells(row):
    cells = []
    for i, (name, categories) in enumerate(COLUMNS):
        cell = row.get(name) if isinstance(row, dict) else row[i]
        kind = (int, float) if categories is None else str
        if cell is not None and not isinstance(cell, kind):
            raise TypeError(f"{name!r} is {cell!r}: expected a {'number' if categories is None else 'text'}")
        cells.append(math.nan if cell is None and categories is None else cell)
    return cells`;

const needFunction = `def _need(cell, i):
    if cell is None or cell != cell:
        raise ValueError(f"{COLUMNS[i][0]!r} has no value")
    return cell`;

const scaledFunction = `def _scaled(x, shift, scale):
    distance = x - shift
    return x / scale - shift / scale if math.isinf(distance) else distance / scale`;

/** From rows to lists of what the network reads; needs `math`. */
export function pythonEncode({ columns, features }: TrainedModel): string {
  const at = (name: string): number => columns.findIndex((column) => column.name === name);
  const texts = features.map((feature) => printFeature(feature, at));
  const uses = (name: string): boolean => texts.some((text) => text.includes(`${name}(`));
  return [
    cellsFunction,
    ...(uses('_need') ? [needFunction] : []),
    ...(uses('_scaled') ? [scaledFunction] : []),
    `def _encoded(c):
    return [
${texts.map((text) => `        ${text},`).join('\n')}
    ]`,
    `def encode(rows):
    """What the network reads of each row."""
    return [_encoded(_cells(row)) for row in rows]`,
  ].join('\n\n\n');
}

function printFeature(feature: Feature, at: (name: string) => number): string {
  if (feature.as === 'product')
    return feature.of.map((name) => `_need(c[${at(name)}], ${at(name)})`).join(' * ');
  const place = at(feature.of);
  const cell = `c[${place}]`;
  const needed = `_need(${cell}, ${place})`;
  switch (feature.as) {
    case 'square':
      return `${needed} * ${needed}`;
    case 'sine':
      return `math.sin(${needed})`;
    case 'missing':
      return `float(${cell} is None or ${cell} != ${cell})`;
    case 'one-hot':
      return `float(${feature.missing === 'drop' ? needed : cell} == ${quote(feature.category)})`;
    case 'value': {
      const { shift = 0, scale = 1, missing } = feature;
      const value =
        typeof missing === 'number' ? `(${number(missing)} if ${cell} != ${cell} else ${cell})` : needed;
      return shift === 0 && scale === 1 ? value : `_scaled(${value}, ${number(shift)}, ${number(scale)})`;
    }
  }
}

/** `shown`: how the outputs of rows of cells, as lists of floats, are computed. */
export function pythonPredict({ target, outputNames, loss }: TrainedModel, shown: string): string {
  const head = `def predict(rows):\n    """What is predicted of each row, as a dictionary."""\n    said = []\n    for shown in ${shown}:\n`;
  const tail = '    return said';
  if (target.kind === 'number') {
    const { shift = 0, scale = 1 } = target;
    return `${head}        # ${commentText(target.column)}, in its own units.
        value = shown[0] * ${number(scale)} + ${number(shift)}
        said.append({"outputs": shown, "value": value})
${tail}`;
  }
  const isOne = outputNames.length === 1;
  const place = isOne ? '1 if shown[0] >= 0 else 0' : 'max(range(len(shown)), key=shown.__getitem__)';
  const probabilities = !hasProbabilities(loss)
    ? 'None'
    : isOne
      ? '[(1 - shown[0]) / 2, (1 + shown[0]) / 2]'
      : 'shown';
  return `${head}        place = ${place}
        probabilities = ${probabilities}
        said.append({"outputs": shown, "place": place, "class": CLASSES[place], "probabilities": probabilities})
${tail}`;
}

/** A number's text is a float wherever it stands. */
export { number as pythonNumber };
