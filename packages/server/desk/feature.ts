// Conversations, put together: one desk an account, made when first needed and begun with what is
// stored; the visitor's side, the agents' socket, the REST routes and the room that decisions see.
import type { VisitorChat } from '@opportune/core/ports/visitor-chat.ts';
import type { AccountId, ConversationId } from '@opportune/protocol/ids.ts';
import type { Aside } from '@opportune/protocol/conversation/conversation.ts';
import type { ConsoleServerFrame } from '@opportune/protocol/frames-console.ts';
import type { Principal } from '../http/access/principal.ts';
import type { LineSource } from '../http/sockets/live-lines.ts';
import type { UpgradeHandler } from '../http/raw-routes.ts';
import { subscribe } from '@opportune/core/bus/bus-messages.ts';
import {
  configurationChanged,
  sessionsEnded,
  skillsChanged,
  usersChanged,
} from '@opportune/protocol/bus/changes.ts';
import type { Feature } from '../http/feature.ts';
import { addFigures } from '../http/figures.ts';
import { answerForRoom } from './answer-for-room.ts';
import { AccountDesk } from './account-desk.ts';
import { AgentSession } from '../agent/agent-session.ts';
import { Audience } from './audience/audience.ts';
import { AgentSockets } from '../agent/agent-socket.ts';
import { publicationTopic, readPublication } from './audience/publication.ts';
import { conversationRoutes } from './conversation-routes.ts';
import type { ConverseDependencies } from './seams.ts';
import { presences } from './audience/views.ts';
import { createVisitorChat } from '../channel/web/visitor-chat.ts';

export interface Converse extends Feature {
  readonly chat: VisitorChat;
  /** For `/api/v1/socket`. */
  readonly socket: UpgradeHandler;
  /** Its sockets, as far as they go on in a successor. */
  readonly consoles: LineSource;
  /** An agent's session on another carrier than the socket; `send` never throws and never blocks. */
  session(principal: Principal, send: (frame: ConsoleServerFrame) => void): Promise<AgentSession>;
  /** Notes something in a conversation, for agents only. */
  note(account: AccountId, conversation: ConversationId, aside: Aside): Promise<void>;
  /** Does what must not happen while the conversation is being taken up again: in its visitor's write queue. */
  inTurn<T>(account: AccountId, conversation: ConversationId, work: () => Promise<T>): Promise<T>;
  /** Console sockets open now. */
  readonly openSockets: number;
  /** Whether anybody is there for visitors. */
  agentsOnline(account: AccountId): boolean;
  /** Begins the desks with what is stored; any use does so too. */
  start(accounts: readonly AccountId[]): Promise<void>;
  /** Ends the sockets and resolves when everything decided is stored. */
  close(): Promise<void>;
}

const replanAgainMs = 5_000;
const deskAgainMs = { first: 1_000, most: 30_000 };

