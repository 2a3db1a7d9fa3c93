// What an API token may be used for: each operation belongs to one scope, by who may call it and by its
// tag. What only reads is also admitted by `read`. It says nothing of roles, which bind tokens too.
import type { Role } from '@opportune/protocol/rest/account.ts';
import type { TokenScope } from '@opportune/protocol/rest/tokens.ts';

/** Of what managers do, that which belongs to campaigns; the rest is settings. */
const campaignTags: ReadonlySet<string> = new Set(['Campaigns', 'Goals', 'Intent', 'Results']);

/** The scope that an operation of a role belongs to. */
function scopeOf(role: Role, tag: string): TokenScope {
  switch (role) {
    case 'administrator':
      return 'administer';
    case 'manager':
      return campaignTags.has(tag) ? 'campaigns' : 'settings';
    case 'agent':
      return 'conversations';
  }
}

/** The scopes of which a token needs one. */
export function scopesFor(role: Role, tag: string, method: string): readonly TokenScope[] {
  const own = scopeOf(role, tag);
  return method === 'GET' ? ['read', own] : [own];
}

/** The role without which a token can do nothing with a scope. */
export const roleOfScope: Readonly<Record<TokenScope, Role>> = {
  read: 'agent',
  conversations: 'agent',
  campaigns: 'manager',
  settings: 'manager',
  administer: 'administrator',
};
