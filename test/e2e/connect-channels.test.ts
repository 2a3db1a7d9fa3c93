// Each kind of channel is connected by hand in a real browser, as a newcomer does: by its numbered steps
// and their pictures, a form that is filled in, and the address that is shown afterwards.
import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import type { RevisedChannel } from '@opportune/protocol/rest/channel/channels.ts';
import { startVonageTwin } from '../twins/vonage-twin.test-support.ts';
import { lookAt } from './looks.test-support.ts';
import { openConsole, type Product, startWithBrowser } from './product.test-support.ts';

let product: Product;
let browser: Browser;
let page: Page;
before(async () => {
  [product, browser] = await startWithBrowser({
    demo: false,
    environment: { OPPORTUNE_ALLOW_PRIVATE_DELIVERY: 'on' },
  });
  page = await openConsole(browser, product, '/settings/channels');
});
after(async () => {
  await browser?.close();
  await product?.close();
});

interface Kind {
  readonly kind: string;
  /** In the choice of the form. */
  readonly label: string;
  /** Chosen in the form before the fields are there. */
  readonly chosen?: readonly string[];
  readonly selected?: Readonly<Record<string, string>>;
  readonly fields: Readonly<Record<string, string>>;
  /** Beginnings of what the pictures of the three steps are called. */
  readonly pictures: readonly [string, string, string];
  /** What is shown of the settings afterwards. */
  readonly shown: Readonly<Record<string, string>>;
}

const numbers = { phoneNumberId: '104499210', businessAccountId: '221004170' };
const vonage = await startVonageTwin();
await vonage.stop();

const kinds: readonly Kind[] = [
  {
    ...{ kind: 'telegram', label: 'Telegram' },
    fields: { 'Bot token': '7100:AAF-a-token' },
    pictures: ['Sketch of Telegram › @BotFather', 'Sketch of Opportune', 'Sketch of Opportune'],
    shown: {},
  },
  {
    ...{ kind: 'line', label: 'LINE' },
    fields: { 'Channel secret': '8c570fa6', 'Channel access token': 'W1Te' },
    pictures: [
      'Sketch of LINE Developers › Providers',
      'Sketch of LINE Developers › Messaging API. Marked: Basic settings: Channel secret',
      'Sketch of LINE Developers › Messaging API. Marked: Webhook URL, Use webhook',
    ],
    shown: {},
  },
  {
    ...{ kind: 'whatsapp', label: 'WhatsApp' },
    fields: {
      'Phone number ID': numbers.phoneNumberId,
      'WhatsApp Business Account ID': numbers.businessAccountId,
      ...{ 'Access token': 'EAAG', 'App secret': 'abc' },
    },
    pictures: [
      'Sketch of App Dashboard › API setup. Marked: Add phone number',
      'Sketch of App Dashboard › API setup. Marked: Phone number ID',
      'Sketch of App Dashboard › Configuration. Marked: Callback URL, Verify token, messages',
    ],
    shown: numbers,
  },
  {
    ...{ kind: 'messenger', label: 'Messenger' },
    fields: { 'Page ID': '10297731', 'Page access token': 'EAAG', 'App secret': 'abc' },
    pictures: [
      'Sketch of App Dashboard › Messenger. Marked: Connect a page',
      'Sketch of App Dashboard › Messenger. Marked: Page ID, Page access token, App secret',
      'Sketch of App Dashboard › Webhooks',
    ],
    shown: { pageId: '10297731' },
  },
  {
    ...{ kind: 'instagram', label: 'Instagram', selected: { 'Sign in by': 'Instagram' } },
    fields: {
      'Instagram account ID': '17840052',
      'User access token': 'IGQ',
      'Instagram app secret': 'abc',
    },
    pictures: [
      'Sketch of App Dashboard › Instagram. Marked: Connect an account',
      'Sketch of App Dashboard › Instagram. Marked: Account ID',
      'Sketch of App Dashboard › Webhooks',
    ],
    shown: { userId: '17840052' },
  },
  {
    ...{ kind: 'sms', label: 'SMS' },
    fields: { 'Phone number': '+12065550177', 'Account SID': 'AC01', 'Auth Token': '8f1d' },
    pictures: [
      'Sketch of Twilio Console › Numbers',
      'Sketch of Twilio Console › Account. Marked: Account SID, Auth Token',
      'Sketch of Opportune',
    ],
    shown: { provider: 'twilio', accountSid: 'AC01', number: '+12065550177' },
  },
  {
    ...{ kind: 'sms', label: 'SMS', chosen: ['Vonage'] },
    fields: {
      ...{ 'Phone number': '14155550100', 'API key': 'a1b2c3d4', 'Application ID': '78d3' },
      ...{ 'Signature secret': 'abc', 'Private key': vonage.settings.privateKey },
    },
    pictures: [
      'Sketch of Vonage Dashboard › Applications. Marked: SMS settings',
      'Sketch of Vonage Dashboard › API settings. Marked: API key',
      'Sketch of Vonage Dashboard › Applications. Marked: Inbound URL, Status URL',
    ],
    shown: { provider: 'vonage', apiKey: 'a1b2c3d4', applicationId: '78d3', number: '14155550100' },
  },
  {
    ...{ kind: 'telephone', label: 'Telephone' },
    fields: {
      ...{ 'Phone number': '+12065550177', 'Account SID': 'AC01', 'Auth Token': '8f1d' },
      ...{ 'Countries that agents may call': '+1, +49', 'Minutes a day': '30' },
    },
    pictures: [
      'Sketch of Twilio Console › Numbers',
      'Sketch of Twilio Console › Account. Marked: Account SID, Auth Token',
      'Sketch of Opportune',
    ],
    shown: { accountSid: 'AC01', number: '+12065550177', allowed: '+1, +49', minutesADay: '30' },
  },
  {
    ...{ kind: 'email', label: 'E-mail', chosen: ['Posted by a system'] },
    fields: { Address: 'help@aldermoor.example' },
    pictures: [
      'Sketch of Webmail › Settings. Marked: IMAP, SMTP',
      'Sketch of Opportune › Channels. Marked: IMAP, SMTP',
      'Sketch of Opportune › Channels. Marked: help@shop.example',
    ],
    shown: {},
  },
  {
    ...{ kind: 'custom', label: 'Custom channel' },
    fields: { 'Delivery address': 'https://desk.aldermoor.example/in' },
    pictures: [
      'Sketch of Opportune › Channels. Marked: Delivery address',
      'Sketch of Opportune › Channels. Marked: Secret, Post to',
      'Sketch of Opportune › Channels. Marked: Order desk',
    ],
    shown: {},
  },
];

