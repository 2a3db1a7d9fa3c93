// Shows the ways in which an offer may be accepted, once the visitor wants one of them.
import type { EngagementWords } from '@opportune/content/engagement/engagement-parts.ts';
import { renderWays } from '@opportune/content/engagement/render-ways.ts';
import type { Bridge } from '../core/bridge.ts';
import type { EngagementContent } from '../wire.ts';

export function showWays(
  bridge: Bridge,
  ways: NonNullable<EngagementContent['ways']>,
  words: EngagementWords,
  chat: () => void,
): void {
  const look = bridge.welcome()?.settings.look;
  if (!look) return chat();
  const closed = (): void => shown.remove();
  const shown = renderWays(document.documentElement, ways, look, words, {
    chat() {
      closed();
      chat();
    },
    closed,
  });
}
