// Logs every 5xx response once: with its reason if one was reported, else by its path alone. It
// answers nothing and logs no query, body or header.
import type { Log } from '@opportune/core/ports/log.ts';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { pathOf } from '../raw-routes.ts';

export interface Failures {
  /** Logs the reason of a failure. Its response is then not logged again. */
  tell(response: ServerResponse, event: string, fields: Readonly<Record<string, unknown>>): void;
  /** Logs the finished response if it is a 5xx that nobody reported. */
  watch(request: IncomingMessage, response: ServerResponse): void;
}

/** Tracks the failures of one server. */
export function createFailures(log: Log): Failures {
  const told = new WeakSet<ServerResponse>();
  return {
    tell(response, event, fields) {
      told.add(response);
      log.error(event, fields);
    },
    watch(request, response) {
      const { method } = request;
      const path = pathOf(request);
      response.once('close', () => {
        const { statusCode: status } = response;
        if (status < 500 || !response.headersSent || told.has(response)) return;
        log.error('a request was answered with an error', { method, path, status });
      });
    },
  };
}
