// Ends, cuts or hides what somebody in a call may not hear any more.
import type { Leg } from '@opportune/core/call/call.ts';
import { subscribe } from '@opportune/core/bus/bus-messages.ts';
import {
  accountRemoved,
  privateAsked,
  sessionsEnded,
  usersChanged,
} from '@opportune/protocol/bus/changes.ts';
import type { AccountId, UserId } from '@opportune/protocol/ids.ts';
import type { User } from '@opportune/protocol/rest/account.ts';
import { includesRole } from '../http/access/principal.ts';
import { type Calls, legOfUser } from './calls.ts';
import type { CallParts } from './seams.ts';

/**
 * Sound does not end with the socket of whoever offered it. So a disabled agent leaves their call, and so
 * does a supervisor who is no manager any more. After the end of a session the sound is offered again by
 * a page that is still signed in. Returns how to stop following.
 */
export function followAccess(parts: CallParts, calls: Calls): readonly (() => void)[] {
  const legAt = (account: AccountId, user: UserId) => {
    const running = calls.ofUser(account, user);
    const leg = running && legOfUser(running, user);
    return running && leg && { running, leg };
  };
  return [
    subscribe(parts.bus, usersChanged, ({ account, user }) => {
      const at = legAt(account, user.id);
      if (at !== undefined && !mayStay(user, at.leg))
        calls.step(at.running, { type: 'leg.leave', leg: at.leg.id });
    }),
    subscribe(parts.bus, sessionsEnded, ({ account, user }) => {
      const at = legAt(account, user);
      if (at !== undefined) calls.cut(at.running, at.leg);
    }),
    subscribe(parts.bus, privateAsked, ({ conversation, open }) => {
      const running = calls.inConversation(conversation);
      if (running !== undefined) calls.recorder.hide(running, open > 0);
    }),
    subscribe(parts.bus, accountRemoved, ({ account }) => calls.drop(account)),
  ];
}

/** A supervisor is one for as long as they are a manager. */
function mayStay(user: User, { party }: Leg): boolean {
  return !user.disabled && (party.type !== 'supervisor' || includesRole(user.role, 'manager'));
}
