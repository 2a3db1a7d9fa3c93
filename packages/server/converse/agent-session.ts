// One console socket of one signed-in user, without the socket: frames in, frames out. An agent
// acts only in their own account, writes only in their own conversations, and a command repeated
// with the same request id is answered again, not done again.
import type { Mask } from '@opportune/core/masking/mask.ts';
import { maskSaid } from '@opportune/core/masking/ways-in.ts';
import { type ErrorCode, type Problem, problem } from '@opportune/protocol/errors.ts';
import { ConsoleFrame, type ConsoleServerFrame } from '@opportune/protocol/frames-console.ts';
import { type ConversationId, MessageId, SiteId, type UserId } from '@opportune/protocol/ids.ts';
import { conversationLimits } from '@opportune/protocol/limits.ts';
import type { PrivateConsoleFrame } from '@opportune/protocol/private.ts';
import type { z } from 'zod';
import { problemFor } from '../http/answer-errors.ts';
import { includesRole, type Principal } from '../http/principal.ts';
import type { AccountDesk } from './account-desk.ts';
import { applyCommand, type Command } from './agent-commands.ts';
import { mayWrite, postAsAgent } from './agent-post.ts';
import { beginByHand } from './agent-start.ts';
import type { AgentEar } from './audience.ts';
import { AgentDrafts } from './drafts/agent-drafts.ts';
import type { HandedConsole } from './handed-console.ts';
import { maskOf } from './masking/masked-frames.ts';
import { resumePage } from './resume-page.ts';
import type { ConverseDependencies } from './seams.ts';
import { presences, ringsOf } from './views.ts';

/** Where a session's frames go. */
export interface ConsoleEnd {
  /** Never throws and never blocks. */
  send(frame: ConsoleServerFrame): void;
  /** What may come a moment later, gathered with others; left out: it is sent at once. */
  sendSoon?(frame: ConsoleServerFrame): void;
  /** Whether so much waits for the reader that lists can wait too. */
  isBehind?(): boolean;
}

const listAgainMs = 2000;

type Of<Type extends ConsoleFrame['type']> = Extract<ConsoleFrame, { type: Type }>;

export class AgentSession implements AgentEar {
  readonly user: UserId;
  readonly watching = new Set<ConversationId>();
  readonly send: (frame: ConsoleServerFrame) => void;
  readonly sendSoon: (frame: ConsoleServerFrame) => void;
  readonly #use: ConverseDependencies;
  readonly #desk: AccountDesk;
  readonly #principal: Principal;
  readonly #drafts: AgentDrafts;
  readonly #isBehind: () => boolean;
  /** The live list that is open; null: none is. */
  #visitors: { readonly site?: SiteId | undefined } | null = null;
  #unwatchVisitors: () => void = () => {};

  constructor(
    use: ConverseDependencies,
    desk: AccountDesk,
    principal: Principal,
    { send, sendSoon = send, isBehind = () => false }: ConsoleEnd,
  ) {
    this.user = principal.user.id;
    this.send = send;
    this.sendSoon = sendSoon;
    this.#use = use;
    this.#desk = desk;
    this.#principal = principal;
    this.#drafts = new AgentDrafts(use, desk, { account: principal.account, user: this.user });
    this.#isBehind = isBehind;
  }

