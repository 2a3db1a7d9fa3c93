// Compares the stored data with what every client knows, promise by promise. Each violation is a
// sentence that names its promise. An empty list means that the run kept all promises.
import { isDeepStrictEqual } from 'node:util';
import {
  compileConfiguration,
  type CompiledConfiguration,
} from '@opportune/core/decision/configuration/compile.ts';
import {
  evaluateAt,
  newVisitor,
  restore,
  type VisitorLog,
} from '@opportune/core/decision/engine.ts';
import { standing } from '@opportune/core/decision/restore/restore.ts';
import { timeline, visitorRow } from '@opportune/core/decision/view/row.ts';
import {
  brokenConversations,
  type Transcripts,
} from '@opportune/core/sim/conversation-check.test-support.ts';
import type { Configuration, Availability } from '@opportune/protocol/campaign/configuration.ts';
import type { Message } from '@opportune/protocol/conversation/conversation.ts';
import type { Conversion, Decision } from '@opportune/protocol/campaign/decision.ts';
import type { ConversationId, VisitorId } from '@opportune/protocol/ids.ts';
import { profileLimits } from '@opportune/protocol/limits/visitors.ts';
import { delayOf } from '@opportune/protocol/campaign/policy.ts';
import { account } from './campaigns.test-support.ts';
import { assignedArm } from './control.test-support.ts';
import type { EventOutbox } from './event-outbox.test-support.ts';
import type { World } from './world.test-support.ts';

/** Everything that the run broke. */
export async function violationsOf(world: World): Promise<readonly string[]> {
  return [
    ...world.violations,
    ...(world.isQuiet ? [] : ['in peace, something was neither acknowledged nor refused']),
    ...eventsStoredOnce(world),
    ...creditedOnce(world),
    ...decisionsAsAssigned(world),
    ...offersDecided(world),
    ...decisionsReplayed(world),
    ...profilesFolded(world),
    ...(await messagesRead(world)),
  ];
}

/** Promise 1 for events. */
function eventsStoredOnce(world: World): string[] {
  const stored = new Map<string, number>();
  for (const { visitor, id } of world.facts.rows('events')) {
    const key = `${String(visitor)} ${String(id)}`;
    stored.set(key, (stored.get(key) ?? 0) + 1);
  }
  const found = [...stored]
    .filter(([, count]) => count > 1)
    .map(([key, count]) => `promise 1: ${key} is stored ${count} times`);
  for (const [visitor, outbox] of outboxes(world)) {
    for (const id of outbox.acknowledged)
      if (!stored.has(`${visitor} ${id}`))
        found.push(`promise 1: ${visitor} ${id} was acknowledged and is not stored`);
    for (const [id, code] of outbox.refused)
      if (stored.has(`${visitor} ${id}`))
        found.push(`promise 8: ${visitor} ${id} was refused (${code}) and is stored`);
  }
  return found;
}

function outboxes(world: World): readonly (readonly [VisitorId, EventOutbox])[] {
  return [
    ...world.browsers.map(({ visitor, outbox }) => [visitor, outbox] as const),
    ...world.shop.outboxes,
  ];
}

/** An order counts once, whoever reports it and however often. */
function creditedOnce(world: World): string[] {
  const seen = new Set<string>();
  const found: string[] = [];
  for (const { visitor, goal, key } of conversionsOf(world)) {
    const name = `${visitor} ${goal} ${key}`;
    if (seen.has(name)) found.push(`promise 1: ${name} was credited twice`);
    seen.add(name);
  }
  return found;
}

/**
 * Promise 3 in the log: every decision has the arm that the hashes give, and has exactly one row.
 */
function decisionsAsAssigned(world: World): string[] {
  const found = rowsRepeated(world);
  for (const decision of decisionsOf(world)) {
    const { id, visitor, campaign, period, configurationVersion } = decision;
    const version = versionOf(world, configurationVersion);
    const live = version?.campaigns.find((each) => each.id === campaign && each.period === period);
    if (version === undefined || live === undefined) {
      found.push(`promise 5: ${id} is of a campaign that version ${configurationVersion} has not`);
      continue;
    }
    const arm = assignedArm(visitor, version, live);
    if (!isDeepStrictEqual(arm, decision.arm))
      found.push(`promise 3: ${id} is in ${decision.arm.type}, assigned ${arm.type}`);
  }
  return found;
}

/** A decision made again after a crash counts as a row of its own. */
function rowsRepeated(world: World): string[] {
  const rows = new Set<string>();
  const found: string[] = [];
  for (const { id, ordinal } of world.facts.rows('decisions')) {
    const row = `${String(id)} ${String(ordinal)}`;
    if (rows.has(row)) found.push(`promise 4: decision ${String(id)} is stored twice`);
    rows.add(row);
  }
  return found;
}

/**
 * Promise 1 for decisions: everything that the last server process sent is in the log, as offered.
 * Promise 3: nothing was sent before its instant.
 */
function offersDecided(world: World): string[] {
  const decisions = new Map(decisionsOf(world).map((each) => [each.id, each]));
  const found: string[] = [];
  for (const [id, generation] of world.offers) {
    if (generation !== world.generation) continue;
    const from = offeredFrom(decisions.get(id));
    if (from === null) found.push(`promise 1: ${id} was sent to a browser and is not in the log`);
    else if ((world.offeredAt.get(id) ?? Infinity) < from)
      found.push(`promise 3: ${id} was sent before its instant`);
  }
  return found;
}

