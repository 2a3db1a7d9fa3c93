// How many calls the media host holds at once, what it adds to them and loses of them, and how soon both
// sides hear each other, beside a product with open chats that write. The host is the product's own process,
// driven over its port. The other ends are connections in this process, which cost about as much as the host.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { CallId, LegId } from '@opportune/protocol/ids.ts';
import { createMediaHost, type MediaHost } from '@opportune/server/adapter/media/media-host.ts';
import { Talker } from '@opportune/server/adapter/media/timed-talker.test-support.ts';
import { beginConversations } from '../test/support/talking-visitors.test-support.ts';
import { shopOf } from './conversations.ts';
import { startMeasured } from './measured-product.ts';
import { processorUse } from './process-use.ts';
import { percentile, rounded, type BenchRow } from './row.ts';
import { openAgents, talk } from './talks.ts';

export interface VoiceSize {
  readonly calls: number;
  readonly seconds: number;
  readonly chats: number;
}

const usual: VoiceSize = { calls: 40, seconds: 300, chats: 500 };
const agents = 50;
/** Messages of all chats together: each visitor writes once a minute. */
const messagesPerSecond = 8;
/** Before the calls are measured. */
const settledMs = 3000;
const firstSoundMs = 8000;
const mostTries = 4;
const legs = { visitor: LegId.parse('visitor'), agent: LegId.parse('agent') } as const;

interface Speaking {
  readonly sides: readonly [Talker, Talker];
  /** From the offers of both sides until both heard the other, in ms. */
  readonly setUpMs: number;
}

