/** A part of a text. */
export interface TextRange {
  /** Offset of the first character. */
  readonly from: number;
  /** Offset after the last character. */
  readonly to: number;
}

/** Something worth knowing that is no error. */
export interface Note extends TextRange {
  readonly message: string;
  /** A line that, put before all others, does what the note advises. */
  readonly line?: string;
}
