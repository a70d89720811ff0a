/** What the page's front is asked for. */
export type FrontAction =
  /** The list of presets, the sheet of keys, the steps that undo takes back, what takes the network away, a page to print; the large view, or every change followed, or their ends. */
  | { readonly kind: 'presets' | 'keys' | 'steps' | 'present' | 'follow' | 'take-away' | 'report' }
  /** One of the presets, by its id. */
  | { readonly kind: 'start'; readonly preset: string };
