// Shows one visitor in full: the live row, the timeline of the visit, the profile, and why each
// campaign did or did not fire. Reads present visitors from memory and others from the stored log.
import { declaredBy } from '@opportune/core/behaviour/facts/custom-facts.ts';
import { decisionWithoutPersonal } from '@opportune/core/behaviour/condition/personal-reasons.ts';
import { explain, newVisitor, restore } from '@opportune/core/decision/engine.ts';
import { campaignName } from '@opportune/core/decision/view/campaign-name.ts';
import { cartOf } from '@opportune/core/decision/view/cart-lines.ts';
import { standing, type VisitorLog } from '@opportune/core/decision/restore/restore.ts';
import { profileOf, timeline, visitorRow } from '@opportune/core/decision/view/row.ts';
import type { Clock } from '@opportune/core/world/world.ts';
import type { AccountId, VisitorId } from '@opportune/protocol/ids.ts';
import type { VisitorDetail } from '@opportune/protocol/rest/visitor.ts';
import type { FactStore } from '@opportune/core/ports/facts.ts';
import type { AccountEngines } from '../owner/account-engine.ts';
import { readLogs } from '../history/visitor-history.ts';
import type { LiveVisitors } from '../live/live.ts';
import type { VisitorOwner } from '../owner/owner.ts';
import { VisitorEntry } from '../owner/visitor-entry.ts';

export interface DetailDependencies {
  readonly facts: FactStore;
  readonly clock: Clock;
  readonly owner: VisitorOwner;
  readonly engines: AccountEngines;
  readonly live: LiveVisitors;
}

/** Null if the account has no such visitor. */
export async function visitorDetail(
  use: DetailDependencies,
  account: AccountId,
  visitor: VisitorId,
): Promise<VisitorDetail | null> {
  const log = (await readLogs(use.facts, account, [visitor])).get(visitor);
  const present = use.owner.find(account, visitor);
  if (present !== null) {
    const context = use.owner.stepper.context(present.engine, present.entry);
    const row = use.live.row(present.engine, present.entry) ?? visitorRow(present.state, context);
    return detail(row, present.state, context, log ?? nothing);
  }
  const site = log?.events[0]?.site;
  if (log === undefined || site === undefined) return null;
  const engine = await use.engines.of(account);
  const context = use.owner.stepper.context(engine, new VisitorEntry({ account, site, visitor }));
  const state = newVisitor(account, site, visitor);
  restore(state, log, context);
  return detail(visitorRow(state, context), state, context, log);
}

const nothing: VisitorLog = { events: [], decisions: [], conversions: [] };

type State = Parameters<typeof explain>[0];
type Context = Parameters<typeof explain>[1];

function detail(
  row: VisitorDetail['row'],
  state: State,
  context: Context,
  log: VisitorLog,
): VisitorDetail {
  const { decisions } = standing(log);
  const declared = declaredBy(context.configuration.source.attributes ?? []);
  const named = decisions.map(({ campaign }) => [campaign, campaignName(context, campaign)]);
  return {
    row,
    profile: profileOf(state),
    cart: row?.cartItems === 0 ? { lines: [], more: 0 } : cartOf(log.events),
    timeline: timeline(state, context),
    at: context.now,
    why: explain(state, context),
    campaigns: Object.fromEntries(named),
    decisions: decisions.toReversed().map((each) => decisionWithoutPersonal(each, declared)),
  };
}
