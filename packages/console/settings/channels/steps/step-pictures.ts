// What the pictures of the steps show: where in a provider's console a value is found, or where one of
// ours goes. Drawn from the providers' documents as of 2026-11-26. Labels are as their consoles have them
// in English; those of our own pages are in the language of the reader.
import type { ProviderKind } from '@opportune/protocol/channel/provider-kinds.ts';
import { t } from '../../../ui/index.ts';

/** Whose steps there are. An SMS has those of its provider. */
export type StepsOf = Exclude<ProviderKind, 'sms'> | 'twilio' | 'vonage' | 'email' | 'custom';

export interface Row {
  readonly label: string;
  /** `hidden`: dots in the place of a credential. `ours`: what Opportune shows, pasted here. */
  readonly shows: 'text' | 'hidden' | 'ours' | 'on' | 'off' | 'button';
  readonly text?: string;
  /** What the step is about. */
  readonly marked?: true;
}

export interface Panel {
  readonly type: 'panel';
  /** What is opened, from the name of the console on. The last is an item of its menu. */
  readonly place: readonly [string, ...string[]];
  readonly menu: readonly string[];
  readonly rows: readonly Row[];
}

export interface Chat {
  readonly type: 'chat';
  readonly place: readonly [string, ...string[]];
  readonly said: readonly {
    readonly mine: boolean;
    readonly text: string;
    readonly marked?: true;
  }[];
}

export type StepPicture = Panel | Chat;

function panel(place: Panel['place'], menu: Panel['menu'], ...rows: readonly Row[]): Panel {
  return { type: 'panel', place, menu, rows };
}

const marked = true as const;
const copied = (label: string, text = ''): Row => ({
  ...{ label, shows: text === '' ? 'hidden' : 'text', text, marked },
});
const text = (label: string, words: string): Row => ({ label, shows: 'text', text: words });
const button = (label: string): Row => ({ label, shows: 'button', marked });
const ours = (label: string, words: string): Row => ({ label, shows: 'ours', text: words, marked });

const webhook = 'https://chat.shop…/webhook';
const channels = (): string => t('settings.page.channels');
const own = (...rows: readonly Row[]) =>
  panel(
    ['Opportune', channels()],
    [t('settings.page.sites'), channels(), t('settings.page.people')],
    ...rows,
  );
const add = (): Row => button(t('channelSettings.add'));
const connected = (label: string): Row => ({
  ...{ label, shows: 'text', text: `✓ ${t('channelSettings.state.connected')}`, marked },
});
const meta = (product: string, of: string) => ['Dashboard', product, of, 'Basic settings'];
const webhooksOf = (product: string, of: string) =>
  panel(
    ['App Dashboard', of],
    meta(product, of),
    ours('Callback URL', webhook),
    ours('Verify token', '0197·d3'),
    { label: 'messages', shows: 'on', marked },
  );
const inVonage = (page: string, ...rows: readonly Row[]) =>
  panel(['Vonage Dashboard', page], ['API settings', 'Applications', 'Numbers'], ...rows);
const inLine = (...rows: readonly Row[]) =>
  panel(
    ['LINE Developers', 'Messaging API'],
    ['Basic settings', 'Messaging API', 'Roles'],
    ...rows,
  );
const pageRows = (token: string) => [copied(token), copied('App secret')];

/** Of each step in order. */
export function stepPictures(of: StepsOf): readonly StepPicture[] {
  return picturesOf[of]();
}

