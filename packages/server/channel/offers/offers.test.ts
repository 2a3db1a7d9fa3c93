// Links from a page into channels and what comes of them, on a real PostgreSQL: which channels are
// offered, whose offer a token names, once and only in time, and that it tells strangers nothing.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { takeToken } from '@opportune/core/channel/offer/offer-token.ts';
import type { Incoming, Item } from '@opportune/core/ports/channel.ts';
import type { OfferFrom, WaysAsked } from '@opportune/protocol/bus/ways.ts';
import {
  type AccountId,
  CampaignId,
  ChannelId,
  DecisionId,
  SiteId,
  VisitorId,
} from '@opportune/protocol/ids.ts';
import { offerLimits } from '@opportune/protocol/limits/channels.ts';
import { testLog } from '../../adapter/engines.test-support.ts';
import { type Bench, openBench } from '../../testing/jobs-bench.test-support.ts';
import { changeChannel, insertChannel } from '../channel-rows.ts';
import { pageItems } from '../page/page-items.ts';
import { createCameBy } from './came-by.ts';
import { useOfferSql } from './offer-rows.ts';
import { signOffers } from './offer-signing.ts';
import { forgetOld } from '../../http/forget-old.ts';
import { oldOffers } from './open-offers.ts';
import { createWays } from './ways.ts';

let bench: Bench;
before(async () => (bench = await openBench()));
after(() => bench.close());

const sign = signOffers('a key of this installation');

/** An account with WhatsApp and SMS. */
async function shop(key = sign) {
  const { records, time } = bench;
  const account = await bench.account();
  const [whatsapp, sms] = [randomUUID(), randomUUID()].map((id) => ChannelId.parse(id));
  assert.ok(whatsapp && sms);
  const clock = { now: time.now };
  await records.withAccount(account, async (sql) => {
    const made = { createdAt: time.now(), settings: { number: '+49151' } };
    await insertChannel(sql, account, { ...made, id: whatsapp, kind: 'whatsapp', entry: '+1 555' });
    await insertChannel(sql, account, { ...made, id: sms, kind: 'sms' });
  });
  const parts = { records, clock, log: testLog(), sign: key };
  const ways = createWays({ ...parts, pocketEntry: () => null });
  const cameBy = createCameBy(parts);
  const from: OfferFrom = {
    ...{ site: SiteId.parse('shop'), visitor: VisitorId.parse(randomUUID()), skill: null },
    ...{ decision: DecisionId.parse(randomUUID()), campaign: CampaignId.parse('help') },
    ...{ campaignName: 'Help at checkout', invitation: 'A question?' },
  };
  const asked: WaysAsked = {
    ...{ account, channels: [whatsapp, sms], from, device: 'phone', reads: ['de-AT'] },
  };
  const offered = async () => {
    const [first] = (await ways(asked)).list;
    const words = new URL(first?.href ?? '').searchParams.get('text') ?? '';
    return { words, token: takeToken(words, key)?.token ?? '' };
  };
  /** Somebody writes this. */
  const write = (text: string, address = '49151', item: string = randomUUID()) =>
    cameBy.of(account, incoming(text), { ...at(address), id: item });
  const at = (address: string) => ({ channel: whatsapp, address, item: {} as Item });
  return { account, ways, cameBy, from, asked, offered, write, at, whatsapp };
}

const incoming = (text: string, more: Partial<Incoming> = {}): Incoming => ({
  ...{ text, media: [], choice: null, location: null, unread: null },
  ...more,
});

test('[OC1] the offered channels are those that are connected and can be used on the device', async () => {
  const { account, ways, asked, whatsapp } = await shop();
  const kinds = async (change: Partial<WaysAsked> = {}) =>
    (await ways({ ...asked, ...change })).list.map(({ kind, qr }) => [kind, qr !== undefined]);
  assert.deepEqual(await kinds(), [
    ['whatsapp', false],
    ['sms', false],
  ]);
  assert.deepEqual(await kinds({ device: 'desktop' }), [['whatsapp', true]]);
  assert.deepEqual(await kinds({ channels: [ChannelId.parse('gone')] }), []);
  await bench.records.withAccount(account, (sql) =>
    changeChannel(sql, whatsapp, { state: 'paused' }),
  );
  assert.deepEqual(await kinds(), [['sms', false]]);
});

