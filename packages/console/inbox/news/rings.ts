// The conversations that ring now, and at whom, as the socket reports them. It tells this person
// what rings at them, and how the rings that they began end. Rings are never stored: after a
// reconnect the server sends them again.
import type { Ring, RingEnd } from '@opportune/protocol/conversation/conversation.ts';
import type { ConsoleServerFrame } from '@opportune/protocol/frames-console.ts';
import type { ConversationId } from '@opportune/protocol/ids.ts';
import { myState } from '../../shell/me.ts';
import { say } from '../../ui/toast.tsx';
import { createStore } from '../../ui/store.ts';
import { t } from '../../words/words.ts';

type Rings = ReadonlyMap<ConversationId, Ring>;
export const rings = createStore<Rings>(new Map());

interface Hearing {
  readonly me: string;
  /** The name of a conversation's visitor. */
  readonly nameOf: (conversation: ConversationId) => string;
  readonly alert: (text: string, conversation: ConversationId, isCall: boolean) => void;
}

/**
 * Takes a frame, and tells this person of rings at them and of the end of rings that they began.
 */
export function hearRing(frame: ConsoleServerFrame, hearing: Hearing): void {
  switch (frame.type) {
    case 'rings.all':
      rings.set(new Map(frame.rings.map((ring) => [ring.conversation, ring])));
      for (const ring of frame.rings) if (ring.to.user === hearing.me) alert(ring, hearing);
      return;
    case 'ring.began':
      rings.update((all) => new Map(all).set(frame.ring.conversation, frame.ring));
      if (frame.ring.to.user === hearing.me) alert(frame.ring, hearing);
      return;
    case 'ring.ended':
      rings.update((all) => withoutRing(all, frame.ring));
      return ended(frame.ring, frame.why, hearing);
    default:
  }
}

export function forgetRings(): void {
  rings.set(new Map());
}

/** Keeps a ring that has moved to another agent. */
function withoutRing(all: Rings, { conversation, to }: Ring): Rings {
  if (all.get(conversation)?.to.user !== to.user) return all;
  const next = new Map(all);
  next.delete(conversation);
  return next;
}

function alert(ring: Ring, { nameOf, alert: tell }: Hearing): void {
  const { by, conversation, speaks = false } = ring;
  const name = nameOf(conversation);
  if (speaks) return tell(t('calls.rings', { name }), conversation, true);
  tell(
    by === null
      ? t('routing.ring.alert.waits', { name })
      : t('routing.ring.alert', { by: by.name, name }),
    conversation,
    false,
  );
}

function ended({ by, to, conversation, skill }: Ring, why: RingEnd, hearing: Hearing): void {
  const name = hearing.nameOf(conversation);
  // An agent whom the missed ring set to away was told so, which says more.
  if (to.user === hearing.me && why === 'timed-out' && myState.get() === 'online')
    say(
      by === null
        ? t('routing.ring.missed.waits', { name })
        : t('routing.ring.missed', { name, by: by.name }),
    );
  if (to.user === hearing.me && why === 'recalled')
    say(t('routing.ring.recalled', { name, by: by?.name ?? '' }));
  if (by?.user !== hearing.me || why === 'over' || why === 'recalled') return;
  // The next agent with the skill may be rung, so only the last outcome is told.
  const goesOn = skill !== null && why !== 'accepted';
  const tell = (): void => say(t(`routing.ring.ended.${why}`, { agent: to.name, name }));
  if (!goesOn) return tell();
  setTimeout(() => rings.get().has(conversation) || tell(), 300);
}
