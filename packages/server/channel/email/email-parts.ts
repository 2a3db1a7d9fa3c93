// What the kind *e-mail* is built on.
import type { MailOf } from '@opportune/core/ports/mail.ts';
import type { Clock } from '@opportune/core/world/world.ts';
import type { OutboundGuard, Reach } from '../reach.ts';
import { createLetterRoom } from './connection/letter-room.ts';
import { createTokens } from './connection/tokens.ts';
import { createLetterReaders } from './receiving/read-apart.ts';
import type { EmailParts } from './email-channel.ts';

export interface EmailGround {
  readonly clock: Clock;
  readonly reach: Reach;
  readonly outbound: Omit<OutboundGuard, 'request'>;
  readonly mailOf: MailOf;
  readonly rotated: EmailParts['rotated'];
}

export function emailParts({ clock, reach, outbound, mailOf, rotated }: EmailGround): EmailParts {
  return {
    ...{ clock, mailOf, rotated, ways: outbound, smtp: outbound.smtp },
    ...{ tokens: createTokens(reach, clock), room: createLetterRoom() },
    readers: createLetterReaders(),
  };
}
