// Whether the user may change sites, people and the account. Managers can only read them.
import { useSession } from '../session/session.tsx';

export function useAdministrator(): boolean {
  return useSession().user.role === 'administrator';
}