const dialog = () => page.getByRole('dialog');

describe('connecting each kind by hand', () => {
  // What one kind leaves open is in no other's way.
  afterEach(async () => {
    if ((await dialog().count()) > 0) await page.reload();
  });

  for (const [at, of] of kinds.entries()) {
    const { kind, label, chosen = [], selected = {}, fields, pictures, shown } = of;
    const name = `Newcomer ${at} on ${label}`;
    it(`[CN5] ${[label, ...chosen].join(', ')}: steps with pictures, a form, and the address for the provider`, async () => {
      await page.getByRole('button', { name: 'Add a channel' }).click();
      await dialog().getByRole('radio', { name: label, exact: true }).check();
      for (const choice of chosen) await dialog().getByText(choice, { exact: true }).last().click();
      for (const [list, option] of Object.entries(selected))
        await dialog().getByLabel(list).selectOption({ label: option });
      for (const [step, picture] of pictures.entries()) {
        await dialog()
          .getByRole('button', { name: `Show me step ${step + 1}` })
          .click();
        const shownNow = dialog().getByRole('img', { name: new RegExp(`^${picture}`) });
        await shownNow.waitFor();
        const box = await shownNow.boundingBox();
        assert.ok(box !== null && box.width >= 280 && box.height >= 60, JSON.stringify(box));
      }
      assert.equal(
        await dialog()
          .getByRole('img', { name: /^Sketch of/ })
          .count(),
        1,
        'one at a time',
      );
      if (kind === 'whatsapp' || kind === 'instagram') assert.deepEqual(await lookAt(page), []);
      await dialog().getByLabel('Name', { exact: true }).fill(name);
      for (const [field, text] of Object.entries(fields))
        await dialog().getByLabel(field, { exact: true }).fill(text);
      await dialog().getByRole('button', { name: 'Add', exact: true }).click();
      await dialog().getByRole('button', { name: 'I have it' }).click();
      await page.getByRole('table', { name: 'Channels' }).getByText(name).first().waitFor();
      const { channels } = await product.call<{ channels: RevisedChannel[] }>('GET', '/channels');
      const made = channels.find((each) => each.name === name);
      assert.equal(made?.kind, kind);
      assert.deepEqual(made.settings, shown);
      for (const secret of Object.values(fields))
        if (!Object.values(shown).includes(secret) && kind !== 'email' && kind !== 'custom')
          assert.ok(!JSON.stringify(channels).includes(secret), `${secret} is not read back`);
    });
  }
});

describe('what a channel answers by itself', () => {
  it('[CW8] is written behind each channel, in the languages of the account, with its skill', async () => {
    const languages = { written: 'en', others: ['de'], fallback: null };
    await product.call('PATCH', '/account', { languages });
    const draft = { kind: 'custom', name: 'Answering', deliverTo: 'https://erp.example/in' };
    const { id } = await product.call<RevisedChannel>('POST', '/channels', draft);
    await page.reload();
    await page.getByRole('button', { name: 'More of Answering' }).click();
    await page.getByRole('menuitem', { name: 'Answers and skill' }).click();
    const field = (label: string) => dialog().getByLabel(label, { exact: true });
    await field('Greeting').first().fill('Welcome to Aldermoor');
    await field('Away answer').first().fill('We are back at nine');
    await dialog().getByText('In German').click();
    await field('Greeting').last().fill('Willkommen');
    await dialog().getByLabel('Hours until a silent conversation closes').fill('48');
    assert.deepEqual(await lookAt(page), []);
    await dialog().getByRole('button', { name: 'Save' }).click();
    await dialog().waitFor({ state: 'detached' });
    const saved = await product.call<RevisedChannel>('GET', `/channels/${id}`);
    const { greeting, away, translations, closesAfterH } = saved;
    assert.deepEqual(
      { greeting, away, translations, closesAfterH },
      {
        ...{ greeting: 'Welcome to Aldermoor', away: 'We are back at nine', closesAfterH: 48 },
        translations: { de: { greeting: 'Willkommen' } },
      },
    );
    await page.getByRole('button', { name: 'More of Web chat' }).click();
    await page.getByRole('menuitem', { name: 'Edit' }).waitFor();
    assert.equal(await page.getByRole('menuitem', { name: 'Answers and skill' }).count(), 0);
  });
});
