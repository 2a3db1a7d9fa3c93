// Verifications on the real store, with a clock that is set by hand: who may answer, until when, and
// what is joined. Each denial beside its permission.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import type { ChatLink } from '@opportune/core/ports/visitor-chat.ts';
import {
  type AddressAt,
  customerAddress,
  visitorAddress,
} from '@opportune/protocol/contact/contact.ts';
import { verificationOf } from '@opportune/protocol/contact/verification.ts';
import type { Conversation } from '@opportune/protocol/conversation/conversation.ts';
import type { ServerFrame } from '@opportune/protocol/frames-visitor.ts';
import {
  AccountId,
  ChannelId,
  ContactId,
  ConversationId,
  SiteId,
  type UserId,
  VisitorId,
} from '@opportune/protocol/ids.ts';
import { verificationLimits } from '@opportune/protocol/limits/channels.ts';
import { openMemoryBudgets } from '../adapter/budgets-memory.ts';
import { testEngines, type TestEngines, testLog } from '../adapter/engines.test-support.ts';
import { createContacts } from '../contact/contacts.ts';
import { isSignedIn } from '../contact/join-answered.ts';
import type { Principal } from '../http/access/principal.ts';
import { realTime } from '../testing/real-time.test-support.ts';
import { askVerification } from './ask.ts';
import { answerPage, hearCode, openPage, typedCode } from './hear.ts';
import { codeIn, linkIn } from './secrets.ts';
import type { VerificationParts } from './seams.ts';
import { shownVerification, verificationsIn } from './verification-rows.ts';

const [whatsapp, sms] = [ChannelId.parse('c_wa'), ChannelId.parse('c_sms')];
const hotline = ChannelId.parse('c_hotline');
const site = SiteId.parse('shop');
const start = Date.UTC(2026, 8, 1);
let engines: TestEngines;
before(async () => (engines = await testEngines()));
after(() => engines.close());

