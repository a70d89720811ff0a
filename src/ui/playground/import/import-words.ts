import type { ImportState } from './import-store.ts';

/** How far a file is. */
export function statusOf(state: ImportState): 'none' | 'reading' | 'ready' | 'refused' {
  if (state.kind !== 'preview') return state.kind;
  if (state.prepared === null) return 'reading';
  return state.prepared.ok ? 'ready' : 'refused';
}

/** The same for whoever listens; nothing while there is no file. */
export function wordsOf(state: ImportState): string {
  if (state.kind === 'none') return '';
  if (state.kind === 'refused') return `${state.name}: ${state.message}`;
  const status = statusOf(state);
  if (status === 'ready') return `${state.name} is read. Nothing is replaced before you use it.`;
  return status === 'reading' ? `${state.name} is being read.` : `${state.name} cannot be used like this.`;
}
