// The areas of the console, and which roles see them.
import type { Session } from '@opportune/protocol/rest/account.ts';
import type { IconName } from '../ui/icon.tsx';

export interface Area {
  readonly name:
    | 'home'
    | 'inbox'
    | 'visitors'
    | 'contacts'
    | 'campaigns'
    | 'results'
    | 'team'
    | 'settings';
  readonly to:
    | '/'
    | '/inbox/{-$conversation}'
    | '/visitors'
    | '/contacts/{-$contact}'
    | '/campaigns'
    | '/results'
    | '/team/{-$view}'
    | '/settings/{-$page}/{-$item}';
  readonly icon: IconName;
  readonly roles: readonly Session['user']['role'][];
}

/** The link of an area opens its first page, not what was open there before. */
export const firstPage = {
  conversation: undefined,
  contact: undefined,
  view: undefined,
  page: undefined,
  item: undefined,
};

const all = ['administrator', 'manager', 'agent'] as const;
const managers = ['administrator', 'manager'] as const;

export const areas: readonly Area[] = [
  { name: 'home', to: '/', icon: 'home', roles: all },
  { name: 'inbox', to: '/inbox/{-$conversation}', icon: 'inbox', roles: all },
  { name: 'visitors', to: '/visitors', icon: 'visitors', roles: all },
  { name: 'contacts', to: '/contacts/{-$contact}', icon: 'user', roles: all },
  { name: 'campaigns', to: '/campaigns', icon: 'campaigns', roles: managers },
  { name: 'results', to: '/results', icon: 'results', roles: managers },
  { name: 'team', to: '/team/{-$view}', icon: 'team', roles: all },
  { name: 'settings', to: '/settings/{-$page}/{-$item}', icon: 'settings', roles: managers },
];

/** The areas of a role, in the order of the rail. */
export function areasOf(role: Session['user']['role']): readonly Area[] {
  return areas.filter((area) => area.roles.includes(role));
}

/**
 * Whether a role may open an address, judged by its first part. Addresses outside the areas are
 * open to everybody.
 */
export function isOpenTo(role: Session['user']['role'], pathname: string): boolean {
  const area = areas.find(({ name }) => name === pathname.split('/')[1]);
  return area === undefined || area.roles.includes(role);
}