test('[OC2] the first words are in the visitor’s language, and the agent reads them alone', async () => {
  const { offered, write, from } = await shop();
  const { words } = await offered();
  assert.match(words, /^Hallo, ich habe eine Frage\. \[\w{4}-\w{4}-\w{4}\]$/);
  const came = await write(words);
  assert.deepEqual([came.content.text, came.from], ['Hallo, ich habe eine Frage.', from]);
});

test('[OC3] a token typed in another way, with other words, names the same offer', async () => {
  const { offered, write, from } = await shop();
  const { token } = await offered();
  const came = await write(`hi ${token.toLowerCase()}, is it in stock?`);
  assert.deepEqual([came.content.text, came.from], ['hi, is it in stock?', from]);
});

test('[OC3] handled again, the same message comes by the same offer', async () => {
  const { offered, write, from } = await shop();
  const { words } = await offered();
  for (let again = 0; again < 2; again++)
    assert.deepEqual((await write(words, '49151', 'one item')).from, from);
});

test('[OC3] [OC6] a link that was passed on is the first writer’s alone', async () => {
  const { offered, write, from } = await shop();
  const { words } = await offered();
  assert.deepEqual((await write(words, 'a friend')).from, from);
  for (const address of ['the visitor', 'a friend']) {
    const later = await write(words, address);
    assert.deepEqual([later.from, later.content.text], [null, 'Hallo, ich habe eine Frage.']);
  }
});

test('[OC3] a token that expired is taken out and names nothing', async () => {
  const { offered, write } = await shop();
  const { words } = await offered();
  bench.time.advance(offerLimits.tokenMs + 1);
  const late = await write(words);
  assert.deepEqual([late.from, late.content.text], [null, 'Hallo, ich habe eine Frage.']);
});

test('[OC3] another account’s token, and a changed one, name nothing', async () => {
  const { offered, write } = await shop();
  const other = await (await shop()).offered();
  assert.equal((await write(other.words)).from, null);
  const { token } = await offered();
  const tampered = `${token.slice(0, 11)}${token[11] === '7' ? '8' : '7'}`;
  const came = await write(`Hello ${tampered}`);
  assert.deepEqual([came.from, came.content.text], [null, `Hello ${tampered}`]);
  const elsewhere = await shop(signOffers('another installation'));
  const foreign = (await elsewhere.offered()).words;
  assert.equal((await write(foreign)).content.text, foreign);
});

test('[OC2] a link opened without a word brings whoever writes there next', async () => {
  const { account, cameBy, offered, from, at } = await shop();
  const { token } = await offered();
  await cameBy.opened(account, token, { ...at('psid'), id: 'referral' });
  const write = (address: string, id: string) =>
    cameBy.of(account, incoming('Hello'), { ...at(address), id, refers: true });
  assert.equal((await write('somebody else', 'm1')).from, null);
  assert.deepEqual((await write('psid', 'm2')).from, from);
  await cameBy.used(account, 'm2');
  assert.equal((await write('psid', 'm3')).from, null);
});

test('[OC2] the subject of an e-mail and the parameter of a link carry it, too', async () => {
  const { account, cameBy, offered, from, at } = await shop();
  const brought = (id: string) => ({ ...at('ada@example.com'), id });
  const byLink = (await offered()).token;
  const referred = incoming('Get started', { referral: byLink });
  assert.deepEqual((await cameBy.of(account, referred, brought('a'))).from, from);
  const { words } = await offered();
  const head = { subject: words, from: 'ada@example.com', to: [], cc: [], unread: [] };
  const letter = { head, folded: [], html: null, remoteImages: false, pictures: [] };
  const mailed = incoming('It broke.', { letter } as unknown as Partial<Incoming>);
  const came = await cameBy.of(account, mailed, brought('b'));
  assert.deepEqual(came.from, from);
  assert.equal(came.content.letter?.head.subject, 'Hallo, ich habe eine Frage.');
});

test('[OC3] every token is taken out, also of what machines answer', async () => {
  const { cameBy, offered } = await shop();
  const [one, other] = [(await offered()).words, (await offered()).words];
  const text = `${one}\n${other}`;
  const plain = 'Hallo, ich habe eine Frage.';
  assert.equal(cameBy.plainText(text), `${plain}\n${plain}`);
  assert.equal(cameBy.plain(incoming(text)).text, `${plain}\n${plain}`);
});

