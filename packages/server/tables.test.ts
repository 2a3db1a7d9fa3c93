// Every table in memory has a row, and every row with a bound of its own has a test that fills it:
// a test below, or in a file that the row names.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { globSync, readFileSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import path from 'node:path';
import { Readable } from 'node:stream';
import { test } from 'node:test';
import { BoundedMap } from '@opportune/core/bounds/bounded-map.ts';
import { compileConfiguration } from '@opportune/core/decision/configuration/compile.ts';
import { newVisitor, step } from '@opportune/core/decision/engine.ts';
import {
  account,
  availability,
  configuration,
  event,
  noon,
  site,
} from '@opportune/core/world/test/shop.test-support.ts';
import {
  AccountId,
  ConversationId,
  MessageId,
  UserId,
  VisitorId,
} from '@opportune/protocol/ids.ts';
import { conversationLimits } from '@opportune/protocol/limits/conversations.ts';
import { mailboxLimits } from '@opportune/protocol/limits/mail.ts';
import { tableLimits } from '@opportune/protocol/limits/memory.ts';
import { privateLimits } from '@opportune/protocol/conversation/private.ts';
import { Commands } from './desk/answered-requests.ts';
import { PrivateValues } from './desk/private/private-values.ts';
import { createTokens } from './channel/email/connection/tokens.ts';
import { Rate } from './channel/web/message-rates.ts';
import { HostCalls } from './adapter/facts/host-calls.ts';
import { withoutRepeats } from './engage/history/history-repeats.ts';
import type { AdmittedEvent } from './engage/intake.ts';
import { OwnEvents } from './engage/owner/own-events.ts';
import { VisitorsWaiting } from './engage/owner/visitors-waiting.ts';
import { createKeySets } from './identity/key-sets.ts';
import { AccountLearner } from './learn/intent/account-learner.ts';
import { followingTables } from './memory/following-tables.ts';
import { tableRows } from './memory/tables.ts';

