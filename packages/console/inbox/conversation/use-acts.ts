// What this agent can do with a conversation. Each act reports its result, and one runs at a time.
import { useRef, useState } from 'react';
import type { Conversation } from '@opportune/protocol/conversation/conversation.ts';
import { RevisedRouting } from '@opportune/protocol/rest/team/routing.ts';
import { useSession } from '../../session/session.tsx';
import { say, sayError, t, useApiQuery, useAsk } from '../../ui/index.ts';
import { answer, callers } from '../call/call-store.ts';
import { nameOf } from '../inbox-words.ts';
import { ask } from '../requests.ts';
import { takeUp } from './take-up.tsx';

export type Acts = ReturnType<typeof useActs>;

export function useActs(conversation: Conversation) {
  const { busy, alone, afterwards } = useOneAtATime();
  const perform = (act: Parameters<typeof ask>[0], done?: () => void): void =>
    alone(() => ask(act), done);
  const { id } = conversation;
  const { end, putAway, reopen } = useEnding(conversation, alone, afterwards);
  return {
    ...useRights(conversation),
    busy,
    join: () =>
      perform({ type: 'conversation.join', conversation: id }, () => say(t('hands.act.joined'))),
    leave: () =>
      perform({ type: 'conversation.leave', conversation: id }, () => say(t('hands.act.left'))),
    takeOver: () => perform({ type: 'conversation.take-over', conversation: id }),
    weigh: (weight: number) => perform({ type: 'conversation.weigh', conversation: id, weight }),
    accept: () =>
      callers.get().has(id)
        ? alone(() => answer(id))
        : perform({ type: 'conversation.accept', conversation: id }),
    block: useBlock(conversation, perform),
    ...{ end, putAway, reopen },
  };
}

type Act = () => Promise<void>;

function useOneAtATime() {
  const [busy, setBusy] = useState(false);
  const under = useRef<Promise<void> | null>(null);
  const alone = (act: Act, done?: () => void): void => {
    if (under.current) return;
    setBusy(true);
    under.current = act()
      .then(done, sayError)
      .finally(() => {
        under.current = null;
        setBusy(false);
      });
  };
  const afterwards = (act: Act): void =>
    void (under.current ?? Promise.resolve()).then(() => alone(act));
  return { busy, alone, afterwards };
}

/** This agent's role in the conversation, and what they may do. */
function useRights({ agent, joined: all, status }: Conversation) {
  const { user } = useSession();
  const agentsMay = useApiQuery('/routing', RevisedRouting).data?.agentsTakeOver ?? false;
  const isActive = status === 'active';
  const mine = agent?.user === user.id;
  return {
    mine,
    joined: all.some((each) => each.user === user.id),
    mayStepIn: isActive && !mine && (user.role !== 'agent' || agentsMay),
    mayWeigh: isActive && (mine || user.role !== 'agent'),
  };
}

function useEnding(
  conversation: Conversation,
  alone: (act: Act) => void,
  afterwards: (act: Act) => void,
) {
  const { id, status } = conversation;
  // A toast offers it, also while another act is under way. It then runs after that act.
  const reopen = (): void => afterwards(() => takeUp(conversation));
  const end = async (): Promise<void> => {
    await ask({ type: 'conversation.end', conversation: id });
    say(t(status === 'active' ? 'inbox.act.ended' : 'inbox.act.endedDone'), reopen);
  };
  /** Puts it away if `ready`. The check is part of the act, so no other begins meanwhile. */
  const putAway = (ready: () => Promise<boolean>): void =>
    alone(async () => {
      if (await ready()) await end();
    });
  return { reopen, putAway, end: () => alone(end) };
}

function useBlock(
  conversation: Conversation,
  perform: (act: Parameters<typeof ask>[0], done: () => void) => void,
): () => void {
  const confirm = useAsk();
  const name = nameOf(conversation);
  return () =>
    confirm({
      title: t('inbox.block.title', { name }),
      text: t(conversation.visitor === null ? 'inbox.block.text.contact' : 'inbox.block.text'),
      action: t('inbox.block.action'),
      onConfirm: () =>
        perform({ type: 'conversation.block', conversation: conversation.id }, () =>
          say(t('inbox.act.blocked', { name })),
        ),
    });
}