  /** Tells everything there is, then what changes. */
  async begin(): Promise<void> {
    // Read once here, it is there for every frame.
    await maskOf(this.#use, this.#principal.account);
    const { id } = this.#principal.user;
    const left = await this.#use.store.list(this.#principal.account, {
      status: 'message',
      before: null,
      limit: 100,
    });
    this.#connect();
    const state = this.#desk.desk.agents.get(id)?.state ?? 'offline';
    this.send({ type: 'ready', user: id, state, serverTime: this.#use.clock.now() });
    this.send({ type: 'agents.all', agents: presences(this.#desk.desk) });
    this.send({
      type: 'conversations.all',
      conversations: [...this.#desk.records(), ...left],
    });
    this.send({ type: 'room', skills: this.#desk.desk.availability.skills });
    this.send({ type: 'rings.all', rings: ringsOf(this.#desk.desk) });
    for (const frame of this.#desk.joinedReads.of(id)) this.send(frame);
    for (const frame of this.#desk.privates.of(id)) this.send(frame);
    await this.#drafts.tellAll(this.send);
  }

  /** Goes on for a console that knows how everything stood: told is what a restart may have changed. */
  goOn({ watching, visitors }: Pick<HandedConsole, 'watching' | 'visitors'>): void {
    for (const each of watching) this.watching.add(each);
    this.#connect();
    const { desk } = this.#desk;
    this.send({ type: 'agents.all', agents: presences(desk) });
    this.send({ type: 'room', skills: desk.availability.skills });
    this.send({ type: 'rings.all', rings: ringsOf(desk) });
    if (visitors !== null) this.#watchAgain(visitors);
  }

  /** What a successor has to know to go on; null: something of theirs is in memory alone. */
  handed(): Pick<HandedConsole, 'watching' | 'visitors'> | null {
    if (this.#desk.privates.of(this.user).length > 0) return null;
    return { watching: [...this.watching], visitors: this.#visitors };
  }

  #connect(): void {
    const { id, name, room } = this.#principal.user;
    this.#desk.audience.addEar(this);
    this.#desk.apply({ type: 'agent.connected', profile: { user: id, name, room } });
  }

  /** The socket is gone. The grace period begins with the user's last one. */
  end(): void {
    this.#stopWatching();
    const last = this.#desk.audience.removeEar(this);
    if (last) this.#desk.apply({ type: 'agent.disconnected', user: this.user });
  }

  /** One frame as text; what does not parse is answered with a problem, and loses nothing else. */
  async receive(text: string): Promise<void> {
    const read = readFrame(text, await maskOf(this.#use, this.#principal.account));
    if ('problem' in read) return this.send({ type: 'problem', ...read });
    const { frame } = read;
    try {
      const refused = await this.#act(frame);
      if (refused !== null) this.#refuse(frame, problem(refused));
    } catch (error) {
      const found = problemFor(error);
      this.#use.log.error('a console frame failed', {
        type: frame.type,
        code: found.code,
        reason: String(error),
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
        return this.#watchVisitors(frame);
      case 'visitors.unwatch':
        this.#stopWatching();
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
        return this.#resume(frame);
      case 'conversation.typing':
        return this.#type(frame);
      case 'conversation.received':
      case 'conversation.read':
        return this.#mark(frame);
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

  /** Of somebody who is at the desk; what rings there rings elsewhere, what they have they keep. */
  async #setState({ user, state, request }: Of<'agent.set'>): Promise<ErrorCode | null> {
    if (!includesRole(this.#principal.user.role, 'manager')) return 'auth.forbidden';
    if (!this.#desk.desk.agents.has(user)) return 'request.not_found';
    await this.#desk.apply({ type: 'agent.chose', user, state }).stored;
    this.send({ type: 'done', request });
    return null;
  }

  #watchVisitors(frame: Of<'visitors.watch'>): ErrorCode | null {
    const site = frame.site === undefined ? undefined : SiteId.safeParse(frame.site);
    if (site?.success === false) return 'request.invalid';
    this.#watchVisitorsOf(site?.data);
    return null;
  }

  #watchVisitorsOf(site: SiteId | undefined): void {
    this.#stopWatching();
    this.#visitors = { site };
    this.#unwatchVisitors = this.#use.visitors.watch(this.#principal.account, site, {
      send: this.send,
      isBehind: this.#isBehind,
    });
  }

  /** The list that they see stands until the profiles of all who are there are read. */
  #watchAgain(visitors: NonNullable<HandedConsole['visitors']>): void {
    this.#visitors = visitors;
    const { site } = visitors;
    this.#unwatchVisitors = this.#use.schedule(listAgainMs, () => this.#watchVisitorsOf(site));
  }

  #stopWatching(): void {
    this.#visitors = null;
    this.#unwatchVisitors();
    this.#unwatchVisitors = () => {};
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

  /** In the conversation's lane, so that what is published meanwhile comes after the page. */
  #resume(frame: Of<'conversation.resume'>): Promise<ErrorCode | null> {
    const { account } = this.#principal;
    return this.#desk.writes.lanes.run(frame.conversation, async () => {
      const record = await this.#use.store.load(account, frame.conversation);
      if (record === null) return 'request.not_found';
      const { after } = frame;
      const page = await resumePage(this.#use.store, account, record.id, { after, notes: true });
      this.#watch(record.id);
      this.send({ type: 'conversation.changed', conversation: record });
      this.send({ type: 'messages', ...page });
      return null;
    });
  }

  #watch(conversation: ConversationId): void {
    this.watching.delete(conversation);
    this.watching.add(conversation);
    const [oldest] = this.watching;
    if (this.watching.size > conversationLimits.watched && oldest !== undefined)
      this.watching.delete(oldest);
  }

  #type(frame: Of<'conversation.typing'>): null {
    const record = this.#desk.record(frame.conversation);
    if (record === undefined || mayWrite(this.#desk, this.user, record.id) !== null) return null;
    const by = { user: this.user, name: this.#principal.user.name };
    this.#desk.writes.publish({ type: 'agent-typing', record, by, typing: frame.typing });
    return null;
  }

  /** Only the agent whose conversation it is moves its marks; who joined has one of their own. */
  #mark(frame: Of<'conversation.received' | 'conversation.read'>): null {
    const record = this.#desk.record(frame.conversation);
    if (record === undefined || frame.through < 1) return null;
    const { through } = frame;
    const read = frame.type === 'conversation.read';
    if (record.agent?.user !== this.user) {
      const seen = read ? this.#desk.joinedReads.raise(record, this.user, through) : null;
      if (seen !== null) this.#desk.audience.tellUser(this.user, seen);
      return null;
    }
    if (through <= (read ? record.agentRead : record.agentDelivered)) return null;
    this.#desk.writes.mark(
      record,
      read ? { agentDelivered: through, agentRead: through } : { agentDelivered: through },
    );
    return null;
  }

  async #begin(frame: Of<'conversation.begin'>): Promise<ErrorCode | null> {
    const begun = await beginByHand(this.#use, this.#desk, this.#principal, frame);
    if ('refused' in begun) return begun.refused;
    this.send({ type: 'done', request: frame.request, conversation: begun.conversation });
    return null;
  }

  #private(frame: PrivateConsoleFrame): ErrorCode | null {
    const refused = this.#desk.privates.act(this.user, frame);
    if (refused === null) this.send({ type: 'done', request: frame.request });
    return refused;
  }

  async #command(frame: Command): Promise<ErrorCode | null> {
    const took = { type: 'took', conversation: frame.conversation } as const;
    if (takes(frame, this.user)) this.#desk.audience.tellUser(this.user, took);
    const refused = await this.#desk.commands.once(`${this.user} ${frame.request}`, () =>
      applyCommand(this.#use, this.#desk, this.#principal, frame),
    );
    if (refused === null) this.send({ type: 'done', request: frame.request });
    return refused;
  }

  #refuse(frame: ConsoleFrame, refused: Problem): void {
    const request = 'request' in frame ? { request: frame.request } : {};
    const id = frame.type === 'message.post' ? { id: frame.id } : {};
    this.send({ type: 'problem', problem: refused, ...request, ...id });
  }
}

/** Whether it is theirs by their own hand, where it is done. */
function takes(frame: Command, user: UserId): boolean {
  const { type } = frame;
  if (type === 'conversation.transfer') return frame.to === user;
  return (
    type === 'conversation.accept' ||
    type === 'conversation.take-over' ||
    type === 'conversation.reopen'
  );
}

type Read =
  | { readonly frame: ConsoleFrame }
  | { readonly problem: Problem; readonly request?: string; readonly id?: MessageId };

/** Parses a frame; where it fails, says at which field and to which request. */
function readFrame(text: string, mask: Mask): Read {
  let json: unknown;
  try {
    json = maskSaid(mask, JSON.parse(text));
  } catch {
    return { problem: problem('request.malformed') };
  }
  const parsed = ConsoleFrame.safeParse(json);
  if (parsed.success) return { frame: parsed.data };
  return { problem: problemOf(parsed.error), ...addressOf(json) };
}

function problemOf(error: z.ZodError): Problem {
  const issue = error.issues[0];
  const path = issue?.path.map(String).join('.') ?? '';
  if (path === 'text' && issue?.code === 'too_big') return problem('message.too_long', { path });
  if (path === 'text' && issue?.code === 'too_small') return problem('message.empty', { path });
  return problem('request.invalid', { path });
}

function addressOf(json: unknown): { request?: string; id?: MessageId } {
  if (typeof json !== 'object' || json === null) return {};
  const request =
    'request' in json && typeof json.request === 'string'
      ? { request: json.request.slice(0, 64) }
      : {};
  const id = 'id' in json ? MessageId.safeParse(json.id) : undefined;
  return { ...request, ...(id?.success === true ? { id: id.data } : {}) };
}
