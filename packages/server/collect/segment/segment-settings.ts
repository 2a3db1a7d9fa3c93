// GET /v1/projects/{key}/settings, which Segment's web library requests before it sends. The answer
// makes it send only here: no other destination, no metrics, and everything in the plan allowed.
import type { IncomingMessage } from 'node:http';
import { pathOf } from '../../http/raw-routes.ts';
import { answerSettings } from './client-settings.ts';
import type { Collector } from '../events/event-batch.ts';

const prefix = '/v1/projects/';
const shape = /^\/v1\/projects\/([^/?]{1,128})\/settings\/?$/;

/** Serves the settings. */
export function serveSegmentSettings(use: Collector): void {
  use.http.raw(prefix, (request, response) =>
    answerSettings(use, { keyIn, settings }, request, response),
  );
}

/** Null if there is no readable key. */
function keyIn(request: IncomingMessage): string | null {
  const written = shape.exec(pathOf(request))?.[1];
  try {
    return written === undefined ? null : decodeURIComponent(written);
  } catch {
    return null;
  }
}

function settings(key: string, base: URL): object {
  const protocol = base.protocol.replace(':', '');
  const apiHost = `${base.host}${base.pathname.replace(/\/$/, '')}/v1`;
  return {
    integrations: {
      'Segment.io': {
        apiKey: key,
        apiHost,
        protocol,
        unbundledIntegrations: [],
        addBundledMetadata: false,
        maybeBundledConfigIds: {},
        versionSettings: { version: '4.4.7', componentTypes: ['browser'] },
      },
    },
    plan: {
      track: { __default: { enabled: true, integrations: {} } },
      identify: { __default: { enabled: true } },
      group: { __default: { enabled: true } },
    },
    edgeFunction: {},
    analyticsNextEnabled: true,
    middlewareSettings: {},
    enabledMiddleware: {},
    metrics: { sampleRate: 0, host: apiHost, protocol },
    legacyVideoPluginsEnabled: false,
    remotePlugins: [],
  };
}
