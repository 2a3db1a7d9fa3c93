// The states of the chat window that have pictures: how each comes about.
import type { Page } from 'playwright-core';
import type { Peer } from '../../packages/tag/test/peer.test-support.ts';
import type {
  Message,
  ServerFrame,
  VisitorConversation,
  VisitorFrame,
} from '../../packages/tag/wire.ts';
import type { Said } from './messenger-words.ts';

export interface WindowState {
  readonly settings?: Partial<Peer['settings']>;
  /** Null: there is none. Default: an agent talks. */
  readonly conversation?: Partial<VisitorConversation> | null;
  readonly messages?: (words: Said) => readonly Message[];
  readonly answer?: (
    frame: VisitorFrame,
    send: (frame: ServerFrame) => void,
    present: VisitorConversation,
    words: Said,
  ) => void;
  /** Brings it about, and waits for it. */
  act(page: Page, peer: Peer, words: Said): Promise<void>;
}

const write = async (page: Page, { reply }: Said): Promise<void> => {
  await page.getByRole('dialog').getByRole('textbox').fill(reply);
  await page.keyboard.press('Enter');
};

const asked = ({ question }: Said): readonly Message[] => [
  {
    ...{ conversation: 'c1', id: 'm1', sequence: 1, at: Date.now(), author: { type: 'visitor' } },
    body: { type: 'text', text: question },
  },
];

/** The home of the window. */
export const home: WindowState = {
  settings: { home: true },
  conversation: null,
  answer(frame, send, present, { agent, home }) {
    if (frame.type !== 'chat.home') return;
    const [first = '', second = '', third = ''] = home.titles;
    const ended = { ...present, lastSequence: 5, status: 'ended' as const };
    send({
      ...{ type: 'chat.home', greeting: '', replyS: 110, hours: null },
      faces: [agent, 'Jon Aker', 'Ana Ruiz'],
      items: [
        { type: 'answer', title: first, text: home.text },
        { type: 'answer', title: second, text: home.text },
        { type: 'link', title: third, address: 'https://shop.example/care' },
      ],
      conversations: [
        {
          ...{ conversation: ended, lastAt: Date.now() - 7_200_000, mine: false, unread: true },
          text: home.last,
        },
      ],
    });
  },
  act: (page, _, { home }) => page.getByText(home.titles[0] ?? '').waitFor(),
};

const begins: readonly WindowState[] = [
  home,
  {
    conversation: null,
    act: (page) => page.getByLabel('Your question').waitFor(),
  },
  {
    conversation: { status: 'waiting', agent: null, position: 2, waitS: 180, agentRead: 0 },
    messages: asked,
    act: (page) => page.getByText('You are second in line').waitFor(),
  },
  {
    settings: { agentsOnline: false },
    conversation: null,
    act: (page) => page.getByLabel('E-mail').waitFor(),
  },
];

const goesOn: readonly WindowState[] = [
  {
    async act(page, peer, words) {
      peer.down = true;
      peer.cut();
      await page.getByText('No connection').waitFor();
      await write(page, words);
      await page.getByText('Waiting to send').waitFor();
    },
  },
  {
    answer(frame, send) {
      if (frame.type !== 'chat.post') return;
      const message = 'Too many messages were sent in a short time.';
      const problem = { code: 'rate.messages', message, retry: false } as const;
      send({ type: 'chat.refused', conversation: 'c1', id: frame.id, problem });
    },
    async act(page, _, words) {
      await write(page, words);
      await page.getByText('Not sent').waitFor();
    },
  },
  {
    async act(page, peer) {
      const asks = [{ ask: 'a1', label: 'Your date of birth', kind: 'date' }] as const;
      peer.send({ type: 'chat.asks', conversation: 'c1', asks: [...asks] });
      await page.getByLabel('Your date of birth').waitFor();
    },
  },
  {
    answer(frame, send) {
      if (frame.type !== 'chat.after') return;
      const questions = { satisfaction: true, recommend: true, resolved: true, text: false };
      const survey = { questions, answers: null, open: true };
      send({ type: 'chat.after', conversation: 'c1', survey, transcript: 'may' });
    },
    async act(page, peer) {
      const [present] = peer.conversations;
      if (present)
        peer.send({
          type: 'chat.state',
          conversation: { ...present, status: 'ended', endedAt: Date.now() },
        });
      await page.getByText('How satisfied are you with our help?').waitFor();
    },
  },
];

/** By the name of their picture. */
export const states = { begins, 'goes-on': goesOn } as const;
