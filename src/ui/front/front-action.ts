/** What the page's front is asked for. */
export type FrontAction =
  /** The list of presets, the sheet of keys, the large view or its end. */
  | { readonly kind: 'presets' | 'keys' | 'present' }
  /** One of the presets, by its id. */
  | { readonly kind: 'start'; readonly preset: string };
