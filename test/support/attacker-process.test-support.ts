// The process of an attacker. Started by attacker.test-support.ts.
import { connect, type Socket } from 'node:net';
import { setPriority } from 'node:os';
import type {
  AttackPlan,
  AttackReport,
  FromAttacker,
  ToAttacker,
} from './attacker.test-support.ts';
import { attacks, type Piece } from './attacks.test-support.ts';

/** Held connections that may be opening at the same time. */
const connectingAtOnce = 100;
/** Time after the end for outstanding answers. */
const lastAnswersMs = 2000;
/** The same if the plan names what its report waits for. */
const lastWantedMs = 20_000;

const answers: Record<string, number> = {};
const held = new Set<Socket>();
let [pieces, sentBytes, withoutRetryAfter, closed, connecting] = [0, 0, 0, 0, 0];
let isOver = false;

process.on('message', (message: ToAttacker) => {
  if (message.type === 'stop') isOver = true;
  else void run(message.plan).then((report) => say({ type: 'report', report }));
});
process.on('disconnect', () => process.exit());
// A real attacker has a machine of their own. Here the attacker gets only what others leave.
setPriority(10);
say({ type: 'ready' });

function say(message: FromAttacker): void {
  process.send?.(message);
}

async function run(plan: AttackPlan): Promise<AttackReport> {
  const startedAt = performance.now();
  const { durationMs = Infinity, lines = 20 } = plan;
  if (durationMs < Infinity) setTimeout(() => (isOver = true), durationMs);
  const next = (): Piece | 'later' | null => {
    if (isOver || pieces >= (plan.count ?? Infinity)) return null;
    const due = ((plan.bytesPerSecond ?? Infinity) * (performance.now() - startedAt)) / 1000;
    if (sentBytes > due || connecting >= connectingAtOnce) return 'later';
    const { addresses, attack, target } = plan;
    const piece = attacks[attack](target, addresses[pieces % addresses.length] ?? '');
    pieces += 1;
    sentBytes += piece.bytes.length;
    return piece;
  };
  /** At least 2 ms, because more frequent checks would load the measured machine. */
  const untilDueMs = (): number => {
    const dueMs = (1000 * sentBytes) / (plan.bytesPerSecond ?? Infinity);
    return Math.min(Math.max(dueMs - (performance.now() - startedAt), 2), 50);
  };
  await Promise.race([
    Promise.all(Array.from({ length: lines }, () => work(plan, next, untilDueMs))),
    over().then(() => new Promise((resolve) => void setTimeout(resolve, lastAnswersMs))),
  ]);
  while (!isOver && (connecting > 0 || (held.size > 0 && durationMs < Infinity))) await tick(20);
  await untilWanted(plan);
  return { pieces, sentBytes, answers, withoutRetryAfter, closed, open: held.size };
}

async function over(): Promise<void> {
  while (!isOver) await tick(20);
}

async function untilWanted({
  closedAtLeast,
  answersAtLeast = 0,
  awaited,
}: AttackPlan): Promise<void> {
  const until = performance.now() + lastWantedMs;
  const answered = (): number => Object.values(answers).reduce((sum, each) => sum + each, 0);
  const isClosed = (): boolean =>
    closedAtLeast === undefined ||
    closed >= Math.max(closedAtLeast, answers['server.overloaded'] ?? 0);
  const isAnswered = (): boolean =>
    answered() >= answersAtLeast && (awaited === undefined || awaited in answers);
  while (performance.now() < until && !(isClosed() && isAnswered())) await tick(20);
}

async function work(
  plan: AttackPlan,
  next: () => Piece | 'later' | null,
  untilDueMs: () => number,
): Promise<void> {
  let line: Line | null = null;
  for (let piece = next(); piece !== null; piece = next()) {
    if (piece === 'later') await tick(untilDueMs());
    else if (piece.kind === 'held') hold(plan, piece.bytes);
    else {
      if (line === null || line.socket.destroyed) line = new Line(dial(plan));
      count(await line.ask(piece.bytes));
    }
  }
  line?.socket.destroy();
}

function dial({ target, from }: AttackPlan): Socket {
  const [host = '', port] = target.host.split(':');
  const local = from === undefined ? {} : { localAddress: from };
  const socket = connect({ host, port: Number(port), ...local });
  socket.on('error', () => {});
  return socket;
}

function hold(plan: AttackPlan, bytes: Buffer): void {
  const socket = dial(plan);
  held.add(socket);
  connecting += 1;
  let isConnecting = true;
  const settle = (): void => {
    if (isConnecting) connecting -= 1;
    isConnecting = false;
  };
  socket.once('connect', settle);
  socket.on('data', (data) => {
    for (const [, code = ''] of data.toString('latin1').matchAll(/"code":"([a-z_.]+)"/g))
      answers[code] = (answers[code] ?? 0) + 1;
  });
  socket.once('close', () => {
    settle();
    if (held.delete(socket)) closed += 1;
  });
  socket.write(bytes);
}

function count(answer: string): void {
  const status = answer.slice(9, 12);
  const code = /"code":"([a-z_.]+)"/.exec(answer)?.[1];
  const name = code === undefined ? status : `${status} ${code}`;
  answers[name] = (answers[name] ?? 0) + 1;
  if ((status === '429' || status === '503') && !/\r\nretry-after: \d+\r\n/i.test(answer))
    withoutRetryAfter += 1;
}

/** A connection for one request after another. */
class Line {
  readonly socket: Socket;
  #heard = '';
  #answered: (answer: string) => void = () => {};

  constructor(socket: Socket) {
    this.socket = socket;
    socket.on('data', (data) => {
      this.#heard += data.toString('latin1');
      if (isWhole(this.#heard)) this.#done();
    });
    socket.once('close', () => this.#done());
  }

  /** Resolves with the answer, or with a part of it if the server closed before. */
  ask(bytes: Buffer): Promise<string> {
    return new Promise((resolve) => {
      this.#answered = resolve;
      this.socket.write(bytes);
    });
  }

  #done(): void {
    const answer = this.#heard === '' ? 'HTTP/1.1 closed' : this.#heard;
    this.#heard = '';
    if (/\r\nconnection: close\r\n/i.test(answer)) this.socket.destroy();
    this.#answered(answer);
  }
}

function isWhole(text: string): boolean {
  const headEnd = text.indexOf('\r\n\r\n');
  if (headEnd < 0) return false;
  const length = Number(/\r\ncontent-length: (\d+)/i.exec(text.slice(0, headEnd))?.[1] ?? 0);
  return text.length >= headEnd + 4 + length;
}

function tick(ms: number): Promise<void> {
  return new Promise((resolve) => void setTimeout(resolve, ms));
}
