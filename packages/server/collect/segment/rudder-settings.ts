// GET /sourceConfig, which RudderStack's libraries request before they send. It names this server
// as the only destination and switches off their own statistics.
import type { IncomingMessage } from 'node:http';
import { keyInHeader, keyInQuery } from '../named-key.ts';
import { answerSettings } from './client-settings.ts';
import type { Collector } from '../events/event-batch.ts';

/** Serves the settings. */
export function serveRudderSettings(use: Collector): void {
  use.http.raw('/sourceConfig', (request, response) =>
    answerSettings(use, { keyIn, settings }, request, response),
  );
}

function keyIn(request: IncomingMessage): string | null {
  const inHeader = keyInHeader(request);
  return inHeader === '' ? keyInQuery(request) : inHeader;
}

function settings(key: string): object {
  return {
    source: {
      ...{ id: key, name: 'Opportune', writeKey: key, enabled: true, workspaceId: key },
      config: {
        statsCollection: { errors: { enabled: false }, metrics: { enabled: false } },
      },
      destinations: [],
      connections: [],
      dataplanes: {},
    },
  };
}