export function createConverse(use: ConverseDependencies): Converse {
  const desks = new Map<AccountId, Promise<AccountDesk>>();
  const ready = new Map<AccountId, AccountDesk>();
  const audiences = new Map<AccountId, Audience>();
  let closed = false;

  function deskOf(account: AccountId): Promise<AccountDesk> {
    const known = desks.get(account);
    if (known !== undefined) return known;
    const opening = openDeskOf(account);
    desks.set(account, opening);
    opening.catch(() => desks.delete(account));
    return opening;
  }

  /** Stays when a desk is made anew: the visitors' links are in it. */
  function audienceOf(account: AccountId): Audience {
    const known = audiences.get(account);
    if (known !== undefined) return known;
    const audience = new Audience(
      (message) => use.attachments?.forVisitor(account, message) ?? message,
    );
    audiences.set(account, audience);
    stops.push(
      use.bus.subscribe(publicationTopic(account), (message) => {
        const publication = readPublication(message);
        if (publication !== null) audience.hear(publication);
      }),
    );
    return audience;
  }

  /**
   * What the desk decided could not be stored, or it failed: agents come back to one that begins with the
   * store. It does so though nobody comes, since time goes on for those who wait.
   */
  function giveUp(desk: AccountDesk): void {
    const { account } = desk;
    void desk.close();
    // One that is opening yet fails for those who wait for it.
    if (ready.get(account) !== desk) return;
    desks.delete(account);
    ready.delete(account);
    desk.tellNobody();
    sockets.endAccount(account);
    openAgain(account, deskAgainMs.first);
  }

  /** Until it is open: the store may be away. */
  function openAgain(account: AccountId, delayMs: number): void {
    const next = Math.min(2 * delayMs, deskAgainMs.most);
    use.schedule(delayMs, () => {
      if (!closed) deskOf(account).catch(() => openAgain(account, next));
    });
  }

  async function openDeskOf(account: AccountId): Promise<AccountDesk> {
    const desk: AccountDesk = new AccountDesk(use, account, audienceOf(account), () =>
      giveUp(desk),
    );
    try {
      await desk.restore();
    } catch (error) {
      await desk.close();
      throw error;
    }
    ready.set(account, desk);
    return desk;
  }

  /** The desk that is open or opening; one that opens later reads them then. Until it can be read, the last stand. */
  function replan(account: AccountId): void {
    const opening = desks.get(account);
    void opening
      ?.then((desk) => desk.replan())
      .catch((error: unknown) => {
        use.log.warn('skills could not be read', { reason: String(error) });
        if (desks.get(account) === opening) use.schedule(replanAgainMs, () => replan(account));
      });
  }

  const sockets = new AgentSockets(use, { deskOf, audienceOf });
  const stops = [
    answerForRoom(use.bus, (account) => ready.get(account)),
    subscribe(use.bus, usersChanged, ({ account, user }) => {
      const profile = { user: user.id, name: user.name, room: user.room };
      const desk = ready.get(account);
      desk?.apply({ type: 'agent.changed', profile, disabled: user.disabled });
      sockets.changeUser(account, user);
      if (desk !== undefined && user.disabled)
        sockets.tell(account, { type: 'agents.all', agents: presences(desk.desk) });
      // Who is disabled has no skills, so that what only they had is everybody's.
      replan(account);
    }),
    subscribe(use.bus, skillsChanged, ({ account }) => replan(account)),
    subscribe(use.bus, sessionsEnded, ({ account, user }) => sockets.recheck(account, user)),
    subscribe(use.bus, configurationChanged, ({ account, version }) => {
      sockets.tell(account, { type: 'configuration.changed', version });
      // The time zone, in which hours are said, may be another.
      replan(account);
    }),
  ];

  return {
    name: 'desk',
    chat: createVisitorChat(use, { deskOf, audienceOf }),
    socket: sockets.upgrade,
    consoles: sockets,
    async session(principal, send) {
      const session = new AgentSession(use, await deskOf(principal.account), principal, {
        send,
      });
      await session.begin();
      return session;
    },
    routes: (app) => conversationRoutes(app, use, deskOf),
    async note(account, conversation, aside) {
      const { writes } = await deskOf(account);
      await writes.append(conversation, [writes.fromSystem({ type: 'aside', aside })]);
    },
    async inTurn(account, conversation, work) {
      const desk = await deskOf(account);
      const record = desk.record(conversation) ?? (await use.store.load(account, conversation));
      if (record === null) return work();
      return desk.writes.queue.run(`visitor ${record.visitor}`, work);
    },
    agentsOnline: (account) => audiences.get(account)?.agentsOnline ?? false,
    get openSockets() {
      return sockets.open;
    },
    sockets(host) {
      host.upgrade('/api/v1/socket', sockets.upgrade);
      host.goOn('console', sockets);
    },
    metrics: (registry) =>
      addFigures(registry, [
        ['opportune_console_sockets', 'Consoles connected', () => sockets.open],
      ]),
    async prepare(account) {
      await deskOf(account);
    },
    async start(accounts) {
      for (const account of accounts) await deskOf(account);
    },
    async close() {
      closed = true;
      await sockets.close();
      await Promise.all([...ready.values()].map((desk) => desk.close()));
      for (const stop of stops) stop();
      desks.clear();
    },
  };
}
