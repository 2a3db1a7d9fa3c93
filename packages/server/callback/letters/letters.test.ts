// E-mails about a promise, and the page of their link, over real HTTP.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { test } from 'node:test';
import { onlyHome } from '@opportune/core/cluster/homes.ts';
import { CallbackId } from '@opportune/protocol/ids.ts';
import { callbackLimits } from '@opportune/protocol/limits/callbacks.ts';
import type { RawHandler } from '../../http/raw-routes.ts';
import type { Visitor } from '../../testing/people.test-support.ts';
import { type BackStage, slotsFor, withCallbacks } from '../callback-stage.test-support.ts';
import { callbackPath, createCallbackLinks } from './callback-links.ts';

async function asksFor(visitor: Visitor, from: number | null, address = 'bo@example.com') {
  const request = randomUUID();
  const way = { type: 'browser' } as const;
  const timeZone = 'Asia/Kathmandu';
  await visitor.send({ type: 'chat.call-back', request, way, from, address, timeZone });
  const is = (frame: object) => 'request' in frame && frame.request === request;
  return (await visitor.inbox.next('chat.state', is)).conversation.id;
}

/** Serves the pages of links. Returns how a link is asked. */
async function withPages(
  of: BackStage,
  run: (ask: (url: string, form?: Record<string, string>) => Promise<Response>) => Promise<void>,
): Promise<void> {
  let handle: RawHandler = () => {};
  await of.stage.converse.callback?.sockets?.({
    homes: onlyHome,
    raw: (_, handler) => void (handle = handler),
    upgrade() {},
    goOn() {},
  });
  const server = createServer((request, response) => void handle(request, response));
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const { port } = server.address() as AddressInfo;
  try {
    await run((url, form) =>
      fetch(new URL(new URL(url).pathname, `http://127.0.0.1:${port}`), {
        ...(form === undefined ? {} : { method: 'POST', body: new URLSearchParams(form) }),
      }),
    );
  } finally {
    server.close();
  }
}

/** They are known to write from it. */
function known({ stage, engines }: BackStage, visitor: Visitor): Promise<void> {
  const { account } = stage;
  const mail = `mail-${account}`;
  return engines.records.withAccount(account, async (sql) => {
    await sql.run(
      "INSERT INTO channels (account, id, kind, created_at) VALUES ($1, $2, 'email', now())",
      [account, mail],
    );
    await sql.run("INSERT INTO contacts (account, id, created_at) VALUES ($1, 'bo', now())", [
      account,
    ]);
    await sql.run(
      `INSERT INTO contact_addresses (account, channel, address, contact, first_seen)
       VALUES ($1, $3, 'BO@example.com', 'bo', now()), ($1, 'web', $2, 'bo', now())`,
      [account, visitor.link.visitor, mail],
    );
  });
}

const linkIn = (text: string): string => /https:\S+/.exec(text)?.[0] ?? '';

test(
  '[CB10] a promise is confirmed and reminded of by e-mail, in the words and the zone of the visitor',
  withCallbacks(async (of) => {
    await (await of.stage.agent('cb10-ada')).online();
    const visitor = of.stage.visitor();
    Object.assign(visitor.link, { reads: ['de-AT', 'en'] });
    const { slots, letters } = await slotsFor(visitor);
    assert.equal(letters, true);
    const from = slots.at(20)?.from ?? 0;
    await asksFor(visitor, from);
    await of.due();
    const [first] = of.letters;
    assert.deepEqual([first?.to, first?.subject], ['bo@example.com', 'Ihr Rückruf von The shop']);
    const zone = { dateStyle: 'full', timeStyle: 'short', timeZone: 'Asia/Kathmandu' } as const;
    const when = new Intl.DateTimeFormat('de', zone).format(from);
    assert.ok(first?.text.includes(`${when} (Asia/Kathmandu)`), first?.text);
    await of.later(from - callbackLimits.remindMs - of.stage.use.clock.now());
    assert.deepEqual(
      of.letters.map(({ subject }) => subject),
      ['Ihr Rückruf von The shop', 'The shop ruft Sie bald an'],
    );
    await of.later(callbackLimits.remindMs / 2);
    assert.equal(of.letters.length, 2);
  }),
);

test(
  '[CB10.5] an e-mail that left before its process was killed is not sent again, and one that did not leave is',
  withCallbacks(async (of) => {
    await (await of.stage.agent('cb10-killed')).online();
    const visitor = of.stage.visitor();
    const { slots } = await slotsFor(visitor);
    of.numbers.unmailed = 1;
    const conversation = await asksFor(visitor, slots.at(20)?.from ?? 0);
    await of.due();
    assert.equal(of.letters.length, 0);
    await of.later(10 * 60_000);
    assert.equal(of.letters.length, 1);
    // Nobody noted that the job is done: it is leased again.
    const kind = of.stage.converse.callback?.kinds.find(({ name }) => name === 'callback.letter');
    const payload = { callback: (await of.row(conversation))?.['id'], turn: 1, what: 'confirmed' };
    await kind?.handle({ account: of.stage.account, payload } as never);
    assert.equal(of.letters.length, 1);
  }),
);