test('[OC3] tokens are taken out of everything that an e-mail has: quotes, HTML and names of files', async () => {
  const { cameBy, offered } = await shop();
  const { words } = await offered();
  const written = /\[(.*)\]/.exec(words)?.[1] ?? '';
  assert.match(written, /^\w{4}-\w{4}-\w{4}$/);
  const many = 'abcdabcdabcd '.repeat(500);
  const html = (token: string) => `<p class="${many}">Hallo ${token} <b>bitte</b></p>`;
  const head = { subject: '', html: true, unread: [{ what: 'type', name: `Scan ${written}.xyz` }] };
  const letter = {
    head,
    folded: [{ kind: 'quoted', text: `> Hallo [${written}]\n> bitte`, at: 0 }],
    ...{ html: html(`[${written}]`), remoteImages: true, pictures: [] },
  };
  const media = [{ reference: 'r', name: `Brief ${written}.pdf` }];
  const plain = (of: object) =>
    cameBy.plain(incoming('Hallo', { media, letter: { ...letter, ...of } } as never));
  const seen = plain({});
  assert.deepEqual(seen.media, [{ reference: 'r', name: 'Brief.pdf' }]);
  assert.equal(seen.letter?.folded[0]?.text, '> Hallo\n> bitte');
  assert.equal(seen.letter?.html, html('').replace('Hallo  ', 'Hallo '));
  assert.deepEqual([seen.letter?.head.html, seen.letter?.remoteImages], [true, true]);
  assert.equal(seen.letter?.head.unread[0]?.name, 'Scan.xyz');
  const divided = plain({ html: html(written.replace('-', '<wbr>-')) });
  assert.deepEqual(
    [divided.letter?.html, divided.letter?.head.html, divided.letter?.remoteImages],
    [null, false, false],
  );
});

test('[OC2] Messenger tells the parameter with a message, with a button, and alone', () => {
  const event = (more: object) =>
    pageItems({ route: null, raw: JSON.stringify({ event: { ...of, ...more } }) })[0];
  const of = { sender: { id: '1' }, recipient: { id: '2' }, timestamp: 5 };
  const referral = { ref: 'K7QM2XPD9F3T', source: 'SHORTLINK', type: 'OPEN_THREAD' };
  const said = event({ message: { mid: 'm', text: 'Hi', referral } });
  const tapped = event({ postback: { mid: 'p', title: 'Get started', payload: 'go', referral } });
  for (const item of [said, tapped])
    assert.equal(item?.type === 'message' && item.content.referral, referral.ref);
  const alone = event({ referral });
  assert.equal(alone?.type === 'referral' && alone.referral, referral.ref);
});

test('[OC3] an offer that is only tried stores nothing', async () => {
  const { account, ways, asked } = await shop();
  const [first] = (await ways({ ...asked, from: null })).list;
  assert.equal(takeToken(decodeURIComponent(first?.href ?? ''), sign), null);
  assert.equal(await stored(account), 0);
});

test('[OC3] tokens are removed a day after they expired, also once no offers are made', async () => {
  const { account, offered } = await shop();
  for (let made = 0; made < 3; made++) await offered();
  await offered();
  bench.time.advance(offerLimits.tokenMs + offerLimits.keptMs + 1);
  await forgetOld({ records: bench.records, clock: { now: bench.time.now } }, oldOffers);
  assert.equal(await stored(account), 0);
});

test('[OC3] what an item brought is found by an index', async () => {
  const { account } = await shop();
  const plan = await bench.records.withAccount(account, async (sql) => {
    await sql.run('SET LOCAL enable_seqscan = off', []);
    return sql.rows<object>(`EXPLAIN ${useOfferSql}`, ['some-item']);
  });
  assert.match(JSON.stringify(plan), /channel_offers_item/);
});

async function stored(account: AccountId): Promise<number> {
  const row = await bench.records.withAccount(account, (sql) =>
    sql.row<{ many: number }>('SELECT count(*)::integer AS many FROM channel_offers'),
  );
  return row?.many ?? 0;
}
