import { describe, expect, it } from 'vitest';
import type { LabLink } from '../../../../../src/experiment/lab-link.ts';
import { packLink } from '../../../../../src/ui/links/pack-link.ts';
import { packText } from '../../../../../src/ui/links/packed-text.ts';
import { presets } from '../../../../../src/lab/presets.ts';
import { stepModes } from '../../../../../src/lab/step-modes.ts';
import type { ExpressionSubject } from '../../../../../src/ui/lab/workbench/lab-model.ts';
import { LabStore } from '../../../../../src/ui/lab/workbench/lab-store.ts';

async function openLab(
  link: LabLink = {},
  wait = (): Promise<void> => Promise.resolve(),
): Promise<{ lab: LabStore; problems: string[] }> {
  const problems: string[] = [];
  let time = 0;
  const lab = new LabStore({
    onProblems: (list) => problems.push(...list),
    onFailure: (message) => problems.push(message),
    now: () => (time += 10_000),
    wait,
    playground: null,
    // Everything at once.
    slices: { now: () => 0, later: (callback) => callback() },
  });
  await lab.open(link);
  return { lab, problems };
}

function textOf({ subject }: LabStore): ExpressionSubject {
  if (subject.value.kind !== 'expression') throw new Error('this is no expression');
  return subject.value;
}

/** What the lab shows of a name, or undefined where it shows none yet. */
function shown(lab: LabStore, name: string): { data: number | undefined; gradient: number | undefined } {
  const node = lab.graph.value?.names.indexOf(name) ?? -1;
  const numbers = lab.numbers.value;
  if (node < 0 || numbers === null) throw new Error(`nothing is called ${name}`);
  return {
    data: numbers.hasData(node) ? numbers.data[node] : undefined,
    gradient: numbers.hasGradient(node) ? numbers.gradients[node] : undefined,
  };
}

