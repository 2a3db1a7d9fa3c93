// Listens on a port, or on the next free one if the port was only a default. Returns the port; the
// caller informs people.
import type { Server } from 'node:net';
import { EngineError } from './engine-error.ts';

export interface Wish {
  readonly host: string;
  /** 0 takes any free port. */
  readonly port: number;
  /** The port was named explicitly. If it is taken: `start.port_taken`. */
  readonly fixed: boolean;
}

const attempts = 50;
/**
 * Connections that may wait, because after a restart every browser reconnects within seconds. The
 * system may allow fewer.
 */
const backlog = 4096;

/** The port that the server now listens on. Throws `start.port_taken`. */
export async function listenOn(server: Server, { host, port, fixed }: Wish): Promise<number> {
  const last = fixed || port === 0 ? port : port + attempts;
  for (let wanted = port; wanted <= last; wanted += 1) {
    if (await listens(server, host, wanted)) return portOf(server);
  }
  const what = fixed ? `Port ${port} is` : `Ports ${port} to ${last} are`;
  throw new EngineError('start.port_taken', `${what} taken by another program.`);
}

/** Serves on a listening socket that another process opened. Returns its port. */
export async function takeOver(server: Server, socket: unknown): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(socket, backlog, () => {
      server.off('error', reject);
      resolve();
    });
  });
  return portOf(server);
}

function listens(server: Server, host: string, port: number): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const failed = (error: NodeJS.ErrnoException) => {
      server.off('listening', succeeded);
      if (error.code === 'EADDRINUSE') resolve(false);
      else reject(error);
    };
    const succeeded = () => {
      server.off('error', failed);
      resolve(true);
    };
    server.once('error', failed).once('listening', succeeded);
    server.listen({ host, port, exclusive: true, backlog });
  });
}

function portOf(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === 'string')
    throw new Error('the server listens on no port');
  return address.port;
}
