// Delivers a decision's content to the browser and keeps it until the browser answers. A live offer of
// a chat or call first asks the desk for an agent's place and, if it may go on in messaging channels, for the
// links to these. It is sent with the answers, in the same turn if no channel is asked for and the
// desk is in this process. The desk checks again when the offer is accepted.
import type { AgentsRoom } from '@opportune/core/bus/agents-room.ts';
import type { OfferWays } from '@opportune/core/bus/ways.ts';
import { decisionLimits } from '@opportune/protocol/limits/visitors.ts';
import type { AcceptedEvent } from '@opportune/protocol/behaviour/event.ts';
import type { OfferFrom } from '@opportune/protocol/bus/ways.ts';
import type { EngagementContent } from '@opportune/protocol/campaign/decision.ts';
import { callOrChat, withWait } from './call-or-chat.ts';
import type { AccountEngine } from '../owner/account-engine.ts';
import { linkFor, readsOf } from '../owner/visitor-entry.ts';
import type { VisitorEntry } from '../owner/visitor-entry.ts';

/** Offers kept for a browser that reconnects. Evicts the oldest beyond. */
const offersKept = 8;

export interface Delivering {
  readonly agents: Pick<AgentsRoom, 'hold' | 'availability'>;
  readonly ways: OfferWays;
  readonly engine: Pick<AccountEngine, 'configuration'>;
  readonly now: number;
  readonly hasVoice: boolean;
}

export function deliver(entry: VisitorEntry, decided: EngagementContent, use: Delivering): void {
  const { configuration } = use.engine;
  const content = callOrChat(decided, { configuration, hasVoice: use.hasVoice });
  keep(entry, content);
  if (content.action !== 'chat' && content.action !== 'call') return send(entry, content);
  const { decision, skill, creative } = content;
  const untilMs = use.now + decisionLimits.offerHoldMs;
  const { account } = entry;
  const site = entry.state?.site ?? entry.site;
  // Withdrawn while it was asked. The place becomes free when its reservation ends.
  const isGone = (): boolean => entry.offered.get(decision) !== content;
  use.agents.hold({ account, site, skill, decision, untilMs }, ({ held, faces }) => {
    if (isGone()) return;
    withWays(entry, content, { ways: use.ways, from: fromOf(entry, content, use) }, (offer) => {
      if (isGone()) return;
      const whole = {
        ...withWait(offer, held, use.agents.availability(account)),
        heldUntil: held ? untilMs : null,
        ...(creative.faces === true && faces.length > 0 && { faces }),
      };
      entry.offered.set(decision, whole);
      send(entry, whole);
    });
  });
}

interface WaysAsking {
  readonly ways: OfferWays;
  /** Null: it is only tried. */
  readonly from: OfferFrom | null;
}

/** The content as browsers get it. Called at once unless channels are offered. */
export function withWays(
  entry: Pick<VisitorEntry, 'account' | 'links' | 'state'>,
  content: EngagementContent,
  { ways, from }: WaysAsking,
  heard: (offer: EngagementContent) => void,
): void {
  const { channels, ...offer } = content;
  if (channels === undefined || channels.ids.length === 0) return heard(offer);
  const device = entry.state?.device?.type ?? null;
  const asked = { account: entry.account, channels: channels.ids, from, device };
  ways.of({ ...asked, reads: readsOf(entry) }, (list) => {
    // A channel that cannot be used leaves the chat.
    heard(list.length === 0 ? offer : { ...offer, ways: { chat: channels.chat, list } });
  });
}

function fromOf(
  { site: first, visitor, state }: VisitorEntry,
  { decision, campaign, skill, creative }: EngagementContent,
  { engine }: Delivering,
): OfferFrom {
  const { campaigns } = engine.configuration;
  const campaignName = campaigns.find(({ id }) => id === campaign)?.document.name ?? '';
  const invitation = [creative.headline, creative.text].filter((each) => each.trim() !== '');
  return {
    ...{ site: state?.site ?? first, visitor, decision, campaign, campaignName, skill },
    invitation: invitation.join('\n'),
  };
}

function keep({ offered }: VisitorEntry, content: EngagementContent): void {
  offered.set(content.decision, content);
  if (offered.size <= offersKept) return;
  const oldest = offered.keys().next();
  if (!oldest.done) offered.delete(oldest.value);
}

function send(entry: VisitorEntry, engagement: EngagementContent): void {
  linkFor(entry, engagement)?.send({ type: 'engage', engagement });
}

/** The browser responded to a decision, so it is not sent again. */
export function settle(entry: VisitorEntry, event: AcceptedEvent): void {
  if (event.decision !== undefined) entry.offered.delete(event.decision);
}
