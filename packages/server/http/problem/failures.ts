// Sees to it that whatever is answered with a 5xx is in the log, once: with its reason where somebody
// knows it, else by its address alone. It answers nothing, and logs no query, body or header.
import type { Log } from '@opportune/core/ports/log.ts';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { pathOf } from '../raw-routes.ts';

export interface Failures {
  /** Logs why it failed; the answer is not logged again. */
  tell(response: ServerResponse, event: string, fields: Readonly<Record<string, unknown>>): void;
  /** Logs the answer when it is out, if it is a 5xx that nobody told of. */
  watch(request: IncomingMessage, response: ServerResponse): void;
}

/** The failures of one server. */
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
