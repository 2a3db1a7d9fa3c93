// Reports by e-mail on a real PostgreSQL and a real SMTP conversation: when they are due, their
// content, and that each is sent at most once, however the server stops.
import { publish } from '@opportune/core/bus/bus-messages.ts';
import { configurationChanged } from '@opportune/protocol/bus/changes.ts';
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, afterEach, before, describe, test } from 'node:test';
import { type Mail, NotMailed } from '@opportune/core/ports/mail.ts';
import type { Records } from '@opportune/core/ports/records.ts';
import { AccountId, UserId } from '@opportune/protocol/ids.ts';
import { historyLimits, ReportDraft } from '@opportune/protocol/rest/team/history.ts';
import { openMemoryBus } from '../../adapter/bus-memory.ts';
import { EngineError } from '../../adapter/engine-error.ts';
import { testEngines, testLog } from '../../adapter/engines.test-support.ts';
import { startMailServer } from '../../adapter/mail-server.test-support.ts';
import { openSmtpMail } from '../../adapter/mail-smtp.ts';
import { randomPast, storePast } from '../history/past.test-support.ts';
import { turnedTo } from './turned-to.test-support.ts';
import { lastDue, nextDue } from './due.ts';
import { createReportPost, type ReportPost } from './report-post.ts';
import { createScheduledReports } from './reports.ts';

const zone = 'Europe/Berlin';
const draft = ReportDraft.parse({ every: 'day', hour: 8, figures: ['begun', 'csat'], by: 'hour' });
const at = (iso: string): number => Date.parse(iso);

describe('[HI6] when a report is due', () => {
  const due = (when: Partial<ReportDraft>, now: string): string =>
    new Date(nextDue({ ...draft, ...when }, zone, at(now))).toISOString();

  test('at its hour of the account’s time zone, today or on the next day that is one', () => {
    assert.equal(due({}, '2026-11-20T06:59:00Z'), '2026-11-20T07:00:00.000Z');
    assert.equal(due({}, '2026-11-20T07:00:00Z'), '2026-11-21T07:00:00.000Z');
    assert.equal(
      due({ every: 'week', weekday: 1 }, '2026-11-20T07:00:00Z'),
      '2026-11-23T07:00:00.000Z',
    );
    assert.equal(
      due({ every: 'week', weekday: 7 }, '2026-11-22T07:00:00Z'),
      '2026-11-29T07:00:00.000Z',
    );
  });

  test('once on the nights on which the clock is put forward and back', () => {
    assert.equal(due({ hour: 2 }, '2026-03-28T12:00:00Z'), '2026-03-29T01:00:00.000Z');
    assert.equal(due({ hour: 2 }, '2026-03-29T01:00:00Z'), '2026-03-30T00:00:00.000Z');
    assert.equal(due({ hour: 2 }, '2026-10-24T12:00:00Z'), '2026-10-25T00:00:00.000Z');
    assert.equal(due({ hour: 2 }, '2026-10-25T00:00:00Z'), '2026-10-26T01:00:00.000Z');
  });

  test('of many that were missed, the last', () => {
    const [first, now] = [at('2026-01-01T07:00:00Z'), at('2026-11-20T09:00:00Z')];
    assert.equal(lastDue(draft, zone, first, now), at('2026-11-20T07:00:00Z'));
    assert.equal(lastDue(draft, zone, first, first), first);
  });
});

