// Answers a window's request for its home: what the account wrote, who is there, how fast they
// answer, the hours, and the visitor's own conversations. Notes of agents are in no part of it.
import { changesAt, hoursOf, isOpenAt } from '@opportune/core/conversation/routing/hours.ts';
import { dayMs } from '@opportune/core/world/local-time.ts';
import {
  type EarlierItem,
  type HomeFrame,
  homeLimits,
} from '@opportune/protocol/conversation/home.ts';
import { mostFaces } from '@opportune/protocol/conversation/face.ts';
import type { Conversation } from '@opportune/protocol/conversation/conversation.ts';
import { forVisitor, photoIn } from '../for-visitor.ts';
import { type Chat, lately } from '../own-conversations.ts';
import type { WebChatParts } from '../seams.ts';
import { speaksNow } from './speaks.ts';

/** `changesAt` searches no further ahead. */
const foreseenMs = 14 * dayMs;
/** Among the newest messages, one that the visitor could see is found without reading all. */
const newestRead = 20;

export async function sendHome(use: WebChatParts, chat: Chat): Promise<null> {
  const { account, site } = chat.link;
  const [settings, replyS, records, speaks] = await Promise.all([
    use.homeOf(chat.link),
    use.replyTimeOf(account, site),
    lately(chat),
    speaksNow(use, chat),
  ]);
  const shown = records.slice(0, homeLimits.conversations);
  chat.link.send({
    type: 'chat.home',
    greeting: settings?.greeting ?? '',
    items: settings?.items ?? [],
    ...facesOf(use, chat),
    replyS,
    hours: hoursNow(chat, use.clock.now()),
    ...(speaks !== null && { speaks }),
    conversations: await Promise.all(shown.map((record) => earlier(use, chat, record))),
  });
  return null;
}

/** People only: a program has no face. */
function facesOf(
  { photoOf }: Pick<WebChatParts, 'photoOf'>,
  { desk, link }: Chat,
): Pick<HomeFrame, 'faces' | 'photos'> {
  const there = [...desk.desk.agents.values()]
    .filter(
      ({ profile, state, disabled, goneAt }) =>
        profile.kind === 'person' && state === 'online' && !disabled && goneAt === null,
    )
    .map(({ profile }) => profile)
    .toSorted((one, other) => (one.name < other.name ? -1 : 1))
    .slice(0, mostFaces);
  const photos = there.map(({ user }) => photoOf(link.account, link.site, user));
  return {
    faces: there.map(({ name }) => name),
    ...(photos.some((photo) => photo !== null) && { photos }),
  };
}

/** The hours of the account: which skill a visitor will need is not known yet. */
function hoursNow({ desk }: Chat, now: number): HomeFrame['hours'] {
  const { plan } = desk.desk;
  const hours = hoursOf(plan, null);
  if (hours === null) return null;
  const until = changesAt(hours, plan.zone, now);
  const isForeseen = until < now + foreseenMs;
  return { isOpen: isOpenAt(hours, plan.zone, now), until: isForeseen ? until : null };
}

async function earlier(
  use: Pick<WebChatParts, 'photoOf'>,
  { store, desk, link }: Chat,
  record: Conversation,
): Promise<EarlierItem> {
  const { id, lastSequence, visitorRead, lastAt } = record;
  const reading = { after: Math.max(0, lastSequence - newestRead), limit: newestRead };
  const newest = await store.after(link.account, id, { ...reading, notes: false });
  const last = newest.findLast(({ body }) => body.type === 'text');
  const text = last?.body.type === 'text' ? last.body.text : '';
  return {
    conversation: forVisitor(record, desk.place(id), photoIn(use, link, record)),
    lastAt,
    text: [...text].slice(0, homeLimits.textLength).join(''),
    mine: last?.author.type === 'visitor',
    unread: newest.some(
      ({ author, sequence }) => author.type === 'agent' && sequence > visitorRead,
    ),
  };
}
