// Figures of campaigns in the list that only the configuration can still change: nobody was
// eligible lately, and every window is closed. They are kept, so that a list with many old
// campaigns costs no more than its current ones.
import type { AccountId } from '@opportune/protocol/ids.ts';
import type { CampaignSummary } from '@opportune/protocol/rest/campaign/campaign.ts';

export type SettledLine = Pick<CampaignSummary, 'eligible' | 'effect' | 'harm'>;
export type SettledLines = Map<string, SettledLine>;

export class SettledFigures<Line = SettledLine> {
  readonly #accounts = new Map<AccountId, { version: number; lines: Map<string, Line> }>();

  /** Under one version of the account's configuration. Forgets what was kept under another. */
  of(account: AccountId, version: number): Map<string, Line> {
    const known = this.#accounts.get(account);
    if (known?.version === version) return known.lines;
    const lines = new Map<string, Line>();
    this.#accounts.set(account, { version, lines });
    return lines;
  }
}
