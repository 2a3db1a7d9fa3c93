// What the server refuses: what may be taken in a moment is sent again, the rest is said where it was
// written.
import type { ProofChallenge } from '@opportune/protocol/proof-of-work.ts';
import type { Bridge } from '../core/bridge.ts';
import type { Frame } from '../wire.ts';
import type { CatchUp } from './catch-up.ts';
import type { ChatStore } from './chat-store.ts';
import { sendPending, sendRequest } from './outgoing.ts';
import { proveWork } from './prove.ts';
import { refusalText } from './said.ts';
import type { Before, Request } from './state.ts';
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
  bridge: Bridge,
  { state, set }: ChatStore,
  catchUp: CatchUp,
  unasked: (before: Before) => void,
): (frame: Refused) => void {
  /** Sends the request again, with the work that it takes. */
  const work = async (challenge: ProofChallenge, waits: Request): Promise<void> => {
    const proof = await proveWork(challenge);
    if (state().request !== waits) return;
    if (proof) set({ request: { ...waits, proof } });
    setTimeout(() => sendRequest(bridge, state()), proof ? 0 : retryMs);
  };
  /** The beginning of a conversation, or a message that is left. */
  const takeOfRequest = (waits: Request, { problem, proof }: Refused): void => {
    if (proof) return void work(proof, waits);
    const again = problem.retryAfterMs ?? retryMs;
    if (isForNow(problem)) return void setTimeout(() => sendRequest(bridge, state()), again);
    const before = state();
    const asksAgain =
      before.before && (before.before.leaves || problem.code === 'message.answer_invalid');
    const screen = asksAgain ? 'before' : 'leave';
    set({ ...takenBack(before), request: null, notice: refusalText(problem), screen });
  };
  return (frame) => {
    const { id, request, problem } = frame;
    const before = state();
    if (request && request === before.before?.request) return unasked(before.before);
    if (request && request === before.request?.request) return takeOfRequest(before.request, frame);
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
}
