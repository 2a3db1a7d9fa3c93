// Checks whether a document can be stored as a draft, and whether it can go live. A draft may be
// unfinished, but its conditions must be valid. A document that goes live must be complete.
// Problems are listed together.
import { checkCondition } from '@opportune/core/behaviour/condition/check-condition.ts';
import {
  type CampaignProblem,
  checkCampaign,
  under,
} from '@opportune/core/campaign/check-campaign.ts';
import { isOfferable } from '@opportune/core/channel/offer/entry-of.ts';
import type { Sql } from '@opportune/core/ports/records.ts';
import type { CustomAttribute } from '@opportune/protocol/behaviour/attributes.ts';
import type { CampaignDocument } from '@opportune/protocol/campaign/campaign.ts';
import { problem } from '@opportune/protocol/errors.ts';
import { ChannelId } from '@opportune/protocol/ids.ts';
import { z } from 'zod';
import { refuseAll } from '../http/problem/refusal.ts';
import { readAttributes } from './configuration/assemble.ts';

/**
 * Throws the problems of audience and moment. `place` is the document's location in the request.
 */
export function refuseWrongConditions(
  { audience, engagement }: CampaignDocument,
  place: string,
  attributes: readonly CustomAttribute[],
): void {
  refuseAny([
    ...under(`${place}.audience`, checkCondition(audience, attributes)),
    ...under(`${place}.engagement.moment`, checkCondition(engagement.moment, attributes)),
  ]);
}

/** Throws everything that keeps a document from going live, including references. */
export async function refuseIncomplete(sql: Sql, document: CampaignDocument): Promise<void> {
  const attributes = await readAttributes(sql);
  refuseAny([...checkCampaign(document, attributes), ...(await missingReferences(sql, document))]);
}

function refuseAny(found: readonly CampaignProblem[]): void {
  const [first, ...rest] = found.map(({ code, path, message }) =>
    problem(code, { path, detail: message }),
  );
  if (first !== undefined) throw refuseAll([first, ...rest]);
}

async function missingReferences(
  sql: Sql,
  { goal, sites, engagement }: CampaignDocument,
): Promise<CampaignProblem[]> {
  const found: CampaignProblem[] = [];
  const goals = await sql.row('SELECT 1 FROM goals WHERE id = $1', [goal]);
  if (goals === undefined) found.push(incomplete('goal', 'There is no such goal.'));
  for (const [index, site] of sites.entries()) {
    const row = await sql.row('SELECT 1 FROM sites WHERE id = $1', [site]);
    if (row === undefined) found.push(incomplete(`sites.${index}`, 'There is no such site.'));
  }
  for (const [index, { offer }] of engagement.variants.entries()) {
    const ids = offer.channel === 'chat' ? (offer.channels?.ids ?? []) : [];
    const path = `engagement.variants.${index}.offer.channels.ids`;
    if (ids.length > 0) found.push(...(await unusableChannels(sql, ids, path)));
  }
  return found;
}

const OfferedRow = z.object({
  id: ChannelId,
  kind: z.string(),
  settings: z.record(z.string(), z.unknown()),
  state: z.string(),
  entry: z.string().nullable(),
});

/** One that is not connected now may be later, but one at least must be. */
async function unusableChannels(
  sql: Sql,
  ids: readonly ChannelId[],
  path: string,
): Promise<readonly CampaignProblem[]> {
  const rows = await sql.rows('SELECT id, kind, settings, state, entry FROM channels');
  const known = z.array(OfferedRow).parse(rows);
  const offered = known.filter((channel) => ids.includes(channel.id) && isOfferable(channel));
  if (new Set(offered.map(({ id }) => id)).size < new Set(ids).size)
    return [incomplete(path, 'A channel is gone, or no link can open it. Check its connection.')];
  if (offered.some(({ state }) => state === 'connected')) return [];
  return [{ path, code: 'campaign.no_channel', message: 'None of these channels is connected.' }];
}

function incomplete(path: string, message: string): CampaignProblem {
  return { path, code: 'campaign.incomplete', message };
}
