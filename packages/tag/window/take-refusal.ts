// What the server refuses: what may be taken in a moment is sent again, the rest is said where it was
// written.
import type { ProofChallenge } from '@opportune/protocol/proof-of-work.ts';
import type { Frame } from '../wire.ts';
import type { CatchUp } from './catch-up.ts';
import type { ChatStore } from './chat-store.ts';
import { sendPending, sendRequest } from './outgoing.ts';
import { createProving } from './prove.ts';
import type { SpeakingBridge } from './said.ts';
import { type Before, changedIn, type Request } from './state.ts';
import { takenBack } from './take-state.ts';

/** A retryable refusal is tried again after this. */
const retryMs = 3000;
/** What may be taken only later than this is said at once. */
const soonMs = 10_000;

type Refused = Frame<'chat.refused'>;

/** The same may be taken in a moment: what says that nobody has room is no such refusal. */
const isForNow = ({ retry, code, retryAfterMs = 0 }: Refused['problem']): boolean =>
  retry && retryAfterMs <= soonMs && code !== 'agent.no_room' && code !== 'queue.full';

export function createRefusalTaking(
  bridge: SpeakingBridge,
  store: ChatStore,
  catchUp: CatchUp,
  unasked: (before: Before) => void,
): (frame: Refused) => void {
  const { state, set } = store;
  const takeOfRequest = createRequestTaking(bridge, store);
  return (frame) => {
    const { id, request, problem } = frame;
    const { before, request: waits, conversation, asks, pending } = state();
    if (request && request === before?.request) return unasked(before);
    if (request && request === waits?.request) return takeOfRequest(waits, frame);
    const refused = bridge.refusalText(problem);
    if (id === null && conversation?.status === 'ended') return set({ afterProblem: refused });
    if (id === null && request === undefined && asks.length) return set({ askProblem: refused });
    if (!problem.retry) return set({ pending: changedIn(pending, id, { refused }) });
    setTimeout(() => {
      // It may have been a question for what was missed that was refused.
      catchUp.resume();
      sendPending(bridge, state());
    }, retryMs);
  };
}

/** Takes the refusal of the beginning of a conversation, or of a message that is left. */
function createRequestTaking(bridge: SpeakingBridge, { state, set }: ChatStore) {
  const prove = createProving();
  const sendAfter = (delayMs: number): void =>
    void setTimeout(() => sendRequest(bridge, state()), delayMs);
  /** Sends the request again, with the work that it takes. */
  const work = async (challenge: ProofChallenge, waits: Request): Promise<void> => {
    const proof = await prove(challenge);
    if (state().request !== waits) return;
    if (proof) set({ request: { ...waits, proof } });
    sendAfter(proof ? 0 : retryMs);
  };
  return (waits: Request, { problem, proof }: Refused): void => {
    if (proof) return void work(proof, waits);
    if (isForNow(problem)) return sendAfter(problem.retryAfterMs ?? retryMs);
    const { before } = state();
    const asksAgain = before && (before.leaves || problem.code === 'message.answer_invalid');
    const notice = bridge.refusalText(problem);
    set({ ...takenBack(state()), request: null, notice, screen: asksAgain ? 'before' : 'leave' });
  };
}
