// Accepts the conversation of a row that rings here, without opening it first. It opens then.
import { useNavigate } from '@tanstack/react-router';
import type { Conversation } from '@opportune/protocol/conversation/conversation.ts';
import { useSession } from '../../session/session.tsx';
import { Button, t, useStore } from '../../ui/index.ts';
import { nameOf } from '../inbox-words.ts';
import { acceptRing } from '../news/accept-ring.ts';
import { rings } from '../news/rings.ts';

export function RowAccept({ conversation }: { conversation: Conversation }) {
  const { user } = useSession();
  const navigate = useNavigate({ from: '/inbox/{-$conversation}' });
  const ring = useStore(rings, (all) => all.get(conversation.id));
  if (ring?.to.user !== user.id) return null;
  const name = nameOf(conversation);
  const { speaks = false } = ring;
  const accept = (): void => {
    acceptRing(ring);
    void navigate({ params: { conversation: conversation.id }, search: true });
  };
  return (
    <Button
      className="row-accept"
      variant="primary"
      icon={speaks ? 'voice' : 'check'}
      aria-label={t(speaks ? 'calls.acceptOf' : 'routing.ring.acceptOf', { name })}
      onClick={accept}
    >
      {t(speaks ? 'calls.accept' : 'routing.ring.accept')}
    </Button>
  );
}
