import { describe, expect, it } from 'vitest';
import { interpreter } from '../../../src/backends/interpreter/interpreter.ts';
import { defaultExperiment } from '../../../src/experiment/schema.ts';
import { describeRun } from '../../../src/export/describe-run.ts';
import { makeFile, type TakenAway } from '../../../src/export/forms.ts';
import { describeWholeRun } from '../../../src/export/whole-run.ts';
import { Run } from '../../../src/training/run.ts';

const run = new Run({ ...defaultExperiment, points: 20, hidden: [2] }, interpreter, () => 0);
const what: TakenAway = { model: describeRun(run), state: run.state(), whole: describeWholeRun(run) };

/** Every form of a Python file, and what its name ends with. */
const forms = [
  ['pytorch', 'network', ''],
  ['pytorch', 'run', '_run'],
  ['pytorch', 'torchrun', '_torchrun'],
  ['numpy', 'network', '_numpy'],
] as const;

function made(form: (typeof forms)[number], title: string, chosen?: string) {
  const model = { ...what.model, title, epoch: 1.25 };
  const { name, content } = makeFile(form[0], { ...what, model, scope: form[1] }, chosen);
  if (typeof content !== 'string') throw new Error(`${name} is no text`);
  return { name, docstring: content.split('"""')[1] };
}

/** Names of files that a docstring says are to be run or imported. */
function namedIn(docstring: string): string[] {
  const imported = Array.from(
    docstring.matchAll(/^ {4}from (\w+) import predict/gm),
    ([, stem]) => `${stem}.py`,
  );
  const started = Array.from(
    docstring.matchAll(/^ {4}(?:python3|torchrun) .*?(\S+\.py)/gm),
    ([, name]) => name,
  );
  return [...imported, ...started];
}

describe.each(forms.map((form) => ({ form })))('a Python file ($form)', ({ form }) => {
  it.each([
    ['Circle', 'Circle_2_2_1_epoch_1_25'],
    ['2 moons', 'network_2_moons_2_2_1_epoch_1_25'],
  ])('on %s is a module, which its docstring names as the file is named', (title, stem) => {
    const { name, docstring } = made(form, title);
    expect(name).toBe(`${stem}${form[2]}.py`);
    const named = namedIn(docstring);
    expect(named.length).toBeGreaterThan(0);
    expect(new Set(named)).toEqual(new Set([name]));
  });

  it('of a chosen name says that one', () => {
    expect(new Set(namedIn(made(form, 'Circle', 'mine.py').docstring))).toEqual(new Set(['mine.py']));
  });
});

it.each(['my-own', 'class', 'None', 'import'])(
  '%s.py, which no import can say, is run by its path',
  (stem) => {
    for (const form of forms.filter(([, scope]) => scope !== 'torchrun')) {
      const { docstring } = made(form, 'Circle', `${stem}.py`);
      expect(docstring).not.toContain(`from ${stem.slice(0, 2)}`);
      expect(docstring).toContain(
        `    from runpy import run_path\n    module = run_path("${stem}.py")\n    predict = module["predict"]\n`,
      );
    }
  },
);

it('a name that is no keyword, though a part of it is one or it is one by its place alone, is imported', () => {
  for (const stem of ['class_', 'Class', 'match', 'classes'])
    expect(made(['pytorch', 'network', ''], 'Circle', `${stem}.py`).docstring).toContain(
      `    from ${stem} import predict\n`,
    );
});
