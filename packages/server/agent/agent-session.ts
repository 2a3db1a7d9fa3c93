// One console socket of a signed-in user, without the socket: frames in, frames out. An agent acts
// only in their own account and writes only in their own conversations. A command with a repeated
// request id is answered again, not performed again.
import { type ErrorCode, type Problem, problem } from '@opportune/protocol/errors.ts';
import type { ConsoleFrame, ConsoleServerFrame } from '@opportune/protocol/frames-console.ts';
import type { ConversationId, MessageId, UserId } from '@opportune/protocol/ids.ts';
import type { CallFrame } from '@opportune/protocol/conversation/spoken.ts';
import type { PrivateConsoleFrame } from '@opportune/protocol/conversation/private.ts';
import type { User } from '@opportune/protocol/rest/account.ts';
import { problemFor } from '../http/problem/answer-errors.ts';
import { includesRole, type Principal } from '../http/access/principal.ts';
import type { AccountDesk } from '../desk/account-desk.ts';
import { applyCommand, type Command } from './agent-commands.ts';
import { mayWrite, postAsAgent } from '../desk/post-as-agent.ts';
import { AgentReading } from './agent-reading.ts';
import { beginProactively } from './agent-start.ts';
import type { Subscriber } from '../desk/audience/audience.ts';
import { AgentDrafts } from './agent-drafts.ts';
import type { HandedConsole } from './handed-console.ts';
import { maskOf } from '@opportune/core/masking/ways-in.ts';
import { LiveList } from './live-list.ts';
import { type MessagesLeft, messagesLeft } from './messages-left.ts';
import { readConsoleFrame } from './read-console-frame.ts';
import type { AgentParts } from './seams.ts';
import { presences, ringsOf } from '../desk/audience/views.ts';

/** Where a session's frames go. */
export interface ConsoleEnd {
  /** Never throws and never blocks. */
  send(frame: ConsoleServerFrame): void;
  /** Sends a moment later, batched with others. */
  sendSoon(frame: ConsoleServerFrame): void;
  /** True if so much waits for the reader that lists should wait too. */
  isBehind(): boolean;
}

type Of<Type extends ConsoleFrame['type']> = Extract<ConsoleFrame, { type: Type }>;

export class AgentSession implements Subscriber {
  readonly user: UserId;
  readonly #use: AgentParts;
  readonly #desk: AccountDesk;
  #principal: Principal;
  readonly #drafts: AgentDrafts;
  readonly #reading: AgentReading;
  readonly #visitors: LiveList;
  readonly #end: ConsoleEnd;
  /**
   * The latest states of conversations that change while the list is read. Null: changes are sent
   * at once.
   */
  #meanwhile: Map<ConversationId, ConsoleServerFrame> | null = null;

