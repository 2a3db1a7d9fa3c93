// Lines of the list of campaigns that nothing changes any more but the configuration: nobody was eligible
// lately, and everybody's window is closed. They are kept, so that a list with many campaigns of long ago
// costs what those cost that go on.
import type { AccountId, CampaignId } from '@opportune/protocol/ids.ts';
import type { CampaignSummary } from '@opportune/protocol/rest/campaign/campaign.ts';

export type SettledLine = Pick<CampaignSummary, 'eligible' | 'effect' | 'harm'>;
export type SettledLines = Map<CampaignId, SettledLine>;

export class SettledFigures {
  readonly #accounts = new Map<AccountId, { version: number; lines: SettledLines }>();

  /** Under a version of the account's configuration; what was kept under another is forgotten. */
  of(account: AccountId, version: number): SettledLines {
    const known = this.#accounts.get(account);
    if (known?.version === version) return known.lines;
    const lines: SettledLines = new Map();
    this.#accounts.set(account, { version, lines });
    return lines;
  }
}
