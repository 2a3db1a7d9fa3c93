// Who calls, and the streams of their sound.
import type { SkillId } from '@opportune/protocol/ids.ts';
import type { OpenChannel } from '../../open-channels.ts';
import { numberOf } from '../../sms/phone-number.ts';
import type { Ticket, Tickets } from '../tickets.ts';
import { connect } from '../twiml.ts';
import type { Leaving } from '../voicemail/voicemail-rows.ts';

export interface StreamsParts {
  readonly tickets: Tickets;
  readonly publicUrl: () => string;
}

/** Has the carrier open a stream, with a ticket for it. */
export function streamOf({ tickets, publicUrl }: StreamsParts, ticket: Ticket): string {
  const url = `${wsUrl(publicUrl())}/v1/channels/${ticket.channel}/stream`;
  return connect({ url, token: tickets.issue(ticket) });
}

/** Where sockets of a public URL are. */
export function wsUrl(publicUrl: string): string {
  return publicUrl.replace(/^http/, 'ws');
}

/** Whoever withholds their number is somebody else each time. */
export function whoCalls(
  { stored: { id } }: OpenChannel,
  of: { readonly from: string; readonly callSid: string; readonly skill: SkillId | null },
): Leaving {
  const { callSid, skill } = of;
  const number = numberOf(of.from);
  const isWithheld = !/^\+[1-9][0-9]{6,14}$/.test(number) || withheld.has(number);
  return {
    ...{ channel: id, address: isWithheld ? callSid : number, isWithheld },
    ...{ request: callSid, skill },
  };
}

/** ANONYMOUS, RESTRICTED, BLOCKED, UNAVAILABLE and UNKNOWN, as keys of a telephone. */
const withheld: ReadonlySet<string> = new Set([
  ...['+266696687', '+7378742833', '+2562533', '+86282452253', '+8656696'],
]);