/** An account with a conversation by WhatsApp, or another channel, whose agent asks. */
async function shop(channel = whatsapp) {
  const account = AccountId.parse(`verify-${randomUUID().slice(0, 8)}`);
  const { records, bus } = engines;
  const time = { now: start };
  const world = {
    bus,
    clock: { now: () => time.now },
    ids: { next: () => randomUUID() },
    schedule: realTime,
    log: testLog(),
  };
  await records.withAccount(account, (sql) =>
    sql.run("INSERT INTO accounts (id, settings, salt, created_at) VALUES ($1, '{}', '', now())", [
      account,
    ]),
  );
  const know = (at: AddressAt, contact: string, verified = false) =>
    records.withAccount(account, async (sql) => {
      await sql.run(
        'INSERT INTO contacts (account, id, created_at) VALUES ($1, $2, now()) ON CONFLICT DO NOTHING',
        [account, contact],
      );
      await sql.run(
        `INSERT INTO contact_addresses (account, channel, address, contact, verified, first_seen)
         VALUES ($1, $2, $3, $4, $5, now())`,
        [account, at.channel, at.address, contact, verified],
      );
    });
  const contactOf = (at: AddressAt) =>
    records.withAccount(
      account,
      async (sql) =>
        (await sql.row<{ contact: string; verified: boolean }>(
          'SELECT contact, verified FROM contact_addresses WHERE channel = $1 AND address = $2',
          [at.channel, at.address],
        )) ?? null,
    );
  const at = { channel, address: '49151' };
  await know(at, 'writer');
  const talk = {
    id: ConversationId.parse(`t-${randomUUID()}`),
    ...at,
    contact: 'writer',
    visitorName: 'Ada',
  } as unknown as Conversation;
  const told: string[] = [];
  const [said, sent]: string[][] = [[], []];
  const contacts = createContacts({
    ...{ ...world, records, store: { list: async () => [] }, moved: async () => {} },
    tell:
      async (_sql, { to }) =>
      () =>
        void told.push(to),
  });
  const use: VerificationParts = {
    ...{
      world,
      records,
      isSignedIn,
      join: contacts.joinAnswered,
      key: 'a key of this installation',
    },
    budgets: openMemoryBudgets(world.clock),
    conversations: {
      load: async (_, id) => (id === talk.id ? talk : null),
      list: async (_, { address }) => [{ site, visitor: address } as unknown as Conversation],
    },
    verifiedOf: (of, contact) =>
      records.withAccount(of, (sql) =>
        sql.rows<AddressAt>(
          'SELECT channel, address FROM contact_addresses WHERE contact = $1 AND verified',
          [contact],
        ),
      ),
    saidInCall: async () => 'wrong',
    desk: {
      mayWrite: async (_, user) => (user === ('ada' as UserId) ? null : 'conversation.not_yours'),
      write: async (_, { text }) => (said?.push(text), null),
      note: async (_, __, aside) => void told.push(aside.type),
      proveCaller: async (_, __, page, aside) =>
        void told.push(`${aside.result} ${page?.visitor ?? ''}`.trim()),
    },
    channels: {
      isTelephone: async (_, id) => id === hotline,
      send: async (_, to, words) => (
        sent?.push(`${to.address}: ${words({ site: 'Shop', language: 'en' })}`),
        true
      ),
      placeOf: async () => ({ site: 'Shop', language: 'en' }),
      nameOf: async (_, id) => (id === sms || id === whatsapp ? 'WhatsApp' : null),
    },
    siteOf: async (_, id) =>
      id === undefined || id === site ? { id: site, origin: 'https://shop.example' } : null,
  };
  const by = (user: string) =>
    ({ account, user: { id: user, name: user } }) as unknown as Principal;
  const states = async () =>
    (await records.withAccount(account, (sql) => verificationsIn(sql, talk.id))).map(
      (row) => shownVerification(row, time.now).state,
    );
  /** A browser, signed in as a customer or not. */
  const browser = async (customer: string | null) => {
    const visitor = VisitorId.parse(randomUUID());
    const frames: ServerFrame[] = [];
    const contact = `of-${customer ?? visitor}`;
    await know(visitorAddress(visitor), contact, customer !== null);
    if (customer !== null) await know(customerAddress(customer), contact, true);
    const link: ChatLink = {
      account,
      site,
      visitor,
      payer: visitor,
      send: (frame) => void frames.push(frame),
    };
    const asked = () =>
      frames.flatMap((frame) => (frame.type === 'engage' ? [frame.engagement] : []));
    return {
      visitor,
      asked,
      open: async (search: string, isProved = true) => {
        await openPage(use, link, { search, view: null, isProved });
        return verificationOf(asked().at(-1)?.decision);
      },
      say: (id: string | null | undefined, isYes = true) =>
        answerPage(use, link, { id: id ?? '', isYes }),
    };
  };
  const askLink = async () => {
    time.now += 1;
    await askVerification(use, by('ada'), { by: 'link', conversation: talk.id });
    return new URL(/https:\S+/.exec(said?.at(-1) ?? '')?.[0] ?? '').search;
  };
  const askCode = async (to = '1555') => {
    time.now += 1;
    await askVerification(use, by('ada'), {
      by: 'code',
      conversation: talk.id,
      to: { channel: sms, address: to },
    });
    return /\d{6}/.exec(sent?.at(-1)?.split(':')[1] ?? '')?.[0] ?? '';
  };
  const hear = (text: string, address = at.address) =>
    hearCode(use, account, { by: { channel: whatsapp, address }, conversation: talk.id, text });
  return {
    account,
    use,
    contacts,
    time,
    at,
    talk,
    told,
    said,
    sent,
    by,
    know,
    contactOf,
    states,
    browser,
    askLink,
    askCode,
    hear,
  };
}

