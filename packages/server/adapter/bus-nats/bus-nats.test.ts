// The bus over a real nats-server: the contract of every bus, and what happens when NATS goes away.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { connect } from '@nats-io/transport-node';
import { publishingContract } from '@opportune/core/contracts/bus.contract.ts';
import type { Log } from '@opportune/core/ports/log.ts';
import type { Publishing } from '@opportune/core/ports/bus.ts';
import { tableLimits } from '@opportune/protocol/limits/memory.ts';
import { until } from '../process/processes.test-support.ts';
import { openTcpProxy } from '../process/tcp-proxy.test-support.ts';
import { checkNats, openNatsBus } from './bus-nats.ts';
import { type NatsServer, startNats, withNats } from './nats-server.test-support.ts';

const silent: Log = { info() {}, warn() {}, error() {} };
let clusters = 0;
let names = 0;
const secret = 'a secret of all nodes';

/** A process of a node of its own. */
async function openBus({
  url,
  cluster,
  log = silent,
  isNode = () => true,
  mayTell = () => true,
}: {
  readonly url: string;
  readonly cluster: string;
  readonly log?: Log;
  readonly isNode?: (node: string) => boolean;
  readonly mayTell?: () => boolean;
}) {
  const missed: string[] = [];
  const name = String((names += 1));
  const bus = await openNatsBus(
    { url, cluster, secret },
    {
      ...{ self: { node: `node-${name}`, name }, isNode, mayTell, log },
      missed: (why) => void missed.push(why),
    },
  );
  return { bus, missed, node: `node-${name}` };
}

const freshCluster = () => `cluster-${(clusters += 1)}`;

