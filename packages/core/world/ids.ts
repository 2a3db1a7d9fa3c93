// Ids that core creates. Each is derived from what it names, so the same history gives the same ids
// on every machine and after every restart. Ids of clients are parsed at the edge, never here.
import type { AddressAt } from '@opportune/protocol/contact/contact.ts';
import {
  ContactId,
  DecisionId,
  VisitId,
  type AccountId,
  type CampaignId,
  type VisitorId,
} from '@opportune/protocol/ids.ts';
import { digest } from './fingerprint.ts';

/** The visit that begins with the event of this ordinal. Ordinal 0 means "no visit yet". */
export function visitId(account: AccountId, visitor: VisitorId, ordinal: number): VisitId {
  return VisitId.parse(`v_${digest(`${account}\n${visitor}\n${ordinal}`)}`);
}

/** `occasion` counts the decisions of this visitor from 1. */
export function decisionId(of: {
  readonly account: AccountId;
  readonly visitor: VisitorId;
  readonly campaign: CampaignId;
  readonly period: number;
  readonly occasion: number;
}): DecisionId {
  const { account, visitor, campaign, period, occasion } = of;
  return DecisionId.parse(
    `d_${digest(`${account}\n${visitor}\n${campaign}\n${period}\n${occasion}`)}`,
  );
}

/**
 * The contact that an address begins with: the same if it is created again, or in two places at
 * once.
 */
export function contactId(account: AccountId, { channel, address }: AddressAt): ContactId {
  return ContactId.parse(`p_${digest(`${account}\n${channel}\n${address}`)}`);
}
