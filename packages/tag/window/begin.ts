// How a conversation begins: by a wish of the page or an invitation, by the form before it, by a
// first message, or as a left message if nobody is there. Each is one request under its own ids.
import type { BeforeTyped } from '@opportune/content/before/draw-before.ts';
import type { Bridge, ChatWish } from '../core/bridge.ts';
import type { ChatStore } from './chat-store.ts';
import { leftWith } from './leave-form.ts';
import { sendAsk, sendRequest } from './outgoing.ts';
import { isLive } from './state.ts';
import type { Begin } from './speaking.ts';
import type { Before, ChatState, Request } from './state.ts';

export interface Beginning {
  /** `anew`: past the home, which the window otherwise opens with. */
  wish(wish: ChatWish | null, anew?: boolean): void;
  /** Back to the home, from where nothing is going on. */
  goHome(): void;
  start(text: string, name: string): void;
  /** What is typed into the form before the chat. */
  fill(typed: BeforeTyped): void;
  /** The form is filled in: the chat begins. */
  answer(typed: BeforeTyped): void;
  leave(address: string, text: string, name: string): void;
  /** Whether what begins next is to be a call. */
  calling(calls: boolean): void;
  /** There is no form before the chat after all. */
  unasked(before: Before): void;
}

interface Acts {
  /** Ends the conversation that waits. */
  end(): void;
  /** Opens the microphone, and then begins. */
  speak(begin: Begin): void;
  /** Whether they may ask to be called back. */
  callsBack(): boolean;
  /** Asks when they are called back. */
  back(): void;
}

export function createBeginning(bridge: Bridge, store: ChatStore, acts: Acts): Beginning {
  const requests = createRequests(bridge, store, acts.speak);
  return {
    ...createOpening(bridge, store, requests, acts),
    ...createAnswering(bridge, store, requests, acts),
    calling: (calls) => store.set({ calls }),
    unasked({ starts, leaves, backs }) {
      store.set({ before: null, screen: leaves || backs ? 'leave' : 'form' });
      if (starts) requests.begin();
      if (backs) acts.back();
    },
  };
}

/** The requests by which a conversation begins. */
interface Requests {
  ask(request: Omit<Request, 'request'>, speaks?: boolean): void;
  begin(more?: Partial<Request>): void;
  /** Asks for the form before it. */
  askForm(of: Pick<Before, 'starts' | 'leaves' | 'backs' | 'typed'>): void;
  said(text: string): NonNullable<Request['message']>;
}

function createRequests(bridge: Bridge, { state, set }: ChatStore, speak: Acts['speak']): Requests {
  const ask: Requests['ask'] = (request, speaks) => {
    const { decision, pending } = state();
    const { message } = request;
    const id = bridge.newId();
    set({
      ...(speaks && { speaks: id }),
      request: { request: id, ...(decision && { decision }), ...request },
      notice: null,
      draft: '',
      pending: message ? [...pending, { ...message, at: Date.now(), refused: null }] : pending,
    });
    sendRequest(bridge, state());
  };
  return {
    ask,
    begin(more) {
      const { calls, screen } = state();
      set({ screen: 'talk', calls: false });
      if (!calls) return ask({ type: 'chat.start', ...more });
      speak((how) => {
        if (how === 'not') set({ screen });
        else ask({ type: 'chat.start', ...more }, how === 'call');
      });
    },
    askForm(of) {
      const { decision } = state();
      const request = bridge.newId();
      set({ screen: 'before', before: { request, decision, form: null, ...of } });
      sendAsk(bridge, state());
    },
    said: (text) => ({ id: bridge.newId(), text }),
  };
}

function createOpening(
  bridge: Bridge,
  { state, set }: ChatStore,
  { begin, askForm }: Requests,
  { callsBack, back }: Acts,
): Pick<Beginning, 'wish' | 'goHome'> {
  const settings = () => bridge.welcome()?.settings;
  const goHome = (): void => {
    const { before } = state();
    set({ ...opened(state(), { start: true }, false), before, screen: 'home' });
    bridge.send({ type: 'chat.home' });
  };
  return {
    goHome,
    wish(wish, anew) {
      if (!wish) return;
      const { before, draft, request, screen } = state();
      const backs = wish.back === true && callsBack();
      if (isLive(state()) || request) {
        set({ shape: 'open' });
        return backs ? back() : undefined;
      }
      const { start: starts = false, decision = null } = wish;
      const asks = decision ? wish.asks : settings()?.contactButton.asks;
      const leaves = !(backs && asks) && (wish.leave ?? !(starts || settings()?.agentsOnline));
      if (!anew && settings()?.home && isPlain(wish) && !before && !draft) return goHome();
      const begun = before?.decision === decision ? before : null;
      if (begun?.leaves === leaves)
        return set({ shape: 'open', ...(screen === 'home' && { screen: 'before' }) });
      set(opened(state(), wish, leaves));
      const typed = begun?.typed ?? { values: {}, question: draft };
      if (asks && (starts || state().screen !== 'talk')) askForm({ starts, leaves, backs, typed });
      else if (starts) begin();
      else if (backs) back();
    },
  };
}

function createAnswering(
  bridge: Bridge,
  { state, set }: ChatStore,
  { ask, begin, said }: Requests,
  { end, back }: Pick<Acts, 'end' | 'back'>,
): Pick<Beginning, 'start' | 'fill' | 'answer' | 'leave'> {
  const fill = (typed: BeforeTyped): void => {
    const { before } = state();
    if (before) set({ before: { ...before, typed } });
  };
  const leave: Beginning['leave'] = (address, text, name) => {
    // A waiting conversation becomes the message.
    if (state().conversation?.status === 'active') end();
    const { before } = state();
    ask({
      type: 'chat.leave',
      ...(before?.form && { before: { id: bridge.newId(), values: before.typed.values } }),
      address,
      message: said(text),
      ...(name && { name }),
    });
  };
  return {
    fill,
    leave,
    start: (text, name) => begin({ message: said(text), ...(name && { name }) }),
    answer({ values, question }) {
      const text = question.trim();
      const { before } = state();
      if (before?.backs) {
        fill({ values, question });
        set({ draft: text });
        return back();
      }
      if (before?.form && before.leaves) {
        const left = leftWith(before.form, values);
        fill({ values: left.values, question });
        return leave(left.address, text, '');
      }
      begin({ before: { id: bridge.newId(), values }, ...(text && { message: said(text) }) });
    },
  };
}

/** Of somebody who simply opens the window. */
const isPlain = ({ decision, start, leave }: ChatWish): boolean =>
  !decision && !start && leave === undefined;

/** The open window for a wish. An ended conversation stays, unless another is wished for. */
function opened(
  { conversation }: ChatState,
  { decision, start, calls = false }: ChatWish,
  leaves: boolean,
): Partial<ChatState> {
  const fresh = !conversation || decision || start || conversation.status === 'ended';
  return {
    ...(fresh && { conversation: null, messages: [], read: 0 }),
    before: null,
    ...{ shape: 'open', calls },
    decision: decision ?? null,
    notice: null,
    screen: !fresh ? 'talk' : leaves ? 'leave' : 'form',
  };
}
