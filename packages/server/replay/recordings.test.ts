// Recordings as visits of events: what becomes of rows, pauses, ids and bots.
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, it } from 'node:test';
import { measureBots } from './bot-measure.ts';
import { inventedPrices, longestPauseMs, readClickstream } from './clickstream.ts';
import { durationMs, timetable } from './timetable.ts';
import { readWeblog } from './weblog.ts';

const head = 'COOKIE;Date;Time;Click_order;Webpage';
const rows = [
  'a;1999-01-01;10:00:00;0;start_session',
  'a;1999-01-01;10:00:00;1;home',
  'a;1999-01-01;11:00:00;2;product',
  'a;1999-01-01;10:59:00;3;addcart',
  'a;1999-01-01;11:01:00;4;addcart',
  'a;1999-01-01;11:02:00;5;pay_res',
  'a;1999-01-01;11:03:00;6;pay_res',
  'a;1999-01-01;11:03:00;7;end_session',
  'b;1999-01-01;10:00:30;1;home',
];
const text = [head, ...rows].join('\n');
const shared = path.resolve(import.meta.dirname, '..', '..', '..', '..', 'shared', 'data');
const real = path.join(shared, 'software_shop_clickstream.csv');

describe('a clickstream', () => {
  it('[H3] becomes visits: a cart event each addcart, one order, pages for the rest, marks left out', () => {
    const { visits, marks, rows: count } = readClickstream(text, 'f', '1');
    assert.deepEqual([visits.length, marks, count], [2, 2, 9]);
    assert.deepEqual(
      visits[0]?.events.map(({ name }) => name),
      ['Page', 'Page', 'Product Added', 'Product Added', 'Order Completed', 'Page'],
    );
    const [, , first, second, order] = visits[0]?.events ?? [];
    assert.equal(
      order?.properties['total'],
      Number(first?.properties['price']) + Number(second?.properties['price']),
    );
    assert.ok(inventedPrices.includes(first?.properties['price'] as never));
  });

  it('[H1] shortens pauses to 25 minutes and lets no clock run backwards', () => {
    const offsets =
      readClickstream(text, 'f', '1').visits[0]?.events.map(({ offsetMs }) => offsetMs) ?? [];
    assert.equal(offsets[1], longestPauseMs);
    assert.deepEqual(
      offsets,
      offsets.toSorted((a, b) => a - b),
    );
  });

  it('[H2] derives ids from file, row and run, and from nothing else', () => {
    const ids = (file: string, run: string) =>
      readClickstream(text, file, run).visits.flatMap(({ visitor, events }) => [
        visitor,
        ...events.map(({ id }) => id),
      ]);
    assert.deepEqual(ids('f', '1'), ids('f', '1'));
    assert.equal(
      new Set([...ids('f', '1'), ...ids('f', '2'), ...ids('g', '1')]).size,
      3 * ids('f', '1').length,
    );
  });

  it('names the line that is not of the form', () => {
    assert.throws(
      () => readClickstream(`${head}\na;1999-01-01;10:00:00;x;home`, 'f', '1'),
      /line 2/,
    );
    assert.throws(() => readClickstream('a,b', 'f', '1'), /line 1/);
  });

  it('plays its visits in order, faster by the speed', () => {
    const { visits } = readClickstream(text, 'f', '1');
    const timed = timetable(visits, 10);
    assert.deepEqual(
      timed.map(({ startMs }) => startMs),
      [0, 3000],
    );
    assert.equal(durationMs(timed, 10), (visits[0]?.events.at(-1)?.offsetMs ?? 0) / 10);
  });

  it(
    'of the real shop has 1,240 visits, 617 with a cart, 354 orders',
    { skip: existsSync(real) ? false : 'the recording is not here' },
    () => {
      const { visits } = readClickstream(readFileSync(real, 'utf8'), 'f', '1');
      const having = (event: string) =>
        visits.filter((visit) => visit.events.some(({ name }) => name === event)).length;
      assert.deepEqual(
        [visits.length, having('Product Added'), having('Order Completed')],
        [1240, 617, 354],
      );
    },
  );
});

describe('a web server’s log', () => {
  it('[H5] becomes visits of pages by address and user agent, and assets and other lines are counted', () => {
    const line = (address: string, at: string, target: string, agent: string) =>
      `${address} - - [17/May/2015:10:${at} +0000] "GET ${target} HTTP/1.1" 200 1 "-" "${agent}"`;
    const log = [
      line('198.18.0.1', '05:03', '/blog/?a=1', 'Firefox'),
      line('198.18.0.1', '05:04', '/style.css', 'Firefox'),
      line('198.18.0.1', '06:03', '/about', 'Firefox'),
      line('198.18.0.1', '06:04', '/', 'Googlebot'),
      'nonsense',
    ].join('\n');
    const { visits, lines, unread, assets } = readWeblog(log, 'f', '1');
    assert.deepEqual([visits.length, lines, unread, assets], [2, 5, 1, 1]);
    assert.deepEqual(
      visits[0]?.events.map(({ path: at, offsetMs }) => [at, offsetMs]),
      [
        ['/blog/', 0],
        ['/about', 60_000],
      ],
    );
  });

  it('is read by the clock of any time zone, summer time beginning in between too', () => {
    const line = (at: string) => `198.18.0.1 - - [${at}] "GET / HTTP/1.1" 200 1 "-" "Firefox"`;
    const times = [
      '29/Mar/2015:01:59:00 +0100',
      '29/Mar/2015:03:01:00 +0200',
      '28/Mar/2015:20:32:00 -0430',
      '31/Foo/2015:10:00:00 +0000',
    ];
    const { visits, unread } = readWeblog(times.map(line).join('\n'), 'f', '1');
    assert.equal(unread, 1);
    assert.equal(visits[0]?.startsAt, Date.UTC(2015, 2, 29, 0, 59));
    assert.deepEqual(
      visits[0]?.events.map(({ offsetMs }) => offsetMs),
      [0, 120_000, 180_000],
    );
  });
});

describe('telling bots from people', () => {
  it('reaches the measured precision and recall on the senders labelled by hand', () => {
    const { precision, recall, labelled } = measureBots();
    assert.ok(labelled >= 40);
    assert.ok(precision >= 0.95 && recall >= 0.9, `precision ${precision}, recall ${recall}`);
  });

  it('counts what it misses and whom it wrongs', () => {
    const measure = measureBots([
      { userAgent: 'curl/8.9.1', bot: false },
      {
        userAgent: 'Mozilla/5.0 (X11; Linux x86_64; rv:142.0) Gecko/20100101 Firefox/142.0',
        bot: true,
      },
      { userAgent: 'Wget/1.24.5', bot: true },
    ]);
    assert.deepEqual(
      [measure.precision, measure.recall, measure.missed.length, measure.wronged],
      [0.5, 0.5, 1, ['curl/8.9.1']],
    );
  });
});
