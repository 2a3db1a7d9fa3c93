// Shows the ways in which an offer may be accepted, once the visitor wants one of them. What draws
// them loads with the first offer that has any. If it cannot be loaded, the chat opens.
import type { EngagementWords } from '@opportune/content/engagement/engagement-parts.ts';
import { engagementCss } from '@opportune/content/engagement/engagement-style.ts';
import { createHost } from '@opportune/content/host.ts';
import type { Bridge } from '../core/bridge.ts';
import type { WaysPart } from '../ways/main.ts';
import type { EngagementContent } from '../wire.ts';

/** The name of its file beside this one. The build inserts it. */
declare const waysFile: string;

export function loadWays(): Promise<WaysPart> {
  return import(new URL(waysFile, import.meta.url).href) as Promise<WaysPart>;
}

export function showWays(
  bridge: Bridge,
  ways: NonNullable<EngagementContent['ways']>,
  words: EngagementWords,
  chat: () => void,
): void {
  const look = bridge.welcome()?.settings.look;
  const show = ({ render }: WaysPart): void => {
    if (!look) return chat();
    const closed = (): void => shown.remove();
    const host = createHost(document.documentElement, 'float', look, engagementCss);
    const shown = render(host, ways, words, {
      chat() {
        closed();
        chat();
      },
      closed,
    });
  };
  loadWays().then(show, chat);
}
