// A server's side of one conversation for tests of the chat window, and what its visitor does there.
import type { Page } from 'playwright-core';
import type { MessageContent } from '@opportune/protocol/conversation/message-content.ts';
import type { Message, ServerFrame, VisitorConversation, VisitorFrame } from '../wire.ts';
import type { Peer } from './peer.test-support.ts';

type Of<Type extends VisitorFrame['type']> = Extract<VisitorFrame, { type: Type }>;

type Refusal = Extract<ServerFrame, { type: 'chat.refused' }>;

export interface Desk {
  conversation: VisitorConversation;
  readonly messages: Message[];
  change(change: Partial<VisitorConversation>): void;
  /** An agent says it, or whoever else. `content`: as cards, replies, a form or a file. */
  say(text: string, more?: { content?: MessageContent; author?: Message['author'] }): void;
  /** The next posts are accepted, but their acknowledgement is lost. */
  deaf: boolean;
  /** Requests for missed messages are refused temporarily. */
  away: boolean;
  /**
   * The next starts and left messages are refused with this. Those that are `stored` are accepted
   * all the same.
   */
  refuses: { readonly code: Refusal['problem']['code']; readonly stored: boolean }[];
  frames<Type extends VisitorFrame['type']>(type: Type): Of<Type>[];
}

const mara: Message['author'] = { type: 'agent', user: 'u1', name: 'Mara' };

const refusedForNow: Refusal = {
  type: 'chat.refused',
  conversation: 'c1',
  id: null,
  problem: { code: 'engine.unavailable', message: 'The database is being restarted.', retry: true },
};

/**
 * A server's side of one conversation: append, number, answer. The same id again is the same
 * message.
 */
export function openDesk(peer: Peer, pageLength = 100): Desk {
  const messages: Message[] = [];
  const requests = new Map<string, string>();
  const append = (
    id: string,
    author: Message['author'],
    text: string,
    content?: MessageContent,
  ): Message => {
    const known = messages.find((message) => message.id === id);
    if (known) return known;
    const message: Message = {
      conversation: 'c1',
      id,
      sequence: messages.length + 1,
      at: Date.now(),
      author,
      body: { type: 'text', text, ...(content && { content }) },
    };
    messages.push(message);
    desk.conversation = { ...desk.conversation, lastSequence: message.sequence };
    return message;
  };
  const desk: Desk = {
    conversation: {
      id: 'c1',
      startedAt: Date.now() - 120_000,
      endedAt: null,
      lastSequence: 0,
      agentDelivered: 0,
      agentRead: 0,
      visitorRead: 0,
      status: 'waiting',
      agent: null,
      position: 2,
    },
    messages,
    deaf: false,
    away: false,
    refuses: [],
    change(change) {
      desk.conversation = { ...desk.conversation, ...change };
      if (peer.conversations.length) peer.conversations = [desk.conversation];
      peer.send({ type: 'chat.state', conversation: desk.conversation });
    },
    say(text, { content, author = mara } = {}) {
      const message = append(`agent-${messages.length}`, author, text, content);
      peer.send({ type: 'chat.messages', conversation: 'c1', messages: [message], complete: true });
    },
    frames: (type) =>
      peer.received.flatMap(({ frame }) => (frame.type === type ? [frame as never] : [])),
  };
  peer.answer = (frame: VisitorFrame, send: (frame: ServerFrame) => void) => {
    switch (frame.type) {
      case 'chat.start':
      case 'chat.leave': {
        const refused = desk.refuses.shift();
        if (refused?.stored && frame.message)
          append(frame.message.id, { type: 'visitor' }, frame.message.text);
        if (refused) {
          const problem = { ...refusedForNow.problem, code: refused.code };
          const { request } = frame;
          return send({ ...refusedForNow, conversation: null, request, problem });
        }
        requests.set(frame.request, 'c1');
        if (frame.type === 'chat.leave')
          desk.conversation = { ...desk.conversation, status: 'message', position: null };
        if (frame.message) append(frame.message.id, { type: 'visitor' }, frame.message.text);
        peer.conversations = [desk.conversation];
        return send({
          type: 'chat.state',
          request: frame.request,
          conversation: desk.conversation,
        });
      }
      case 'chat.post': {
        const { sequence, at } = append(frame.id, { type: 'visitor' }, frame.text);
        if (!desk.deaf)
          send({ type: 'chat.posted', conversation: 'c1', id: frame.id, sequence, at });
        return;
      }
      case 'chat.resume': {
        if (desk.away) return send(refusedForNow);
        const rest = messages.filter(({ sequence }) => sequence > frame.after);
        return send({
          type: 'chat.messages',
          conversation: 'c1',
          messages: rest.slice(0, pageLength),
          complete: rest.length <= pageLength,
        });
      }
      case 'chat.end':
        return desk.change({ status: 'ended', endedAt: Date.now(), position: null });
    }
  };
  return desk;
}

export const windowOf = (page: Page) => page.getByRole('dialog');
export const composer = (page: Page) => windowOf(page).getByRole('textbox');

export async function startChat(
  page: Page,
  question = 'Will both lamps arrive together?',
): Promise<void> {
  await page.evaluate(() => Reflect.get(window, 'opportune')('open'));
  await page.getByLabel('Your question').fill(question);
  await page.getByRole('button', { name: 'Start chat' }).click();
}

export async function answered(peer: Peer, desk: Desk): Promise<void> {
  await peer.until('the chat', () => desk.messages.length === 1);
  desk.change({ status: 'active', agent: 'Mara', position: null });
}
