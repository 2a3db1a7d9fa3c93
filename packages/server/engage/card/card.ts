// The card of a visitor in memory: what a conversation needs to know about its visitor. It reads
// the profile and changes nothing.
import type { DecisionContext } from '@opportune/core/decision/engine.ts';
import { variantFor } from '@opportune/core/campaign/languages/translate.ts';
import { mainGoal } from '@opportune/core/decision/configuration/main-goal.ts';
import { profileOf } from '@opportune/core/decision/view/row.ts';
import type { Origin, VisitorCard, Wanted } from '@opportune/protocol/bus/card.ts';
import type { AnsweredOffer, Creative, Offer } from '@opportune/protocol/campaign/campaign.ts';
import type { Configuration } from '@opportune/protocol/campaign/configuration.ts';
import type { DecisionId } from '@opportune/protocol/ids.ts';
import { storable } from '@opportune/protocol/text.ts';
import { z } from 'zod';
import { trialFormOf } from '../offers/trial.ts';
import type { PresentVisitor } from '../owner/account-engine.ts';
import { readsOf } from '../owner/visitor-entry.ts';
import { reachable } from './proactive.ts';
import { shownBy } from './visit-signals.ts';

/** Builds the card. `context` holds the values of this instant. */
export function cardOf(
  present: PresentVisitor,
  { decision, trait, here }: Wanted,
  context: () => DecisionContext,
): VisitorCard {
  const { engine, entry, state } = present;
  return {
    name: nameOf(present),
    address: addressOf(present),
    language: state.device?.language ?? null,
    page: state.front?.page.url ?? null,
    tier: trait === undefined ? null : tierOf(present, trait),
    value: expectedValue(present),
    origin: decision === undefined ? null : originOf(present, decision),
    trialForm: decision === undefined ? null : trialFormOf(entry, decision),
    here: here === undefined ? null : reachable(present, context()),
    shown: shownBy(state, engine.configuration.sections),
  };
}

/** The campaign behind a decision. Null if the visitor has no such decision. */
function originOf({ engine, entry, state }: PresentVisitor, decision: DecisionId): Origin | null {
  const remembered = state.decisions.byId(decision);
  if (remembered === undefined) return null;
  const { campaign, variant } = remembered;
  const document = engine.configuration.campaigns.find(({ id }) => id === campaign)?.document;
  const found = document?.engagement.variants.find(({ id }) => id === variant);
  const { languages } = engine.configuration.settings;
  const offer = found && document && variantFor(found, document, languages, readsOf(entry)).offer;
  return {
    campaign,
    campaignName: document?.name ?? '',
    skill: answered(offer)?.skill ?? null,
    ...formsOf(offer, found?.offer),
    invitation: invitationOf(answered(offer)),
  };
}

/** The fields of a conversation take the default words, whatever language the visitor reads. */
function formsOf(
  offer: Offer | undefined,
  asWritten: Offer | undefined,
): Pick<Origin, 'before' | 'beforeAsWritten'> {
  const before = answered(offer)?.before;
  const written = answered(asWritten)?.before;
  if (before === undefined || written === undefined) return { before: null };
  return { before, ...(before === written ? {} : { beforeAsWritten: written }) };
}

function answered(offer: Offer | undefined): AnsweredOffer | null {
  return offer === undefined || offer.channel === 'content' ? null : offer;
}

function invitationOf(offer: AnsweredOffer | null): Origin['invitation'] {
  if (offer === null) return null;
  const { creative, fallback } = offer;
  const isLeft = fallback?.type === 'message' || fallback?.type === 'callback';
  const left = isLeft ? fallback.creative : creative;
  return { chat: wordsOf(creative), message: wordsOf(left) };
}

function wordsOf({ headline, text }: Pick<Creative, 'headline' | 'text'>): string {
  return [headline, text]
    .map((each) => each.trim())
    .filter((each) => each !== '')
    .join('\n');
}

/** The name that a visitor gave or is verified under, made storable. Empty if there is none. */
export function nameOf({ state }: Pick<PresentVisitor, 'state'>): string {
  const { name } = profileOf(state).traits;
  return typeof name === 'string' ? storable(name.slice(0, 80)) : '';
}

const Address = z.email().max(254);

/** The e-mail address that a visitor gave or is verified under, or null. */
export function addressOf({ state }: Pick<PresentVisitor, 'state'>): string | null {
  return Address.safeParse(profileOf(state).traits['email']).data ?? null;
}

/** A trait that the business vouches for. Never one that only a page claims. */
export function tierOf({ state }: Pick<PresentVisitor, 'state'>, trait: string): string | null {
  const facts = state.person?.facts ?? {};
  const tier = Object.hasOwn(facts, trait) ? facts[trait] : null;
  return tier == null ? null : storable(String(tier));
}

type Worthy = Pick<PresentVisitor, 'state'> & {
  readonly engine: { readonly configuration: Pick<Configuration, 'goals'> };
};

/**
 * The main goal's value times the visit's chance of reaching it. The cart's value if no chance is
 * known.
 */
export function expectedValue({ engine, state }: Worthy): number {
  const cart = state.cart.total ?? 0;
  const main = mainGoal(engine.configuration);
  const scored = state.visit?.intent?.find((each) => each.goal === main);
  const goal = engine.configuration.goals.find(({ id }) => id === main);
  if (scored === undefined || goal === undefined || goal.value.type === 'none') return cart;
  const value = goal.value.type === 'fixed' ? goal.value.amount : cart;
  return Math.min(value, goal.valueCap ?? Infinity) * scored.chance;
}
