// How many agents are free for a skill, and what a new contact would wait there, as the socket last
// reported it. Every menu that hands a conversation on shows it.
import type { SkillId } from '@opportune/protocol/ids.ts';
import { useStore, t } from '../../ui/index.ts';
import { freeFor, type Handed } from './hand-room.ts';
import { agents } from '../inbox-store.ts';
import { rooms, waitWords } from '../room.ts';
import { useRinging } from '../news/use-ringing.ts';

interface SkillHands {
  /**
   * The number of free agents. The conversation rings at one of them, or joins the queue if there
   * is none.
   */
  readonly free: number;
  readonly words: string;
}

export function useSkillHands(conversation: Handed): (skill: SkillId) => SkillHands {
  const all = useStore(agents, (list) => list);
  const ringing = useRinging();
  const room = useStore(rooms, (value) => value);
  const giver = conversation.agent?.user;
  return (skill) => {
    const free = freeFor(all, skill, conversation, ringing, giver);
    const waitS = (room[skill] ?? room['*'])?.waitS;
    const wait = waitWords(waitS);
    return { free, words: free > 0 ? freeWords(free, wait) : queueWords(wait) };
  };
}

function freeWords(n: number, wait: string | null): string {
  const free = t('routing.transfer.skill', { n });
  return t('routing.transfer.skill.wait', { free, wait: wait ?? t('routing.transfer.noWait') });
}

/** If only the giver has room, no wait is reported, but that room does not help here. */
function queueWords(wait: string | null): string {
  if (wait === null) return t('routing.transfer.skill.queue');
  return t('routing.transfer.skill.wait', { free: t('routing.transfer.skill.none'), wait });
}
