import { signal } from '@preact/signals-core';
import type { ImportAction } from './import-store.ts';

/** Files that are dropped anywhere on the page, and rows that are pasted where no text is written. */
export class DropZone {
  /** True while a file is held over the page. */
  readonly isOver = signal(false);
  readonly #onAction: (action: ImportAction) => void;
  #listeners: AbortController | null = null;

  constructor(onAction: (action: ImportAction) => void) {
    this.#onAction = onAction;
  }

  connect(page: Document): void {
    this.disconnect();
    this.#listeners = new AbortController();
    const { signal: until } = this.#listeners;
    page.addEventListener('dragover', this.#onDragOver, { signal: until });
    page.addEventListener('dragleave', this.#onDragLeave, { signal: until });
    page.addEventListener('drop', this.#onDrop, { signal: until });
    page.addEventListener('paste', this.#onPaste, { signal: until });
  }

  disconnect(): void {
    this.#listeners?.abort();
    this.#listeners = null;
    this.isOver.value = false;
  }

  readonly #onDragOver = (event: DragEvent): void => {
    if (event.dataTransfer?.types.includes('Files') !== true) return;
    // Without it the browser would leave the page and show the file.
    event.preventDefault();
    event.dataTransfer.dropEffect = 'copy';
    this.isOver.value = true;
  };

  /** Between elements there is always one that is entered. */
  readonly #onDragLeave = (event: DragEvent): void => {
    if (event.relatedTarget === null) this.isOver.value = false;
  };

  readonly #onDrop = (event: DragEvent): void => {
    this.isOver.value = false;
    const file = event.dataTransfer?.files[0];
    if (file === undefined) return;
    event.preventDefault();
    this.#onAction({ kind: 'file', file });
  };

  readonly #onPaste = (event: ClipboardEvent): void => {
    if (event.defaultPrevented || isWritten(event.composedPath()[0])) return;
    const file = fileOf(event.clipboardData);
    const text = event.clipboardData?.getData('text/plain') ?? '';
    if (file === undefined && !isTable(text)) return;
    event.preventDefault();
    this.#onAction(file === undefined ? { kind: 'text', text } : { kind: 'file', file });
  };
}

/** One line is no table: it was meant for something else. */
export function isTable(text: string): boolean {
  return /\S[^]*[\n\r][^]*\S/.test(text);
}

/** The first file that is copied; a spreadsheet brings a picture of its cells along, which is none. */
function fileOf(data: DataTransfer | null): File | undefined {
  return Array.from(data?.files ?? []).find(({ type }) => !type.startsWith('image/'));
}

/** Inputs of these types hold no text. */
const controls = new Set(['radio', 'checkbox', 'range', 'button', 'submit', 'reset', 'file', 'color']);

/** Whether text is written there. */
function isWritten(target: EventTarget | undefined): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target instanceof HTMLInputElement) return !controls.has(target.type);
  return target instanceof HTMLTextAreaElement || target.isContentEditable;
}
