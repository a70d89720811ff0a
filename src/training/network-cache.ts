import { Network, networkKey, type NetworkSpec } from './network.ts';

/** All tapes of all networks that are kept; two of the largest, with what back ends find in them about 30 MB. */
const mostInstructions = 1_000_000;
const mostNetworks = 16;

/** Networks used last, so that going back to one traces nothing again. */
export class NetworkCache {
  /** The one used last comes last. */
  readonly #networks = new Map<string, Network>();

  of(spec: NetworkSpec): Network {
    const key = networkKey(spec);
    const network = this.#networks.get(key) ?? new Network(spec);
    this.#networks.delete(key);
    this.#networks.set(key, network);
    this.#letGo(network);
    return network;
  }

  /** Of what nobody finished tracing, and of the oldest until the rest is small enough. */
  #letGo(present: Network): void {
    let total = 0;
    for (const network of this.#networks.values()) total += network.instructionCount;
    for (const [key, network] of this.#networks) {
      if (network === present) return;
      const { instructionCount } = network;
      if (instructionCount > 0 && total <= mostInstructions && this.#networks.size <= mostNetworks) continue;
      this.#networks.delete(key);
      total -= instructionCount;
    }
  }
}
