import type { Experiment, ViewSettings } from '../experiment/schema.ts';
import type { ThemePreference } from './theme.ts';

export type PageCommand =
  | 'play'
  | 'pause'
  | 'step'
  | 'reset'
  | 'new-seed'
  | 'new-data'
  | 'undo'
  | 'redo'
  | 'copy-link'
  | 'measure-engines'
  | 'measure-evaluation';

/** What elements tell the root, and what they send with it. All bubble out of shadow roots. */
export interface PageEventDetails {
  'experiment-change': Partial<Experiment>;
  'view-change': Partial<ViewSettings>;
  'page-command': PageCommand;
  'theme-change': ThemePreference;
  /** The notice's id. */
  'notice-dismiss': number;
  'notice-action': number;
}

/** Inside the page's own elements, between a field and the panel that holds it. */
export interface FieldEventDetails {
  'number-change': number;
  /** The point of the slice that is pointed at. */
  'cursor-change': { readonly row: number; readonly column: number } | null;
}

type EventDetails = PageEventDetails & FieldEventDetails;

declare global {
  interface HTMLElementEventMap {
    'experiment-change': CustomEvent<Partial<Experiment>>;
    'view-change': CustomEvent<Partial<ViewSettings>>;
    'page-command': CustomEvent<PageCommand>;
    'theme-change': CustomEvent<ThemePreference>;
    'notice-dismiss': CustomEvent<number>;
    'notice-action': CustomEvent<number>;
  }
}

/** Sends a typed event from an element up to the root. */
export function send<Name extends keyof EventDetails>(
  from: EventTarget,
  name: Name,
  detail: EventDetails[Name],
): void {
  from.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true }));
}

/** Like `send`, for the parent element only. */
export function tell<Name extends keyof FieldEventDetails>(
  from: EventTarget,
  name: Name,
  detail: FieldEventDetails[Name],
): void {
  from.dispatchEvent(new CustomEvent(name, { detail }));
}
