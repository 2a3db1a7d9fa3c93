// What the server says of the visitor's conversation becomes what the window knows: states, posted
// and refused messages, typing. Messages themselves are the catch-up's.
import type { ProofChallenge } from '@opportune/protocol/proof-of-work.ts';
import type { Bridge } from '../core/bridge.ts';
import type { Heard } from '../core/line/line.ts';
import type { VisitorConversation } from '../wire.ts';
import { createCatchUp } from './catch-up.ts';
import type { ChatStore } from './chat-store.ts';
import { sendAsk, sendPending, sendRequest } from './outgoing.ts';
import { proveWork } from './prove.ts';
import { refusalText } from './said.ts';
import { isLive, merge, shapeOfNews } from './state.ts';
import type { Before, ChatState, Request } from './state.ts';

/** A retryable refusal is tried again after this. */
const retryMs = 3000;
/** What may be taken only later than this is said at once. */
const soonMs = 10_000;
const typingShownMs = 7000;

type Frame<Type extends Heard['type']> = Extract<Heard, { type: Type }>;

export interface Incoming {
  hear(frame: Heard): void;
  /** The connection is there, and these are the visitor's conversations. */
  welcomed(conversations: readonly VisitorConversation[]): void;
}

/** The same may be taken in a moment: what says that nobody has room is no such refusal. */
const isForNow = ({ retry, code, retryAfterMs = 0 }: Frame<'chat.refused'>['problem']): boolean =>
  retry && retryAfterMs <= soonMs && code !== 'agent.no_room' && code !== 'queue.full';

/** What goes nowhere is back where it was written, once for all tabs; files are let go. */
const takenBack = ({ pending, draft }: ChatState): Pick<ChatState, 'pending' | 'draft'> => {
  const texts = pending.flatMap(({ text, content }) =>
    content?.type === 'attachment' || draft.includes(text) ? [] : text,
  );
  return { pending: [], draft: [...texts, draft].join('\n').trim() };
};

