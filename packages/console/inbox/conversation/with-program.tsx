// That a program has a conversation: an icon in the list, with the words for whoever points or listens;
// icon and words in the heading. Of people it says nothing.
import type { Conversation } from '@opportune/protocol/conversation/conversation.ts';
import { Icon, t, useNarrow, useStore } from '../../ui/index.ts';
import { agents } from '../inbox-store.ts';

interface Props {
  readonly conversation: Conversation;
  /** The words beside the icon are seen, too, where there is room. */
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
