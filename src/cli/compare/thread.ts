/** A thread of Node's that trains what a comparison asks for. */
import { parentPort, workerData } from 'node:worker_threads';
import { trialBuffers } from '../../training/trials/trial-buffers.ts';
import { ThreadDesk } from './thread-desk.ts';
import type { ThreadData, ThreadMessage } from './thread-hand.ts';

const { table } = workerData as ThreadData;
const desk = new ThreadDesk(table);

// What it throws ends the thread, and whoever has hired it is told.
parentPort?.on('message', ({ trials }: ThreadMessage) => {
  if (trials === null) desk.stop();
  else
    void desk.work(trials).then((answers) => {
      parentPort?.postMessage(answers, answers.flatMap(trialBuffers));
    });
});
