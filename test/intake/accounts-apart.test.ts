// One account floods, over real sockets. The tests count how much of its work runs before that of
// another account. They count frames and not time, so that a busy machine changes nothing.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { AccountId } from '@opportune/protocol/ids.ts';
import { Browser, event } from './browser-socket.test-support.ts';
import { shopOrigin, startCollect, type TestCollect } from './collect.test-support.ts';

const sockets = 40;
/** For each socket, as many events in all as a visitor may send at once. */
const frames = 3;
const eventsOfFrame = 100;

let server: TestCollect;
let hostile: { readonly account: AccountId; readonly writeKey: string };
before(async () => {
  server = await startCollect();
  hostile = await openAccount();
});
after(() => server.close());

async function openAccount(): Promise<typeof hostile> {
  const { configurations, sites } = server;
  const account = AccountId.parse(randomUUID());
  const settings = { name: 'B', timeZone: 'UTC', currency: 'EUR', holdout: 0, typingPreview: true };
  await configurations.change(account, 'test', (sql) =>
    sql.run('INSERT INTO accounts (id, settings, salt, created_at) VALUES ($1, $2, $3, $4)', [
      account,
      settings,
      'salt',
      new Date(),
    ]),
  );
  const { writeKey } = await sites.create(account, 'test', { name: 'B', origins: [shopOrigin] });
  return { account, writeKey };
}

async function arrived(key: string): Promise<Browser> {
  const browser = new Browser(server);
  await browser.arrive(server, { key });
  return browser;
}

function frameOf(batch: number, events: number): object {
  const all = Array.from({ length: events }, () => event());
  return { type: 'events', batch, sentAt: server.clock.now(), events: all };
}

/** The number of flood events taken before one event that an ordinary visitor sends after them. */
async function takenBefore(): Promise<number> {
  const { batches } = server.intake;
  const ordinary = await arrived(server.writeKey);
  const flood = await Promise.all(Array.from({ length: sockets }, () => arrived(hostile.writeKey)));
  batches.length = 0;
  for (const browser of flood)
    for (let batch = 1; batch <= frames; batch++) browser.send(frameOf(batch, eventsOfFrame));
  ordinary.send(frameOf(1, 1));
  await ordinary.frame('ack');
  for (const browser of flood)
    for (let batch = 1; batch <= frames; batch++)
      await browser.frame('ack', (ack) => ack.batch === batch);
  for (const { socket } of [ordinary, ...flood]) socket.close();
  const taken = batches.flatMap(({ events, account }) => events.map(() => account));
  assert.equal(taken.length, sockets * frames * eventsOfFrame + 1);
  return taken.indexOf(server.account);
}

test('[I24] an ordinary account does not wait for the flood of another', async () => {
  for (let round = 0; round < 5; round++) {
    const before = await takenBefore();
    const most = (sockets * frames * eventsOfFrame) / 4;
    assert.ok(before <= most, `${before} events were taken first`);
  }
});

test('[I24] events of one socket keep their order while many wait, also within a frame that yields to others', async () => {
  const { batches } = server.intake;
  const flood = await Promise.all(Array.from({ length: sockets }, () => arrived(hostile.writeKey)));
  batches.length = 0;
  for (const browser of flood)
    for (let batch = 1; batch <= 3; batch++) {
      const events = Array.from({ length: 100 }, (_, nth) =>
        event({ properties: { place: 100 * (batch - 1) + nth } }),
      );
      browser.send({ type: 'events', batch, sentAt: server.clock.now(), events });
    }
  for (const browser of flood) await browser.frame('ack', ({ batch }) => batch === 3);
  const byVisitor = Map.groupBy(batches, ({ visitor }) => visitor);
  assert.equal(byVisitor.size, sockets);
  for (const sent of byVisitor.values())
    assert.deepEqual(
      sent.flatMap(({ events }) => events.map(({ properties }) => properties['place'])),
      Array.from({ length: 300 }, (_, place) => place),
    );
  for (const { socket } of flood) socket.close();
});
