// The home of the chat window, a part of its own: the window loads it when it first opens there. It
// draws into the window's host and adds its style to it.
import { drawHome } from '@opportune/content/home/draw-home.ts';
import type {
  HomeActs,
  HomeManner,
  HomeShown,
  HomeWords,
} from '@opportune/content/home/home-content.ts';
import { addSheet } from '@opportune/content/sheets.ts';
import { homeCss } from '@opportune/content/home/home-style.ts';
import { homeEn } from '@opportune/words/en/home.ts';

/** Draws the present state: first in place of what waits there, and from then on what differs. */
export type ShowHome = (shown: HomeShown) => void;

/** What the bundle exports. `words` is null for English. */
export interface HomePart {
  begin(
    place: HTMLElement,
    words: HomeWords | null,
    manner: Omit<HomeManner, 'words' | 'now'>,
    acts: HomeActs,
  ): ShowHome;
}

export const begin: HomePart['begin'] = (place, words, given, acts) => {
  addSheet(place, homeCss);
  const manner = { ...given, words: words ?? homeEn, now: () => Date.now() };
  const { element, first, show } = drawHome('title', manner, acts);
  return (shown) => {
    show(shown);
    if (element.isConnected) return;
    const waited = hasFocus(place);
    place.replaceChildren(element);
    if (waited) first.focus();
  };
};

/** The window opened before its home could be drawn. */
function hasFocus(place: HTMLElement): boolean {
  const root = place.getRootNode();
  return root instanceof ShadowRoot && root.activeElement === place;
}
