// One process of a load. It holds visitors' sockets, sends events on a fixed schedule whatever the
// server does, and notes when each frame was acknowledged and each engagement arrived. Started by
// intake-client.ts.
import { WebSocket } from 'ws';
import type { ServerFrame } from '@opportune/protocol/frames-visitor.ts';
import type { RunPlan } from './intake-client.ts';

export interface LoadEvent {
  readonly kind: 'track' | 'page';
  readonly name: string;
  /** The path of a page. */
  readonly path: string;
  readonly properties: Readonly<Record<string, unknown>>;
}

export interface Visitors {
  /** For example http://127.0.0.1:7700 */
  readonly url: string;
  readonly key: string;
  /** An allowed origin of the site. */
  readonly origin: string;
  /** A visitor's id is this prefix and a number. Another prefix means other visitors. */
  readonly prefix: string;
  readonly events: readonly LoadEvent[];
  readonly first: number;
  readonly count: number;
  /** The number of the first visitor who comes instead of one who leaves. */
  readonly later?: number;
  /** An own address of loopback, from which the sockets come: each has some 28,000 ports. */
  readonly from?: string;
  /** Campaigns whose moment time may bring. Their engagements follow no frame. */
  readonly timed?: readonly string[];
  /** Sockets opened per second. Each visitor has an address of its own behind a trusted proxy. */
  readonly connectPerSecond?: number;
  /**
   * Whether to answer each engagement with `Engagement Shown` and `Engagement Dismissed`. Default:
   * true.
   */
  readonly answerEngagements?: boolean;
}

export interface ClientReport {
  readonly sent: number;
  readonly acknowledged: number;
  readonly unanswered: number;
  readonly refused: Readonly<Record<string, number>>;
  readonly lost: number;
  /** Visitors who came instead of others. */
  readonly came: number;
  readonly elapsedMs: number;
  readonly ackMs: Float64Array;
  readonly decisionMs: Float64Array;
  readonly timed: number;
  readonly slipMs: Float64Array;
}

export type ParentToClient =
  | { readonly type: 'open'; readonly visitors: Visitors }
  | { readonly type: 'grow'; readonly count: number }
  | { readonly type: 'run'; readonly plan: RunPlan };
export type ClientToParent =
  | { readonly type: 'opened' }
  | { readonly type: 'failed'; readonly reason: string }
  | { readonly type: 'report'; readonly report: ClientReport };

const heartbeatMs = 25_000;
const welcomeMs = 60_000;
const userAgent = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0';

interface Visitor {
  readonly id: string;
  readonly socket: WebSocket;
  /** Frames not yet acknowledged, by batch number. */
  readonly waiting: Map<number, { readonly leftAt: number; readonly events: number }>;
  pageView: number;
  step: number;
  batch: number;
  leftAt: number;
  /** Somebody came instead. Its socket closes once everything is acknowledged. */
  isGone: boolean;
}

interface Tally {
  sent: number;
  came: number;
  acknowledged: number;
  refused: Record<string, number>;
  readonly ackMs: number[];
  readonly decisionMs: number[];
  timed: number;
  readonly slipMs: number[];
}

const visitors: Visitor[] = [];
/** Those who are gone and have frames that are not acknowledged. */
const leaving = new Set<Visitor>();
let opened = 0;
let beating: NodeJS.Timeout | undefined;
let plan: Visitors | null = null;
let timed: ReadonlySet<string> = new Set();
let lost = 0;
let tally = freshTally();

process.on('message', (message: ParentToClient) => {
  workOf(message).then(tell, (error: unknown) => tell({ type: 'failed', reason: String(error) }));
});
process.on('disconnect', () => process.exit());

function workOf(message: ParentToClient): Promise<ClientToParent> {
  if (message.type === 'run') return run(message.plan);
  return message.type === 'open' ? openAll(message.visitors) : grow(message.count);
}

function tell(message: ClientToParent): void {
  process.send?.(message);
}

async function openAll(wanted: Visitors): Promise<ClientToParent> {
  plan = wanted;
  timed = new Set(wanted.timed);
  return grow(wanted.count);
}