describe('the lab', () => {
  it('opens with the neuron, every number of it computed', async () => {
    const { lab } = await openLab();
    expect(textOf(lab).preset).toBe('neuron');
    expect(shown(lab, 'o').data).toBeCloseTo(Math.SQRT1_2, 12);
    expect(shown(lab, 'x1').gradient).toBeCloseTo(-1.5, 12);
    expect(lab.link.value).toEqual({});
  });

  it.each(presets.map(({ id }) => id))('shows every number that the preset %s is known for', async (id) => {
    const { lab } = await openLab({ preset: id });
    const { data, gradients } = presets.find((preset) => preset.id === id)!.numbers;
    for (const [name, value] of Object.entries(data)) expect(shown(lab, name).data).toBeCloseTo(value, 11);
    for (const [name, value] of Object.entries(gradients)) {
      expect(shown(lab, name).gradient).toBeCloseTo(value, 9);
    }
  });

  it('knows nothing but the leaves at the start, and one node more with every step', async () => {
    const { lab } = await openLab({ preset: 'chain-rule', at: '0' });
    expect(shown(lab, 'a')).toEqual({ data: 2, gradient: undefined });
    expect(shown(lab, 'e').data).toBeUndefined();
    lab.forth();
    expect(shown(lab, 'e').data).toBe(-6);
    expect(shown(lab, 'd').data).toBeUndefined();
    lab.seek(4);
    expect(shown(lab, 'L')).toEqual({ data: -8, gradient: 1 });
    expect(shown(lab, 'd').gradient).toBeUndefined();
    lab.back();
    expect(shown(lab, 'L').gradient).toBeUndefined();
  });

  it('begins again when stepped on from the end', async () => {
    const { lab } = await openLab();
    lab.forth();
    expect(lab.progress.value?.position).toBe(1);
  });

  it('keeps the last graph while the text cannot be read, and says where it went wrong', async () => {
    const { lab } = await openLab();
    await lab.write('n = x1 * (w1');
    expect(lab.error.value?.line).toBe(1);
    expect(shown(lab, 'o').data).toBeCloseTo(Math.SQRT1_2, 12);
    await lab.write('f = x * x');
    expect(lab.error.value).toBeNull();
    expect(shown(lab, 'f').data).toBe(1);
  });

  it('moves a leaf in the text, and stays at its step', async () => {
    const { lab } = await openLab({ preset: 'chain-rule', at: '2' });
    await lab.moveLeaves(new Map([['a', 5]]), 'leaf a');
    expect(textOf(lab).source).toMatch(/^a = 5\n/);
    expect(textOf(lab).preset).toBeNull();
    expect(lab.progress.value?.position).toBe(2);
    expect(shown(lab, 'e').data).toBe(-15);
  });

  it('undoes and redoes texts, presets and moves', async () => {
    const { lab } = await openLab();
    const { source } = textOf(lab);
    await lab.openPreset('order');
    await lab.moveLeaves(new Map([['a', 4]]), 'leaf a');
    expect(shown(lab, 'd').data).toBe(8);
    await lab.undo();
    expect(textOf(lab).preset).toBe('order');
    expect(shown(lab, 'd').data).toBe(6);
    await lab.undo();
    expect(textOf(lab).source).toBe(source);
    expect(lab.canUndo.value).toBe(false);
    await lab.redo();
    await lab.redo();
    expect(shown(lab, 'd').data).toBe(8);
    expect(lab.canRedo.value).toBe(false);
  });

  it('runs the mistakes for real', async () => {
    for (const { id, mistake } of presets) {
      if (mistake === undefined) continue;
      const { lab } = await openLab({ preset: id });
      await lab.setMode(mistake.mode);
      for (const [name, value] of Object.entries(mistake.gradients)) {
        expect(shown(lab, name).gradient).toBeCloseTo(value, 9);
      }
    }
  });

  it('keeps the step of the forward pass when another mode is chosen', async () => {
    const { lab } = await openLab({ at: '3' });
    await lab.setMode('overwrite');
    expect(lab.progress.value?.position).toBe(3);
    lab.seek(Infinity);
    await lab.setMode('correct');
    expect(lab.progress.value?.position).toBe(lab.progress.value?.length);
  });

  it('comes back from its link as it was', async () => {
    const { lab } = await openLab();
    await lab.write('f = a * b ** 2\ng = tanh(f)');
    await lab.moveLeaves(
      new Map([
        ['a', 0.5],
        ['b', -2],
      ]),
      'leaf a',
    );
    await lab.setMode('wrong-derivative');
    await lab.setWrongOp('mul');
    lab.seek(4);
    lab.select(lab.graph.value!.names.indexOf('f'));
    const { lab: again, problems } = await openLab(lab.link.value);
    expect(problems).toEqual([]);
    expect(again.subject.value).toEqual(lab.subject.value);
    expect(again.progress.value).toEqual(lab.progress.value);
    expect([again.mode.value, again.wrongOp.value]).toEqual(['wrong-derivative', 'mul']);
    expect(again.selected.value).toBe(lab.selected.value);
    expect(again.link.value).toEqual(lab.link.value);
  });

  it('brings a random exercise back from its link, its gradients hidden', async () => {
    const { lab } = await openLab();
    await lab.startExercise({ level: 2, seed: 17 }, 'gradients');
    const { lab: again, problems } = await openLab(lab.link.value);
    expect(lab.link.value).toEqual({ exercise: 'gradients.2.17' });
    expect(problems).toEqual([]);
    expect(again.exercise.exercise.value?.source).toBe(lab.exercise.exercise.value?.source);
    expect(textOf(again).source).toBe(again.exercise.exercise.value?.source);
    expect(again.secrets.value.hiding).toBe('gradients');
    expect(again.link.value).toEqual(lab.link.value);
  });

  it('tells no gradient but the result’s own in an exercise on gradients, and no value but leaves’ in one on values', async () => {
    const { lab } = await openLab({ preset: 'order' });
    await lab.startExercise('present', 'gradients');
    const names = lab.graph.value!.names;
    expect([...lab.secrets.value.revealed].map((node) => names[node])).toEqual(['f']);
    await lab.startExercise('present', 'values');
    expect([...lab.secrets.value.revealed].map((node) => names[node]).sort()).toEqual(['1', '2', 'a']);
    expect(shown(lab, 'a').gradient).toBeUndefined();
  });

  it('makes a wrong derivative one of an operation that the graph has', async () => {
    const { lab } = await openLab({ preset: 'order' });
    await lab.setMode('wrong-derivative');
    expect(lab.wrongOp.value).toBe('mul');
    expect(shown(lab, 'a').gradient).not.toBe(26);
    await lab.openPreset('neuron');
    expect(lab.graph.value!.ops).toContain(lab.wrongOp.value);
  });

  it('ends an exercise when its expression is changed', async () => {
    const { lab } = await openLab();
    await lab.startExercise('present', 'values');
    expect(lab.secrets.value.hiding).toBe('values');
    await lab.write('f = a * 2');
    expect(lab.exercise.exercise.value).toBeNull();
    expect(lab.secrets.value.hiding).toBe('none');
  });

  it('brings an exercise on the expression itself back, with the tool that was open and the step', async () => {
    const { lab } = await openLab({ source: 'a = 2\nf = a * 3' });
    lab.setCheckStep(1e-3);
    await lab.startExercise('present', 'values');
    const { lab: again, problems } = await openLab(lab.link.value);
    expect(problems).toEqual([]);
    expect(again.exercise.exercise.value?.source).toBe('a = 2\nf = a * 3');
    expect(again.secrets.value.hiding).toBe('values');
    expect([again.tool.value, again.checkStep.value]).toEqual(['by-hand', 1e-3]);
    lab.exercise.end();
    lab.setTool('check');
    expect((await openLab(lab.link.value)).lab.tool.value).toBe('check');
    const { problems: wrong } = await openLab({ h: '5', tool: 'hammer' });
    expect(wrong).toEqual(['there is no tool called “hammer”', '5 is no step from 1e-12 to 0.1']);
  });

  it('keeps a long text out of the address, but not out of a link that is copied', async () => {
    const { lab } = await openLab();
    const source = `f = a${' + a'.repeat(30_000)}`;
    await lab.write('f = a * 2');
    expect(lab.linkIsPartial.value).toBe(false);
    await lab.write(source);
    await lab.moveLeaves(new Map([['a', 0.1]]), 'leaf a');
    lab.seek(3);
    expect(lab.linkIsPartial.value).toBe(true);
    expect(lab.link.value.source).toBeUndefined();
    const packed = await packLink(lab.wholeLink());
    expect(packed.source).toBeUndefined();
    expect(packed.packed!.length).toBeLessThan(1000);
    const { lab: again, problems } = await openLab(packed);
    expect(problems).toEqual([]);
    expect(textOf(again)).toEqual(textOf(lab));
    expect(again.progress.value?.position).toBe(3);
    expect(again.wholeLink()).toEqual(lab.wholeLink());
  });

  it('reads a long text once, when the typing has paused', async () => {
    const wakers: (() => void)[] = [];
    const { lab } = await openLab({}, () => new Promise((resolve) => wakers.push(resolve)));
    const long = (name: string): string => `${name} = a${' + a'.repeat(30_000)}`;
    const [first, second] = [lab.write(long('f')), lab.write(long('g'))];
    expect(lab.graph.value!.names).not.toContain('f');
    for (const wake of wakers.splice(0)) wake();
    await Promise.all([first, second]);
    expect(lab.graph.value!.names).toContain('g');
    // What is taken away is read no more.
    const third = lab.write(long('h'));
    lab.dispose();
    wakers[0]();
    await third;
    expect(lab.graph.value!.names).not.toContain('h');
  });

  it('says nothing of itself while a packed link is on its way: what is there is not what it says', async () => {
    const { lab } = await openLab({ source: 'y = 2' });
    const told: (string | undefined)[] = [];
    const opening = lab.open({ packed: await packText('z = 1') });
    const end = lab.followLink(({ source }) => told.push(source));
    expect(told).toEqual([]);
    await opening;
    expect(told).toEqual(['z = 1']);
    // Nor does one that another has overtaken keep it silent.
    const overtaken = lab.open({ packed: await packText('z = 3') });
    await Promise.all([overtaken, lab.open({ source: 'y = 4' })]);
    expect(told.at(-1)).toBe('y = 4');
    end();
  });

  it('says that a packed text is damaged, and that nobody waits for an older one', async () => {
    const { lab, problems } = await openLab({ packed: 'AAAA', mode: 'overwrite' });
    expect(problems).toEqual(['the expression in it is damaged']);
    expect(lab.mode.value).toBe('overwrite');
    const packed = await packText('z = 1');
    await Promise.all([lab.open({ packed }), lab.open({ source: 'y = 2' })]);
    expect(textOf(lab).source).toBe('y = 2');
    // The control: alone, it is read.
    await lab.open({ packed });
    expect(textOf(lab).source).toBe('z = 1');
  });

  it('replaces what it cannot follow in a link, and says so', async () => {
    const { lab, problems } = await openLab({
      preset: 'constructor',
      mode: 'nonsense',
      wrongOp: 'add',
      at: '999999',
      node: '__proto__',
    });
    expect(textOf(lab).preset).toBe('neuron');
    expect(stepModes).toContain(lab.mode.value);
    expect(lab.progress.value?.position).toBe(lab.progress.value?.length);
    expect(lab.selected.value).toBeNull();
    expect(problems).toHaveLength(2);
  });

  it('marks where numbers stop being finite', async () => {
    const { lab } = await openLab({ source: 'a = -1\nb = log(a)\nc = b * 2\nd = 1 / (a + 1)\ne = c + d' });
    const names = lab.graph.value!.names;
    const marked = [...lab.marks.value].map(([node, { kind, text }]) => [names[node], kind, text]);
    expect(marked).toContainEqual(['b', 'non-finite', 'the logarithm of a negative number']);
    expect(marked).toContainEqual(['d', 'non-finite', 'a division by zero']);
    expect(marked.map(([name]) => name)).not.toContain('c');
  });

  it('survives hostile texts with a message or an honest number', async () => {
    const { lab } = await openLab();
    const texts = [
      '('.repeat(100_000),
      `a${'+a'.repeat(50_000)}`,
      '-'.repeat(5000) + 'a',
      'constructor = 2\n__proto__ = 3\ntoString = constructor * __proto__',
      'a = 0\nb = 1 / a',
      '\u0000',
      'a = 1e999',
    ];
    for (const text of texts) {
      await lab.write(text);
      expect(lab.error.value !== null || lab.graph.value !== null).toBe(true);
    }
  });
});
