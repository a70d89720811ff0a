import { html } from 'lit';
import type { LabSight } from '../lab-sight.ts';
import { shortText } from '../../lab/formula/math-number.ts';
import type { GraphChapter } from '../chapter.ts';

export const accumulate: GraphChapter = {
  id: 'accumulate',
  title: 'Why += and not =',
  tool: 'graph',
  text: html`<p>In this sum both operands are the same node:</p>
    <p class="formula"><code>b = a + a</code></p>
    <p>
      Each of the two ways from b back to a brings a gradient of 1, and moving a by a little moves b by twice
      as much: the gradient of a is 2. So what arrives is <em>added</em> to what is there already, with
      <code>+=</code>. With <code>=</code> the second part replaces the first. As long as every node is used
      only once, nobody notices the mistake.
    </p>`,
  hint: 'The backward pass is chosen in the bar above the graph. 2 * a uses a once.',
  setup: { preset: 'used-twice' },
  prediction: {
    kind: 'number',
    question: 'With = in place of +=, what will the gradient of a become?',
    label: 'Your prediction',
    right: 1,
    report: whatRemains,
  },
  stages: [
    {
      goal: 'Choose the backward pass “= instead of +=” and look at the gradient of a: it is wrong.',
      isReached: (now) =>
        now.mode === 'overwrite' && isTwice(now) && now.gradient('a') !== now.trueGradient('a'),
      obstacle: (now) => (now.mode === 'overwrite' ? (notTwice(now) ?? usedOnce(now)) : null),
    },
    {
      goal: 'Stay in it and rewrite b: still twice a, but with the right gradient.',
      isReached: (now) =>
        now.mode === 'overwrite' && isTwice(now) && now.gradient('a') === now.trueGradient('a'),
      obstacle: (now) => otherPass(now) ?? notTwice(now) ?? usedTwice(now),
    },
  ],
};

/** What came out, and kindly, where another number was expected: what that one is. */
function whatRemains(predicted: number | null): string {
  const why = 'the second 1 takes the place of the first one, and a is left with 1';
  if (predicted === null || predicted === 1)
    return `Two ways bring 1 each, but ${why}. Added up they are 2: only that is right.`;
  if (predicted === 2)
    return `2 is what += gives, and it is the right gradient. With =, ${why}: one of the two ways is lost.`;
  if (predicted === 0) return `What was there is thrown away, but not what arrives last: ${why}.`;
  if (predicted === 3 || predicted === 6)
    return `${shortText(predicted)} is a value: the gradient says how fast b moves with a, whatever they are worth. Two ways bring 1 each, but ${why}.`;
  return `Each of the two ways brings 1, the slope of a sum by one of its operands. With =, ${why}.`;
}

/** Twice a by its slope too: a constant would be twice a by chance. */
function isTwice(now: LabSight): boolean {
  return now.data('b') === 2 * now.data('a') && now.trueGradient('a') === 2;
}

function otherPass(now: LabSight): string | null {
  return now.mode === 'overwrite' ? null : 'This counts only in the pass “= instead of +=”: choose it again.';
}

function notTwice(now: LabSight): string | null {
  if (isTwice(now)) return null;
  const [a, b] = [now.data('a'), now.data('b')];
  if (Number.isNaN(a) || Number.isNaN(b)) return 'This takes an a and a b: undo, or set up again.';
  return b === 2 * a
    ? `b is ${shortText(b)}, twice a, but only as long as a stays there: b has to follow a, with slope 2.`
    : `b is ${shortText(b)}: twice a is ${shortText(2 * a)}.`;
}

/** Where nothing is lost there is nothing to see. */
function usedOnce(now: LabSight): string | null {
  return now.gradient('a') === now.trueGradient('a')
    ? 'Here a is used once, so nothing is lost: write b = a + a.'
    : null;
}

/** As long as b stands as it was given, nothing was tried yet. */
function usedTwice(now: LabSight): string | null {
  const isTried = !now.isResultOf('b', 'add', ['a', 'a']);
  return isTried && now.gradient('a') !== now.trueGradient('a')
    ? 'a is still used more than once, so = still loses a part: find a way to use it once.'
    : null;
}
