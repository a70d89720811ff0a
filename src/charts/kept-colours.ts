/**
 * What Chart.js takes for its arithmetic with colours (`vite.config.ts`): a colour stays as it was given. No chart here
 * animates one, and what is pointed at grows instead of getting darker.
 */
export class Color {
  /** Of colours that are none Chart.js draws no mixture. */
  readonly valid = false;
  readonly #given: unknown;

  constructor(given: unknown) {
    this.#given = given;
  }

  saturate(): this {
    return this;
  }

  darken(): this {
    return this;
  }

  hexString(): unknown {
    return this.#given;
  }
}
