// Shows engagements in the visitor's page and reports the result of each as ordinary events, with
// the decision's id. One a zone, never over a field in use, and nothing that belongs to another
// page view.
import type { Clicked } from '@opportune/content/engagement/engagement-parts.ts';
import { typingInto } from '@opportune/content/keep-clear.ts';
import type { Bridge, EngagePart } from '../core/bridge.ts';
import type { Heard } from '../core/line/channel.ts';
import type { EngagementContent, Welcome } from '../wire.ts';
import { canSpeak } from '../can-speak.ts';
import { createContact } from './contact.ts';
import { drawIn, type Drawn } from './draw-in.ts';
import { loadWays, showWays } from './show-ways.ts';
import { createSpeaker } from './speaker.ts';

interface Shown extends Drawn {
  readonly engagement: EngagementContent;
}

const waitMs = 1000;

export function start(bridge: Bridge): EngagePart {
  const shown = new Map<string, Shown>();
  const waiting = new Map<string, EngagementContent>();
  const speaker = createSpeaker();
  const { soon } = speaker;
  const contact = createContact(bridge, speaker, () => shown.has('corner') || shown.has('edge'));

  const report = reporter(bridge);
  const missed = (engagement: EngagementContent, reason: string): void =>
    report('Engagement Missed', engagement, { reason });
  const remove = (zone: string): void => {
    shown.get(zone)?.remove();
    shown.delete(zone);
    contact.show();
  };
  const put = (engagement: EngagementContent): void => {
    const { zone, ways } = engagement;
    const end = (name: string) => (): void => {
      report(name, engagement);
      remove(zone);
    };
    const drawn = drawIn(bridge, engagement, speaker.words().engagement, {
      clicked(how) {
        end('Engagement Clicked')();
        follow(bridge, engagement, how, speaker.words().engagement);
      },
      dismissed: end('Engagement Dismissed'),
      muted: end('Engagement Muted'),
    });
    if (!drawn) return missed(engagement, 'no-slot');
    if (ways) loadWays().catch(() => {});
    shown.set(zone, { engagement, ...drawn });
    report('Engagement Shown', engagement, asCall(engagement));
    soon(contact.show);
  };
  const show = (engagement: EngagementContent): void => {
    const { decision, zone, creative } = engagement;
    if (!waiting.has(decision)) return;
    if (mustWait(creative)) return void setTimeout(() => show(engagement), waitMs);
    waiting.delete(decision);
    if (shown.has(zone)) return missed(engagement, 'zone-taken');
    try {
      put(engagement);
    } catch {
      missed(engagement, 'renderer-failed');
    }
  };
  const engage = (engagement: EngagementContent): void => {
    const { decision, zone } = engagement;
    const view = bridge.pageView();
    if ((engagement.pageView ?? view) !== view) return missed(engagement, 'page-gone');
    if (waiting.has(decision) || shown.get(zone)?.engagement.decision === decision) return;
    waiting.set(decision, engagement);
    soon(() => show(engagement));
  };
  const takeAway = (isGone: (engagement: EngagementContent) => boolean): void => {
    for (const [decision, engagement] of waiting) if (isGone(engagement)) waiting.delete(decision);
    for (const [zone, { engagement }] of shown) if (isGone(engagement)) remove(zone);
  };
  const hear = (frame: Heard): void => {
    if (frame.type === 'welcome') {
      takeAway((engagement) => isOver(engagement, frame));
      for (const { dress } of shown.values()) dress(frame.settings.look);
      soon(contact.show);
    }
    if (frame.type === 'withdraw') takeAway(({ decision }) => decision === frame.decision);
    if (frame.type === 'engage') engage(possible(frame.engagement));
  };
  // The core passes the engagement for which it loads this part.
  bridge.hear((frame) => frame.type !== 'engage' && hear(frame));
  soon(contact.show);
  return {
    hear,
    chatting: contact.chatting,
    clear() {
      for (const engagement of waiting.values()) missed(engagement, 'page-gone');
      takeAway(() => true);
    },
  };
}

/** Until the page is visible. An overlay also waits until no field is in use. */
function mustWait({ format }: EngagementContent['creative']): boolean {
  return document.hidden || (format === 'overlay' && typingInto() !== null);
}

/** A page that has no microphone offers a chat instead of a call. */
function possible(engagement: EngagementContent): EngagementContent {
  if (engagement.action !== 'call' || canSpeak()) return engagement;
  const { waitS: _, ...chat } = engagement;
  return { ...chat, action: 'chat', instead: 'page' };
}

/** What results count of calls, and explanations say of them. */
function asCall({ action, instead }: EngagementContent): Record<string, string> | undefined {
  return action === 'call' ? { action } : instead && { instead };
}

/** Shown by a trial that does not run any more. */
function isOver({ trial, decision }: EngagementContent, welcome: Welcome): boolean {
  return trial && !(welcome.trial && decision.startsWith(welcome.trial));
}

/** A click leads to other channels or to the chat window. A link leads there by itself. */
function follow(
  bridge: Bridge,
  { action, decision, asks, ways, creative }: EngagementContent,
  how: Clicked,
  words: Parameters<typeof showWays>[2],
): void {
  if (how === 'link' || action === 'content') return;
  const back = action === 'callback';
  const chat = (): void =>
    bridge.openChat({
      ...{ decision, asks, back, calls: action === 'call' },
      [back || action === 'message' ? 'leave' : 'start']: true,
    });
  const isAsked = how === 'other' || !ways?.chat || creative.format === 'sticky-button';
  if (ways && isAsked) showWays(bridge, ways, words, chat);
  else chat();
}

type Report = (
  name: string,
  about: EngagementContent,
  more?: Record<string, string> | undefined,
) => void;

function reporter(bridge: Bridge): Report {
  return (name, { decision, campaign, zone, creative }, more) =>
    bridge.note(name, { decision, campaign, zone, format: creative.format, ...more });
}
