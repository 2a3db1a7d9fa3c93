// Who may change what: administrators change sites, people and the account; managers read them.
import { useSession } from '../session/session.tsx';

export function useAdministrator(): boolean {
  return useSession().user.role === 'administrator';
}
