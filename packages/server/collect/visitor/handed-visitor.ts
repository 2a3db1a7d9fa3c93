// The state that a successor needs about a browser whose socket continues in it: its identity for
// events and chats. It contains nothing of the visitor's behaviour, which is read from the log.
import { Device, Place } from '@opportune/protocol/behaviour/event.ts';
import { AccountId, PageViewId, SiteId, VisitorId } from '@opportune/protocol/ids.ts';
import { z } from 'zod';

export const HandedVisitor = z.object({
  account: AccountId,
  site: SiteId,
  visitor: VisitorId,
  /** Absent from a server of an earlier version. All its visitors then share one payer. */
  payer: z.string().nullable().default('unknown'),
  pageView: PageViewId,
  trial: z.string().nullable(),
  /** Absent from servers of earlier versions. */
  reads: z.array(z.string()).default([]),
  /** Absent from servers of earlier versions. */
  network: z.number().nullable().default(null),
  /** The browser may chat as this visitor. */
  owned: z.boolean(),
  /** The id is claimed by this browser, and the claim is stored. */
  claimed: z.boolean(),
  /** Whether an agent is available, as last reported to the browser. */
  agentsOnline: z.boolean(),
  sender: z.object({ device: Device, place: Place.nullable(), bot: z.boolean() }),
});
export type HandedVisitor = z.infer<typeof HandedVisitor>;
