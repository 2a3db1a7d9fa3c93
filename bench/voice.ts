// How many calls the media host holds at once, what it adds to them and loses of them, and how soon both
// sides hear each other, beside a product with open chats that write. The host is the product's own process,
// driven over its port. The other ends are connections in a process of their own, which costs as much.
import { type ChildProcess, fork } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { CallId, LegId } from '@opportune/protocol/ids.ts';
import { createMediaHost, type MediaHost } from '@opportune/server/adapter/media/media-host.ts';
import { beginConversations } from '../test/support/talking-visitors.test-support.ts';
import { shopOf } from './conversations.ts';
import { startMeasured } from './measured-product.ts';
import { processorUse } from './process-use.ts';
import { percentile, rounded, type BenchRow } from './row.ts';
import { openAgents, talk } from './talks.ts';
import type { Asked, End, Told } from './voice-ends.ts';

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
  /** The numbers of its ends. */
  readonly sides: readonly [number, number];
  /** From the offers of both sides until both heard the other, in ms. */
  readonly setUpMs: number;
}

/** Yields `voice.calls`, `voice.delay.p99.ms`, `voice.loss`, `voice.setup.p95.ms` and `voice.call.cpu`. */
export async function* voiceRows(size: VoiceSize = usual): AsyncIterable<BenchRow> {
  const folder = mkdtempSync(path.join(tmpdir(), 'opportune-voice-'));
  const media = createMediaHost({ ports: null, address: null, isLoopback: true }, folder);
  const ends = new Ends();
  const product = await startMeasured();
  try {
    const room = Math.ceil(size.chats / agents);
    const lines = await openAgents(product, { agents, room }, () => {});
    const talks = await beginConversations(await shopOf(product), size.chats);
    await startHost(media, ends);
    const calls: Speaking[] = [];
    // One after the other, as agents accept them.
    while (calls.length < size.calls) calls.push(await begin(media, ends, calls.length));
    await new Promise((resolve) => setTimeout(resolve, settledMs));
    const measured = await measure(media, ends, calls);
    await talk(talks, { perSecond: messagesPerSecond, seconds: size.seconds }, () => {});
    yield* rowsOf(size, calls, await measured.end());
    for (const { socket } of [...lines, ...talks]) socket.terminate();
  } finally {
    await product.close();
    ends.stop();
    await media.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** It starts with its first call, which is not measured. */
async function startHost(media: MediaHost, ends: Ends): Promise<void> {
  const { sides } = await begin(media, ends, 'first');
  const call = callOf('first');
  await Promise.all(Object.values(legs).map((leg) => media.leave({ call, leg })));
  await Promise.all(sides.map((side) => ends.close(side)));
}

type Question = Asked extends infer Each
  ? Each extends Asked
    ? Omit<Each, 'number'>
    : never
  : never;

/** The process with the other ends of all calls. */
class Ends {
  readonly #child: ChildProcess;
  readonly #open = new Map<number, (told: Told) => void>();
  #asked = 0;
  #made = 0;

  constructor() {
    this.#child = fork(new URL('./voice-ends.ts', import.meta.url), { serialization: 'advanced' });
    this.#child.on('message', (told: Told) => {
      this.#open.get(told.number)?.(told);
      this.#open.delete(told.number);
    });
  }

  /** Two new ends. */
  pair(): readonly [number, number] {
    this.#made += 2;
    return [this.#made - 2, this.#made - 1];
  }

  offer = async (end: number): Promise<string> => (await this.#ask({ type: 'offer', end })).sdp;
  accept = (end: number, sdp: string) => this.#ask({ type: 'accept', end, sdp });
  close = (end: number) => this.#ask({ type: 'close', end });
  count = () => this.#ask({ type: 'count' });
  heard = async (ends: readonly number[]) => (await this.#ask({ type: 'heard', ends })).ends;
  all = async (): Promise<ReadonlyMap<number, End>> =>
    new Map((await this.#ask({ type: 'tell' })).ends.map((each) => [each.end, each]));

  stop(): void {
    this.#child.kill('SIGKILL');
  }

  #ask(question: Question): Promise<Told> {
    const number = (this.#asked += 1);
    const { promise, resolve } = Promise.withResolvers<Told>();
    this.#open.set(number, resolve);
    this.#child.send({ number, ...question });
    return promise;
  }
}

const callOf = (name: number | string): CallId => CallId.parse(`call-${name}`);

/** A connection that does not come about is offered again, as pages do. That time counts. */
async function begin(media: MediaHost, ends: Ends, at: number | 'first'): Promise<Speaking> {
  const call = callOf(at);
  const began = Date.now();
  for (let tries = 1; tries <= mostTries; tries += 1) {
    const sides = ends.pair();
    const heardAt = await heard(media, ends, { call, sides });
    if (heardAt !== null) return { sides, setUpMs: heardAt - began };
    await Promise.all(sides.map((side) => ends.close(side)));
  }
  throw new Error(`nobody is heard in call ${at}`);
}

/** When both sides heard the other. Null: not within some seconds. */
async function heard(
  media: MediaHost,
  ends: Ends,
  { call, sides }: { readonly call: CallId; readonly sides: readonly [number, number] },
): Promise<number | null> {
  const [visitor, agent] = sides;
  const join = async (end: number, leg: LegId): Promise<void> => {
    const sdp = await media.join({ call, leg }, await ends.offer(end));
    if (sdp === null) throw new Error(`the host took no leg of ${call}`);
    await ends.accept(end, sdp);
  };
  await Promise.all([join(visitor, legs.visitor), join(agent, legs.agent)]);
  await media.route(call, [
    { from: legs.visitor, to: legs.agent },
    { from: legs.agent, to: legs.visitor },
  ]);
  const late = performance.now() + firstSoundMs;
  for (;;) {
    const first = (await ends.heard(sides)).flatMap(({ firstAt }) => firstAt ?? []);
    if (first.length === sides.length) return Math.max(...first);
    if (performance.now() > late) return null;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
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

async function measure(
  media: MediaHost,
  ends: Ends,
  calls: readonly Speaking[],
): Promise<{ end(): Promise<Measured> }> {
  const pid = media.pid();
  if (pid === null) throw new Error('no media host runs');
  await ends.count();
  const [began, used] = [performance.now(), processorUse(pid).ownS];
  return {
    async end() {
      const all = await ends.all();
      const of = (side: number): End => all.get(side) ?? { ...nobody, end: side };
      const talkers = calls.flatMap(({ sides }) => sides.map(of));
      const seconds = (performance.now() - began) / 1000;
      const cpu = (processorUse(pid).ownS - used) / seconds / calls.length;
      const delays = Float64Array.from(talkers.flatMap((each) => [...each.delays])).sort();
      const sent = talkers.reduce((sum, each) => sum + each.sent, 0);
      const lost = calls.reduce((sum, { sides: [one, other] }) => {
        return sum + missing(of(one), of(other)) + missing(of(other), of(one));
      }, 0);
      const isHeld = ({ sides }: Speaking): boolean =>
        sides.every((side) => of(side).received > 0.9 * seconds * 50);
      return { delays, sent, lost, held: calls.filter(isHeld).length, cpu, seconds };
    },
  };
}

const nobody = { sent: 0, received: 0, firstAt: null, delays: new Float64Array() };

/** What one sent and the other did not receive. What is on its way at either end may count. */
function missing(from: End, to: End): number {
  return Math.max(0, from.sent - to.received);
}

function* rowsOf(
  { calls, chats }: VoiceSize,
  begun: readonly Speaking[],
  { delays, sent, lost, held, cpu, seconds }: Measured,
): Iterable<BenchRow> {
  const at = (share: number): number => rounded(percentile(delays, share));
  const setUps = Float64Array.from(begun.map(({ setUpMs }) => setUpMs)).sort();
  const how = `the product's media host in a process of its own, ${calls} calls of two sides for ${Math.round(seconds)} s, 50 packets of 60 bytes a second each way, beside ${chats} open chats with ${messagesPerSecond} messages a second; both ends of all calls in a process of their own`;
  yield { name: 'voice.calls', value: held, unit: '', target: '>= 40', how };
  yield {
    ...{ name: 'voice.delay.p99.ms', value: at(0.99), unit: 'ms', target: '<= 20' },
    how: `a packet's send → its arrival at the other side, with what the process of the ends adds; p50 ${at(0.5)}, p90 ${at(0.9)}, most ${at(1)}; ${how}`,
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
