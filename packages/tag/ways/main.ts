// The ways in which an offer may be accepted. Loads with the first offer that has any.
import { renderWays } from '@opportune/content/engagement/render-ways.ts';

/** What the bundle exports. */
export interface WaysPart {
  readonly render: typeof renderWays;
}

export const render: WaysPart['render'] = renderWays;
