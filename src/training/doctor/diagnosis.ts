import type { Finding } from './finding.ts';

/** What is found of a run; the version is another one with everything that is found anew. */
export interface Diagnosis {
  readonly version: number;
  /** The most urgent first. */
  readonly findings: readonly Finding[];
}
