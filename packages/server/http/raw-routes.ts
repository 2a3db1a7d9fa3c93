// The hot paths that bypass Fastify: the intake, the tag and WebSocket upgrades. Matches by prefix,
// the longest first. It parses and answers nothing itself. Extra slashes are ignored, because
// client libraries join host and path in different ways.
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';

export type RawHandler = (request: IncomingMessage, response: ServerResponse) => void;
export type UpgradeHandler = (request: IncomingMessage, socket: Duplex, head: Buffer) => void;

export interface RawRoutes<Handler = RawHandler> {
  /**
   * A `prefix` that ends in `/` matches everything below it. Any other matches that path, with or
   * without a slash at its end.
   */
  add(prefix: string, handler: Handler): void;
  find(path: string): Handler | undefined;
}

/** Creates an empty table. It refuses to add the same prefix twice. */
export function createRawRoutes<Handler = RawHandler>(): RawRoutes<Handler> {
  const exact = new Map<string, Handler>();
  const below: { readonly prefix: string; readonly handler: Handler }[] = [];
  return {
    add(prefix, handler) {
      if (exact.has(prefix) || below.some((each) => each.prefix === prefix))
        throw new Error(`the path ${prefix} is taken already`);
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

/** A library sends `//v1/batch/` if both its host and its path end in a slash. */
function withoutSpareSlashes(path: string): string {
  return path.replace(/\/{2,}/g, '/').replace(/(?<=.)\/$/, '');
}

/** The path of a request, without the query. */
export function pathOf(request: IncomingMessage): string {
  const url = request.url ?? '/';
  const end = url.indexOf('?');
  return end < 0 ? url : url.slice(0, end);
}
