// Maps operations to API token scopes: by the role that may call the operation, and by its tag. The
// scope `read` also admits operations that only read. It does not check roles, which also apply to
// tokens.
import type { Role } from '@opportune/protocol/rest/account.ts';
import type { TokenScope } from '@opportune/protocol/rest/tokens.ts';

/** The tags of managers' operations that belong to campaigns. All others are settings. */
const campaignTags: ReadonlySet<string> = new Set(['Campaigns', 'Goals', 'Intent', 'Results']);

/** The scope of an operation, by its role and tag. */
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

/** The scopes that admit an operation. A token needs one of them. */
export function scopesFor(role: Role, tag: string, method: string): readonly TokenScope[] {
  const own = scopeOf(role, tag);
  return method === 'GET' ? ['read', own] : [own];
}

/** The role that a token needs for a scope to be of any use. */
export const roleOfScope: Readonly<Record<TokenScope, Role>> = {
  read: 'agent',
  conversations: 'agent',
  campaigns: 'manager',
  settings: 'manager',
  administer: 'administrator',
};
