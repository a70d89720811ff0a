/** What is found to be wrong with a run. Types only. */
export type { Diagnosis } from '../training/doctor/diagnosis.ts';
export type { Finding, FindingKind, Remedy, Severity } from '../training/doctor/finding.ts';
