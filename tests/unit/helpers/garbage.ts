import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { nextTask } from '../workers/harness.ts';

/** A full collection; what a weak reference was asked for stays alive until the task ends. */
export async function collectGarbage(): Promise<void> {
  setFlagsFromString('--expose-gc');
  const collect: unknown = runInNewContext('gc');
  if (typeof collect !== 'function') throw new Error('garbage cannot be collected on demand');
  await nextTask();
  Reflect.apply(collect, undefined, []);
}

/** How many of the answers to so many calls in turn are held after a collection, though nobody wants them any more. */
export async function answersHeld(calls: number, ask: () => Promise<object>): Promise<number> {
  const answers: WeakRef<object>[] = [];
  for (let k = 0; k < calls; k++) answers.push(new WeakRef(await ask()));
  await collectGarbage();
  return answers.filter((answer) => answer.deref() !== undefined).length;
}
