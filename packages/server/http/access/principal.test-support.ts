// A signed-in principal for tests that need no real session.
import type { AgentKind } from '@opportune/protocol/conversation/conversation.ts';
import { type AccountId, UserId } from '@opportune/protocol/ids.ts';
import type { Role } from '@opportune/protocol/rest/account.ts';
import type { Principal } from './principal.ts';

/** A principal with the user id `u-ada` for the name `ada`. */
export function principalNamed(
  account: AccountId,
  name: string,
  room: number,
  role: Role = 'agent',
  kind: AgentKind = 'person',
): Principal {
  const user = {
    id: UserId.parse(`u-${name}`),
    email: kind === 'person' ? `${name}@example.com` : null,
    name,
    role,
    room,
    kind,
    named: true,
    disabled: false,
    language: null,
    lastSeenAt: null,
    photo: null,
  };
  return { account, user, session: `s-${name}`, mustSetPassword: false, scopes: null };
}