describe('the bus over NATS', withNats, () => {
  let nats: NatsServer;
  before(async () => {
    nats = await startNats();
  });
  after(() => nats.kill());
  const open = (cluster = freshCluster()): Promise<Publishing> =>
    openBus({ url: nats.url, cluster }).then(({ bus }) => bus);

  publishingContract('over NATS, in one process', () => open());
  publishingContract('over NATS, between two processes', async () => {
    const cluster = freshCluster();
    const [mine, other] = await Promise.all([open(cluster), open(cluster)]);
    await isJoined(mine, other);
    return {
      publish: mine.publish,
      subscribe: other.subscribe,
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
    let away = 0;
    const log = { ...silent, warn: (text: string) => void (away += Number(/is away/.test(text))) };
    const [mine, others] = [
      await openBus({ url: own.url, cluster, log }),
      await openBus({ url: own.url, cluster, log }),
    ];
    const [one, other] = [mine.bus, others.bus];
    await isJoined(one, other);
    const heard = heardOn(other, 'away');
    await own.kill();
    await until('both know', () => away === 2);
    const most = tableLimits.busMessages;
    for (let number = 0; number < most + 10; number += 1) one.publish('away', number);
    const back = await startNats(Number(new URL(own.url).port));
    await until('both have missed some', () => [mine, others].every(({ missed }) => missed.length));
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
    const { bus: one } = await openBus({ url: nats.url, cluster, log });
    const { bus: other, missed } = await openBus({ url: nats.url, cluster });
    await isJoined(one, other);
    const heard = heardOn(other, 'large');
    one.publish('large', 'x'.repeat(2 * 1024 * 1024));
    one.publish('large', 'small');
    await until('the small one arrives', () => heard.length > 0);
    assert.deepEqual([heard, errors], [['small'], ['a message is too large for the bus']]);
    // It was lost to the other one, who learns that.
    assert.deepEqual(missed, ['a message did not arrive']);
    await Promise.all([one.close(), other.close()]);
  });

  it('[CL17.2] what is not signed by the cluster, or comes again, is dropped and counted', async () => {
    const cluster = freshCluster();
    const dropped: unknown[] = [];
    const log = {
      ...silent,
      warn: (_: string, told?: object) => void (told && 'unsigned' in told && dropped.push(told)),
    };
    const { bus: one } = await openBus({ url: nats.url, cluster });
    const { bus: other } = await openBus({ url: nats.url, cluster, log });
    const heard = heardOn(other, 'users.changed');
    const stranger = await connect({ servers: new URL(nats.url).host });
    const recorded: [string, Uint8Array][] = [];
    const subject = `opportune.${cluster}.2.publish.users.changed`;
    stranger.subscribe(subject, {
      callback: (_, message) => void recorded.push([message.subject, message.data]),
    });
    await stranger.flush();
    one.publish('users.changed', { role: 'agent' });
    await until('it is recorded', () => recorded.length > 0 && heard.length > 0);
    const [[, bytes = new Uint8Array()] = []] = recorded;
    const broken = Uint8Array.from(bytes, (byte, at) =>
      at === bytes.length - 5 ? byte ^ 1 : byte,
    );
    stranger.publish(subject, JSON.stringify({ role: 'admin' }));
    stranger.publish(subject, '');
    stranger.publish(subject, broken);
    // Under another topic, and once more.
    stranger.publish(`opportune.${cluster}.2.publish.keys.changed`, bytes);
    stranger.publish(subject, bytes);
    one.publish('users.changed', { role: 'manager' });
    await until('they are counted', () => dropped.length > 0);
    assert.deepEqual(heard, [{ role: 'agent' }, { role: 'manager' }]);
    assert.deepEqual(dropped, [{ unsigned: 4, repeated: 1 }]);
    await Promise.all([one.close(), other.close(), stranger.close()]);
  });

  it('[CL17.5] if only its sender lost NATS, the others learn that they missed messages', async () => {
    const cluster = freshCluster();
    const line = await openTcpProxy(Number(new URL(nats.url).port));
    const sender = await openBus({ url: `nats://127.0.0.1:${line.port}`, cluster });
    const receiver = await openBus({ url: nats.url, cluster });
    await isJoined(sender.bus, receiver.bus);
    const heard = heardOn(receiver.bus, 'keys.changed');
    line.trouble({ type: 'partition' });
    sender.bus.publish('keys.changed', 'on its way');
    // It has left the process.
    await new Promise((resolve) => setTimeout(resolve, 500));
    line.trouble({ type: 'none' });
    await until('both know', () => sender.missed.length > 0 && receiver.missed.length > 0);
    assert.deepEqual(heard, []);
    assert.deepEqual(receiver.missed, ['a message did not arrive']);
    await Promise.all([sender.bus.close(), receiver.bus.close()]);
    line.close();
  });

  it('[CL17.5] what is published right before the end arrives, and a node that dies is missed', async () => {
    const cluster = freshCluster();
    const gone = new Set<string>();
    const line = await openTcpProxy(Number(new URL(nats.url).port));
    const [leaving, dying] = [
      await openBus({ url: nats.url, cluster }),
      await openBus({ url: `nats://127.0.0.1:${line.port}`, cluster }),
    ];
    const stays = await openBus({ url: nats.url, cluster, isNode: (node) => !gone.has(node) });
    await isJoined(leaving.bus, stays.bus);
    await isJoined(dying.bus, stays.bus);
    const heard = heardOn(stays.bus, 'last');
    for (const number of [1, 2, 3]) leaving.bus.publish('last', number);
    await leaving.bus.close();
    await until('all three arrive', () => heard.length === 3);
    gone.add(leaving.node);
    line.trouble({ type: 'partition' });
    dying.bus.publish('last', 'never heard');
    gone.add(dying.node);
    await until('it is missed', () => stays.missed.length > 0);
    assert.deepEqual(stays.missed, ['a node died']);
    await dying.bus.close();
    line.close();
    await stays.bus.close();
  });

  it('[CL19.3] while the lease of its node is over, others hear nothing of a process, and learn that they missed it', async () => {
    const cluster = freshCluster();
    let isHeld = true;
    const suspended = await openBus({ url: nats.url, cluster, mayTell: () => isHeld });
    const receiver = await openBus({ url: nats.url, cluster });
    await isJoined(suspended.bus, receiver.bus);
    const heard = heardOn(receiver.bus, 'keys.changed');
    const own = heardOn(suspended.bus, 'keys.changed');
    isHeld = false;
    suspended.bus.publish('keys.changed', 'of a lapsed lease');
    isHeld = true;
    suspended.bus.publish('keys.changed', 'of a lease that holds');
    await until('the other hears', () => heard.length > 0);
    assert.deepEqual(heard, ['of a lease that holds']);
    assert.deepEqual(own, ['of a lapsed lease', 'of a lease that holds']);
    assert.deepEqual(receiver.missed, ['a message did not arrive']);
    await Promise.all([suspended.bus.close(), receiver.bus.close()]);
  });

  it('[CL17.4] a process begins while NATS is away, and learns later that it missed messages', async () => {
    const cluster = freshCluster();
    const own = await startNats();
    await own.kill();
    const early = await openBus({ url: own.url, cluster });
    early.bus.publish('early', 'kept');
    const back = await startNats(Number(new URL(own.url).port));
    const other = await openBus({ url: own.url, cluster });
    await until('it has missed some', () => early.missed.length > 0);
    await isJoined(early.bus, other.bus);
    await Promise.all([early.bus.close(), other.bus.close()]);
    await back.kill();
  });

  it('[CL17] a NATS that does not answer refuses the start, and its password stays unsaid', async () => {
    const url = 'nats://shop:hush-hush@127.0.0.1:1';
    await assert.rejects(checkNats(url), (error: Error) => {
      assert.match(error.message, /OPPORTUNE_NATS_URL: NATS at 127\.0\.0\.1:1 cannot be used/);
      return !error.message.includes('hush-hush');
    });
  });
});

/** Both directions are open: NATS knows the subscriptions of both. */
async function isJoined(one: Publishing, other: Publishing): Promise<void> {
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

function heardOn(bus: Publishing, topic: string): unknown[] {
  const heard: unknown[] = [];
  bus.subscribe(topic, (message) => heard.push(message));
  return heard;
}