/** Further visitors, beside those who are here. Below zero, as many go away. */
async function grow(count: number): Promise<ClientToParent> {
  if (plan === null) throw new Error('nobody is here yet');
  const wanted = plan;
  for (const visitor of visitors.splice(Math.max(0, visitors.length + Math.min(0, count))))
    letGo(visitor);
  const gapMs = 1000 / (wanted.connectPerSecond ?? 1500);
  const startedAt = performance.now();
  const welcomed: Promise<void>[] = [];
  for (let index = 0; index < count; index++) {
    await waitUntil(startedAt + index * gapMs);
    const number = wanted.first + opened;
    opened += 1;
    welcomed.push(open(wanted, number).then((visitor) => void visitors.push(visitor)));
  }
  await Promise.all(welcomed);
  beating ??= setInterval(beat, heartbeatMs / 50);
  return { type: 'opened' };
}

/** Resolves when it is welcomed. */
function open(of: Visitors, number: number): Promise<Visitor> {
  const id = `${of.prefix}${number}`;
  const socket = new WebSocket(`${of.url.replace(/^http/, 'ws')}/v1/socket`, {
    origin: of.origin,
    headers: { 'user-agent': userAgent, 'x-forwarded-for': addressOf(number) },
    perMessageDeflate: false,
    skipUTF8Validation: true,
    ...(of.from === undefined ? {} : { localAddress: of.from }),
  });
  const visitor: Visitor = {
    id,
    socket,
    waiting: new Map(),
    pageView: 0,
    step: number % of.events.length,
    batch: 0,
    leftAt: 0,
    isGone: false,
  };
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`${id} was not welcomed`)), welcomeMs);
    socket.on('open', () => socket.send(JSON.stringify(hello(of, id))));
    socket.on('error', () => {});
    socket.on('close', (code, reason) => {
      if (!visitor.isGone) lost++;
      reject(new Error(`${id} was closed: ${code} ${reason.toString()}`));
    });
    socket.on('message', (data) => {
      // The frame is from our own server, so it is not validated again.
      const frame = JSON.parse(data.toString()) as ServerFrame;
      if (frame.type !== 'welcome') return heard(visitor, frame);
      clearTimeout(timer);
      resolve(visitor);
    });
  });
}

/** An address for each visitor. It counts only if the server trusts this machine as a proxy. */
function addressOf(number: number): string {
  return `10.${(number >> 16) & 255}.${(number >> 8) & 255}.${number & 255}`;
}

function hello(of: Visitors, id: string): object {
  return {
    type: 'hello',
    version: 1,
    key: of.key,
    visitor: id,
    fresh: true,
    pageView: `${id}.0`,
    page: { url: `${of.origin}/`, path: '/' },
    language: 'en',
    timeZone: 'Europe/Berlin',
    viewportWidth: 1280,
  };
}

function heard(visitor: Visitor, frame: ServerFrame): void {
  const now = performance.now();
  if (frame.type === 'ack') {
    const waiting = visitor.waiting.get(frame.batch);
    if (waiting === undefined) return;
    visitor.waiting.delete(frame.batch);
    tally.ackMs.push(now - waiting.leftAt);
    tally.acknowledged += waiting.events - frame.refused.length;
    for (const { code } of frame.refused) tally.refused[code] = (tally.refused[code] ?? 0) + 1;
    if (visitor.isGone && visitor.waiting.size === 0) leave(visitor);
  }
  if (frame.type === 'engage') {
    if (timed.has(frame.engagement.campaign)) tally.timed++;
    else tally.decisionMs.push(now - visitor.leftAt);
    if (plan?.answerEngagements !== false) answer(visitor, frame.engagement.decision);
  }
}

function answer(visitor: Visitor, decision: string): void {
  const events = ['Engagement Shown', 'Engagement Dismissed'].map((name) =>
    wireEvent(visitor, { kind: 'track', name, path: '', properties: { decision } }),
  );
  send(visitor, events);
}

/** Pings one visitor in fifty, so that every visitor pings within the heartbeat. */
let beatAt = 0;
function beat(): void {
  const some = Math.ceil(visitors.length / 50);
  for (let index = 0; index < some; index++) {
    const visitor = visitors[beatAt++ % visitors.length];
    if (visitor?.socket.readyState === WebSocket.OPEN) visitor.socket.send('{"type":"ping"}');
  }
}

function leave(visitor: Visitor): void {
  leaving.delete(visitor);
  visitor.socket.close(1000);
}

let turn = 0;
/** Somebody comes, and the one who has been here longest goes. One who cannot come is lost. */
async function comeInstead(): Promise<void> {
  const at = turn++ % visitors.length;
  const before = visitors[at];
  if (plan === null || before === undefined) return;
  const number = (plan.later ?? plan.first + plan.count) + turn;
  const fresh = await open(plan, number).catch(() => null);
  if (fresh === null) return;
  visitors[at] = fresh;
  tally.came++;
  letGo(before);
}

