// Marks first-time visitors who came in a burst, and stores the mark.
// `core/proof/alarms/burst-watch.ts` defines a burst.
import { flatText } from '@opportune/core/bounds/flat-text.ts';
import type { Clock } from '@opportune/core/world/world.ts';
import { BurstWatch } from '@opportune/core/proof/alarms/burst-watch.ts';
import type { VisitorState } from '@opportune/core/decision/engine.ts';
import { eventName } from '@opportune/protocol/behaviour/event.ts';
import { burstRow } from '../ledger/fact-rows.ts';
import type { AdmittedEvent, VisitorBatch } from '../intake.ts';
import type { FactEntry } from '@opportune/core/ports/facts.ts';
import type { VisitorEntry } from './visitor-entry.ts';

const forgetMs = 10 * 60_000;
/** Names of browsers and systems are shorter. Others are made up, and are cut. */
const clientLength = 128;

export class Newcomers {
  readonly #clock: Clock;
  readonly #bursts = new BurstWatch();
  #forgotAt = -Infinity;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** How many senders are remembered, by keyed hashes. */
  get senders(): number {
    return this.#bursts.size;
  }

  /** The marks of this visitor, who came with these events, and of others in the same burst. */
  came(
    { account, visitor, from, events }: VisitorBatch,
    { state }: VisitorEntry,
  ): readonly FactEntry[] {
    const [first] = events;
    if (from == null || first === undefined || state === null || state.bot) return [];
    const at = this.#clock.now();
    const marks = this.#bursts.arrive({ account, visitor, ...from, client: clientOf(first), at });
    return marks.map((mark) => ({ table: 'bursts', row: burstRow(account, mark) }));
  }

  /** Forgets senders after a day. Call it periodically. It looks at all of them, so not each time. */
  forget(): void {
    const now = this.#clock.now();
    if (now - this.#forgotAt < forgetMs) return;
    this.#forgotAt = now;
    this.#bursts.forget(now);
  }
}

/**
 * Whether nothing is known of the visitor except from ourselves. A conversation may begin before
 * the first page is reported, and proves nothing. Reports of a server do count as known.
 */
export function isNewcomer({ firstSeenAt, visits, recent }: VisitorState): boolean {
  if (firstSeenAt === null) return true;
  if (visits > 0 || recent.length === 0) return false;
  for (let at = recent.oldest; at !== -1; at = recent.after(at))
    if (!told.has(recent.name(at))) return false;
  return true;
}

const told: ReadonlySet<string> = new Set([
  eventName.conversationStarted,
  eventName.conversationAnswered,
  eventName.conversationEnded,
  eventName.conversationReopened,
  eventName.callEnded,
]);

/** The browser and system of a request. Coarse, so that all of a burst share one value. */
function clientOf({ device }: AdmittedEvent): string {
  if (device === undefined) return '';
  return flatText([device.browser, device.os, device.type].join(' · '), clientLength);
}
