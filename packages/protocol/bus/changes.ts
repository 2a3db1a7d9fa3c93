// Notifications of changes, for features that cache what a change outdates. A listener reads the
// new value from the store.
import { z } from 'zod';
import { AddressAt } from '../contact/contact.ts';
import { AccountId, CampaignId, ConversationId, GoalId, SiteId, UserId } from '../ids.ts';
import { User } from '../rest/account.ts';
import { topic } from './topic.ts';

const OfAccount = z.object({ account: AccountId });
const Version = z.object({ account: AccountId, version: z.number() });
const UserChange = z.object({ account: AccountId, user: User });
const Sessions = z.object({
  account: AccountId,
  user: UserId,
  /** The only session that ended, or the only one that did not. Both null: all ended. */
  only: z.string().nullable(),
  except: z.string().nullable(),
});
export type SessionsEnded = Readonly<z.output<typeof Sessions>>;

/** A version of an account's configuration was committed. */
export const configurationChanged = topic('configuration.changed', Version);

export const usersChanged = topic('users.changed', UserChange);

export const sessionsEnded = topic('sessions.ended', Sessions);

/** A sample shop is removed. What is in memory of it is dropped and not stored. */
export const accountRemoved = topic('account.removed', OfAccount);

/** Skills, or who has which. */
export const skillsChanged = topic('skills.changed', OfAccount);

/** The account's own mail server. */
export const mailChanged = topic('mail.changed', OfAccount);

/** Channels, their settings or their secrets. */
export const channelsChanged = topic('channels.changed', OfAccount);

/** Nothing is sent to an address any more. What waits for it is stopped. */
export const addressSuppressed = topic('address.suppressed', OfAccount.extend(AddressAt.shape));

/** Keys of a site, or its origins. */
export const keysChanged = topic('keys.changed', OfAccount);

/** What the account has masked. */
export const maskingChanged = topic('masking.changed', OfAccount);

/** Which files the account accepts. */
export const attachmentsChanged = topic('attachments.changed', OfAccount);

/** How many private values a visitor is asked for now, in one conversation. */
export const privateAsked = topic(
  'private.asked',
  z.object({ account: AccountId, conversation: ConversationId, open: z.number() }),
);

/** A person closed what was left as a message. */
export const caseClosed = topic('case.closed', OfAccount.extend({ conversation: ConversationId }));

/** Jobs that are due now or later were committed. */
export const jobsMade = topic('jobs.made', OfAccount);

/**
 * `reaction`: names a decision. `takenBack`: a refund or cancellation. `past`: from long before it
 * came. `begun`: a conversation began, or continued after its end. `burst`: a visitor was marked.
 */
const EventTrait = z.enum(['reaction', 'takenBack', 'past', 'begun', 'burst']);
export type EventTrait = z.infer<typeof EventTrait>;

/** For one account: what its new rows belong to, not what they contain. */
const StoredOfAccount = z.object({
  account: AccountId,
  /** Sites with new events. */
  sites: z.array(SiteId).readonly(),
  /** Campaigns with new decisions. */
  campaigns: z.array(CampaignId).readonly(),
  /** Goals with new conversions. */
  goals: z.array(GoalId).readonly(),
  /** Other properties of the rows. */
  holds: z.array(EventTrait).readonly(),
  /** The last ordinal of the rows. All of the account up to it are stored, in every table. */
  through: z.number(),
});
export type StoredOfAccount = Readonly<z.output<typeof StoredOfAccount>>;

/** What a durable batch brought, by account. Published before any of its rows is acknowledged. */
const FactsStored = z.object({ accounts: z.array(StoredOfAccount).readonly() });
export type FactsStored = Readonly<z.output<typeof FactsStored>>;

export const factsStored = topic('facts.stored', FactsStored);
