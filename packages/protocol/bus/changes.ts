// What features tell of changes, for whoever keeps something that a change outdates. Whoever hears of one
// reads what is stored.
import { z } from 'zod';
import { AccountId, CampaignId, GoalId, SiteId, UserId } from '../ids.ts';
import { User } from '../rest/account.ts';
import type { Topic } from './topic.ts';

const OfAccount = z.object({ account: AccountId });
const Version = z.object({ account: AccountId, version: z.number() });
const UserChange = z.object({ account: AccountId, user: User });
const Sessions = z.object({
  account: AccountId,
  user: UserId,
  /** The one that ended, or the one that did not. Both null: all ended. */
  only: z.string().nullable(),
  except: z.string().nullable(),
});
export type SessionsEnded = Readonly<z.output<typeof Sessions>>;

const ofAccount = (name: string): Topic<z.output<typeof OfAccount>> => ({
  name,
  version: 1,
  schema: OfAccount,
});

/** A version of an account's configuration was committed. */
export const configurationChanged: Topic<z.output<typeof Version>> = {
  name: 'configuration.changed',
  version: 1,
  schema: Version,
};

export const usersChanged: Topic<z.output<typeof UserChange>> = {
  name: 'users.changed',
  version: 1,
  schema: UserChange,
};

export const sessionsEnded: Topic<SessionsEnded> = {
  name: 'sessions.ended',
  version: 1,
  schema: Sessions,
};

/** Skills, or who has which. */
export const skillsChanged = ofAccount('skills.changed');

/** The account's own mail server. */
export const mailChanged = ofAccount('mail.changed');

/** Keys of a site, or its origins. */
export const keysChanged = ofAccount('keys.changed');

/** What the account has masked. */
export const maskingChanged = ofAccount('masking.changed');

/** Which files the account takes. */
export const attachmentsChanged = ofAccount('attachments.changed');

/** `reaction`: names a decision. `takenBack`: a refund or cancellation. `past`: of long before it came. `begun`: a conversation began, or went on after its end. `burst`: a visitor was marked. */
const EventTrait = z.enum(['reaction', 'takenBack', 'past', 'begun', 'burst']);
export type EventTrait = z.infer<typeof EventTrait>;

/** Of one account: what its new rows belong to, not what they say. */
const StoredOfAccount = z.object({
  account: AccountId,
  /** Sites with new events. */
  sites: z.array(SiteId).readonly(),
  /** Campaigns that were decided. */
  campaigns: z.array(CampaignId).readonly(),
  /** Goals that were reached. */
  goals: z.array(GoalId).readonly(),
  /** What else there is. */
  holds: z.array(EventTrait).readonly(),
});
export type StoredOfAccount = Readonly<z.output<typeof StoredOfAccount>>;

/** What a durable batch brought, by account: told before any of its rows is acknowledged. */
const FactsStored = z.object({ accounts: z.array(StoredOfAccount).readonly() });
export type FactsStored = Readonly<z.output<typeof FactsStored>>;

export const factsStored: Topic<FactsStored> = {
  name: 'facts.stored',
  version: 1,
  schema: FactsStored,
};
