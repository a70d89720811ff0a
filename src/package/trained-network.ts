import type { ForwardExecutor } from '../backends/executor.ts';
import { encodeFeatures, inOwnUnits, type Encoding } from '../data/encoding.ts';
import { allRows } from '../data/table.ts';
import type { EngineName, LossName } from '../experiment/names.ts';
import { describeRun } from '../export/describe-run.ts';
import type { TrainedModel } from '../export/trained-model.ts';
import { losses } from '../nn/losses.ts';
import { predictedClass } from '../training/evaluation.ts';
import type { Run } from '../training/run.ts';
import { inputTable } from './own-data.ts';

/** The figures after an epoch. Losses are means over the rows, without any penalty. */
export interface EpochFigures {
  /** Epochs completed. */
  readonly epoch: number;
  readonly loss: number;
  /** Share of rows whose class is predicted, from 0 to 1; null where a number is predicted. */
  readonly accuracy: number | null;
  /** null without `test`. */
  readonly testLoss: number | null;
  readonly testAccuracy: number | null;
}

/** A network as it was when its training ended. */
export interface TrainedNetwork extends EpochFigures {
  /** What computed it, and computes what it predicts. */
  readonly engine: EngineName;
  /** Whether that added products by relaxed multiply-add. */
  readonly fused: boolean;
  /** Layer by layer the weights `[neuron][input]`, row-major, then the biases. */
  readonly parameters: Float64Array;
  /** What every form of `chainrule/export` is written from. */
  describe(): TrainedModel;
}

export interface Regressor extends TrainedNetwork {
  /** For each row the number, in the units of the targets. Throws a RangeError for a row of another width. */
  predict(rows: readonly ArrayLike<number>[]): number[];
}

export interface Classifier<Label extends number | string> extends TrainedNetwork {
  /** In the order of the network's outputs: by name, or by size where all are numbers. */
  readonly classes: readonly Label[];
  /** For each row its class. Throws a RangeError for a row of another width. */
  predict(rows: readonly ArrayLike<number>[]): ClassPrediction<Label>[];
}

export interface ClassPrediction<Label extends number | string> {
  readonly class: Label;
  /** By class, together 1; null where the loss has none: the hinges, and what measures an error. */
  readonly probabilities: Readonly<Record<Label, number>> | null;
}

interface About {
  readonly figures: EpochFigures;
  readonly engine: EngineName;
  readonly fused: boolean;
  /** None where a number is predicted. */
  readonly labels: readonly (number | string)[];
}

/** Keeps nothing of the run but its weights and what reads rows. */
export class ModelOfRun implements TrainedNetwork {
  readonly epoch: number;
  readonly loss: number;
  readonly accuracy: number | null;
  readonly testLoss: number | null;
  readonly testAccuracy: number | null;
  readonly engine: EngineName;
  readonly fused: boolean;
  readonly classes: readonly (number | string)[];
  readonly #model: TrainedModel;
  readonly #encoding: Encoding;
  readonly #lossName: LossName;
  readonly #outputCount: number;
  readonly #forward: ForwardExecutor;

  constructor(run: Run, { figures, engine, fused, labels }: About) {
    const { epoch, loss, accuracy, testLoss, testAccuracy } = figures;
    this.epoch = epoch;
    this.loss = loss;
    this.accuracy = accuracy;
    this.testLoss = testLoss;
    this.testAccuracy = testAccuracy;
    this.engine = engine;
    this.fused = fused;
    this.classes = labels;
    this.#model = describeRun(run);
    this.#encoding = run.encoding;
    this.#lossName = run.experiment.loss;
    this.#outputCount = run.network.outputCount;
    this.#forward = run.backend.createForward(run.network.tapes.output);
    this.#forward.setParameters(this.#model.parameters);
  }

  get parameters(): Float64Array {
    return this.#model.parameters.slice();
  }

  describe(): TrainedModel {
    return { ...this.#model, parameters: this.parameters };
  }

  predict(rows: readonly ArrayLike<number>[]): unknown[] {
    const given: unknown = rows;
    if (!Array.isArray(given)) throw new TypeError('predict takes a list of rows, such as [[0.5, -1]]');
    const names = this.#model.columns.map(({ name }) => name);
    const table = inputTable(rows, names);
    const samples = {
      count: rows.length,
      inputs: encodeFeatures(this.#encoding.features, table, allRows(table)),
      targets: [],
    };
    const outputs = Array.from({ length: this.#outputCount }, () => new Float64Array(rows.length));
    this.#forward.run(samples, 0, rows.length, outputs);
    return rows.map((_, row) => this.#said(outputs, row));
  }

  #said(outputs: readonly Float64Array[], row: number): unknown {
    const { target } = this.#encoding;
    if (target.kind === 'number') return inOwnUnits(target, outputs[0][row]);
    const { probabilities } = losses[this.#lossName];
    const shares = probabilities?.(outputs.map((column) => column[row])) ?? null;
    return {
      class: this.classes[predictedClass(outputs, row)],
      probabilities: shares && Object.fromEntries(shares.map((share, place) => [this.classes[place], share])),
    };
  }
}