  constructor(use: AgentParts, desk: AccountDesk, principal: Principal, end: ConsoleEnd) {
    this.user = principal.user.id;
    this.#end = end;
    this.#use = use;
    this.#desk = desk;
    this.#principal = principal;
    const tell = (frame: ConsoleServerFrame) => this.send(frame);
    const whose = { account: principal.account, user: this.user };
    this.#drafts = new AgentDrafts(use, desk, whose);
    this.#reading = new AgentReading(use, desk, { ...whose, send: tell });
    this.#visitors = new LiveList(use, principal.account, {
      send: tell,
      isBehind: () => end.isBehind(),
    });
  }

  get watching(): ReadonlySet<ConversationId> {
    return this.#reading.watching;
  }

  send(frame: ConsoleServerFrame): void {
    if (this.#meanwhile === null) this.#end.send(frame);
    else this.#note(frame, this.#meanwhile);
  }

  sendSoon(frame: ConsoleServerFrame): void {
    if (this.#meanwhile === null) this.#end.sendSoon(frame);
    else this.#note(frame, this.#meanwhile);
  }

  /**
   * Everything else is sent again after it is read. For a conversation, the latest state is enough.
   */
  #note(frame: ConsoleServerFrame, meanwhile: Map<ConversationId, ConsoleServerFrame>): void {
    if (frame.type === 'conversation.changed') meanwhile.set(frame.conversation.id, frame);
  }

  /** Sends the whole state, then changes. */
  async begin(): Promise<void> {
    const { account } = this.#principal;
    // Reads it here once, so that it is available to every frame.
    await maskOf(this.#use.masks, account);
    // Subscribes before it reads, so that a message left at that moment is in the list or sent
    // after it.
    this.#meanwhile = new Map();
    this.#connect();
    try {
      await this.#tellAll();
    } catch (error) {
      // Nothing else ends a session that failed to begin, and its agent would stay present forever.
      this.end();
      throw error;
    }
  }

  async #tellAll(): Promise<void> {
    const left = await messagesLeft(this.#use.store, this.#principal.account);
    const heard = [...(this.#meanwhile ?? [])];
    this.#meanwhile = null;
    this.#tellStanding(left);
    // Conversations of the desk are sent in their current state.
    for (const [id, frame] of heard) if (this.#desk.record(id) === undefined) this.send(frame);
    await this.#tellCalls();
    await this.#drafts.tellAll((frame) => this.send(frame));
  }

  #tellStanding({ listed, unlisted }: MessagesLeft): void {
    const { desk } = this.#desk;
    const own = desk.agents.get(this.user);
    this.send({
      type: 'ready',
      user: this.user,
      state: own?.state ?? 'offline',
      chosen: (own?.chosen ?? null) !== null,
      serverTime: this.#use.clock.now(),
    });
    this.send({ type: 'agents.all', agents: presences(desk) });
    const left = listed.filter(({ id }) => this.#desk.record(id) === undefined);
    const conversations = [...this.#desk.records(), ...left];
    this.send({ type: 'conversations.all', conversations, unlisted });
    this.send({ type: 'room', skills: desk.availability.skills });
    this.send({ type: 'rings.all', rings: ringsOf(desk) });
    for (const frame of this.#desk.joinedReads.of(this.user)) this.send(frame);
    for (const frame of this.#desk.privates.of(this.user)) this.send(frame);
  }

  async #tellCalls(): Promise<void> {
    this.send(await this.#use.calls.all(this.#inCalls));
  }

  get #inCalls() {
    const { account, user } = this.#principal;
    return { account, user: this.user, isManager: includesRole(user.role, 'manager') };
  }

  /** Continues for a console that knows the state. Sends only what a restart may have changed. */
  goOn({ watching, visitors }: Pick<HandedConsole, 'watching' | 'visitors'>): void {
    for (const each of watching) this.#reading.watching.add(each);
    this.#connect();
    const { desk } = this.#desk;
    this.send({ type: 'agents.all', agents: presences(desk) });
    this.send({ type: 'room', skills: desk.availability.skills });
    this.send({ type: 'rings.all', rings: ringsOf(desk) });
    if (visitors !== null) this.#visitors.goOn(visitors);
    // A console that is not told has the calls that it knows.
    this.#tellCalls().catch(() => {});
  }

  /**
   * The state that a successor needs to continue. Null if part of the session exists in memory
   * only.
   */
  handed(): Pick<HandedConsole, 'watching' | 'visitors'> | null {
    if (this.#desk.privates.of(this.user).length > 0) return null;
    return { watching: [...this.watching], visitors: this.#visitors.open };
  }

  #connect(): void {
    const { id, name, kind, room } = this.#principal.user;
    this.#desk.audience.subscribe(this);
    this.#desk.apply({ type: 'agent.connected', profile: { user: id, name, kind, room } });
  }

  /** Their account was changed. Their rights and profile follow it from now on. */
  changed(user: User): void {
    this.#principal = { ...this.#principal, user };
    const { name, kind, room } = user;
    const known = this.#desk.desk.agents.get(this.user)?.profile;
    if (known === undefined || (known.name === name && known.room === room)) return;
    const profile = { user: this.user, name, kind, room };
    this.#desk.apply({ type: 'agent.changed', profile, disabled: false });
  }

  /** The socket is closed. The grace period begins with the user's last socket. */
  end(): void {
    this.#visitors.stop();
    const last = this.#desk.audience.unsubscribe(this);
    if (last) this.#desk.apply({ type: 'agent.disconnected', user: this.user });
  }

  /**
   * Handles one frame as text. A frame that does not parse is answered with a problem and affects
   * nothing else.
   */
  async receive(text: string): Promise<void> {
    const read = readConsoleFrame(text, await maskOf(this.#use.masks, this.#principal.account));
    if ('problem' in read) return this.send({ type: 'problem', ...read });
    const { frame } = read;
    try {
      const refused = await this.#act(frame);
      if (refused !== null) this.#refuse(frame, problem(refused));
    } catch (error) {
      const found = problemFor(error);
      const { type } = frame;
      // Its client sends it again, to another process.
      if (found.code !== 'server.stopping')
        this.#use.log.error('a console frame failed', {
          ...{ type, code: found.code, reason: String(error) },
        });
      this.#refuse(frame, found);
    }
  }

  async #act(frame: ConsoleFrame): Promise<ErrorCode | null> {
    switch (frame.type) {
      case 'ping':
        this.send({ type: 'pong', serverTime: this.#use.clock.now() });
        return null;
      case 'visitors.watch':
        return this.#visitors.watch(frame.site);
      case 'visitors.unwatch':
        this.#visitors.stop();
        return null;
      case 'agent.state':
        return this.#choose(frame);
      case 'agent.set':
        return this.#setState(frame);
      case 'message.post':
        return this.#post(frame);
      case 'conversation.begin':
        return this.#begin(frame);
      case 'draft.keep':
        return this.#drafts.keep(frame);
      case 'conversation.resume':
        return this.#reading.resume(frame);
      case 'conversation.typing':
        return this.#type(frame);
      case 'conversation.received':
      case 'conversation.read':
        return this.#reading.mark(frame);
      case 'call.propose':
      case 'call.accept':
      case 'call.leave':
      case 'call.offer':
      case 'call.mute':
      case 'call.failed':
      case 'call.hold':
      case 'call.record':
      case 'call.watch':
      case 'call.consult':
      case 'call.hand-over':
      case 'call.conference':
      case 'call.return':
        return this.#speak(frame);
      case 'private.ask':
      case 'private.close':
        return this.#private(frame);
      default:
        return this.#command(frame);
    }
  }

  async #choose({ state, reason: said }: Of<'agent.state'>): Promise<ErrorCode | null> {
    const reason = said ?? null;
    const known = this.#desk.desk.plan.settings.reasons;
    if (reason !== null && (state === 'online' || !known.includes(reason)))
      return 'request.invalid';
    await this.#desk.apply({ type: 'agent.chose', user: this.user, state, reason }).stored;
    return null;
  }

  /**
   * Sets the state of a user at the desk. Their ringing offers move to others; they keep their
   * conversations.
   */
  async #setState({ user, state, request }: Of<'agent.set'>): Promise<ErrorCode | null> {
    if (!includesRole(this.#principal.user.role, 'manager')) return 'auth.forbidden';
    const agent = this.#desk.desk.agents.get(user);
    if (agent === undefined) return 'request.not_found';
    // A state set for an absent user would lapse with their grace period.
    if (agent.goneAt !== null) return 'agent.absent';
    await this.#desk.apply({ type: 'agent.chose', user, state }).stored;
    this.send({ type: 'done', request });
    return null;
  }

  async #post(frame: Of<'message.post'>): Promise<ErrorCode | null> {
    this.#drafts.posted(frame);
    const posted = await postAsAgent(this.#use, this.#desk, this.#principal, frame);
    return typeof posted === 'string' ? posted : this.#posted(frame.conversation, posted);
  }

  #posted(
    conversation: ConversationId,
    { id, sequence, at }: { id: MessageId; sequence: number; at: number },
  ): null {
    this.send({ type: 'posted', conversation, id, sequence, at });
    return null;
  }

  #type(frame: Of<'conversation.typing'>): null {
    const record = this.#desk.record(frame.conversation);
    if (record === undefined || mayWrite(this.#desk, this.user, record.id) !== null) return null;
    const by = { user: this.user, name: this.#principal.user.name };
    this.#desk.writes.publish({ type: 'agent-typing', record, by, typing: frame.typing });
    this.#desk.signal(record, { type: 'typing', on: frame.typing });
    return null;
  }

  async #begin(frame: Of<'conversation.begin'>): Promise<ErrorCode | null> {
    const begun = await beginProactively(this.#use, this.#desk, this.#principal, frame);
    if ('refused' in begun) return begun.refused;
    this.send({ type: 'done', request: frame.request, conversation: begun.conversation });
    return null;
  }

  async #speak(frame: CallFrame): Promise<ErrorCode | null> {
    const refused = await this.#use.calls.act(this.#inCalls, frame);
    if (refused === null && 'request' in frame) this.send({ type: 'done', request: frame.request });
    return refused;
  }

  #private(frame: PrivateConsoleFrame): ErrorCode | null {
    const refused = this.#desk.privates.act(this.user, frame);
    if (refused === null) this.send({ type: 'done', request: frame.request });
    return refused;
  }

  async #command(frame: Command): Promise<ErrorCode | null> {
    const refused = await this.#desk.commands.once(`${this.user} ${frame.request}`, () =>
      applyCommand(this.#use, this.#desk, this.#principal, frame),
    );
    if (refused === null) this.send({ type: 'done', request: frame.request });
    return refused;
  }

  #refuse(frame: ConsoleFrame, refused: Problem): void {
    const named = 'request' in frame ? frame.request : 'call' in frame ? frame.call : undefined;
    const request = named === undefined ? {} : { request: named };
    const id = frame.type === 'message.post' ? { id: frame.id } : {};
    this.send({ type: 'problem', problem: refused, ...request, ...id });
  }
}
