// What a site's account wrote for the chat window, in the language of the visitor who reads it.
import { siteFor } from '@opportune/core/campaign/languages/translate.ts';
import type { Configuration, SiteSettings } from '@opportune/protocol/campaign/configuration.ts';
import type { AccountId } from '@opportune/protocol/ids.ts';
import type { Reader, WebChatDependencies } from './seams.ts';

type Current = (account: AccountId) => Promise<Pick<Configuration, 'settings' | 'sites'>>;
type SpokenSite = Pick<WebChatDependencies['forms'], 'ofSite'> &
  Pick<WebChatDependencies['home'], 'homeOf'>;

export function createSpokenSite(current: Current): SpokenSite {
  return {
    async ofSite(reader) {
      const { site, spoken } = await read(current, reader);
      const written = site?.contactButton.before ?? null;
      return written && { written, asked: spoken?.contactButton.before ?? written };
    },
    homeOf: async (reader) => (await read(current, reader)).spoken?.home ?? null,
  };
}

/** The site as it is written, and as the visitor reads it. */
async function read(
  current: Current,
  { account, site: id, reads = [] }: Reader,
): Promise<{ readonly site: SiteSettings | undefined; readonly spoken: SiteSettings | undefined }> {
  const { settings, sites } = await current(account);
  const site = sites.find((each) => each.id === id);
  return { site, spoken: site && siteFor(site, settings.languages, reads) };
}
