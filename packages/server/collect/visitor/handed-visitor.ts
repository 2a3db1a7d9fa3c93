// What a successor has to know of a browser whose socket goes on in it: who it is to events and chats.
// It says nothing of what the visitor did: that is read from the log.
import { Device, Place } from '@opportune/protocol/behaviour/event.ts';
import { AccountId, PageViewId, SiteId, VisitorId } from '@opportune/protocol/ids.ts';
import { z } from 'zod';

export const HandedVisitor = z.object({
  account: AccountId,
  site: SiteId,
  visitor: VisitorId,
  /** A server of an earlier version does not tell it. Then all of its visitors are one payer. */
  payer: z.string().nullable().default('unknown'),
  pageView: PageViewId,
  trial: z.string().nullable(),
  /** Left out by servers before it was known. */
  network: z.number().nullable().default(null),
  /** It may chat as this visitor. */
  owned: z.boolean(),
  /** The id is only this browser's, and that is stored. */
  claimed: z.boolean(),
  /** Whether anybody is there for them, as they were told. */
  agentsOnline: z.boolean(),
  sender: z.object({ device: Device, place: Place.nullable(), bot: z.boolean() }),
});
export type HandedVisitor = z.infer<typeof HandedVisitor>;
