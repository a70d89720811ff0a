import type { Settings } from '../../experiment/url.ts';

/** What the page's front is asked for: the list of presets, the sheet of keys, the large view, or one of the presets. */
export type FrontAction =
  | { readonly kind: 'presets' | 'keys' | 'present' }
  | {
      readonly kind: 'start';
      readonly experiment: Partial<Settings['experiment']>;
      readonly view: Partial<Settings['view']>;
    };
