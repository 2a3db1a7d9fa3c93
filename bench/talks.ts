// Agents who listen and visitors who write in their conversations, for benches. Each uses a bare
// socket, and messages leave evenly by the clock. It measures nothing.
import { randomUUID } from 'node:crypto';
import { WebSocket } from 'ws';
import { administrator, eventually, type Product } from '../test/e2e/product.test-support.ts';
import type { Talking } from '../test/support/talking-visitors.test-support.ts';

const patienceMs = 60_000;
/** Passwords hashed at once. */
const hashedTogether = 4;

/**
 * This many online agents, each with places for this many conversations. `heard` gets the id of
 * each message that reaches an agent, and its text.
 */
export async function openAgents(
  product: Product,
  { agents, room }: { readonly agents: number; readonly room: number },
  heard: (id: string, text: string) => void,
): Promise<readonly { readonly socket: WebSocket }[]> {
  const tokens: string[] = [];
  for (let from = 0; from < agents; from += hashedTogether) {
    const next = Array.from({ length: Math.min(hashedTogether, agents - from) }, (_, nth) =>
      newAgent(product, from + nth, room),
    );
    tokens.push(...(await Promise.all(next)));
  }
  const lines = await Promise.all(tokens.map((token) => openAgent(product, token, heard)));
  await eventually(
    () => product.call<{ agents: { state: string }[] }>('GET', '/agents'),
    ({ agents: all }) => all.filter(({ state }) => state === 'online').length >= agents,
    patienceMs,
  );
  return lines;
}

async function newAgent({ url, call }: Product, at: number, room: number): Promise<string> {
  const { link } = await call<{ link: string }>('POST', '/users', {
    email: `agent${at}@aldermoor.example`,
    name: `Agent ${at}`,
    role: 'agent',
    room,
  });
  const response = await fetch(`${url}/api/v1/session/link`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ code: link.split('#code=')[1], password: administrator.password }),
  });
  const { token } = (await response.json()) as { token: string };
  return token;
}

async function openAgent(
  { url }: Product,
  token: string,
  heard: (id: string, text: string) => void,
): Promise<{ readonly socket: WebSocket }> {
  const socket = new WebSocket(`${url.replace('http', 'ws')}/api/v1/socket`, {
    headers: { authorization: `Bearer ${token}` },
    perMessageDeflate: false,
  });
  // Parses only what is measured, to keep the generator cheap.
  socket.on('message', (data) => {
    const text = String(data);
    if (text.startsWith('{"type":"message",')) hear(text, heard);
  });
  await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
  socket.send(JSON.stringify({ type: 'agent.state', state: 'online' }));
  return { socket };
}

function hear(frame: string, heard: (id: string, text: string) => void): void {
  const { message } = JSON.parse(frame) as { message: { id: string; body: { text?: string } } };
  heard(message.id, message.body.text ?? '');
}

/** Evenly by the clock: a late message delays none of the following ones. */
export async function talk(
  talks: readonly Talking[],
  { perSecond, seconds }: { readonly perSecond: number; readonly seconds: number },
  sending: (id: string) => void,
): Promise<void> {
  const startedAt = performance.now();
  for (let count = 0; count < seconds * perSecond;) {
    const passedS = (performance.now() - startedAt) / 1000;
    const due = Math.min(seconds * perSecond, Math.floor(passedS * perSecond) + 1);
    for (; count < due; count += 1) {
      const id = randomUUID();
      sending(id);
      const line = talks[count % talks.length];
      if (line?.socket.readyState !== WebSocket.OPEN) throw new Error('a visitor was cut off');
      line.post(id, `Message ${count}, as long as people write them`);
    }
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
}