/** Its socket closes once everything is acknowledged. */
function letGo(visitor: Visitor): void {
  visitor.isGone = true;
  if (visitor.waiting.size === 0) leave(visitor);
  else leaving.add(visitor);
}

async function run(wanted: RunPlan): Promise<ClientToParent> {
  tally = freshTally();
  const startedAt = performance.now();
  const lostBefore = lost;
  const comesPerMs = (wanted.visitsPerSecond ?? 0) / 1000;
  let came = 0;
  const framesPerMs = wanted.eventsPerSecond / wanted.framesOf / 1000;
  const frames = Math.floor(framesPerMs * wanted.durationMs);
  for (let frame = 0; frame < frames && visitors.length > 0; await tick()) {
    const due = (performance.now() - startedAt) * framesPerMs;
    for (; frame <= due && frame < frames; frame++)
      sendNext(visitors[frame % visitors.length], wanted.framesOf, startedAt + frame / framesPerMs);
    for (; came < (performance.now() - startedAt) * comesPerMs; came++) void comeInstead();
  }
  await waitUntil(startedAt + wanted.durationMs);
  const elapsedMs = performance.now() - startedAt;
  const until = performance.now() + (wanted.graceMs ?? 15_000);
  while (unanswered() > 0 && performance.now() < until) await waitUntil(performance.now() + 10);
  return { type: 'report', report: report(elapsedMs, lost - lostBefore) };
}

function sendNext(visitor: Visitor | undefined, framesOf: number, dueAt: number): void {
  if (visitor === undefined) return;
  send(
    visitor,
    Array.from({ length: framesOf }, () => wireEvent(visitor, next(visitor))),
  );
  tally.slipMs.push(performance.now() - dueAt);
}

function report(elapsedMs: number, lostNow: number): ClientReport {
  const { sent, came, acknowledged, refused, timed: byTime, ackMs, decisionMs, slipMs } = tally;
  return {
    sent,
    came,
    timed: byTime,
    acknowledged,
    refused,
    elapsedMs,
    lost: lostNow,
    unanswered: unanswered(),
    ackMs: Float64Array.from(ackMs),
    decisionMs: Float64Array.from(decisionMs),
    slipMs: Float64Array.from(slipMs),
  };
}

function unanswered(): number {
  let events = 0;
  for (const { waiting } of [...visitors, ...leaving])
    for (const each of waiting.values()) events += each.events;
  return events;
}

function next(visitor: Visitor): LoadEvent {
  const events = plan?.events ?? [];
  const event = events[visitor.step++ % events.length];
  if (event === undefined) throw new Error('a load needs at least one kind of event');
  return event;
}

function wireEvent(visitor: Visitor, { kind, name, path, properties }: LoadEvent): object {
  if (kind === 'page') visitor.pageView++;
  const pageView = `${visitor.id}.${visitor.pageView}`;
  tally.sent++;
  const event = {
    id: `${visitor.id}.e${eventNumber++}.${processMark}`,
    kind,
    name,
    at: Date.now(),
    pageView,
    properties,
  };
  return kind === 'page'
    ? { ...event, page: { url: `${plan?.origin}${path}`, path, title: path } }
    : event;
}
/**
 * Continues across runs: the server treats a repeated id as a duplicate, which costs it nothing.
 */
let eventNumber = 0;
/** Keeps the event ids of processes apart. */
const processMark = `${process.pid.toString(36)}${Date.now().toString(36)}`;

function send(visitor: Visitor, events: readonly object[]): void {
  const batch = visitor.batch++;
  visitor.leftAt = performance.now();
  visitor.waiting.set(batch, { leftAt: visitor.leftAt, events: events.length });
  visitor.socket.send(JSON.stringify({ type: 'events', batch, sentAt: Date.now(), events }));
}

function freshTally(): Tally {
  return {
    ...{ sent: 0, came: 0, acknowledged: 0, refused: {} },
    ...{ ackMs: [], decisionMs: [], timed: 0, slipMs: [] },
  };
}

async function waitUntil(at: number): Promise<void> {
  while (performance.now() < at) await tick();
}

/** Sleeps for a millisecond and lets sockets be read. A busy wait would take the server's core. */
function tick(): Promise<void> {
  return new Promise((resolve) => void setTimeout(resolve, 1));
}