/** Yields `voice.calls`, `voice.delay.p99.ms`, `voice.loss`, `voice.setup.p95.ms` and `voice.call.cpu`. */
export async function* voiceRows(size: VoiceSize = usual): AsyncIterable<BenchRow> {
  const folder = mkdtempSync(path.join(tmpdir(), 'opportune-voice-'));
  const media = createMediaHost({ ports: null, address: null, isLoopback: true }, folder);
  const product = await startMeasured();
  try {
    const room = Math.ceil(size.chats / agents);
    const lines = await openAgents(product, { agents, room }, () => {});
    const talks = await beginConversations(await shopOf(product), size.chats);
    await startHost(media);
    const calls: Speaking[] = [];
    // One after the other, as agents accept them.
    while (calls.length < size.calls) calls.push(await begin(media, calls.length));
    await new Promise((resolve) => setTimeout(resolve, settledMs));
    const measured = measure(media, calls);
    await talk(talks, { perSecond: messagesPerSecond, seconds: size.seconds }, () => {});
    yield* rowsOf(size, calls, measured.end());
    await Promise.all(calls.flatMap(({ sides }) => sides).map((side) => side.close()));
    for (const { socket } of [...lines, ...talks]) socket.terminate();
  } finally {
    await product.close();
    await media.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** It starts with its first call, which is not measured. */
async function startHost(media: MediaHost): Promise<void> {
  const { sides } = await begin(media, 'first');
  const call = callOf('first');
  await Promise.all(Object.values(legs).map((leg) => media.leave({ call, leg })));
  await Promise.all(sides.map((side) => side.close()));
}

const callOf = (name: number | string): CallId => CallId.parse(`call-${name}`);

/** A connection that does not come about is offered again, as pages do. That time counts. */
async function begin(media: MediaHost, at: number | 'first'): Promise<Speaking> {
  const call = callOf(at);
  const began = performance.now();
  for (let tries = 1; tries <= mostTries; tries += 1) {
    const sides = [new Talker(), new Talker()] as const;
    const heardAt = await heard(media, call, sides);
    if (heardAt !== null) return { sides, setUpMs: heardAt - began };
    await Promise.all(sides.map((side) => side.close()));
  }
  throw new Error(`nobody is heard in call ${at}`);
}

/** When both sides heard the other. Null: not within some seconds. */
async function heard(
  media: MediaHost,
  call: CallId,
  sides: readonly [Talker, Talker],
): Promise<number | null> {
  const [visitor, agent] = sides;
  const join = async (talker: Talker, leg: LegId): Promise<void> => {
    const sdp = await media.join({ call, leg }, await talker.offer());
    if (sdp === null) throw new Error(`the host took no leg of ${call}`);
    await talker.accept(sdp);
  };
  await Promise.all([join(visitor, legs.visitor), join(agent, legs.agent)]);
  await media.route(call, [
    { from: legs.visitor, to: legs.agent },
    { from: legs.agent, to: legs.visitor },
  ]);
  const late = performance.now() + firstSoundMs;
  while (sides.some(({ firstAt }) => firstAt === null)) {
    if (performance.now() > late) return null;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  return Math.max(...sides.map(({ firstAt }) => firstAt ?? late));
}

interface Measured {
  readonly delays: Float64Array<ArrayBuffer>;
  readonly sent: number;
  readonly lost: number;
  /** Calls in which both sides heard the other until the end. */
  readonly held: number;
  /** Of one core, for each call. */
  readonly cpu: number;
  readonly seconds: number;
}

function measure(media: MediaHost, calls: readonly Speaking[]): { end(): Measured } {
  const pid = media.pid();
  if (pid === null) throw new Error('no media host runs');
  const talkers = calls.flatMap(({ sides }) => sides);
  for (const each of talkers) Object.assign(each, { sent: 0, received: 0 }).delays.length = 0;
  const [began, used] = [performance.now(), processorUse(pid).ownS];
  return {
    end() {
      const seconds = (performance.now() - began) / 1000;
      const cpu = (processorUse(pid).ownS - used) / seconds / calls.length;
      const delays = Float64Array.from(talkers.flatMap((each) => each.delays)).sort();
      const sent = talkers.reduce((sum, each) => sum + each.sent, 0);
      const lost = calls.reduce((sum, { sides: [one, other] }) => {
        return sum + missing(one, other) + missing(other, one);
      }, 0);
      const isHeld = ({ sides }: Speaking): boolean =>
        sides.every(({ received }) => received > 0.9 * seconds * 50);
      return { delays, sent, lost, held: calls.filter(isHeld).length, cpu, seconds };
    },
  };
}

/** What one sent and the other did not receive. What is on its way at either end may count. */
function missing(from: Talker, to: Talker): number {
  return Math.max(0, from.sent - to.received);
}

function* rowsOf(
  { calls, chats }: VoiceSize,
  begun: readonly Speaking[],
  { delays, sent, lost, held, cpu, seconds }: Measured,
): Iterable<BenchRow> {
  const at = (share: number): number => rounded(percentile(delays, share));
  const setUps = Float64Array.from(begun.map(({ setUpMs }) => setUpMs)).sort();
  const how = `the product's media host in a process of its own, ${calls} calls of two sides for ${Math.round(seconds)} s, 50 packets of 60 bytes a second each way, beside ${chats} open chats with ${messagesPerSecond} messages a second; both ends of all calls in the process of the bench`;
  yield { name: 'voice.calls', value: held, unit: '', target: '>= 40', how };
  yield {
    ...{ name: 'voice.delay.p99.ms', value: at(0.99), unit: 'ms', target: '<= 20' },
    how: `a packet's send → its arrival at the other side, with what the bench itself adds; p50 ${at(0.5)}, p90 ${at(0.9)}, most ${at(1)}; ${how}`,
  };
  yield {
    ...{ name: 'voice.loss', value: lost / Math.max(1, sent), unit: '', target: '<= 0.001' },
    how: `${lost} of ${sent} packets did not arrive; ${how}`,
  };
  yield {
    ...{ name: 'voice.setup.p95.ms', value: rounded(percentile(setUps, 0.95)), unit: 'ms' },
    target: '<= 1500',
    how: `both sides' offers → both hear the other, at the host's port: without the frames of browsers and their microphones; each call beside those that run; p50 ${rounded(percentile(setUps, 0.5))}; ${how}`,
  };
  yield {
    ...{ name: 'voice.call.cpu', value: Math.round(cpu * 10_000) / 10_000, unit: 'cores' },
    target: '',
    how: `processor time of the host for each call; ${how}`,
  };
}
