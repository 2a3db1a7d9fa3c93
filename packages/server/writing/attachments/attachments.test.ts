// Files on a running desk: sent by a visitor and an agent, carried by their message, readable by
// both and by nobody else; bounded, masked, and removed if no message carries them.
import { HeldBytes } from '@opportune/core/bounds/held-bytes.ts';
import { cardMasks } from '@opportune/core/masking/ways-in.ts';
import { openTurns } from '../../http/turns.ts';
import assert from 'node:assert/strict';
import { randomBytes, randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import { after, before, describe, test } from 'node:test';
import { jpeg, png, secretPlace } from '@opportune/core/attachment/test/pictures.test-support.ts';
import { readWhole } from '@opportune/core/contracts/attachments.contract.ts';
import type { AttachmentStore } from '@opportune/core/ports/attachments.ts';
import type { Records } from '@opportune/core/ports/records.ts';
import type { Attachment } from '@opportune/protocol/conversation/attachment.ts';
import { AccountId, type ConversationId, type MessageId } from '@opportune/protocol/ids.ts';
import { attachmentLimits } from '@opportune/protocol/limits/conversations.ts';
import { openMemoryBudgets } from '../../adapter/budgets-memory.ts';
import { openAttachmentsFolder } from '../../adapter/attachments/attachments-folder.ts';
import { EngineError } from '../../adapter/engine-error.ts';
import { testDataFolder, testEngines, testLog } from '../../adapter/engines.test-support.ts';
import { messageId, type Visitor } from '../../testing/people.test-support.ts';
import { type Stage, stages } from '../../testing/conversations.test-support.ts';
import { type FileOf, findFile, unsentFiles } from './attachment-rows.ts';
import { createAttachmentRules } from './attachment-settings.ts';
import { type Attachments, createAttachments } from './attachments.ts';
import { sweepAccount, sweepUnsent } from './unsent-sweep.ts';
import { visitorFiles } from './visitor-files.ts';

const folder = testDataFolder();
const time = { now: 1_790_000_000_000 };
const clock = { now: () => time.now };
const budgets = openMemoryBudgets(clock);
/** Nothing here is so slow. */
const schedule = () => () => {};
const home = '192.0.2.7';
const ids = { next: () => randomBytes(16).toString('base64url') };
const hourMs = 3600_000;
/** Fails while a test sets it. */
const trouble: { now: Error | null } = { now: null };
let engines: Awaited<ReturnType<typeof testEngines>>;
let store: AttachmentStore;
let attachments: Attachments;

before(async () => {
  engines = await testEngines();
  const kept = openAttachmentsFolder(folder.path);
  store = {
    ...kept,
    put: (key, bytes) =>
      trouble.now === null ? kept.put(key, bytes) : Promise.reject(trouble.now),
  };
  const secret = 'a secret of thirty-two characters';
  attachments = createAttachments({
    ...{ turns: openTurns(), passing: new HeldBytes(Infinity) },
    masks: cardMasks,
    records: engines.records,
    bus: engines.bus,
    store,
    budgets,
    clock,
    schedule,
    ids,
    secret,
  });
});
after(async () => {
  await engines.close();
  folder.remove();
});
const onStage = stages({
  get attachments() {
    return attachments;
  },
});
/** Runs while a message's file is looked up. */
let meanwhile = async (): Promise<void> => {};
const onSlowStage = stages({
  get attachments() {
    return {
      ...attachments,
      async carried(...of: Parameters<Attachments['carried']>) {
        const carried = await attachments.carried(...of);
        await meanwhile();
        return carried;
      },
    };
  },
});

/** The code of a refusal. */
const code = (error: unknown) => Reflect.get(Reflect.get(Object(error), 'problem'), 'code');
const body = (bytes: Uint8Array): Readable => Readable.from([bytes]);
const ticketOf = (address: string): string => address.split('/').at(-1) ?? '';

/** Requests to send a file. Returns its address, or the code of the refusal. */
async function ask(
  visitor: Visitor,
  conversation: ConversationId,
  { id = messageId(), name = 'lamp.png', sizeBytes = 100 } = {},
): Promise<string> {
  await visitor.send({ type: 'chat.attach', conversation, id, name, sizeBytes });
  return Promise.race([
    visitor.inbox.next('chat.attached', (each) => each.id === id).then(({ address }) => address),
    visitor.inbox
      .next('chat.refused', (each) => each.id === id)
      .then(({ problem }) => problem.code),
  ]);
}

async function send(
  visitor: Visitor,
  conversation: ConversationId,
  bytes: Uint8Array,
  { id = messageId(), name = 'lamp.png' } = {},
): Promise<{ id: MessageId; taken: Attachment }> {
  const address = await ask(visitor, conversation, { id, name, sizeBytes: bytes.length });
  const taken = await visitorFiles(attachments).receive(ticketOf(address), body(bytes), home);
  return { id, taken };
}

const carry = (conversation: ConversationId, id: MessageId) =>
  ({ type: 'chat.post', conversation, id, text: 'x', attachment: true }) as const;

async function talking(stage: Stage, name: string) {
  const agent = await (await stage.agent(name)).online();
  const visitor = stage.visitor();
  const conversation = await visitor.start('The lamp flickers');
  await agent.until(conversation, (found) => found.status === 'active');
  return { agent, visitor, conversation };
}

async function bytesOf(file: FileOf): Promise<Buffer | null> {
  const known = await engines.records.withAccount(file.account, (sql) => findFile(sql, file));
  return known === null ? null : readWhole(store, known.key);
}

describe('a visitor', () => {
  test(
    '[AT7] sends a picture: asked for, brought, carried by one message, however often it is sent',
    onStage(async (stage) => {
      const { agent, visitor, conversation } = await talking(stage, 'at7-ada');
      const { id, taken } = await send(visitor, conversation, png(30, 20));
      assert.deepEqual(taken.picture, { width: 30, height: 20 });
      await visitor.send(carry(conversation, id));
      await visitor.send(carry(conversation, id));
      const posted = await visitor.inbox.next('chat.posted', (each) => each.id === id);
      const { message } = await agent.inbox.next('message', (each) => each.message.id === id);
      assert.equal(message.sequence, posted.sequence);
      assert.ok(message.body.type === 'text' && message.body.content?.type === 'attachment');
      assert.equal(message.body.text, `lamp.png (${taken.sizeBytes} B)`);
      const { address: _, ...told } = taken;
      assert.deepEqual(message.body.content, told, 'agents are told no address');
      const stored = await stage.store.after(stage.account, conversation, {
        ...{ after: 0, limit: 50, notes: true },
      });
      assert.equal(stored.filter((each) => each.id === id).length, 1);
      assert.doesNotMatch(JSON.stringify(stored), /v1\/attachments/);
    }),
  );

  test(
    '[AT8] finds it by the address in their messages, also after a reload, and the address does not reveal its place',
    onStage(async (stage) => {
      const { visitor, conversation } = await talking(stage, 'at8-ada');
      const { id } = await send(visitor, conversation, jpeg(30, 20), { name: 'lamp.jpg' });
      await visitor.send(carry(conversation, id));
      visitor.reattach();
      await visitor.send({ type: 'chat.resume', conversation, after: 0 });
      const pages = visitor.messages(conversation).filter((each) => each.id === id);
      assert.ok(pages.length >= 2, 'published, and in the page');
      for (const { body: said } of pages) {
        assert.ok(said.type === 'text' && said.content?.type === 'attachment');
        const ticket = ticketOf(said.content.address ?? '');
        const found = await visitorFiles(attachments).open(ticket);
        assert.equal(found?.attachment.name, 'lamp.jpg');
        const whole = await bytesOf({ account: stage.account, conversation, message: id });
        assert.ok(whole !== null && !whole.includes(secretPlace));
      }
    }),
  );

  test(
    '[AT8] opens nothing by an address that is changed, over, or for sending',
    onStage(async (stage) => {
      const { visitor, conversation } = await talking(stage, 'at8-ben');
      const { taken } = await send(visitor, conversation, png(3, 3));
      const ticket = ticketOf(taken.address ?? '');
      const files = visitorFiles(attachments);
      assert.ok((await files.open(ticket)) !== null);
      const sending = ticketOf(await ask(visitor, conversation));
      const [told = '', signature = ''] = ticket.split('.');
      const other = Buffer.from(
        Buffer.from(told, 'base64url').toString().replace('read', 'send'),
      ).toString('base64url');
      for (const wrong of ['', 'x.y', `${told}.`, `${other}.${signature}`, sending])
        assert.equal(await files.open(wrong).catch(code), 'request.not_found');
      const sent = await files.receive(ticket, body(png(2, 2)), home).catch(code);
      assert.equal(sent, 'request.not_found');
      time.now += attachmentLimits.addressMs + 7 * hourMs;
      await assert.rejects(files.open(ticket));
    }),
  );

  test(
    '[AT7] sends nothing in another’s conversation, in one that is over, or under another’s id',
    onStage(async (stage) => {
      const { agent, visitor, conversation } = await talking(stage, 'at7-cid');
      const stranger = stage.visitor();
      assert.equal(await ask(stranger, conversation), 'request.not_found');
      const ours = { account: stage.account, conversation, message: messageId() };
      const sender = { agent: agent.user };
      await attachments.begin(ours, { sender, name: 'ours.png', sizeBytes: null });
      await attachments.receive(ours, body(png(2, 2)), null);
      assert.equal(await ask(visitor, conversation, { id: ours.message }), 'request.conflict');
      await visitor.send(carry(conversation, ours.message));
      const refused = await visitor.inbox.next('chat.refused', (each) => each.id === ours.message);
      assert.ok(refused);
      await visitor.send({ type: 'chat.end', conversation });
      assert.equal(await ask(visitor, conversation), 'conversation.ended');
    }),
  );

  test(
    '[AT9] cannot send a file that is too large, of another type, switched off, or beyond the day’s limit',
    onStage(async (stage) => {
      const { visitor, conversation } = await talking(stage, 'at9-ada');
      const settings = await attachments.rules.of(stage.account);
      const files = visitorFiles(attachments);
      const MiB = 1024 * 1024;
      assert.equal(
        await ask(visitor, conversation, { sizeBytes: 11 * MiB }),
        'attachment.too_large',
      );
      await attachments.rules.change(stage.account, {
        ...settings,
        sizeMb: 1,
        types: ['image/png'],
      });
      const large = ticketOf(await ask(visitor, conversation));
      const parts = Array.from({ length: 20 }, () => Buffer.alloc(100_000, 32));
      let read = 0;
      const counted = Readable.from(
        (function* () {
          for (const part of parts) {
            read += 1;
            yield part;
          }
        })(),
      );
      const tooLarge = await files.receive(large, counted, home).catch(code);
      assert.equal(tooLarge, 'attachment.too_large');
      assert.ok(read < parts.length, 'the rest is not read');
      const wrong = ticketOf(await ask(visitor, conversation, { name: 'page.png' }));
      for (const bytes of [jpeg(2, 2), Buffer.from('<html>'), Buffer.from('words')])
        assert.equal(await files.receive(wrong, body(bytes), home).catch(code), 'attachment.type');
      assert.ok(
        (await files.receive(wrong, body(png(2, 2)), home)).picture,
        'the right one is taken',
      );
      await attachments.rules.change(stage.account, { ...settings, visitors: false });
      assert.equal(await files.offered(stage.account), null);
      assert.equal(await ask(visitor, conversation), 'attachment.off');
      await attachments.rules.change(stage.account, settings);
      const codes: string[] = [];
      for (let n = 0; n <= attachmentLimits.visitorFiles; n++)
        codes.push(await ask(visitor, conversation));
      assert.equal(codes.at(-1), 'attachment.too_many');
      assert.match(codes[0] ?? '', /^v1\/attachments\//);
      time.now += 25 * hourMs;
      assert.match(await ask(visitor, conversation), /^v1\/attachments\//);
      await engines.records.withAccount(stage.account, (sql) =>
        sql.run(
          `INSERT INTO attachments (account, conversation, id, place, visitor, name, begun_at,
             stored_at, media_type, size_bytes)
           SELECT $1, $2, 'large' || n, 'none', 'others', 'film', $3, $3, 'image/png', 2000000000
           FROM generate_series(1, 11) AS n`,
          [stage.account, conversation, new Date(time.now)],
        ),
      );
      assert.equal(await ask(visitor, conversation), 'attachment.too_many', 'of the account');
    }),
  );

  test(
    '[AT6] [MK6] a name is masked before anything keeps it, also where its signs hid a number',
    onStage(async (stage) => {
      const { visitor, conversation } = await talking(stage, 'at6-ada');
      for (const name of ['4111 1111 1111 1111.png', '4111:1111:1111:1111.png']) {
        const { id, taken } = await send(visitor, conversation, png(2, 2), { name });
        assert.equal(taken.name, '[•••• 1111].png');
        const file = { account: stage.account, conversation, message: id };
        const known = await engines.records.withAccount(stage.account, (sql) =>
          findFile(sql, file),
        );
        assert.doesNotMatch(JSON.stringify(known), /4111/);
      }
    }),
  );

  test(
    '[AT10] hears that the store does not answer or is full, and sends the same again',
    onStage(async (stage) => {
      const { agent, visitor, conversation } = await talking(stage, 'at10-ada');
      const id = messageId();
      const ticket = ticketOf(await ask(visitor, conversation, { id }));
      const files = visitorFiles(attachments);
      for (const code of ['attachment.unreachable', 'server.storage_full'] as const) {
        trouble.now = new EngineError(code);
        await assert.rejects(files.receive(ticket, body(png(2, 2)), home), { code, retry: true });
        await visitor.send(carry(conversation, id));
        const refused = await visitor.inbox.next('chat.refused', (each) => each.id === id);
        assert.equal(refused.problem.code, 'attachment.missing');
      }
      trouble.now = null;
      await files.receive(ticket, body(png(2, 2)), home);
      await visitor.send(carry(conversation, id));
      await agent.inbox.next('message', ({ message }) => message.id === id);
    }),
  );

  test(
    '[AT10] can send it again while an earlier try hangs: that one ends, and one file is kept',
    onStage(async (stage) => {
      const { visitor, conversation } = await talking(stage, 'at10-ben');
      const id = messageId();
      const ticket = ticketOf(await ask(visitor, conversation, { id }));
      const hanging = new Readable({ read() {} });
      hanging.push(png(2, 2).subarray(0, 20));
      const first = visitorFiles(attachments).receive(ticket, hanging, home);
      const ended = assert.rejects(first);
      const second = await visitorFiles(attachments).receive(ticket, body(png(5, 4)), home);
      await ended;
      assert.deepEqual(second.picture, { width: 5, height: 4 });
      const again = await visitorFiles(attachments).receive(ticket, body(png(9, 9)), home);
      assert.deepEqual(again.picture, { width: 5, height: 4 }, 'the first that was kept stays');
    }),
  );
});

describe('an agent', () => {
  test(
    '[AT7] sends a file in their own conversation, the visitor gets its address, and a note cannot carry one',
    onStage(async (stage) => {
      const { agent, visitor, conversation } = await talking(stage, 'at7-dan');
      const id = messageId();
      const file = { account: stage.account, conversation, message: id };
      const post = { type: 'message.post', conversation, id, text: 'x', attachment: true } as const;
      agent.send({ ...post, note: false });
      const missing = await agent.inbox.next('problem', (each) => each.id === id);
      assert.equal(missing.problem.code, 'attachment.missing');
      const sender = { agent: agent.user };
      assert.equal(
        await attachments.begin(file, { sender, name: 'order.txt', sizeBytes: 9 }),
        null,
      );
      await attachments.receive(file, body(Buffer.from('Order 4711')), null);
      agent.send({ ...post, note: true });
      const noted = await agent.inbox.next('problem', (each) => each.id === id);
      assert.ok(noted);
      agent.send({ ...post, note: false });
      const frame = await visitor.inbox.next('chat.messages', ({ messages }) =>
        messages.some((each) => each.id === id),
      );
      const said = frame.messages.find((each) => each.id === id)?.body;
      assert.ok(said?.type === 'text' && said.content?.type === 'attachment');
      assert.equal(said.text, 'order.txt (10 B)');
      const found = await visitorFiles(attachments).open(ticketOf(said.content.address ?? ''));
      assert.equal(found?.attachment.mediaType, 'text/plain');
    }),
  );

  for (const how of ['ended', 'handed on'] as const)
    test(
      `[C10] [C11] [AT7] posts no file into a conversation that was ${how} while it was looked for`,
      onSlowStage(async (stage) => {
        const { agent, visitor, conversation } = await talking(stage, 'at7-eve');
        const mia = await (await stage.agent('at7-mia', { role: 'manager' })).online();
        const id = messageId();
        const file = { account: stage.account, conversation, message: id };
        const told = { sender: { agent: agent.user }, name: 'order.txt', sizeBytes: 9 };
        assert.equal(await attachments.begin(file, told), null);
        await attachments.receive(file, body(Buffer.from('Order 4711')), null);
        meanwhile = async () => {
          if (how === 'ended') await visitor.send({ type: 'chat.end', conversation });
          else await mia.command({ type: 'conversation.take-over', conversation });
        };
        const post = { type: 'message.post', conversation, id, text: 'x' } as const;
        agent.send({ ...post, note: false, attachment: true });
        const refused = await agent.inbox.next('problem', (each) => each.id === id);
        meanwhile = async () => {};
        const code = how === 'ended' ? 'conversation.ended' : 'conversation.not_yours';
        assert.equal(refused.problem.code, code);
        assert.equal(await stage.store.find(stage.account, conversation, id), null);
      }),
    );
});

describe('what no message carries', () => {
  test(
    '[AT11] is removed after a day with its bytes, and a file of a message stays',
    onStage(async (stage) => {
      const { visitor, conversation } = await talking(stage, 'at11-ada');
      const sent = await send(visitor, conversation, png(2, 2));
      await visitor.send(carry(conversation, sent.id));
      const unsent = await send(visitor, conversation, png(3, 3));
      const of = (message: MessageId) => ({ account: stage.account, conversation, message });
      const sweep = () => sweepAccount({ records: engines.records, store, clock }, stage.account);
      time.now += 24 * hourMs;
      await sweep();
      assert.ok((await bytesOf(of(unsent.id))) !== null, 'not before');
      time.now += 2 * hourMs;
      await visitor.send(carry(conversation, unsent.id));
      const late = await visitor.inbox.next('chat.refused', (each) => each.id === unsent.id);
      assert.equal(late.problem.code, 'attachment.missing');
      await visitor.send(carry(conversation, sent.id));
      await sweep();
      assert.equal(await bytesOf(of(unsent.id)), null);
      assert.ok((await bytesOf(of(sent.id))) !== null);
    }),
  );

  test(
    '[AT11] is removed even if an earlier file of any account cannot be removed',
    onStage(async (stage) => {
      const { visitor, conversation } = await talking(stage, 'at11-bo');
      const stuck = await send(visitor, conversation, png(2, 2));
      time.now += 1;
      const unsent = await send(visitor, conversation, png(3, 3));
      const of = (message: MessageId) => ({ account: stage.account, conversation, message });
      time.now += 26 * hourMs;
      const kept = (await rowsOf(stage.account))[0]?.key;
      const failing: AttachmentStore = {
        ...store,
        remove: async (key) =>
          key === kept ? Promise.reject(new Error('not removed')) : store.remove(key),
      };
      const broken = await stage.anotherAccount();
      const records: Records = {
        ...engines.records,
        withAccount: async (account, work) =>
          account === broken
            ? Promise.reject(new Error('not read'))
            : engines.records.withAccount(account, work),
      };
      const round = Promise.withResolvers<void>();
      const warned: unknown[] = [];
      sweepUnsent({
        ...{ records, store: failing, clock },
        schedule: (ms) => {
          assert.equal(ms, hourMs);
          round.resolve();
          return () => {};
        },
        log: { ...testLog(), warn: (_, fields) => void warned.push(fields?.['reason']) },
        accounts: async () => [broken, stage.account],
      });
      await round.promise;
      assert.deepEqual(warned, ['Error: not read', 'Error: not removed']);
      assert.equal(await bytesOf(of(unsent.id)), null);
      assert.ok((await bytesOf(of(stuck.id))) !== null);
    }),
  );
});

function rowsOf(account: AccountId) {
  return engines.records.withAccount(account, (sql) => unsentFiles(sql, time.now, 10));
}

test('settings are read once, also those of an account that never changed any', async () => {
  let asked = 0;
  const rules = createAttachmentRules(
    {
      ...engines.records,
      withAccount(account, work) {
        asked += 1;
        return engines.records.withAccount(account, work);
      },
    },
    engines.bus,
  );
  const account = AccountId.parse(randomUUID());
  const first = await rules.of(account);
  assert.deepEqual(await rules.of(account), first);
  assert.equal(asked, 1);
});
