import { beforeEach, onTestFinished } from 'vitest';

/** What comes once comes within some turns; what is still there after so many goes round and round. */
const turns = 20;

const hasMore = (): boolean => process.getActiveResourcesInfo().includes('Immediate');

/** Tests share their thread: one that leaves a loop behind slows every other, up to those that hang. */
beforeEach(() => {
  // Registered first, so it comes after whatever the test itself has to end.
  onTestFinished(async () => {
    for (let turn = 0; turn < turns && hasMore(); turn++)
      await new Promise((resolve) => setImmediate(resolve));
    if (hasMore()) throw new Error('the test is over, and what it has begun goes on and on');
  });
});
