// The kinds of channels that a provider serves: their settings, and which of them are secret.
import { LineSettings } from './line.ts';
import { InstagramSettings, PageSettings } from './meta-pages.ts';
import { SmsSettings } from './sms.ts';
import { TelegramSettings } from './telegram.ts';
import { TelephoneSettings } from './telephone.ts';
import { WhatsappSettings } from './whatsapp.ts';

export const providerKinds = {
  telegram: { settings: TelegramSettings, secrets: ['botToken', 'secretToken'] },
  line: { settings: LineSettings, secrets: ['channelSecret', 'channelToken'] },
  whatsapp: {
    settings: WhatsappSettings,
    secrets: ['appSecret', 'verifyToken', 'accessToken'],
  },
  messenger: { settings: PageSettings, secrets: ['appSecret', 'verifyToken', 'pageToken'] },
  instagram: {
    settings: InstagramSettings,
    secrets: ['appSecret', 'verifyToken', 'pageToken', 'instagramAppSecret', 'userToken'],
  },
  sms: { settings: SmsSettings, secrets: ['authToken', 'signatureSecret', 'privateKey'] },
  telephone: { settings: TelephoneSettings, secrets: ['authToken'] },
} as const;
export type ProviderKind = keyof typeof providerKinds;

export function isProviderKind(kind: string): kind is ProviderKind {
  return Object.hasOwn(providerKinds, kind);
}