test('[VC1] only who has the conversation asks, once at a time, and secrets are stored as hashes', async () => {
  const { use, by, talk, states, askLink, account, askCode } = await shop();
  const link = { by: 'link', conversation: talk.id } as const;
  await assert.rejects(askVerification(use, by('mallory'), link), /belongs to another agent/);
  const nobodys = { ...link, conversation: ConversationId.parse('nobody') };
  await assert.rejects(askVerification(use, by('ada'), nobodys), /nothing here/);
  const search = await askLink();
  const code = await askCode();
  assert.deepEqual(await states(), ['asked', 'expired']);
  const rows = await engines.records.withAccount(account, (sql) =>
    sql.rows<object>('SELECT contact_verifications::text AS all_of_it FROM contact_verifications'),
  );
  for (const secret of [linkIn(search) ?? '-', code])
    assert.ok(!JSON.stringify(rows).includes(secret));
});

test('[VC2] a yes of the signed-in browser that opened it first joins; others change nothing', async () => {
  const { askLink, browser, at, contactOf, states, told } = await shop();
  const search = await askLink();
  const [stranger, clara, bob] = [
    await browser(null),
    await browser('clara'),
    await browser('bob'),
  ];
  assert.equal(await stranger.open(search), 'none');
  assert.equal(await clara.open(search, false), 'none', 'without its token');
  assert.equal(await bob.open(`?opportune_verify=${'x'.repeat(24)}`), null, 'an invented code');
  const id = await clara.open(search);
  assert.match(clara.asked().at(-1)?.creative.text ?? '', /WhatsApp as Ada, 49151/);
  assert.equal(await bob.open(search), null, 'it is of another browser');
  for (const other of [stranger, bob]) await other.say(id);
  assert.deepEqual(await states(), ['asked']);
  await clara.say(id);
  assert.deepEqual(await states(), ['verified']);
  assert.deepEqual(await contactOf(at), { contact: 'of-clara', verified: true });
  assert.deepEqual(told, ['of-clara', 'verified']);
  await clara.say(id);
  assert.equal(told.length, 2, 'it is answered once');
});

test('[VC2] a no ends it, and so does its time', async () => {
  const { askLink, browser, at, contactOf, states, time } = await shop();
  const clara = await browser('clara');
  const id = await clara.open(await askLink());
  await clara.say(id, false);
  await clara.say(id);
  assert.deepEqual([await states(), (await contactOf(at))?.contact], [['declined'], 'writer']);
  const search = await askLink();
  const late = await clara.open(search);
  time.now += verificationLimits.linkMs;
  await clara.say(late);
  assert.deepEqual(await states(), ['expired', 'declined']);
  assert.equal((await contactOf(at))?.contact, 'writer');
});

test('[VC3] the code joins the address that it went to, known or not, if it is written by whom it is asked', async () => {
  const { askCode, hear, contactOf, states, at, know } = await shop();
  const code = await askCode('1555');
  await hear(code, 'somebody else');
  assert.deepEqual(await states(), ['asked']);
  await hear(`It is ${code.slice(0, 3)} ${code.slice(3)}.`);
  assert.deepEqual(await states(), ['verified']);
  const fresh = { channel: sms, address: '1555' };
  assert.deepEqual(
    [await contactOf(fresh), (await contactOf(at))?.verified],
    [{ contact: 'writer', verified: true }, true],
  );
  const known = { channel: sms, address: '1777' };
  await know(known, 'known');
  await hear(await askCode('1777'));
  assert.equal((await contactOf(known))?.contact, (await contactOf(at))?.contact);
});

test('[VC4] five wrong codes end it, and each address takes part in five an hour', async () => {
  const { askCode, hear, states, time, contactOf } = await shop();
  const code = await askCode();
  const wrong = String((Number(code) + 1) % 1_000_000).padStart(6, '0');
  for (let tries = 0; tries < verificationLimits.tries; tries++) await hear(wrong);
  await hear(code);
  assert.deepEqual(await states(), ['failed']);
  assert.equal(await contactOf({ channel: sms, address: '1555' }), null);
  for (let asked = 1; asked < 5; asked++) await askCode();
  await assert.rejects(askCode('1999'), /Too much at once/, 'the writer is asked too often');
  time.now += 3600_000;
  const late = await askCode();
  time.now += verificationLimits.codeMs;
  await hear(late);
  assert.equal((await states())[0], 'expired');
});

