import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { AccountId } from '@opportune/protocol/ids.ts';
import { scopeQuery } from './facts-query.ts';

const account = AccountId.parse('shop');
const narrowed = '(SELECT * FROM events WHERE account = {opportune_account:String})';

describe('promise 6: the builder of queries over facts', () => {
  it('replaces each table by the rows of the account, and sends the account as a parameter', () => {
    const { sql, params } = scopeQuery(
      account,
      'SELECT a.id FROM $events AS a JOIN $events b USING id WHERE a.n = {n:UInt8}',
      { n: 1 },
    );
    assert.equal(
      sql,
      `SELECT a.id FROM ${narrowed} AS a JOIN ${narrowed} b USING id WHERE a.n = {n:UInt8}`,
    );
    assert.deepEqual(params, { n: 1, opportune_account: 'shop' });
  });

  it('leaves texts, comments and quoted names as they are', () => {
    const sql =
      "SELECT '$events; FROM events', `$events` /* FROM events; */ FROM numbers(3) -- FROM decisions";
    assert.equal(scopeQuery(account, sql).sql, sql);
  });

  for (const sql of [
    'SELECT count() AS events FROM $events',
    'WITH first AS (SELECT * FROM $events), second AS (SELECT * FROM first) SELECT * FROM second LEFT JOIN first ON true',
    'SELECT * FROM (SELECT id FROM $decisions UNION ALL SELECT id FROM $events)',
    'SELECT id FROM $events WHERE visitor IN (SELECT visitor FROM $conversions)',
    "SELECT id FROM $events WHERE id IN {ids:Array(String)} AND kind IN ('a', 'b')",
    "SELECT trim(BOTH ' ' FROM name), extract(day FROM at), url FROM $events",
    'SELECT arrayJoin([1, 2]) AS n FROM $events ARRAY JOIN sections AS section',
    'SELECT x.1 AS y, {p:UInt8} FROM numbers(10) AS x ORDER BY y DESC LIMIT 1 BY y',
    "SELECT countIf(name = 'x') OVER (PARTITION BY visitor ORDER BY at) FROM $events",
    "SELECT quantile(0.9)(value), formatDateTime(at, '%F') FROM $conversions",
  ]) {
    it(`takes ${sql}`, () => assert.doesNotThrow(() => scopeQuery(account, sql)));
  }

  for (const sql of [
    'SELECT * FROM events',
    'SELECT * FROM Events',
    'SELECT * FROM `events`',
    'SELECT * FROM "events"',
    'SELECT * FROM default.events',
    'SELECT * FROM `default`.`events`',
    'SELECT * FROM system.tables',
    'SELECT * FROM $events, decisions',
    'SELECT * FROM $events AS e, decisions AS d',
    'SELECT * FROM $events JOIN decisions USING id',
    'SELECT * FROM $events CROSS JOIN `decisions`',
    'SELECT * FROM/**/events',
    'SELECT * FROM -- \n events',
    'SELECT * FROM (SELECT * FROM decisions)',
    'SELECT 1 WHERE 1 IN events',
    'SELECT 1 WHERE 1 IN default.events',
    'SELECT 1 WHERE 1 GLOBAL NOT IN events',
    'WITH events AS (SELECT 1) SELECT * FROM events',
    'WITH x AS (SELECT * FROM events) SELECT * FROM x',
    'WITH x AS (SELECT 1) SELECT * FROM x.events',
    "SELECT * FROM file('/etc/passwd')",
    "SELECT file('/etc/passwd')",
    "SELECT * FROM url('http://x', CSV)",
    "SELECT * FROM remote('x', default.events)",
    "SELECT * FROM merge('default', '.*')",
    "SELECT * FROM cluster('x', default.events)",
    'SELECT * FROM view(SELECT * FROM events)',
    "SELECT joinGet('x', 'y', 1)",
    "SELECT dictGet('x', 'y', 1)",
    'SELECT 1; SELECT 2',
    'SELECT 1 FORMAT Null',
    "SELECT 1 INTO OUTFILE 'x'",
    'SELECT 1 SETTINGS max_threads = 1',
    'INSERT INTO $events VALUES (1)',
    'TRUNCATE events',
    'DESCRIBE events',
    'EXPLAIN SELECT 1',
    'WITH 1 AS x INSERT INTO $events SELECT 1',
    'SELECT * FROM $users',
    'SELECT * FROM $events$ SELECT 1 $events$',
    "SELECT 'unfinished FROM $events",
    'SELECT 1 # FROM events',
    'SELECT (SELECT count() FROM events)',
    'SELECT exists(SELECT 1 FROM events)',
    'SELECT trim(BOTH (SELECT name FROM events) FROM name) FROM $events',
    'SELECT * FROM',
    '',
  ]) {
    it(`refuses ${sql}`, () => {
      assert.throws(() => scopeQuery(account, sql), { code: 'facts.unscoped' });
    });
  }

  it('refuses a parameter that stands for the account or names a table', () => {
    assert.throws(() => scopeQuery(account, 'SELECT 1', { opportune_account: 'other' }), {
      code: 'facts.unscoped',
    });
    assert.throws(
      () => scopeQuery(account, 'SELECT * FROM {table:Identifier}', { table: 'events' }),
      { code: 'facts.unscoped' },
    );
  });
});
