// What a channel answers by itself to a contact's message: a greeting when their conversation begins, and
// while nobody is there, that nobody is. At most one of them for a message.
import { goingOn } from '@opportune/core/conversation/desk.ts';
import type { NewMessage } from '@opportune/core/ports/conversation-store.ts';
import type { Conversation } from '@opportune/protocol/conversation/conversation.ts';
import type { ConversationId, SkillId } from '@opportune/protocol/ids.ts';
import { channelLimits } from '@opportune/protocol/limits/channels.ts';
import type { AccountDesk } from '../account-desk.ts';
import type { DeskParts } from '../seams.ts';

/** In the contact's language. Empty: it is not said. */
export interface AutomaticWords {
  readonly greeting: string;
  readonly away: string;
}

export interface About {
  readonly words: AutomaticWords | undefined;
  readonly skill: SkillId | null;
  /** Null: it begins with this message. */
  readonly talk: Conversation | null;
}

/** To be stored with the contact's message, so that it is said once. */
export async function automaticOf(
  use: Pick<DeskParts, 'clock' | 'store'>,
  desk: AccountDesk,
  { words, skill, talk }: About,
): Promise<readonly NewMessage[]> {
  if (words === undefined) return [];
  const { away, greeting } = words;
  if (away !== '' && isAlone(desk, skill, talk)) {
    const isTold = talk !== null && (await wasTold(use, desk, talk.id));
    return isTold ? [] : [said(desk, 'away', away)];
  }
  return talk === null && greeting !== '' ? [said(desk, 'greeting', greeting)] : [];
}

/** Nobody takes conversations of its skill now, and its own agent, if it has one, is gone. */
function isAlone(desk: AccountDesk, skill: SkillId | null, talk: Conversation | null): boolean {
  if (desk.staffedFor(skill)) return false;
  const agent = talk === null ? null : (goingOn(desk.desk, talk.id)?.agent ?? null);
  const state = agent === null ? 'offline' : desk.desk.agents.get(agent)?.state;
  return state !== 'online' && state !== 'back-soon';
}

async function wasTold(
  { clock, store }: Pick<DeskParts, 'clock' | 'store'>,
  { account }: AccountDesk,
  id: ConversationId,
): Promise<boolean> {
  const at = await store.awayAt(account, id);
  return at !== null && clock.now() - at < channelLimits.awayMs;
}

function said({ writes }: AccountDesk, automatic: 'greeting' | 'away', text: string): NewMessage {
  return writes.fromSystem({ type: 'text', text, automatic });
}
