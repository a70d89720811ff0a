import type { Lanes } from './lanes.ts';

export const vectorBytes = 16;
export const pageBytes = 65536;

/** Hands out addresses from 0 on; the module's code names them as constants. */
export class MemoryLayout {
  #end = 0;

  get end(): number {
    return this.#end;
  }

  /** The address of so many bytes, aligned to a vector. */
  allocate(bytes: number): number {
    const address = this.#end;
    this.#end += roundUp(bytes, vectorBytes);
    return address;
  }
}

export function roundUp(value: number, step: number): number {
  return Math.ceil(value / step) * step;
}

/** Vectors that hold so many numbers. */
export function vectorsFor(count: number, lanes: Lanes): number {
  return Math.ceil(count / lanes.count);
}

/** Reserved for the sample numbers of one entry into the module. */
export const orderCapacity = 8192;

/** Addresses in a training module's memory; the data set comes after everything else and may grow. */
export interface TrainingLayout {
  /** f64: hyper-parameters, the scalars shared by all parameters, and the gradient's sum of squares where it is taken. */
  readonly scalars: number;
  /** One vector for every number of samples in a group, 0 to lanes: offsets into the order, and lane masks. */
  readonly laneOffsets: number;
  readonly laneMasks: number;
  readonly lossSum: number;
  /** A vector that nobody reads. */
  readonly anchor: number;
  /** i32: samples in the open batch; 1 after a step that diverged, else 0. */
  readonly pending: number;
  readonly diverged: number;
  readonly parameters: number;
  readonly decay: number;
  /** All ones for a parameter that rests; and i32: 1 where any does, else 0. */
  readonly resting: number;
  readonly anyRests: number;
  readonly state: readonly number[];
  /** Sums over the samples of the open batch: one vector a parameter, or one number. */
  readonly gradientSums: number;
  readonly sumsPerParameter: number;
  readonly gradientSumsBytes: number;
  /** Sample numbers, copied in by each call. */
  readonly order: number;
  /** Of one sample: its inputs, then its targets. */
  readonly rowBytes: number;
  /** What belongs to the places of the order that was copied in, place by place, and its bytes for one of them. */
  readonly presented: number;
  readonly presentedBytes: number;
  /** Places in the order that one entry into the module is asked for at the most. */
  readonly mostPlaces: number;
}

export interface TrainingLayoutRequest {
  readonly lanes: Lanes;
  readonly parameterCount: number;
  readonly stateCount: number;
  readonly scalarCount: number;
  readonly columnCount: number;
  /** Numbers that a gradient is summed in: one for every lane, or one. */
  readonly sumsPerParameter: number;
  readonly largestChunk: number;
  /** Numbers that come with each presentation of a sample. */
  readonly presentedCount: number;
}

export function layOutTraining(layout: MemoryLayout, request: TrainingLayoutRequest): TrainingLayout {
  const { lanes, parameterCount, stateCount, scalarCount, columnCount, sumsPerParameter, largestChunk } =
    request;
  const presentedBytes = request.presentedCount * lanes.bytes;
  const mostPlaces = presentedBytes === 0 ? orderCapacity : placesFor(presentedBytes, largestChunk);
  const columnBytes = vectorsFor(parameterCount, lanes) * vectorBytes;
  // A vector more, because sums are added to a vector at a time from anywhere.
  const gradientSumsBytes = columnBytes * sumsPerParameter + vectorBytes;
  return {
    scalars: layout.allocate(scalarCount * 8),
    laneOffsets: layout.allocate((lanes.count + 1) * vectorBytes),
    laneMasks: layout.allocate((lanes.count + 1) * vectorBytes),
    lossSum: layout.allocate(vectorBytes),
    anchor: layout.allocate(vectorBytes),
    pending: layout.allocate(4),
    diverged: layout.allocate(4),
    parameters: layout.allocate(columnBytes),
    decay: layout.allocate(columnBytes),
    resting: layout.allocate(columnBytes),
    anyRests: layout.allocate(4),
    state: Array.from({ length: stateCount }, () => layout.allocate(columnBytes)),
    gradientSums: layout.allocate(gradientSumsBytes),
    sumsPerParameter,
    gradientSumsBytes,
    order: layout.allocate((orderCapacity + largestChunk) * 4),
    rowBytes: columnCount * lanes.bytes,
    presented: layout.allocate(presentedBytes === 0 ? 0 : presentedBytes * (mostPlaces + largestChunk)),
    presentedBytes,
    mostPlaces,
  };
}

/** What is presented to so many samples stays in the second-level cache between being written and read. */
const presentedRoom = 2 ** 18;

function placesFor(bytes: number, chunk: number): number {
  return Math.min(orderCapacity, Math.max(chunk, Math.floor(presentedRoom / bytes)));
}
