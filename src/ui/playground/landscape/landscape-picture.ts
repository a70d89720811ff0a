import { html, nothing } from 'lit';
import type { Theme } from '../../../charts/colour-scale.ts';
import type { ViewSettings } from '../../../experiment/schema.ts';
import type { LandscapeSlice } from '../../../protocol/landscape-messages.ts';
import { Lazy } from '../../controls/lazy.ts';
import '../../controls/loaded-part.ts';
import type { GridIndex } from './describe.ts';
import type { LandscapeShown } from './landscape-feed.ts';

const landscapeView = new Lazy(() => import('./landscape-view.ts'));

export interface LandscapeParts {
  readonly landscape: LandscapeShown;
  /** Where it is read off; null for its centre. */
  readonly landscapeCursor: GridIndex | null;
  readonly moveCursor: (change: CustomEvent<GridIndex | null>) => void;
  readonly viewSettings: ViewSettings;
  readonly theme: Theme;
}

/** The loss over a plane through the weights. */
export function landscapePicture(
  { landscape, moveCursor, theme }: LandscapeParts,
  slice: LandscapeSlice | null,
) {
  return html`<chainrule-part label="The landscape" .source=${landscapeView}
    ><chainrule-landscape-plot
      .slice=${slice}
      .path=${landscape.path}
      theme=${theme}
      @cursor-change=${moveCursor}
    ></chainrule-landscape-plot
  ></chainrule-part>`;
}

export function landscapeWords({ landscape, landscapeCursor, viewSettings }: LandscapeParts) {
  if (landscapeView.value.value === null) return nothing;
  return html`<chainrule-landscape-view
    .landscape=${landscape}
    .cursor=${landscapeCursor}
    .viewSettings=${viewSettings}
  ></chainrule-landscape-view>`;
}
