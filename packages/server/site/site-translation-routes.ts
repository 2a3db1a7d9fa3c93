// REST of a site's translations: the words of its contact button and chat window as a file for
// translators, and back.
import { textsOfSite, withTexts } from '@opportune/core/campaign/languages/translate.ts';
import { SiteId } from '@opportune/protocol/ids.ts';
import { OfLanguage, TranslatedFile } from '@opportune/protocol/rest/campaign/translation.ts';
import { IfMatch } from '@opportune/protocol/rest/common.ts';
import { RevisedSite, type Site, SiteChange } from '@opportune/protocol/rest/site.ts';
import type { App } from '../http/rest/app.ts';
import { operation } from '../http/rest/operation.ts';
import { unchangedSince, withRevision } from '../http/rest/whole-document.ts';
import {
  readTranslated,
  sendXliff,
  type Translated,
  xliffType,
} from '../http/translation/translation-file.ts';
import type { ConfigurationChanges } from './seams.ts';
import type { Sites } from './sites.ts';

const common = { tag: 'Sites', params: OfLanguage.extend({ id: SiteId }) } as const;

export function addSiteTranslationRoutes(
  app: App,
  sites: Sites,
  configurations: Pick<ConfigurationChanges, 'current'>,
): void {
  operation(app, 'GET /sites/:id/translations/:language', {
    ...common,
    access: 'manager',
    id: 'exportSiteTranslation',
    summary: 'The words of a site in a language, as XLIFF 2.1',
    file: xliffType,
    errors: ['translation.unset'],
    async handle({ account, params: { id, language }, reply }) {
      const { languages } = (await configurations.current(account)).settings;
      const translated = translatedOf(await sites.read(account, id));
      return sendXliff(reply, language, { ...translated, languages });
    },
  });
  operation(app, 'PUT /sites/:id/translations/:language', {
    ...common,
    access: 'administrator',
    id: 'importSiteTranslation',
    summary: 'Put the translations of an XLIFF file into a site',
    description:
      'All of them or none: each unit that cannot be taken is listed. Send the `revision` you loaded as `If-Match`.',
    headers: IfMatch,
    body: TranslatedFile,
    answer: RevisedSite,
    errors: [
      ...(['account.full', 'request.conflict'] as const),
      ...(['translation.unreadable', 'translation.other', 'translation.unit'] as const),
    ],
    async handle({ account, user, params: { id, language }, body: { xliff }, request }) {
      const site = await sites.read(account, id);
      const texts = readTranslated(xliff, language, translatedOf(site));
      const translations = withTexts(site.translations, language, texts);
      const { revision } = withRevision(SiteChange, site);
      const unchanged = unchangedSince(request.headers['if-match'] ?? revision, SiteChange);
      const changed = await sites.change(account, user.name, id, { translations }, unchanged);
      return withRevision(SiteChange, changed);
    },
  });
}

function translatedOf(site: Site): Omit<Translated, 'languages'> {
  const { id, name: title, translations } = site;
  return { document: `site/${id}`, title, units: textsOfSite(site), translations };
}
