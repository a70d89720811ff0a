import type { TemplateResult } from 'lit';
import type { LabLink } from '../../experiment/lab-link.ts';
import type { SpeedName } from '../../experiment/names.ts';
import type { Experiment } from '../../experiment/schema.ts';
import type { Settings } from '../../experiment/url.ts';
import type { LabTool } from '../lab/workbench/lab-model.ts';
import type { LabSight } from './lab-sight.ts';
import type { RunSight } from './run-sight.ts';
import type { Stage } from './stage-track.ts';

interface ChapterText {
  /** In the address: `#/learn/slope`. */
  readonly id: string;
  readonly title: string;
  /** Paragraphs, at most 120 words. */
  readonly text: TemplateResult;
  readonly hint: string;
}

/** What is asked before anything is tried. */
export interface Prediction {
  readonly question: string;
  readonly answers: readonly string[];
}

/** Asked of a chapter on the graph lab: an answer to choose. Its first stage shows which one is right. */
export interface ChoicePrediction extends Prediction {
  readonly kind: 'choice';
  /** Index of the answer that is right. */
  readonly right: number;
  readonly report: string;
}

/** Asked of a chapter on the graph lab: a number to work out. Its first stage shows what it is. */
export interface NumberPrediction {
  readonly kind: 'number';
  readonly question: string;
  /** Of the field. */
  readonly label: string;
  readonly right: number;
  /** What came out and why, and what another number would be right for. */
  report(predicted: number | null): string;
}

/** A chapter on the graph lab: its goal is reached stage by stage. */
export interface GraphChapter extends ChapterText {
  readonly tool: 'graph';
  readonly setup: LabLink;
  /** The tool beside the graph that is open at first. */
  readonly opens?: LabTool;
  /** Asked first: nothing counts before it is answered. The first stage shows which answer is right. */
  readonly prediction?: ChoicePrediction | NumberPrediction;
  /** What stands above the graph: the curve of the expression by its one leaf, or how the result falls by nudges. */
  readonly figure?: 'slope' | 'descent';
  readonly stages: readonly Stage<LabSight>[];
}

/** A chapter on the playground: a prediction, a run that shows who is right, and something better to find. */
export interface Challenge extends ChapterText {
  readonly tool: 'playground';
  /** What differs from the playground as it opens by itself. */
  readonly setup: Partial<Experiment>;
  /** The usual one, a film, unless the question is about more epochs than one likes to watch one by one. */
  readonly speed?: SpeedName;
  /** Of the loss chart; the usual one, unless what there is to see spans powers of ten. */
  readonly lossScale?: Settings['view']['lossScale'];
  readonly question: string;
  readonly answers: readonly string[];
  /** What to do once the prediction is made. */
  readonly run: string;
  /** Whether the run has come far enough to answer the question. */
  isDecided(now: RunSight): boolean;
  /** The index of the answer that the run gives; `start` is the run before its first step. */
  answerOf(now: RunSight, start: RunSight): number;
  /** What happened, with its numbers, and why: a few sentences. */
  report(now: RunSight, start: RunSight): string;
  readonly remedy: Stage<RunSight>;
}

export type Chapter = GraphChapter | Challenge;
