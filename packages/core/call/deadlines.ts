// What ends by time alone. Each deadline takes effect at its own instant, so that it makes no
// difference how often a clock asks.
import type { Call, Leg, LegEnd } from './call.ts';
import { callLimits } from './limits.ts';
import { endCall, endLeg, type Turn } from './turn.ts';

interface Deadline {
  readonly at: number;
  readonly lapse: (turn: Turn) => void;
}

/** When the call changes by time alone, in ms since 1970. Null: it has ended. */
export function nextDeadlineAt(call: Call): number | null {
  return nextDeadline(call)?.at ?? null;
}

/** The earliest one. Of several at one instant, the call's own first. */
export function nextDeadline(call: Call): Deadline | null {
  if (call.endedAt !== null) return null;
  const all = [...ofCall(call), ...[...call.legs.values()].flatMap(ofLeg)];
  return all.reduce((first, each) => (each.at < first.at ? each : first));
}

function ofCall(call: Call): readonly [Deadline, ...Deadline[]] {
  const { startedAt, unattendedSince, customerlessSince } = call;
  const end = { at: startedAt + callLimits.callMs, lapse: endsCall('time-limit') };
  // Who has an agent on the way no longer waits for one.
  const waits = call.connectedAt === null && call.owner === null;
  const limit = waits ? call.patienceMs : callLimits.unattendedMs;
  const unattended = { since: unattendedSince, limit };
  const customerless = { since: customerlessSince, limit: callLimits.customerlessMs };
  return [
    end,
    ...since(unattended, endsCall('unattended')),
    ...since(customerless, endsCall('no-customer')),
  ];
}

function since(
  { since: from, limit }: { readonly since: number | null; readonly limit: number },
  lapse: Deadline['lapse'],
): readonly Deadline[] {
  return from === null ? [] : [{ at: from + limit, lapse }];
}

function ofLeg(leg: Leg): readonly Deadline[] {
  const limit = limitOf(leg);
  if (limit === null) return [];
  return [{ at: leg.since + limit.ms, lapse: (turn) => endLeg(turn, leg, limit.reason) }];
}

function limitOf({ state, party }: Leg): { readonly ms: number; readonly reason: LegEnd } | null {
  switch (state) {
    case 'invited':
      return { ms: callLimits.reachMs, reason: 'unreachable' };
    case 'ringing':
      return { ms: callLimits.ringMs, reason: 'unanswered' };
    case 'connecting':
      return { ms: callLimits.connectMs, reason: 'unreachable' };
    case 'lost':
      return { ms: callLimits.restoreMs, reason: 'lost' };
    case 'connected':
      return party.type === 'announcement'
        ? { ms: callLimits.announcementMs, reason: 'played' }
        : null;
  }
}

function endsCall(reason: 'time-limit' | 'unattended' | 'no-customer'): Deadline['lapse'] {
  return (turn) => endCall(turn, reason);
}