const picturesOf: Readonly<Record<StepsOf, () => readonly StepPicture[]>> = {
  telegram: () => [
    {
      ...{ type: 'chat', place: ['Telegram', '@BotFather'] },
      said: [
        { mine: true, text: '/newbot' },
        { mine: false, text: 'Choose a name for your bot.' },
        { mine: true, text: 'Aldermoor' },
        { mine: false, text: 'Your token: 7100…:AAF…', marked },
      ],
    },
    own(ours(t('channelSettings.form.botToken'), '7100…:AAF…'), add()),
    own(connected('Telegram')),
  ],
  line: () => [
    panel(
      ['LINE Developers', 'Providers'],
      ['Providers', 'Tools', 'Support'],
      text('Provider', 'Aldermoor'),
      copied('Messaging API', 'Aldermoor shop'),
    ),
    inLine(
      copied('Basic settings: Channel secret'),
      copied('Channel access token (long-lived)'),
      button('Issue'),
    ),
    inLine(
      ours('Webhook URL', webhook),
      { label: 'Use webhook', shows: 'on', marked },
      { label: 'Auto-reply messages', shows: 'off', marked },
    ),
  ],
  whatsapp: () => [
    panel(
      ['App Dashboard', 'API setup'],
      meta('WhatsApp', 'API setup'),
      text('App type', 'Business'),
      button('Add phone number'),
    ),
    panel(
      ['App Dashboard', 'API setup'],
      meta('WhatsApp', 'API setup'),
      copied('Phone number ID', '1044 ·· 9921'),
      copied('WhatsApp Business Account ID', '2210 ·· 0417'),
      copied('Basic settings: App secret'),
    ),
    webhooksOf('WhatsApp', 'Configuration'),
  ],
  messenger: () => [
    panel(
      ['App Dashboard', 'Messenger'],
      meta('Messenger', 'Webhooks'),
      text('App type', 'Business'),
      button('Connect a page'),
    ),
    panel(
      ['App Dashboard', 'Messenger'],
      meta('Messenger', 'Webhooks'),
      copied('Page ID', '1029 ·· 7731'),
      ...pageRows('Page access token'),
    ),
    webhooksOf('Messenger', 'Webhooks'),
  ],
  instagram: () => [
    panel(
      ['App Dashboard', 'Instagram'],
      meta('Instagram', 'Webhooks'),
      text('App type', 'Business'),
      button('Connect an account'),
    ),
    panel(
      ['App Dashboard', 'Instagram'],
      meta('Instagram', 'Webhooks'),
      copied('Account ID', '1784 ·· 0052'),
      ...pageRows('Access token'),
    ),
    webhooksOf('Instagram', 'Webhooks'),
  ],
  twilio: () => [
    panel(
      ['Twilio Console', 'Numbers'],
      ['Account', 'Numbers', 'Logs'],
      copied('Active number', '+1 415 555 0100'),
      text('Capabilities', 'SMS, MMS'),
    ),
    panel(
      ['Twilio Console', 'Account'],
      ['Account', 'Numbers', 'Logs'],
      copied('Account SID', 'AC01 ·· 4f2e'),
      copied('Auth Token'),
    ),
    own(connected('SMS')),
  ],
  telephone: () => [
    panel(
      ['Twilio Console', 'Numbers'],
      ['Account', 'Numbers', 'Logs'],
      copied('Active number', '+1 415 555 0100'),
      text('Capabilities', 'Voice'),
    ),
    panel(
      ['Twilio Console', 'Account'],
      ['Account', 'Numbers', 'Logs'],
      copied('Account SID', 'AC01 ·· 4f2e'),
      copied('Auth Token'),
    ),
    own(connected(t('channels.kind.telephone'))),
  ],
  vonage: () => [
    inVonage(
      'Applications',
      copied('SMS settings', 'Messages API'),
      { label: 'Capability: Messages', shows: 'on', marked },
      button('Link a number'),
    ),
    inVonage(
      'API settings',
      copied('API key', 'a1b2 ·· c3'),
      copied('Signature secret'),
      copied('Application ID', '78d3 ·· 68cf'),
    ),
    inVonage('Applications', ours('Inbound URL', webhook), ours('Status URL', webhook)),
  ],
  email: () => [
    panel(
      ['Webmail', 'Settings'],
      ['Inbox', 'Sent', 'Settings'],
      copied('IMAP', 'imap.shop.example : 993'),
      copied('SMTP', 'smtp.shop.example : 465'),
      button('App password'),
    ),
    own(ours('IMAP', 'imap.shop.example : 993'), ours('SMTP', 'smtp.shop.example : 465'), add()),
    own(connected('help@shop.example')),
  ],
  custom: () => [
    own(ours(t('channelSettings.form.deliverTo'), 'https://desk.shop…/in'), add()),
    own(
      copied(t('channelSettings.secret.secret'), 'whsec_··'),
      copied(t('channelSettings.secret.address'), 'https://chat.shop…'),
    ),
    own(connected('Order desk')),
  ],
};