export function createIncoming(
  bridge: Bridge,
  store: ChatStore,
  unasked: (before: Before) => void,
): Incoming {
  const { state, set } = store;
  const catchUp = createCatchUp(bridge, store);
  let agentTimer: ReturnType<typeof setTimeout> | undefined;

  /** Makes it the window's conversation; true where it is another one, which is then caught up with. */
  const adopt = (conversation: VisitorConversation): boolean => {
    const before = state();
    const other = before.conversation?.id !== conversation.id;
    const toTalk =
      (other && before.screen !== 'left') ||
      (conversation.status === 'active' && before.screen === 'leave');
    set({
      conversation,
      ...(toTalk && { screen: 'talk' as const }),
      read: Math.max(other ? 0 : before.read, conversation.visitorRead),
      ...(other && { messages: [], asks: [] }),
    });
    if (other) catchUp.resume(true);
    return other;
  };
  const settleRequest = (request: string | undefined): void => {
    const before = state();
    if (!request || request !== before.request?.request) return;
    const left = before.request.type === 'chat.leave';
    const sent = before.request.message?.id;
    set({
      request: null,
      before: null,
      pending: before.pending.filter(({ id }) => id !== sent),
      notice: null,
      screen: left ? 'left' : 'talk',
    });
  };
  const takeState = ({ conversation, request }: Frame<'chat.state'>): void => {
    const before = state();
    const present = before.conversation;
    const mine = request !== undefined && request === before.request?.request;
    // An agent took it while it was to become this message, which is another one then.
    if (mine && before.request?.type === 'chat.leave' && present?.id !== conversation.id)
      if (present && isLive(before)) bridge.send({ type: 'chat.end', conversation: present.id });
    settleRequest(request);
    if (mine || !present || present.id === conversation.id || !isLive(state())) adopt(conversation);
    if (state().shape === 'closed' && isLive(state())) set({ shape: shapeOfNews([conversation]) });
    sendPending(bridge, state());
  };
  const takePosted = ({ conversation, id, sequence, at }: Frame<'chat.posted'>): void => {
    const before = state();
    const sent = before.pending.find((each) => each.id === id);
    if (!sent || conversation !== before.conversation?.id) return;
    const { text, content, response } = sent;
    const body = {
      type: 'text',
      text,
      ...(content && { content }),
      ...(response && { to: response.to }),
    } as const;
    const message = { conversation, id, sequence, at, author: { type: 'visitor' }, body } as const;
    set({
      messages: merge(before.messages, [message]),
      pending: before.pending.filter((each) => each !== sent),
    });
  };
  /** Sends the request again, with the work that it takes. */
  const work = async (challenge: ProofChallenge, waits: Request): Promise<void> => {
    const proof = await proveWork(challenge);
    if (state().request !== waits) return;
    if (proof) set({ request: { ...waits, proof } });
    setTimeout(() => sendRequest(bridge, state()), proof ? 0 : retryMs);
  };
  const takeRefusal = ({ id, request, problem, proof }: Frame<'chat.refused'>): void => {
    const before = state();
    if (request && request === before.before?.request) return unasked(before.before);
    if (request && request === before.request?.request) {
      if (proof) return void work(proof, before.request);
      const again = problem.retryAfterMs ?? retryMs;
      if (isForNow(problem)) return void setTimeout(() => sendRequest(bridge, state()), again);
      const asksAgain =
        before.before && (before.before.leaves || problem.code === 'message.answer_invalid');
      return set({
        ...takenBack(before),
        request: null,
        notice: refusalText(problem),
        screen: asksAgain ? 'before' : 'leave',
      });
    }
    if (id === null && before.conversation?.status === 'ended')
      return set({ afterProblem: refusalText(problem) });
    if (id === null && request === undefined && before.asks.length)
      return set({ askProblem: refusalText(problem) });
    // It may have been a question for what was missed that was refused.
    if (problem.retry)
      return void setTimeout(() => {
        catchUp.resume();
        sendPending(bridge, state());
      }, retryMs);
    set({
      pending: before.pending.map((each) =>
        each.id === id ? { ...each, refused: refusalText(problem) } : each,
      ),
    });
  };
  const takeAsks = ({ conversation, asks }: Frame<'chat.asks'>): void => {
    if (conversation === state().conversation?.id) set({ asks, askProblem: null });
  };
  const takeAfter = (after: Frame<'chat.after'>): void => {
    if (after.conversation === state().conversation?.id) set({ after, afterProblem: null });
  };
  const takeForm = ({ request, form, known }: Frame<'chat.before'>): void => {
    const { before } = state();
    if (before?.request !== request) return;
    const { typed } = before;
    if (form)
      set({
        before: { ...before, form, typed: { ...typed, values: { ...known, ...typed.values } } },
      });
    else unasked(before);
  };
  const takeTyping = ({ conversation: id, typing, by }: Frame<'chat.typing'>): void => {
    const { conversation, agentTyping } = state();
    const name = by ?? conversation?.agent ?? '';
    // One of two has stopped: the other goes on.
    if (id !== conversation?.id || !(typing || name === agentTyping)) return;
    clearTimeout(agentTimer);
    if (typing) agentTimer = setTimeout(() => set({ agentTyping: '' }), typingShownMs);
    set({ agentTyping: typing ? name : '' });
  };

  const welcomed = (conversations: readonly VisitorConversation[]): void => {
    set({ online: true });
    const before = state();
    const found =
      conversations.find(({ id }) => id === before.conversation?.id) ??
      conversations.find(({ status }) => status === 'active' || status === 'waiting') ??
      (before.conversation ? undefined : conversations[0]);
    const resumed = found !== undefined && adopt(found);
    // Written for a conversation that is over.
    if (!found && !before.request && before.pending.length) set(takenBack(before));
    // What the server no longer lists ended meanwhile; its answer to the resume says so.
    if (!resumed) catchUp.resume();
    sendAsk(bridge, state());
    sendRequest(bridge, state());
    sendPending(bridge, state());
  };
  return {
    welcomed,
    hear(frame) {
      switch (frame.type) {
        case 'welcome':
          return welcomed(frame.conversations);
        case 'offline':
          return set({ online: false, agentTyping: '' });
        case 'chat.state':
          return takeState(frame);
        case 'chat.messages':
          return catchUp.take(frame);
        case 'chat.posted':
          return takePosted(frame);
        case 'chat.refused':
          return takeRefusal(frame);
        case 'chat.before':
          return takeForm(frame);
        case 'chat.asks':
          return takeAsks(frame);
        case 'chat.after':
          return takeAfter(frame);
        case 'chat.typing':
          return takeTyping(frame);
        case 'presence':
          return set({});
      }
    },
  };
}
