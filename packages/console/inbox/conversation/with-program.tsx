// Marks a conversation that a program has. The list shows an icon, with the words as a tooltip and
// for screen readers. The heading shows both. It shows nothing for people.
import type { Conversation } from '@opportune/protocol/conversation/conversation.ts';
import { Icon, t, useNarrow, useStore } from '../../ui/index.ts';
import { agents } from '../inbox-store.ts';

interface Props {
  readonly conversation: Conversation;
  /** Whether the words are visible beside the icon, if there is room. */
  readonly said?: boolean;
}

export function WithProgram({ conversation: { agent, status }, said = false }: Props) {
  const isSaid = !useNarrow() && said;
  const isHad = status === 'active' || status === 'resting' || status === 'wrap-up';
  const name = useStore(agents, (list) =>
    isHad
      ? list.find(({ user, kind }) => kind === 'program' && user === agent?.user)?.name
      : undefined,
  );
  if (name === undefined) return null;
  const words = t('inbox.item.program', { name });
  return (
    <span className="with-program" title={isSaid ? undefined : words}>
      <Icon name="program" size={said ? 14 : 12} />
      <span className={isSaid ? 'clip' : 'aside-voice'}>{words}</span>
    </span>
  );
}
