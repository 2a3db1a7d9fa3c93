// Reports what a stored batch contained for each account, to code that keeps figures. It names what
// the rows belong to, never their content.
import type { FactEntry, FactRow } from '@opportune/core/ports/facts.ts';
import type { EventTrait, FactsStored, StoredOfAccount } from '@opportune/protocol/bus/changes.ts';
import { AccountId, CampaignId, GoalId, SiteId } from '@opportune/protocol/ids.ts';
import { intakeLimits } from '@opportune/protocol/limits/intake.ts';

interface Found {
  readonly sites: Set<string>;
  readonly campaigns: Set<string>;
  readonly goals: Set<string>;
  readonly holds: Set<EventTrait>;
  through: number;
}

/** Lists each account once. Leaves out availability. */
export class StoredFacts {
  readonly #accounts = new Map<string, Found>();

  add({ table, row }: FactEntry): void {
    if (table === 'availability') return;
    const found = this.#of(String(row['account']));
    found.through = Math.max(found.through, Number(row['ordinal'] ?? 0));
    if (table === 'decisions') found.campaigns.add(String(row['campaign']));
    else if (table === 'conversions') found.goals.add(String(row['goal']));
    else if (table === 'bursts') found.holds.add('burst');
    else noteEvent(found, row);
  }

  told(): FactsStored {
    return { accounts: [...this.#accounts].map(([account, found]) => told(account, found)) };
  }

  #of(account: string): Found {
    const known = this.#accounts.get(account);
    if (known !== undefined) return known;
    const found = {
      sites: new Set(''),
      campaigns: new Set(''),
      goals: new Set(''),
      holds: new Set<EventTrait>(),
      through: 0,
    };
    this.#accounts.set(account, found);
    return found;
  }
}

function noteEvent({ sites, holds }: Found, row: FactRow): void {
  sites.add(String(row['site']));
  if (row['decision'] !== '') holds.add('reaction');
  if (row['name'] === 'Order Refunded' || row['name'] === 'Order Cancelled') holds.add('takenBack');
  if (row['name'] === 'Conversation Started' || row['name'] === 'Conversation Reopened')
    holds.add('begun');
  const late = Number(row['received_at']) - Number(row['at']) > intakeLimits.liveMs;
  if (late || row['imported'] === 1) holds.add('past');
}

function told(account: string, found: Found): StoredOfAccount {
  return {
    account: AccountId.parse(account),
    sites: [...found.sites].map((id) => SiteId.parse(id)),
    campaigns: [...found.campaigns].map((id) => CampaignId.parse(id)),
    goals: [...found.goals].map((id) => GoalId.parse(id)),
    holds: [...found.holds],
    through: found.through,
  };
}
