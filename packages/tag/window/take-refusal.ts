// Handles the server's refusals: what may be accepted in a moment is sent again, the rest is shown
// where it was written.
import type { ProofChallenge } from '@opportune/protocol/proof-of-work.ts';
import type { Frame } from '../wire.ts';
import type { CatchUp } from './catch-up.ts';
import type { ChatStore } from './chat-store.ts';
import { sendPending, sendRequest } from './outgoing.ts';
import { createProving } from './prove.ts';
import type { SpeakingBridge } from './said.ts';
import { type Before, changedIn, type Request } from './state.ts';
import { takenBack } from './take-state.ts';

/** A retryable refusal is retried after this. */
const retryMs = 3000;
/** A longer wait than this is shown at once. */
const soonMs = 10_000;

type Refused = Frame<'chat.refused'>;

/** The same may be accepted in a moment. A refusal because nobody has room is not of this kind. */
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
    const { before, request: waits, conversation, asks, pending, screen, home } = state();
    // Without its home, the window opens with the question.
    if (!frame.conversation && !request && screen === 'home' && !home)
      return set({ screen: 'form' });
    if (request && request === before?.request) return unasked(before);
    if (request && request === waits?.request) return takeOfRequest(waits, frame);
    const refused = bridge.refusalText(problem);
    if (id === null && conversation?.status === 'ended') return set({ afterProblem: refused });
    if (id === null && request === undefined && asks.length) return set({ askProblem: refused });
    if (!problem.retry) return set({ pending: changedIn(pending, id, { refused }) });
    setTimeout(() => {
      // The refused request may have been one for missed messages.
      catchUp.resume();
      sendPending(bridge, state());
    }, retryMs);
  };
}

/** Handles the refusal of the beginning of a conversation, or of a left message. */
function createRequestTaking(bridge: SpeakingBridge, { state, set }: ChatStore) {
  const prove = createProving();
  const sendAfter = (delayMs: number): void =>
    void setTimeout(() => sendRequest(bridge, state()), delayMs);
  /** Sends the request again, with the required work. */
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
