import { parentPort, workerData } from 'node:worker_threads';
import * as v from 'valibot';
import { workloadNames } from '../workloads.ts';
import { measureFirstStep } from './first-step.ts';

const requestSchema = v.object({
  workload: v.picklist(workloadNames),
  lanes: v.picklist(['f32', 'f64']),
  salt: v.string(),
});

// Started afresh for every request, which comes as `workerData`.
parentPort?.postMessage(measureFirstStep(v.parse(requestSchema, workerData)));
