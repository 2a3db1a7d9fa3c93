// The bus over a real nats-server: the contract of every bus, and what happens when NATS goes away.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { busContract } from '@opportune/core/contracts/bus.contract.ts';
import type { Bus } from '@opportune/core/ports/bus.ts';
import { tableLimits } from '@opportune/protocol/limits/memory.ts';
import { until } from '../process/processes.test-support.ts';
import { openNatsBus } from './bus-nats.ts';
import { type NatsServer, startNats, withNats } from './nats-server.test-support.ts';

const silent = { info() {}, warn() {}, error() {} };
let clusters = 0;
const freshCluster = () => `cluster-${(clusters += 1)}`;

describe('the bus over NATS', withNats, () => {
  let nats: NatsServer;
  before(async () => {
    nats = await startNats();
  });
  after(() => nats.kill());
  const open = (cluster = freshCluster(), missed?: () => void): Promise<Bus> =>
    openNatsBus({ url: nats.url, cluster }, silent, missed);

  busContract('over NATS, in one process', () => open());
  busContract('over NATS, between two processes', async () => {
    const cluster = freshCluster();
    const [mine, other] = await Promise.all([open(cluster), open(cluster)]);
    await isJoined(mine, other);
    return {
      publish: mine.publish,
      ask: mine.ask,
      subscribe: other.subscribe,
      answer: other.answer,
      async close() {
        await Promise.all([mine.close(), other.close()]);
      },
    };
  });

  it('[CL17] each process hears the others once and in order, and no other cluster', async () => {
    const cluster = freshCluster();
    const buses = await Promise.all([open(cluster), open(cluster), open()]);
    const [one, other, stranger] = buses;
    assert.ok(one && other && stranger);
    await isJoined(one, other);
    const heard = [one, other, stranger].map((bus) => heardOn(bus, 'numbers'));
    const numbers = Array.from({ length: 2000 }, (_, at) => at);
    for (const number of numbers) one.publish('numbers', number);
    await until('the other has heard all', () => heard[1]?.length === numbers.length);
    assert.deepEqual(heard, [numbers, numbers, []]);
    await Promise.all(buses.map((bus) => bus.close()));
  });

  it('[CL17] what is published while NATS is away arrives, up to the bound, and both learn that they missed some', async () => {
    const cluster = freshCluster();
    const own = await startNats();
    const missed = [0, 0];
    let away = 0;
    const log = { ...silent, warn: (text: string) => void (away += Number(/is away/.test(text))) };
    const [one, other] = await Promise.all(
      [0, 1].map((at) => openNatsBus({ url: own.url, cluster }, log, () => void (missed[at] = 1))),
    );
    assert.ok(one && other);
    await isJoined(one, other);
    const heard = heardOn(other, 'away');
    await own.kill();
    await until('both know', () => away === 2);
    const most = tableLimits.busMessages;
    for (let number = 0; number < most + 10; number += 1) one.publish('away', number);
    const back = await startNats(Number(new URL(own.url).port));
    await until('the newest has arrived', () => heard.at(-1) === most + 9 || missed[1] === 1);
    await until('both have missed some', () => missed[0] === 1 && missed[1] === 1);
    one.publish('away', 'after');
    await until('it goes on', () => heard.at(-1) === 'after');
    assert.ok(heard.length <= most + 1, `${heard.length} arrived`);
    await Promise.all([one.close(), other.close()]);
    await back.kill();
  });

  it('[CL17] a message that NATS does not take is logged and disturbs no other', async () => {
    const cluster = freshCluster();
    const errors: string[] = [];
    const log = { ...silent, error: (text: string) => void errors.push(text) };
    const one = await openNatsBus({ url: nats.url, cluster }, log);
    const other = await open(cluster);
    await isJoined(one, other);
    const heard = heardOn(other, 'large');
    one.publish('large', 'x'.repeat(2 * 1024 * 1024));
    one.publish('large', 'small');
    await until('the small one arrives', () => heard.length > 0);
    assert.deepEqual([heard, errors], [['small'], ['a message is too large for the bus']]);
    await Promise.all([one.close(), other.close()]);
  });

  it('[CL17] a NATS that does not answer refuses the start, and its password stays unsaid', async () => {
    const url = 'nats://shop:hush-hush@127.0.0.1:1';
    await assert.rejects(openNatsBus({ url, cluster: 'none' }, silent), (error: Error) => {
      assert.match(error.message, /OPPORTUNE_NATS_URL: NATS at 127\.0\.0\.1:1 cannot be used/);
      return !error.message.includes('hush-hush');
    });
  });
});

/** Both directions are open: NATS knows the subscriptions of both. */
async function isJoined(one: Bus, other: Bus): Promise<void> {
  for (const [from, to] of [
    [one, other],
    [other, one],
  ] as const) {
    let isHeard = false;
    const stop = to.subscribe('joined', () => (isHeard = true));
    await until('it is heard', () => {
      from.publish('joined', true);
      return isHeard;
    });
    stop();
  }
}

function heardOn(bus: Bus, topic: string): unknown[] {
  const heard: unknown[] = [];
  bus.subscribe(topic, (message) => heard.push(message));
  return heard;
}