describe('reports by e-mail', () => {
  let engines: Awaited<ReturnType<typeof testEngines>>;
  before(async () => {
    engines = await testEngines();
  });
  after(() => engines.close());
  const opened: (() => unknown)[] = [];
  afterEach(async () => {
    for (const close of opened.splice(0)) await close();
  });

  async function setUp(mailOf?: (mail: Mail) => Mail) {
    const server = await startMailServer();
    opened.push(() => server.server.close());
    const time = turnedTo(at('2026-10-27T15:00:00Z'));
    const account = AccountId.parse(`a-${randomUUID()}`);
    const user = UserId.parse('mia');
    await engines.records.withAccount(account, async (sql) => {
      await sql.run(
        `INSERT INTO accounts (id, settings, salt, created_at) VALUES ($1, '{"name": "Aldermoor & Co"}', '', now())`,
        [account],
      );
      await sql.run(
        `INSERT INTO users (account, id, email, name, role, room, created_at)
         VALUES ($1, $2, $3, 'Mia', 'manager', 3, now())`,
        [account, user, `mia-${randomUUID()}@aldermoor.example`],
      );
      const past = { seed: 5, zone, now: time.now(), days: 4, talks: 60 };
      await storePast(sql, account, randomPast(past));
    });
    const smtp = openSmtpMail({ url: server.url, from: 'opportune@aldermoor.example' });
    const mail = mailOf?.(smtp) ?? smtp;
    const bus = openMemoryBus(testLog());
    /** Transactions that fail before the store answers again. */
    const away = { times: 0 };
    const records: Records = {
      ...engines.records,
      withAccount: async (of, work) => {
        if (away.times === 0) return engines.records.withAccount(of, work);
        away.times -= 1;
        throw new EngineError('engine.unavailable');
      },
    };
    const parts = { records, bus, mailOf: async () => mail, clock: time, schedule: time.schedule };
    const openPost = (): ReportPost => {
      const log = testLog();
      const made = createReportPost({ ...parts, log, publicUrl: () => 'https://desk.example' });
      opened.push(() => made.close());
      return made;
    };
    const post = openPost();
    const ids = { next: () => randomUUID() };
    const reports = createScheduledReports({ ...parts, ids, post });
    const sql = (text: string) => engines.records.withAccount(account, (each) => each.run(text));
    const reach = async (iso: string, by: ReportPost = post): Promise<void> => {
      time.turnTo(at(iso));
      await by.settle();
    };
    const { letters } = server;
    return { account, user, bus, reports, post, openPost, letters, reach, sql, away };
  }

  test('[HI6] it comes at its hour with text, table and file, once a day, until it is ended', async () => {
    const { account, user, reports, post, letters, reach, sql } = await setUp();
    const made = await reports.create(account, user, draft);
    assert.equal(new Date(made.dueAt).toISOString(), '2026-10-28T07:00:00.000Z');
    await post.settle();
    await reach('2026-10-28T06:59:00Z');
    assert.equal(letters.length, 0);
    await reach('2026-10-28T07:00:00Z');
    assert.equal(letters.length, 1);
    const letter = (letters[0] ?? '').replaceAll('=\n', '');
    assert.match(letter, /Subject: Conversations of October 27, 2026/);
    assert.match(letter, /Content-Type: text\/plain/);
    assert.match(letter, /Content-Type: text\/html/);
    assert.match(letter, /filename=conversations-2026-10-27-2026-10-27-by-hour\.csv/);
    assert.match(letter, /Aldermoor &amp; Co/);
    assert.match(letter, /desk\.example\/team\/reports/);
    await reach('2026-10-28T23:00:00Z');
    assert.equal(letters.length, 1);
    await reports.change(account, user, made.id, { ...draft, language: 'de' });
    await reach('2026-10-29T07:30:00Z');
    assert.equal(letters.length, 2);
    assert.match(letters[1] ?? '', /Subject: =\?UTF-8\?|Subject: Gespr/);
    assert.match((letters[1] ?? '').replaceAll('=\n', ''), /28\. Oktober 2026/);
    const [kept] = (await reports.list(account, user)).reports;
    assert.deepEqual([kept?.last, kept?.sentAt], ['sent', at('2026-10-29T07:30:00Z')]);
    await sql("UPDATE users SET language = 'es'");
    await reach('2026-10-30T07:00:00Z');
    assert.match((letters[2] ?? '').replaceAll('=\n', ''), /29 de octubre de 2026/);
    await reports.remove(account, user, made.id);
    await reach('2026-11-02T09:00:00Z');
    assert.equal(letters.length, 3);
  });

  test('[HI6] its hour is in the account’s time zone, even after a change of the zone', async () => {
    const { account, user, bus, reports, post, letters, reach, sql } = await setUp();
    await reports.create(account, user, draft);
    await post.settle();
    await sql(`UPDATE accounts SET settings = settings || '{"timeZone": "America/New_York"}'`);
    publish(bus, configurationChanged, { account, version: 2 });
    await new Promise((resolve) => setImmediate(resolve));
    await post.settle();
    const [moved] = (await reports.list(account, user)).reports;
    assert.equal(new Date(moved?.dueAt ?? 0).toISOString(), '2026-10-28T12:00:00.000Z');
    await reach('2026-10-28T11:59:00Z');
    assert.equal(letters.length, 0);
    await reach('2026-10-28T12:00:00Z');
    assert.equal(letters.length, 1);
  });

  test('[HI6] its hour moves even if the store is away during a change of the time zone, whatever else runs', async () => {
    const { account, user, bus, reports, post, letters, reach, sql, away } = await setUp();
    await reports.create(account, user, draft);
    await post.settle();
    await sql(`UPDATE accounts SET settings = settings || '{"timeZone": "America/New_York"}'`);
    away.times = 1;
    publish(bus, configurationChanged, { account, version: 2 });
    await new Promise((resolve) => setImmediate(resolve));
    await post.settle();
    assert.equal(away.times, 0);
    post.look(account);
    await post.settle();
    const [moved] = (await reports.list(account, user)).reports;
    assert.equal(new Date(moved?.dueAt ?? 0).toISOString(), '2026-10-28T12:00:00.000Z');
    await reach('2026-10-28T11:59:00Z');
    assert.equal(letters.length, 0);
  });

  test('[HI7] a report that fell due while the server was off is sent once, and one that was being sent is not sent again', async () => {
    const { account, user, reports, post, openPost, letters, reach, sql } = await setUp();
    await reports.create(account, user, draft);
    await post.close();
    await reach('2026-11-01T09:00:00Z');
    assert.equal(letters.length, 0);
    const second = openPost();
    second.start(account);
    await second.settle();
    assert.equal(letters.length, 1);
    assert.match(letters[0] ?? '', /Subject: Conversations of October 31, 2026/);
    await second.close();
    // The next one is recorded as being sent, and the server dies.
    await sql(
      `UPDATE scheduled_reports SET last = 'sending', sending_for = due_at, due_at = due_at + interval '1 day'`,
    );
    const third = openPost();
    third.start(account);
    await reach('2026-11-02T12:00:00Z', third);
    assert.equal(letters.length, 1);
    assert.equal((await reports.list(account, user)).reports[0]?.last, 'unknown');
    await reach('2026-11-03T07:00:00Z', third);
    assert.equal(letters.length, 2);
    await third.close();
  });

  test('[HI7] a letter that the mail server may have taken is not sent again', async () => {
    let tries = 0;
    const { account, user, reports, reach } = await setUp(() => ({
      configured: true,
      send: () => {
        tries += 1;
        return Promise.reject(new NotMailed({ type: 'uncertain', detail: 'no answer' }, 'late'));
      },
    }));
    await reports.create(account, user, draft);
    await reach('2026-10-28T07:00:00Z');
    await reach('2026-10-28T20:00:00Z');
    const [report] = (await reports.list(account, user)).reports;
    assert.deepEqual([tries, report?.last], [1, 'unknown']);
  });

  test('[HI7] an e-mail that the mail server refuses is tried again a limited number of times', async () => {
    let tries = 0;
    const { account, user, reports, reach, letters } = await setUp((smtp) => ({
      configured: true,
      send: (letter) => {
        tries += 1;
        return tries < 3 ? Promise.reject(new Error('451 later')) : smtp.send(letter);
      },
    }));
    await reports.create(account, user, draft);
    await reach('2026-10-28T07:00:00Z');
    assert.deepEqual([tries, (await reports.list(account, user)).reports[0]?.last], [1, 'failed']);
    await reach('2026-10-28T07:05:00Z');
    await reach('2026-10-28T07:15:00Z');
    assert.deepEqual([tries, letters.length], [3, 1]);
    await reach('2026-10-28T20:00:00Z');
    assert.deepEqual([tries, letters.length], [3, 1]);
    tries = -100;
    await reach('2026-10-29T07:00:00Z');
    for (const hour of ['08', '09', '10', '11', '12']) await reach(`2026-10-29T${hour}:00:00Z`);
    assert.equal(tries, -100 + historyLimits.reportTries);
  });

  test('[HI8] only users who may see the figures get reports, only their own are listed, and their number is limited', async () => {
    const { account, user, reports, reach, letters, sql } = await setUp();
    const made = await reports.create(account, user, draft);
    const other = UserId.parse('someone');
    await assert.rejects(reports.remove(account, other, made.id));
    await assert.rejects(reports.change(account, other, made.id, draft));
    assert.deepEqual((await reports.list(account, other)).reports, []);
    for (let more = 1; more < historyLimits.reportsOfUser; more += 1)
      await reports.create(account, user, { ...draft, every: 'week', weekday: 4 });
    await assert.rejects(reports.create(account, user, draft), /at most 5 reports/);
    await sql('UPDATE users SET disabled = true');
    await reach('2026-10-28T07:00:00Z');
    await sql("UPDATE users SET disabled = false, role = 'agent'");
    await reach('2026-10-29T06:59:00Z');
    assert.equal(letters.length, 0);
    await sql("UPDATE users SET role = 'manager' WHERE kind = 'person'");
    await reach('2026-10-29T07:00:00Z');
    assert.equal(letters.length, historyLimits.reportsOfUser);
  });
});