/** The instant from which a decision's engagement may be sent. Null: never. */
function offeredFrom(decision: Decision | undefined): number | null {
  if (decision === undefined || decision.arm.type === 'control') return null;
  const delayS = delayOf(decision.policy?.action ?? 'now');
  return delayS === null ? null : decision.at + delayS * 1000;
}

/**
 * Promise 5: the recorded reasons of every standing decision equal those of a replay of the log.
 */
function decisionsReplayed(world: World): string[] {
  const compiled = new Map<number, CompiledConfiguration>();
  const found: string[] = [];
  for (const decision of decisionsOf(world)) {
    const { id, visitor, configurationVersion } = decision;
    const version = versionOf(world, configurationVersion);
    const availability = availabilityOf(world, decision);
    if (version === undefined || availability === undefined) {
      found.push(`promise 5: ${id} names a version that is not stored`);
      continue;
    }
    const configuration = compiled.get(configurationVersion) ?? compileConfiguration(version);
    compiled.set(configurationVersion, configuration);
    const replayed = evaluateAt(
      decision,
      world.facts.logOf(account, visitor),
      configuration,
      availability,
    );
    if (!isDeepStrictEqual(plain(replayed), plain(decision.reasons)))
      found.push(
        `promise 5: ${id} (${decision.campaign}) is explained otherwise than it was recorded`,
      );
  }
  return found;
}

/**
 * Promise 1 for profiles: the profile in memory is the fold of the log, within the written bounds.
 */
function profilesFolded(world: World): string[] {
  const found: string[] = [];
  for (const { visitor } of world.browsers) {
    const present = world.server?.engage.owner.find(account, visitor) ?? null;
    if (present === null || world.server === null) continue;
    const { engine, entry, state } = present;
    const context = world.server.engage.owner.stepper.context(engine, entry);
    const log = world.facts.logOf(account, visitor);
    const restored = newVisitor(account, state.site, visitor);
    restore(restored, log, context);
    if (!isDeepStrictEqual(plain(timeline(state, context)), plain(timeline(restored, context))))
      found.push(`promise 1: the timeline of ${visitor} is not the fold of its log`);
    const { reason: _, ...now } = visitorRow(state, context);
    const { reason: __, ...then } = visitorRow(restored, context);
    if (!isDeepStrictEqual(plain(now), plain(then)))
      found.push(
        `promise 1: the profile of ${visitor} is not the fold of its log: ${differing(now, then)}`,
      );
    if (
      state.decisions.length > profileLimits.decisions ||
      entry.offered.size > 8 ||
      state.recent.length > profileLimits.recentEvents
    )
      found.push(`promise 7: the profile of ${visitor} is beyond its limits`);
  }
  return found;
}

/** Promise 2, and promise 1 for messages. */
async function messagesRead(world: World): Promise<readonly string[]> {
  return brokenConversations(await world.during(storedMessages(world)), [
    ...world.agents.map(({ side }) => ({ reader: side.reader, complete: side.reading })),
    ...world.browsers.map(({ chat: { side } }) => ({ reader: side.reader, complete: side.known })),
  ]);
}

async function storedMessages(world: World): Promise<Transcripts> {
  const store = world.chats.open();
  const truth = new Map<ConversationId, readonly Message[]>();
  for (const { id } of await store.list(account, { before: null, limit: 1000 }))
    truth.set(id, await store.after(account, id, { after: 0, limit: 10_000, notes: true }));
  return truth;
}

/** All standing decisions of every visitor, in order. */
export function decisionsOf(world: World): readonly Decision[] {
  return world.browsers.flatMap(({ visitor }) => standingOf(world, visitor).decisions);
}

function conversionsOf(world: World): readonly Conversion[] {
  const visitors = new Set(outboxes(world).map(([visitor]) => visitor));
  return [...visitors].flatMap((visitor) => standingOf(world, visitor).conversions);
}

/** The log without parts that a crash separated from the event that caused them. */
function standingOf(world: World, visitor: VisitorId): VisitorLog {
  return standing(world.facts.logOf(account, visitor));
}

function versionOf({ versions }: World, version: number): Configuration | undefined {
  return versions.find((each) => each.version === version);
}

/**
 * A version may be used again after a restart. The one nearest in time to the decision is meant.
 */
function availabilityOf(
  world: World,
  { availabilityVersion, at }: Decision,
): Availability | undefined {
  const rows = world.facts
    .rows('availability')
    .filter((row) => row['version'] === availabilityVersion);
  const row = rows.toSorted(
    (one, other) => Math.abs(Number(one['at']) - at) - Math.abs(Number(other['at']) - at),
  )[0];
  if (row === undefined) return undefined;
  return {
    version: availabilityVersion,
    at: Number(row['at']),
    skills: JSON.parse(String(row['skills'])),
  };
}

function plain(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value ?? null));
}

function differing(one: object, other: object): string {
  const others = new Map(Object.entries(other));
  return Object.entries(one)
    .filter(([name, value]) => !isDeepStrictEqual(value, others.get(name)))
    .map(
      ([name, value]) => `${name} ${JSON.stringify(value)} or ${JSON.stringify(others.get(name))}`,
    )
    .join(', ');
}
