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
    const action = opening(Array.from(event.dataTransfer?.files ?? []));
    if (action === null) return;
    event.preventDefault();
    this.#onAction(action);
  };

  readonly #onPaste = (event: ClipboardEvent): void => {
    if (event.defaultPrevented || isWritten(event.composedPath()[0])) return;
    const text = event.clipboardData?.getData('text/plain') ?? '';
    const action = opening(filesOf(event.clipboardData)) ?? (isTable(text) ? { kind: 'text', text } : null);
    if (action === null) return;
    event.preventDefault();
    this.#onAction(action);
  };
}

/** Opens the first of these files; null where there is none. */
function opening([file, ...others]: readonly (File | undefined)[]): ImportAction | null {
  if (file === undefined) return null;
  return { kind: 'file', file, ...(others.length > 0 ? { others: others.length } : {}) };
}

/** One line is no table: it was meant for something else. */
export function isTable(text: string): boolean {
  return /\S[^]*[\n\r][^]*\S/.test(text);
}

/** The files that are copied; a spreadsheet brings a picture of its cells along, which is none. */
function filesOf(data: DataTransfer | null): File[] {
  return Array.from(data?.files ?? []).filter(({ type }) => !type.startsWith('image/'));
}

/** Inputs of these types hold no text. */
const controls = new Set(['radio', 'checkbox', 'range', 'button', 'submit', 'reset', 'file', 'color']);

/** Whether text is written there. */
function isWritten(target: EventTarget | undefined): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target instanceof HTMLInputElement) return !controls.has(target.type);
  return target instanceof HTMLTextAreaElement || target.isContentEditable;
}