test('[VC5] two contacts that each have a customer stay apart', async () => {
  const { askLink, browser, know, states, contactOf, at } = await shop();
  await know(customerAddress('dora'), 'writer', true);
  const clara = await browser('clara');
  await clara.say(await clara.open(await askLink()));
  assert.deepEqual([await states(), (await contactOf(at))?.contact], [['failed'], 'writer']);
});

test('[VC5.3] an answer also joins what an agent once separated', async () => {
  const { account, contacts, know, askCode, hear, contactOf, at } = await shop();
  const other = { channel: sms, address: '1555' };
  await know(other, 'writer');
  const writer = ContactId.parse('writer');
  await contacts.separate(account, writer, [other], 'ada' as UserId);
  assert.notEqual((await contactOf(other))?.contact, 'writer');
  await hear(await askCode(other.address));
  const [joined, own] = [await contactOf(other), await contactOf(at)];
  assert.equal(joined?.contact, own?.contact);
  assert.ok(joined?.verified && own?.verified);
});

test('[CX41.5] in a call, a code goes only to a verified address of the contact, and joins nothing', async () => {
  const { account, use, know, askCode, contactOf, states, talk, told, at, time } =
    await shop(hotline);
  await know({ channel: sms, address: '1555' }, 'writer', true);
  await know({ channel: sms, address: '1666' }, 'writer');
  await know({ channel: sms, address: '1777' }, 'other', true);
  for (const address of ['1666', '1777', '1888'])
    await assert.rejects(askCode(address), /only to a verified address/, address);
  await assert.rejects(
    askVerification(use, { account, user: { id: 'ada', name: 'ada' } } as unknown as Principal, {
      ...{ by: 'link', conversation: talk.id },
    }),
    /written to a telephone/,
  );
  const code = await askCode('1555');
  assert.match(code, /^[0-8]/, 'with 9 begin codes of eight digits');
  const type = (digits: string) => typedCode(use, account, talk.id, digits);
  assert.equal(await type(code === '000000' ? '000001' : '000000'), false);
  assert.equal(await type(code), true);
  assert.equal(await type(code), false, 'once');
  assert.deepEqual(
    [await states(), told],
    [['verified'], ['sent']],
    'no browser of theirs is known',
  );
  assert.deepEqual(await contactOf(at), { contact: 'writer', verified: false });
  const browser = visitorAddress(VisitorId.parse(randomUUID()));
  await know(browser, 'writer', true);
  assert.equal(await type(await askCode('1555')), true);
  assert.equal(told.at(-1), `sent ${browser.address}`);
  const late = await askCode('1555');
  time.now += verificationLimits.codeMs;
  assert.equal(await type(late), false);
});

test('[CX41.8] [VC4] five wrong codes end one that was sent to the contact of a call', async () => {
  const { account, use, know, askCode, states, talk, told } = await shop(hotline);
  await know({ channel: sms, address: '1555' }, 'writer', true);
  const code = await askCode('1555');
  const wrong = code === '000000' ? '000001' : '000000';
  for (let tries = 0; tries < verificationLimits.tries; tries++)
    assert.equal(await typedCode(use, account, talk.id, wrong), false);
  assert.equal(await typedCode(use, account, talk.id, code), false);
  assert.deepEqual([await states(), told], [['failed'], []]);
});

test('[VC3] a code is six digits with few words around them', () => {
  assert.deepEqual(['123456', ' 123 456 ', 'It is 123-456!'].map(codeIn), [
    '123456',
    '123456',
    '123456',
  ]);
  for (const text of ['12345', '1234567', '1 123456', `${'x'.repeat(100)}123456`, 'none'])
    assert.equal(codeIn(text), null, text);
  assert.equal(linkIn('?opportune_verify=short'), null);
});
