// REST of a campaign's translations: its draft's texts as a file for translators, and back.
import { textsOfCampaign, withTexts } from '@opportune/core/campaign/languages/translate.ts';
import type { AccountId } from '@opportune/protocol/ids.ts';
import { CampaignId } from '@opportune/protocol/ids.ts';
import { Campaign } from '@opportune/protocol/rest/campaign/campaign.ts';
import { OfLanguage, TranslatedFile } from '@opportune/protocol/rest/campaign/translation.ts';
import { IfMatch } from '@opportune/protocol/rest/common.ts';
import type { App } from '../../http/rest/app.ts';
import { operation } from '../../http/rest/operation.ts';
import {
  readTranslated,
  sendXliff,
  type Translated,
  xliffType,
} from '../../http/translation/translation-file.ts';
import type { Campaigns } from '../campaigns.ts';
import type { ConfigurationService } from '../configuration/configuration.ts';

interface TranslationParts {
  readonly campaigns: Campaigns;
  readonly configurations: Pick<ConfigurationService, 'current'>;
}

const common = {
  tag: 'Campaigns',
  access: 'manager',
  params: OfLanguage.extend({ id: CampaignId }),
} as const;

export function addTranslationRoutes(
  app: App,
  { campaigns, configurations }: TranslationParts,
): void {
  const languagesOf = async (account: AccountId) =>
    (await configurations.current(account)).settings.languages;
  operation(app, 'GET /campaigns/:id/translations/:language', {
    ...common,
    id: 'exportCampaignTranslation',
    summary: 'The texts of the draft in a language, as XLIFF 2.1',
    file: xliffType,
    errors: ['translation.unset'],
    async handle({ account, params: { id, language }, reply }) {
      const languages = await languagesOf(account);
      const translated = translatedOf(await campaigns.read(account, id));
      return sendXliff(reply, language, { ...translated, languages });
    },
  });
  operation(app, 'PUT /campaigns/:id/translations/:language', {
    ...common,
    id: 'importCampaignTranslation',
    summary: 'Put the translations of an XLIFF file into the draft',
    description:
      'All of them or none: each unit that cannot be taken is listed. Send the `revision` you loaded as `If-Match`.',
    headers: IfMatch,
    body: TranslatedFile,
    answer: Campaign,
    errors: [
      ...(['request.conflict', 'campaign.state'] as const),
      ...(['translation.unreadable', 'translation.other', 'translation.unit'] as const),
    ],
    async handle({ account, user, params: { id, language }, body: { xliff }, request }) {
      const campaign = await campaigns.read(account, id);
      const texts = readTranslated(xliff, language, translatedOf(campaign));
      const translations = withTexts(campaign.draft.translations, language, texts);
      return campaigns.changeDraft(account, user.name, id, {
        begunFrom: request.headers['if-match'] ?? String(campaign.revision),
        document: { ...campaign.draft, translations },
      });
    },
  });
}

function translatedOf({ id, draft }: Campaign): Omit<Translated, 'languages'> {
  return {
    document: `campaign/${id}`,
    title: draft.name,
    units: textsOfCampaign(draft),
    translations: draft.translations,
  };
}
