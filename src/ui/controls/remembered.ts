/** A yes or no that this device keeps, where it lets us; no until it was ever yes. */
export class Remembered {
  readonly #key: string;
  #value: boolean | null = null;

  constructor(key: string) {
    this.#key = key;
  }

  get value(): boolean {
    this.#value ??= stored(this.#key);
    return this.#value;
  }

  set value(value: boolean) {
    if (value === this.value) return;
    this.#value = value;
    try {
      if (value) localStorage.setItem(this.#key, 'yes');
      else localStorage.removeItem(this.#key);
    } catch {
      // No storage in a sandboxed frame: it then lasts as long as the page.
    }
  }
}

function stored(key: string): boolean {
  try {
    return localStorage.getItem(key) === 'yes';
  } catch {
    return false;
  }
}
