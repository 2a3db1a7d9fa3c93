// Sends acts over the socket, and settles when the server answers `done` or `problem`.
import type { ConsoleFrame, ConsoleServerFrame } from '@opportune/protocol/frames-console.ts';
import { ApiProblem, Unreachable } from '../api/client.ts';
import { newId } from '../api/new-id.ts';
import { onFrame, sendFrame } from '../api/socket.ts';

type Act = Extract<ConsoleFrame, { readonly request: string }>;
type ActWithoutRequest = Act extends infer One
  ? One extends Act
    ? Omit<One, 'request'>
    : never
  : never;

const answerMs = 10_000;

type Done = Extract<ConsoleServerFrame, { type: 'done' }>;

/**
 * Resolves when the server has done it. Rejects with the server's problem, or if no answer comes.
 */
export async function ask(act: ActWithoutRequest): Promise<void> {
  await askFor(act);
}

/** Like `ask`, but resolves to the server's answer. */
export function askFor(act: ActWithoutRequest): Promise<Done> {
  const request = newId();
  return new Promise((resolve, reject) => {
    const end = (settle: () => void): void => {
      stop();
      clearTimeout(timer);
      settle();
    };
    const timer = setTimeout(() => end(() => reject(new Unreachable('no answer'))), answerMs);
    const stop = onFrame((frame) => {
      if (frame.type === 'done' && frame.request === request) end(() => resolve(frame));
      if (frame.type === 'problem' && frame.request === request)
        end(() => reject(new ApiProblem(frame.problem, 0)));
    });
    if (!sendFrame({ ...act, request })) end(() => reject(new Unreachable('no line')));
  });
}
