// Accepts the conversation of a row that rings here, without opening it first. It opens then. The key
// does so for the first row that rings, unless what is open rings itself.
import { useNavigate } from '@tanstack/react-router';
import type { Conversation, Ring } from '@opportune/protocol/conversation/conversation.ts';
import type { ConversationId } from '@opportune/protocol/ids.ts';
import { useCommands } from '../../keys/do-commands.ts';
import { useSession } from '../../session/session.tsx';
import { Button, t, useStore } from '../../ui/index.ts';
import { nameOf } from '../inbox-words.ts';
import { acceptRing } from '../news/accept-ring.ts';
import { rings } from '../news/rings.ts';

export function RowAccept({ conversation }: { conversation: Conversation }) {
  const { user } = useSession();
  const accept = useAccept();
  const ring = useStore(rings, (all) => all.get(conversation.id));
  if (ring?.to.user !== user.id) return null;
  const name = nameOf(conversation);
  const { speaks = false } = ring;
  return (
    <Button
      className="row-accept"
      variant="primary"
      icon={speaks ? 'voice' : 'check'}
      aria-label={t(speaks ? 'calls.acceptOf' : 'routing.ring.acceptOf', { name })}
      onClick={() => accept(ring)}
    >
      {t(speaks ? 'calls.accept' : 'routing.ring.accept')}
    </Button>
  );
}

/** `order`: of the rows, from the top. */
export function useAcceptFirst(order: readonly ConversationId[]): void {
  const { user } = useSession();
  const accept = useAccept();
  const ring = useStore(rings, (all) =>
    order.map((id) => all.get(id)).find((each) => each?.to.user === user.id),
  );
  useCommands(ring === undefined ? {} : { 'talk.accept': () => accept(ring) });
}

function useAccept(): (ring: Ring) => void {
  const navigate = useNavigate({ from: '/inbox/{-$conversation}' });
  return (ring) => {
    acceptRing(ring);
    void navigate({ params: { conversation: ring.conversation }, search: true });
  };
}
