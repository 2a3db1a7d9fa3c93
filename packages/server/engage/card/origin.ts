// What conversations ask about the visitor they are with: which campaign brought them, their name
// and their address. It reads the profile in memory and changes nothing.
import { mainGoal } from '@opportune/core/decision/configuration/main-goal.ts';
import { profileOf } from '@opportune/core/decision/view/row.ts';
import type { BeforeForm } from '@opportune/protocol/conversation/before.ts';
import type { ChatOffer, Creative } from '@opportune/protocol/campaign/campaign.ts';
import type { Configuration } from '@opportune/protocol/campaign/configuration.ts';
import type { CampaignId, DecisionId, SkillId } from '@opportune/protocol/ids.ts';
import { storable } from '@opportune/protocol/text.ts';
import { z } from 'zod';
import type { PresentVisitor } from '../owner/visitor-entry.ts';

/** The campaign that a conversation came from, and the skill it asked for. */
export interface Origin {
  readonly campaign: CampaignId;
  readonly campaignName: string;
  readonly skill: SkillId | null;
  /** Asked before its chat. */
  readonly before: BeforeForm | null;
  /** What the engagement said that was accepted; null: nothing. */
  readonly invitation: Invitation | null;
}

/** The words of an engagement: those that invite to a chat, and those that invite to leave a message. */
interface Invitation {
  readonly chat: string;
  readonly message: string;
}

/** The campaign behind a decision; null where the visitor has no such decision. */
export function originOf({ engine, state }: PresentVisitor, decision: DecisionId): Origin | null {
  const remembered = state.decisions.byId(decision);
  if (remembered === undefined) return null;
  const { campaign, variant } = remembered;
  const document = engine.configuration.campaigns.find(({ id }) => id === campaign)?.document;
  const offer = document?.engagement.variants.find(({ id }) => id === variant)?.offer;
  return {
    campaign,
    campaignName: document?.name ?? '',
    skill: offer?.channel === 'chat' ? offer.skill : null,
    before: (offer?.channel === 'chat' ? offer.before : null) ?? null,
    invitation: offer?.channel === 'chat' ? invitationOf(offer) : null,
  };
}

function invitationOf({ creative, fallback }: z.output<typeof ChatOffer>): Invitation {
  const left = fallback?.type === 'message' ? fallback.creative : creative;
  return { chat: wordsOf(creative), message: wordsOf(left) };
}

function wordsOf({ headline, text }: Pick<Creative, 'headline' | 'text'>): string {
  return [headline, text]
    .map((each) => each.trim())
    .filter((each) => each !== '')
    .join('\n');
}

/** The name a visitor gave or is verified by, as it can be stored; empty where there is none. */
export function nameOf({ state }: Pick<PresentVisitor, 'state'>): string {
  const { name } = profileOf(state).traits;
  return typeof name === 'string' ? storable(name.slice(0, 80)) : '';
}

const Address = z.email().max(254);

/** The e-mail address a visitor gave or is verified by; null where there is none. */
export function addressOf({ state }: Pick<PresentVisitor, 'state'>): string | null {
  return Address.safeParse(profileOf(state).traits['email']).data ?? null;
}

/** The language of the visitor's browser, as BCP 47 names it. */
export function languageTagOf({ state }: Pick<PresentVisitor, 'state'>): string | null {
  return state.device?.language ?? null;
}

/** The page that the visitor has in front of them. */
export function pageOf({ state }: Pick<PresentVisitor, 'state'>): string | null {
  return state.front?.page.url ?? null;
}

/** A trait that the business vouches for, never one that a page claims; and what the visit is worth. */
export function worthOf(
  { engine, state }: Worthy,
  trait: string,
): { readonly tier: string | null; readonly value: number } {
  const facts = state.person?.facts ?? {};
  const tier = Object.hasOwn(facts, trait) ? facts[trait] : null;
  return {
    tier: tier == null ? null : storable(String(tier)),
    value: expectedValue({ engine, state }),
  };
}

type Worthy = Pick<PresentVisitor, 'state'> & {
  readonly engine: { readonly configuration: Pick<Configuration, 'goals'> };
};

/** The main goal's value times the visit's chance of reaching it; the cart where one is not known. */
function expectedValue({ engine, state }: Worthy): number {
  const cart = state.cart.total ?? 0;
  const main = mainGoal(engine.configuration);
  const scored = state.visit?.intent?.find((each) => each.goal === main);
  const goal = engine.configuration.goals.find(({ id }) => id === main);
  if (scored === undefined || goal === undefined || goal.value.type === 'none') return cart;
  const value = goal.value.type === 'fixed' ? goal.value.amount : cart;
  return Math.min(value, goal.valueCap ?? Infinity) * scored.chance;
}
