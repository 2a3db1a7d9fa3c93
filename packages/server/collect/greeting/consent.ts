// Decides whether a site accepts a browser's events: consent if the site requires it, and the
// browser's privacy signals if the site honours them. The tag already withholds events; this is a
// second check, for pages that do not know the settings.
import type { IncomingMessage } from 'node:http';
import type { AccountSettings, SiteSettings } from '@opportune/protocol/campaign/configuration.ts';
import { problem, type Problem } from '@opportune/protocol/errors.ts';
import { refuse } from '../../http/problem/refusal.ts';
import type { CollectDependencies, KeyGrant } from '../seams.ts';

/** The current settings. Throws `key.unknown` if the site is no longer in the configuration. */
export async function settingsOf(
  use: Pick<CollectDependencies, 'configuration'>,
  grant: Pick<KeyGrant, 'account' | 'site'>,
): Promise<{ readonly account: AccountSettings; readonly site: SiteSettings }> {
  const { settings, sites } = await use.configuration.current(grant.account);
  const site = sites.find(({ id }) => id === grant.site);
  if (site === undefined) throw refuse('key.unknown');
  return { account: settings, site };
}

/** `consent.missing`, or null if the browser's events may be stored. */
export function consentProblem(
  site: SiteSettings,
  request: IncomingMessage,
  consented: boolean,
): Problem | null {
  const signalled = request.headers['sec-gpc'] === '1' || request.headers['dnt'] === '1';
  if (site.honourPrivacySignals && signalled)
    return problem('consent.missing', {
      detail: 'The browser asks not to be tracked and the site honours it. Nothing was stored.',
    });
  return site.consent === 'wait' && !consented ? problem('consent.missing') : null;
}
