// Whether a site lets a browser's events in at all: consent where the site asks for it, and the
// browser's own privacy signals where the site honours them. What a page holds back by itself never
// gets here; this is the second lock, for pages that were not told.
import type { IncomingMessage } from 'node:http';
import type { AccountSettings, SiteSettings } from '@opportune/protocol/campaign/configuration.ts';
import { problem, type Problem } from '@opportune/protocol/errors.ts';
import { refuse } from '../../http/problem/refusal.ts';
import type { CollectDependencies, KeyGrant } from '../seams.ts';

/** The settings in force. Throws `key.unknown` where the site is gone from the configuration. */
export async function settingsOf(
  use: Pick<CollectDependencies, 'configuration'>,
  grant: Pick<KeyGrant, 'account' | 'site'>,
): Promise<{ readonly account: AccountSettings; readonly site: SiteSettings }> {
  const { settings, sites } = await use.configuration.current(grant.account);
  const site = sites.find(({ id }) => id === grant.site);
  if (site === undefined) throw refuse('key.unknown');
  return { account: settings, site };
}

/** `consent.missing`, or null where the browser's events may be stored. */
export function consentProblem(
  site: SiteSettings,
  request: IncomingMessage,
  consented: boolean,
): Problem | null {
  const signalled = request.headers['sec-gpc'] === '1' || request.headers['dnt'] === '1';
  if (site.honourPrivacySignals && signalled)
    return problem('consent.missing', {
      detail: 'The browser asks not to be tracked, and the site honours that; nothing was stored.',
    });
  return site.consent === 'wait' && !consented ? problem('consent.missing') : null;
}
