// Builds the desk feature: the routes of conversations, agents' availability, and the desks for the
// channels.
import { subscribe } from '@opportune/core/bus/bus-messages.ts';
import {
  accountRemoved,
  channelsChanged,
  configurationChanged,
  skillsChanged,
  usersChanged,
} from '@opportune/protocol/bus/changes.ts';
import type { AtPage } from '@opportune/core/call/caller-codes.ts';
import type { AddressAt } from '@opportune/protocol/contact/contact.ts';
import type { Aside, Conversation } from '@opportune/protocol/conversation/conversation.ts';
import type { ErrorCode } from '@opportune/protocol/errors.ts';
import {
  type AccountId,
  type ConversationId,
  MessageId,
  type UserId,
} from '@opportune/protocol/ids.ts';
import type { JobKind } from '@opportune/core/ports/jobs.ts';
import type { Principal } from '../http/access/principal.ts';
import type { Feature } from '../http/feature.ts';
import { answeredKind } from './cases/answered.ts';
import { answerForRoom } from './answer-for-room.ts';
import { callIn, type CallIn, type CalledIn } from './commands/call-in.ts';
import { type Change, noteChange } from './commands/change.ts';
import { leaveSound, type LeftSound, mayLeave } from './commands/leave-sound.ts';
import { type ControlNote, noteControl } from './commands/control.ts';
import { type ContactTypes, createTellTyping } from './commands/contact-types.ts';
import { hearElsewhere } from './commands/elsewhere.ts';
import { type CallerAside, proveCaller } from './commands/prove-caller.ts';
import { type Incoming, receive, type Received } from './commands/receive.ts';
import { conversationRoutes } from './conversation-routes.ts';
import { Desks } from './desks.ts';
import { mayWrite, postAsAgent } from './post-as-agent.ts';
import type { DeskDependencies } from './seams.ts';

interface Saying {
  readonly conversation: ConversationId;
  readonly id: string;
  readonly text: string;
}

export interface DeskFeature extends Feature {
  readonly desks: Desks;
  readonly kinds: readonly JobKind[];
  /** Adds a note to a conversation, for agents only. */
  note(account: AccountId, conversation: ConversationId, aside: Aside): Promise<void>;
  /** Why a user may not write in a conversation now. Null: they may. */
  mayWrite(account: AccountId, user: UserId, id: ConversationId): Promise<ErrorCode | null>;
  /** Writes in a conversation as an agent. Null, or the code of a refusal. */
  write(principal: Principal, said: Saying): Promise<ErrorCode | null>;
  /**
   * Runs work in the write queue of the conversation's address, so that the conversation is not
   * reopened meanwhile.
   */
  inTurn<T>(account: AccountId, conversation: ConversationId, work: () => Promise<T>): Promise<T>;
  /**
   * Takes a message on an asynchronous channel: of a contact, or what was written to them in the
   * provider's own app. Rejects if it cannot be stored now.
   */
  receive(account: AccountId, incoming: Incoming): Promise<Received>;
  /** Begins the conversation of somebody who calls by telephone. */
  callIn(account: AccountId, asked: CallIn): Promise<CalledIn>;
  /** Notes what a caller typed, and binds their conversation to the page that they are at, if any. */
  proveCaller(
    account: AccountId,
    conversation: ConversationId,
    page: AtPage | null,
    aside: CallerAside,
  ): Promise<void>;
  /** Writes a message that was left by telephone, once. Null: its contact may write nothing. */
  leaveSound(account: AccountId, left: LeftSound): Promise<Conversation | null>;
  /** Whether somebody may leave such a message now. */
  mayLeave(account: AccountId, at: AddressAt): Promise<boolean>;
  /** Notes what a contact changed at a message. False: there is no such message. */
  change(account: AccountId, change: Change): Promise<boolean>;
  /** Notes which app of the business has a conversation. False: none is open there. */
  control(account: AccountId, note: ControlNote): Promise<boolean>;
  /** Tells agents that a contact types. Nothing is stored. */
  types(account: AccountId, types: ContactTypes): void;
  /** Open conversations at these addresses have another contact. Reads it and informs consoles. */
  moved(account: AccountId, addresses: readonly AddressAt[]): Promise<void>;
  /** Opens the desks from what is stored. Any use of a desk opens it too. */
  start(accounts: readonly AccountId[]): Promise<void>;
  /** Resolves when all decisions are stored. */
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
  const tellTyping = createTellTyping(parts.schedule);
  const stops = [
    answerForRoom(bus, desks),
    subscribe(bus, usersChanged, ({ account, user }) => {
      const profile = { user: user.id, name: user.name, kind: user.kind, room: user.room };
      desks.open(account)?.apply({ type: 'agent.changed', profile, disabled: user.disabled });
      // A disabled agent has no skills, so conversations of skills that only they had go to
      // everybody.
      desks.replan(account);
    }),
    subscribe(bus, accountRemoved, ({ account }) => void desks.drop(account)),
    subscribe(bus, skillsChanged, ({ account }) => desks.replan(account)),
    subscribe(bus, channelsChanged, ({ account }) => desks.rechannel(account)),
    // The time zone, in which opening hours are given, may have changed.
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
    mayWrite: async (account, user, id) => mayWrite(await desks.of(account), user, id),
    async write(principal, { id, ...said }) {
      const post = { ...said, id: MessageId.parse(id), note: false };
      const posted = await postAsAgent(parts, await desks.of(principal.account), principal, post);
      return typeof posted === 'string' ? posted : null;
    },
    async inTurn(account, conversation, work) {
      const desk = await desks.of(account);
      const known = desk.record(conversation) ?? (await store.load(account, conversation));
      if (known === null) return work();
      return desk.writes.ofAddress(known, work);
    },
    async receive(account, incoming) {
      const isElsewhere = incoming.message.author.type === 'channel' || incoming.standby === true;
      const take = isElsewhere ? hearElsewhere : receive;
      return take(parts, await desks.of(account), incoming);
    },
    callIn: async (account, asked) => callIn(parts, await desks.of(account), asked),
    proveCaller: async (account, ...of) => proveCaller(await desks.of(account), ...of),
    leaveSound: async (account, left) => leaveSound(parts, await desks.of(account), left),
    mayLeave: async (account, at) => mayLeave(parts, await desks.of(account), at),
    change: async (account, change) => noteChange(parts, await desks.of(account), change),
    control: async (account, note) => noteControl(parts, await desks.of(account), note),
    types(account, types) {
      // While no desk is open, nobody sees it.
      const desk = desks.open(account);
      if (desk !== undefined) tellTyping(desk, types);
    },
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
