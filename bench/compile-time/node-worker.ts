import { parentPort, workerData } from 'node:worker_threads';
import * as v from 'valibot';
import { allRowNames } from '../rows/workloads.ts';
import { workloadNames } from '../workloads.ts';
import { measureFirstStep } from './first-step.ts';

const requestSchema = v.object({
  workload: v.picklist([...workloadNames, ...allRowNames]),
  lanes: v.picklist(['f32', 'f64']),
  salt: v.string(),
});

// Started afresh for every request, which comes as `workerData`.
parentPort?.postMessage(measureFirstStep(v.parse(requestSchema, workerData)));