test(
  '[CB10] the link in it moves and cancels that promise, and looking at it changes nothing',
  withCallbacks(async (of) => {
    await (await of.stage.agent('cb10-link')).online();
    const visitor = of.stage.visitor();
    const { slots } = await slotsFor(visitor);
    const [from, other] = [slots.at(20)?.from ?? 0, slots.at(30)?.from ?? 0];
    const conversation = await asksFor(visitor, from);
    await of.due();
    const link = linkIn(of.letters[0]?.text ?? '');
    const stored = async () => {
      const row = await of.row(conversation);
      return [row?.['state'], Number(row?.['slot_from'])];
    };
    await withPages(of, async (ask) => {
      const page = await (await ask(link)).text();
      assert.ok(page.includes(`<option value="${other}">`), page);
      assert.ok(!page.includes('<script'));
      assert.deepEqual(await stored(), ['promised', from]);
      // No time of ours, and one that is no time at all.
      for (const wrong of [String(other + 1), 'now'])
        assert.match(await (await ask(link, { from: wrong })).text(), /role="alert"/);
      assert.deepEqual(await stored(), ['promised', from]);
      assert.doesNotMatch(await (await ask(link, { from: String(other) })).text(), /role="alert"/);
      assert.deepEqual(await stored(), ['promised', other]);
      await of.due();
      assert.equal(of.letters.length, 2);
      // What was to be said at the earlier time is not.
      await of.later(from - of.stage.use.clock.now());
      assert.equal(of.letters.length, 2);
      assert.match(await (await ask(link, { act: 'cancel' })).text(), /The call back is cancelled/);
      assert.deepEqual(await stored(), ['cancelled', other]);
      const again = await (await ask(link, { from: String(from) })).text();
      assert.match(again, /role="alert"/);
    });
  }),
);

test(
  '[CB10] a link that is not ours leads nowhere, and a form that is too long is not read',
  withCallbacks(async (of) => {
    await (await of.stage.agent('cb10-strange')).online();
    await asksFor(of.stage.visitor(), null);
    await of.due();
    const link = linkIn(of.letters[0]?.text ?? '');
    const { account } = of.stage;
    const id = CallbackId.parse('nothing');
    const forged = createCallbackLinks('another key').tokenOf({ account, id });
    const unknown = createCallbackLinks('a key of this installation').tokenOf({ account, id });
    await withPages(of, async (ask) => {
      for (const token of [forged, unknown, 'a.b', '', 'x'.repeat(3000)])
        assert.equal((await ask(`https://desk.example${callbackPath}${token}`)).status, 404);
      assert.equal((await ask(link, { from: '1'.repeat(5000) })).status, 413);
      assert.equal((await ask(link)).status, 200);
    });
  }),
);

test(
  '[CB10] an address that wants nothing gets nothing, and one that others name gets few',
  withCallbacks(async (of) => {
    await (await of.stage.agent('cb10-few')).online();
    of.numbers.optedOut.add('no@example.com');
    await asksFor(of.stage.visitor(), null, 'no@example.com');
    await of.due();
    assert.equal(of.letters.length, 0);
    for (let times = 0; times < callbackLimits.lettersTo + 2; times += 1)
      await asksFor(of.stage.visitor(), null, 'Bo@example.com');
    await of.due();
    assert.equal(of.letters.length, callbackLimits.lettersTo);
    // Nobody who leaves no address is written to.
    await slotsFor(of.stage.visitor());
  }),
);

test(
  '[CB10] promises that strangers ask for silence no earlier one',
  withCallbacks(async (of) => {
    await (await of.stage.agent('cb10-strangers')).online();
    const visitor = of.stage.visitor();
    const { slots } = await slotsFor(visitor);
    const from = slots.at(20)?.from ?? 0;
    await asksFor(visitor, from);
    await of.due();
    for (let times = 0; times < 2 * callbackLimits.lettersTo; times += 1)
      await asksFor(of.stage.visitor(), null);
    await of.due();
    assert.equal(of.letters.length, callbackLimits.lettersTo);
    await of.later(from - callbackLimits.remindMs - of.stage.use.clock.now());
    assert.match(of.letters.at(-1)?.subject ?? '', /calls you soon/);
    assert.equal(of.letters.length, callbackLimits.lettersTo + 1);
  }),
);

test(
  '[CB10] who asks first and often silences nobody whose address it is',
  withCallbacks(async (of) => {
    await (await of.stage.agent('cb10-first')).online();
    const strangers = callbackLimits.lettersTo + 1;
    for (let times = 0; times < strangers; times += 1) await asksFor(of.stage.visitor(), null);
    await of.due();
    assert.equal(of.letters.length, callbackLimits.lettersTo);
    const visitor = of.stage.visitor();
    await known(of, visitor);
    await asksFor(visitor, null);
    await of.due();
    assert.equal(of.letters.length, callbackLimits.lettersTo + 1);
  }),
);

test(
  '[CB10] one network has an address written to about two promises a day',
  withCallbacks(async (of) => {
    await (await of.stage.agent('cb10-network')).online();
    for (let times = 0; times < 4; times += 1)
      await asksFor(of.stage.visitor(undefined, 'one network'), null);
    await of.due();
    assert.equal(of.letters.length, 2);
    await asksFor(of.stage.visitor(undefined, 'another network'), null);
    await asksFor(of.stage.visitor(undefined, 'one network'), null, 'ada@example.com');
    await of.due();
    assert.deepEqual(
      of.letters
        .slice(2)
        .map(({ to }) => to)
        .toSorted(),
      ['ada@example.com', 'bo@example.com'],
    );
  }),
);

test(
  '[CB10.3] a visitor who is known to have the address is written to, whatever their network asked for',
  withCallbacks(async (of) => {
    await (await of.stage.agent('cb10-known')).online();
    for (let times = 0; times < 3; times += 1)
      await asksFor(of.stage.visitor(undefined, 'one network'), null);
    await of.due();
    assert.equal(of.letters.length, 2);
    const visitor = of.stage.visitor(undefined, 'one network');
    await known(of, visitor);
    await asksFor(visitor, null);
    await of.due();
    assert.equal(of.letters.length, 3);
  }),
);
