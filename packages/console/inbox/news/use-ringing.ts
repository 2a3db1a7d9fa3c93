// The conversations that ring now, each with the places that it takes of its agent's room.
import { useStore } from '../../ui/index.ts';
import type { Ringing } from '../conversation/hand-room.ts';
import { inbox } from '../inbox-store.ts';
import { rings } from './rings.ts';

export function useRinging(): readonly Ringing[] {
  const all = useStore(rings, (map) => map);
  const known = useStore(inbox, ({ conversations }) => conversations);
  return [...all.values()].map(({ conversation, to }) => ({
    ...{ conversation, to },
    weight: known.get(conversation)?.weight ?? 1,
  }));
}
