// The desks of accounts, as a feature: the routes of conversations, agents' room for whoever decides,
// and the desks for what carries frames to them.
import { subscribe } from '@opportune/core/bus/bus-messages.ts';
import {
  channelsChanged,
  configurationChanged,
  skillsChanged,
  usersChanged,
} from '@opportune/protocol/bus/changes.ts';
import type { AddressAt } from '@opportune/protocol/contact/contact.ts';
import type { Aside } from '@opportune/protocol/conversation/conversation.ts';
import type { AccountId, ConversationId } from '@opportune/protocol/ids.ts';
import type { JobKind } from '@opportune/core/ports/jobs.ts';
import type { Feature } from '../http/feature.ts';
import { answeredKind } from './cases/answered.ts';
import { answerForRoom } from './answer-for-room.ts';
import { type Incoming, receive, type Received } from './commands/receive.ts';
import { conversationRoutes } from './conversation-routes.ts';
import { Desks } from './desks.ts';
import type { DeskDependencies } from './seams.ts';

export interface DeskFeature extends Feature {
  readonly desks: Desks;
  readonly kinds: readonly JobKind[];
  /** Notes something in a conversation, for agents only. */
  note(account: AccountId, conversation: ConversationId, aside: Aside): Promise<void>;
  /** Does what must not happen while the conversation is being taken up again: in its address's write queue. */
  inTurn<T>(account: AccountId, conversation: ConversationId, work: () => Promise<T>): Promise<T>;
  /** A message of a contact on an asynchronous channel. Rejects where it cannot be stored now. */
  receive(account: AccountId, incoming: Incoming): Promise<Received>;
  /** Open conversations at these addresses have another contact: it is read, and consoles are told. */
  moved(account: AccountId, addresses: readonly AddressAt[]): Promise<void>;
  /** Begins the desks with what is stored; any use does so too. */
  start(accounts: readonly AccountId[]): Promise<void>;
  /** Resolves when everything decided is stored. */
  close(): Promise<void>;
}

export function createDesk({
  world,
  team,
  letters,
  past,
  ...given
}: DeskDependencies): DeskFeature {
  const parts = { ...world, ...team, ...letters, ...past, ...given };
  const { bus, store } = parts;
  const desks = new Desks(parts);
  const stops = [
    answerForRoom(bus, desks),
    subscribe(bus, usersChanged, ({ account, user }) => {
      const profile = { user: user.id, name: user.name, kind: user.kind, room: user.room };
      desks.open(account)?.apply({ type: 'agent.changed', profile, disabled: user.disabled });
      // Who is disabled has no skills, so that what only they had is everybody's.
      desks.replan(account);
    }),
    subscribe(bus, skillsChanged, ({ account }) => desks.replan(account)),
    subscribe(bus, channelsChanged, ({ account }) => desks.rechannel(account)),
    // The time zone, in which hours are said, may be another.
    subscribe(bus, configurationChanged, ({ account }) => desks.replan(account)),
  ];
  return {
    name: 'desk',
    desks,
    kinds: [answeredKind(desks, store)],
    routes: (app) => conversationRoutes(app, parts, (account) => desks.of(account)),
    async note(account, conversation, aside) {
      const { writes } = await desks.of(account);
      await writes.append(conversation, [writes.fromSystem({ type: 'aside', aside })]);
    },
    async inTurn(account, conversation, work) {
      const desk = await desks.of(account);
      const known = desk.record(conversation) ?? (await store.load(account, conversation));
      if (known === null) return work();
      return desk.writes.ofAddress(known, work);
    },
    receive: async (account, incoming) => receive(parts, await desks.of(account), incoming),
    async moved(account, addresses) {
      const { writes } = await desks.of(account);
      const open = addresses.flatMap((address) => writes.records.of(address));
      await Promise.all(open.map((id) => writes.readAgain(id)));
    },
    async prepare(account) {
      await desks.of(account);
    },
    async start(accounts) {
      for (const account of accounts) await desks.of(account);
    },
    async close() {
      await desks.close();
      for (const stop of stops) stop();
    },
  };
}
