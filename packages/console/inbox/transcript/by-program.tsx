// Marks an author that is a program, beside its name. Shows nothing for people.
import type { Author } from '@opportune/protocol/conversation/conversation.ts';
import { Icon, t, useStore } from '../../ui/index.ts';
import { agents } from '../inbox-store.ts';

export function ByProgram({ author }: { author: Author }) {
  const user = author.type === 'agent' ? author.user : null;
  const isProgram = useStore(agents, (list) =>
    list.some((agent) => agent.user === user && agent.kind === 'program'),
  );
  if (!isProgram) return null;
  return (
    <>
      <Icon name="program" size={12} /> {t('console.agent.program')} ·{' '}
    </>
  );
}