const server = import.meta.dirname;
const root = path.resolve(server, '..', '..');
/** A field of a class, or a local of a factory function, that starts as an empty collection. */
const field =
  /^ {2}(?:readonly )?(#?\w+)(?::[^=]*)? = new (?:(?:(?:Map|Set)(?:<.*>)?\(\)|(?:Bounded|Sized)Map(?:<.*>)?\([\w.]+\));|SizedMap<.*>\(\{)$/;
const list = /^ {2}(?:readonly )?(#\w+)(?::[^=]*)? = \[\];$/;
const kept =
  /^(?: {2})?const (\w+)(?::[^=]*)? = new (?:(?:(?:Map|Set)(?:<.*>)?\(\)|(?:Bounded|Sized)Map(?:<.*>)?\([\w.]+\));|SizedMap<.*>\(\{)$/;
/** What core keeps for whoever makes one: lines of accounts, their shares and turns, and held bytes. */
const ofCore = /[ .](together(?=<)|(?<=new )(?:HeldBytes|FairTurns|FairPlaces|FairRanks)\b)/;
/** Created and dropped within one call, such as the filling of a sample shop in its thread. */
const ofOneCall = new Set([
  'adapter/media/gathering.ts heard',
  'adapter/media/sdp.ts seen',
  'call/recording/left-files.ts unmade',
  'call/recording/make-file.ts #open',
  'call/recording/recording.ts taken',
  'channel/deliveries/tell.ts waits',
  'channel/inbox/inbox.ts full',
  'channel/email/letters/letter-routes.ts urls',
  'channel/email/reading/mime/parameters.ts raw',
  'channel/email/reading/mime/parameters.ts parameters',
  'channel/email/reading/mime/parameters.ts pieces',
  'adapter/facts/facts-query.ts names',
  // Of one unit of work.
  'adapter/records/message.ts #results',
  'adapter/records/unit-of-work.ts #asked',
  'adapter/facts/facts-merge.ts tables',
  'adapter/facts/facts-merge.ts parts',
  'desk/account-desk.ts nothingAlong',
  'archive/labels/labels.ts taken',
  'contact/details/contact-fields.ts names',
  'contact/details/contact-fields.ts seen',
  'contact/transfer/read-row.ts tags',
  'contact/transfer/read-row.ts addresses',
  'contact/transfer/guess-columns.ts taken',
  'channel/web/form-before-chat.ts found',
  'needs/need-records.ts taken',
  'team/skills/skill-rows.ts levels',
  'engage/rehearsal/past-piece.ts found',
  'http/openapi/problem-answers.ts answers',
  'engage/card/visit-signals.ts searched',
  'identity/signing-keys.ts lost',
  'learn/intent/open-visit.ts noGoals',
  'report/campaign-figures.ts figures',
  'report/conversions/suggested-cap.ts values',
  'report/site/traffic.ts found',
  'report/what-if/what-if.ts drawn',
  'processes/merge-metrics.ts metrics',
  'processes/shards.ts #heardAt',
  'processes/shards.ts #all',
  'sample/gathered/gathered-facts.ts lines',
  'sample/stage.ts orders',
  'site/brand-reading.ts addresses',
  'sample/fill.ts campaigns',
  'sample/talks/talks.ts talks',
  'sample/talks/talks.ts taken',
]);

function tablesInSources(): readonly string[] {
  const files = globSync('**/*.ts', { cwd: server }).filter(
    (file) => !/\.test(-support)?\.ts$|^(doctor|replay|sealing)\//.test(file),
  );
  assert.ok(files.length > 200, `${files.length} files read`);
  return files.flatMap((file) =>
    readFileSync(path.join(server, file), 'utf8')
      .split('\n')
      .filter((line) => !line.startsWith('import ') && !/^ *(\/\/|\*|\/\*)/.test(line))
      .flatMap(
        (line) =>
          [field, list, kept, ofCore].map((kind) => kind.exec(line)?.[1]).find(Boolean) ?? [],
      )
      .map((name) => `${file} ${name}`),
  );
}

test('[OP11] every table in the sources is listed, with its bound or with what it follows', () => {
  const listed = [
    ...tableRows.flatMap(({ tables }) => tables),
    ...followingTables.flatMap(({ tables }) => Object.keys(tables)),
  ];
  assert.equal(new Set(listed).size, listed.length);
  const found = new Set(tablesInSources());
  const unlisted = [...found].filter((each) => !listed.includes(each) && !ofOneCall.has(each));
  assert.deepEqual(unlisted, [], 'give each a bound, and a row in memory/tables.ts');
  const gone = [...listed, ...ofOneCall].filter((each) => !found.has(each));
  assert.deepEqual(gone, [], 'take their rows away');
});

test('[OP11] every table that follows something has its bytes, and that has a bound', () => {
  for (const { each, most, first, tables } of followingTables) {
    assert.ok(most === null || (Number.isInteger(most) && most > 0), each);
    assert.ok(first.length > 0 && Object.keys(tables).length > 0, each);
    for (const [table, bytes] of Object.entries(tables))
      assert.ok(Number.isInteger(bytes) && bytes > 0, `${table}: state its bytes`);
  }
});

test('[OP11] every table with a bound of its own has a test that fills it', () => {
  for (const { holds, test: filled } of tableRows) {
    const text = readFileSync(path.join(root, filled.file), 'utf8');
    assert.ok(text.includes(filled.title), `${holds}: no test "${filled.title}" in ${filled.file}`);
  }
});

const visitorOf = (at: number): VisitorId => VisitorId.parse(`v${at}`);
const quiet = { info() {}, warn() {}, error() {} };

function tracked(at: number, text = ''): AdmittedEvent {
  const { ordinal: _, ...rest } = event('Signed Up', noon, at, { properties: { text } });
  return { ...rest, visitor: visitorOf(at) };
}

const batchOf = (at: number, of = account, text = '') => ({
  ...{ account: of, site, visitor: visitorOf(at), fresh: false },
  events: [tracked(at, text)],
});

test('[OP11] fills: batches that wait while profiles are read', () => {
  const mostBytes = 1_000_000;
  const waiting = new VisitorsWaiting(mostBytes);
  const leave: (() => void)[] = [];
  const enter = (of: AccountId): boolean => {
    const left = waiting.enter(batchOf(leave.length, of, 'x'.repeat(1000)));
    if (left !== null) leave.push(left);
    return left !== null;
  };
  while (enter(account));
  assert.ok(waiting.sizeBytes <= mostBytes / 2);
  // Another account has its own half. A third account has nothing of either.
  while (enter(AccountId.parse('other')));
  assert.ok(waiting.sizeBytes <= mostBytes);
  const taken = leave.length;
  assert.equal(enter(AccountId.parse('third')), taken < leave.length);
  for (const left of leave) left();
  assert.equal(waiting.sizeBytes, 0);
  const roomy = new VisitorsWaiting(Infinity);
  for (let at = 0; at < tableLimits.waitingBatches; at++) assert.ok(roomy.enter(batchOf(at)));
  assert.equal(roomy.enter(batchOf(0)), null);
});

test('[OP11] fills: visitors whose older ids are looked up', async () => {
  const never = new Promise<never>(() => {});
  const intake = withoutRepeats({
    clock: { now: () => noon },
    history: { load: () => never, stored: () => never },
    ledger: { depth: 0, settle: () => never },
    owner: {
      find: () => null,
      prepare: () => never,
      accept: () => never,
      attach: () => () => {},
    },
  });
  const half = tableLimits.lookUps / 2;
  for (let at = 0; at < half; at++) void intake.accept(batchOf(at));
  await assert.rejects(intake.accept(batchOf(half)), /limit/);
  const other = AccountId.parse('other');
  for (let at = 0; at < half; at++) void intake.accept(batchOf(at, other));
  await assert.rejects(intake.accept(batchOf(0, AccountId.parse('third'))), /limit/);
});

test('[OP11] fills: the bytes of batches of visitors whose older ids are looked up', async () => {
  const never = new Promise<never>(() => {});
  const intake = withoutRepeats({
    clock: { now: () => noon },
    history: { load: () => never, stored: () => never },
    ledger: { depth: 0, settle: () => never },
    owner: {
      find: () => null,
      prepare: () => never,
      accept: () => never,
      attach: () => () => {},
    },
  });
  // Of one visitor, too: its later batches wait behind the first.
  const large = batchOf(0, account, 'x'.repeat(512 * 1024));
  const most = tableLimits.lookUpBytes / 2 / (1024 * 1024);
  let accepted = 0;
  const refused = Array.from({ length: 2 * most }, () =>
    intake.accept(large).then(
      () => undefined,
      (error: unknown) => error,
    ),
  );
  for (const each of refused) {
    const pending = Symbol('pending');
    const settled = await Promise.race([each, new Promise((done) => setImmediate(done, pending))]);
    if (settled === pending) accepted += 1;
    else assert.match(String(settled), /limit/);
  }
  assert.ok(accepted >= most - 2 && accepted <= most, `${accepted}`);
});

test('[OP11] fills: events of our own that wait for a store', async () => {
  const lost: unknown[] = [];
  const tells = new OwnEvents({
    owner: { accept: () => Promise.reject(new Error('the store is away')) },
    clock: { now: () => noon },
    schedule: () => () => {},
    log: { error: (name) => void (name === 'engage.tell_lost' && lost.push(name)) },
  });
  for (let at = 0; at < tableLimits.tells + 5; at++) tells.tell(tracked(at));
  await new Promise((resolve) => setImmediate(resolve));
  assert.equal(tells.size, tableLimits.tells);
  assert.equal(lost.length, 5);
});

test('[OP11] fills: the bytes of events of our own', async () => {
  const lost: unknown[] = [];
  const tells = new OwnEvents({
    owner: { accept: () => Promise.reject(new Error('the store is away')) },
    clock: { now: () => noon },
    schedule: () => () => {},
    log: { error: (name) => void (name === 'engage.tell_lost' && lost.push(name)) },
  });
  for (let at = 0; at < 1000; at++) tells.tell(tracked(at, 'x'.repeat(32_000)));
  await new Promise((resolve) => setImmediate(resolve));
  assert.ok(tells.sizeBytes <= tableLimits.tellBytes);
  assert.ok(tells.sizeBytes > 0.9 * tableLimits.tellBytes);
  assert.equal(lost.length, 1000 - tells.size);
});

test('[OP11] fills: visits under way that goals learn from', () => {
  const compiled = compileConfiguration(configuration([]));
  const learner = new AccountLearner(0);
  let ordinal = 0;
  for (let at = 0; at < tableLimits.openVisits + 5; at++) {
    const state = newVisitor(account, site, visitorOf(at));
    const page = event('Page', noon, at, { path: '/', view: 'v' });
    const input = { type: 'event' as const, event: { ...page, visitor: visitorOf(at) } };
    const agents = { availability: availability(1), nextOrdinal: () => ++ordinal };
    const context = { configuration: compiled, ...agents, now: noon, reachable: true };
    learner.followed(state, step(state, input, context));
  }
  const later = noon + 3600_000;
  assert.equal(learner.sweep(later, tableLimits.openVisits - 1), true);
  assert.equal(learner.sweep(later, 1), false);
});

test('[OP11] fills: tables by count', () => {
  const { claims, keys, userAgents, goodSessions } = tableLimits;
  for (const limit of [claims, keys, userAgents, goodSessions]) {
    const table = new BoundedMap<number, number>(limit);
    for (let at = 0; at < 2 * limit; at++) {
      table.set(at, at);
      table.get(0);
    }
    assert.ok(table.size <= limit);
    assert.equal(table.get(0), 0);
    assert.equal(table.get(1), undefined);
    assert.equal(table.get(2 * limit - 1), 2 * limit - 1);
  }
});

test('[OP11] fills: tokens of mailboxes', async () => {
  let asked = 0;
  const body = () => Readable.from([Buffer.from(`{"access_token": "t${asked}"}`)]);
  const tokens = createTokens(
    async () => {
      asked += 1;
      return { type: 'answered', status: 200, headers: {}, body: body() as IncomingMessage };
    },
    { now: () => 0 },
  );
  const grant = { provider: 'google', clientId: 'c', rotated: async () => {} } as const;
  const rest = { clientSecret: undefined, tenant: undefined, apiBase: undefined };
  const of = (at: number) => tokens.of({ ...grant, ...rest, refreshToken: `r${at}` });
  for (let at = 0; at <= mailboxLimits.watched; at++) await of(at);
  assert.equal(asked, mailboxLimits.watched + 1);
  await of(mailboxLimits.watched);
  assert.equal(asked, mailboxLimits.watched + 1, 'the newest is known');
  await of(0);
  assert.equal(asked, mailboxLimits.watched + 2, 'the oldest is asked for again');
});

test('[OP11] fills: key sets of identity providers', async () => {
  const asked: string[] = [];
  const fetchSet = async (url: string): Promise<unknown> => {
    asked.push(url);
    return { keys: [] };
  };
  const sets = createKeySets(fetchSet, { now: () => noon }, quiet);
  const of = (at: number) => sets.of(`https://idp.example/${at}`, () => false);
  for (let at = 0; at <= tableLimits.keySets; at++) await of(at);
  asked.length = 0;
  await of(tableLimits.keySets);
  assert.deepEqual(asked, []);
  await of(0);
  assert.equal(asked.length, 1);
});

test('[OP11] fills: messages of the last seconds, by visitor', () => {
  const rate = new Rate(1, 10_000);
  for (let at = 0; at <= 2 * tableLimits.senders; at++) assert.ok(rate.pass(`v${at}`, noon));
  assert.equal(rate.pass(`v${2 * tableLimits.senders}`, noon), false);
  assert.equal(rate.pass('v0', noon), true);
});

test('[OP11] fills: answers to commands of agents', async () => {
  const commands = new Commands<number>();
  let done = 0;
  const once = (at: number) => commands.once(`c${at}`, async () => ++done);
  for (let at = 0; at <= conversationLimits.commands; at++) await once(at);
  const before = done;
  await once(conversationLimits.commands);
  assert.equal(done, before);
  await once(0);
  assert.equal(done, before + 1);
});

test('[OP11] fills: private values asked and given', () => {
  const values = new PrivateValues(
    { now: () => noon },
    () => () => {},
    () => {},
  );
  const user = UserId.parse(randomUUID());
  const ask = (at: number) => {
    const conversation = ConversationId.parse(`c${Math.floor(at / privateLimits.asks)}`);
    return values.ask(conversation, user, {
      ask: MessageId.parse(`m${at}`),
      label: 'IBAN',
      kind: 'text',
    });
  };
  for (let at = 0; at < privateLimits.accountAsks; at++) assert.notEqual(ask(at), 'account.full');
  assert.equal(ask(privateLimits.accountAsks), 'account.full');
});

test('[OP11] fills: calls under way to the engine host', async () => {
  const calls = new HostCalls(1e6);
  const body = [Buffer.alloc(tableLimits.hostBytes / 4)];
  const append = { token: 't', parts: [] };
  const under = Array.from({ length: 4 }, () => calls.append(append, body));
  await assert.rejects(calls.append(append, body), { code: 'server.overloaded' });
  void Promise.allSettled(under);
});
