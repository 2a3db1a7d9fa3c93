// The hot paths that bypass Fastify: the intake, the tag, and WebSocket upgrades. Matching is by
// prefix, the longest first; it parses nothing and answers nothing itself. Client libraries join a
// host and a path in their own ways, so a slash too many anywhere finds the same handler.
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';

export type RawHandler = (request: IncomingMessage, response: ServerResponse) => void;
export type UpgradeHandler = (request: IncomingMessage, socket: Duplex, head: Buffer) => void;

export interface RawRoutes {
  /** `prefix` ending in `/` matches everything below it; else that path, also with a slash at its end. */
  add(prefix: string, handler: RawHandler): void;
  find(path: string): RawHandler | undefined;
}

/** An empty table; refuses the same prefix twice. */
export function createRawRoutes(): RawRoutes {
  const exact = new Map<string, RawHandler>();
  const below: { readonly prefix: string; readonly handler: RawHandler }[] = [];
  return {
    add(prefix, handler) {
      if (exact.has(prefix) || below.some((each) => each.prefix === prefix)) {
        throw new Error(`the path ${prefix} is taken already`);
      }
      if (!prefix.endsWith('/')) return void exact.set(prefix, handler);
      below.push({ prefix, handler });
      below.sort((a, b) => b.prefix.length - a.prefix.length);
    },
    find(path) {
      return (
        exact.get(path) ??
        exact.get(withoutSpareSlashes(path)) ??
        below.find((each) => path.startsWith(each.prefix))?.handler
      );
    },
  };
}

/** `//v1/batch/` is what a library sends whose host ends in a slash and whose path does too. */
function withoutSpareSlashes(path: string): string {
  return path.replace(/\/{2,}/g, '/').replace(/(?<=.)\/$/, '');
}

/** The path of a request without its query. */
export function pathOf(request: IncomingMessage): string {
  const url = request.url ?? '/';
  const end = url.indexOf('?');
  return end < 0 ? url : url.slice(0, end);
}
