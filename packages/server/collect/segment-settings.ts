// GET /v1/projects/{key}/settings: what Segment's web library asks for before it sends. It is told
// to send here and nowhere else: no other destination, no metrics, everything in the plan allowed.
import type { IncomingMessage } from 'node:http';
import { problem } from '@opportune/protocol/errors.ts';
import { pathOf } from '../http/raw-routes.ts';
import { allowOrigin, answerJson, answerPreflight, answerProblem } from './answer.ts';
import { problemOf, type Collector } from './event-batch.ts';
import { grantFor } from './key-check.ts';

const prefix = '/v1/projects/';
const shape = /^\/v1\/projects\/([^/?]{1,128})\/settings$/;

/** Serves the settings. */
export function serveSegmentSettings(use: Collector): void {
  use.http.raw(prefix, (request, response) => {
    if (request.method === 'OPTIONS') return answerPreflight(request, response);
    const key = keyIn(request);
    if (key === null || request.method !== 'GET')
      return answerProblem(response, problem('request.not_found'));
    if (use.rates.addresses.takeUpTo(use.clientAddress(request), 1, use.clock.now()) === 0)
      return answerProblem(response, problem('rate.address'));
    grantFor(use, key, request.headers.origin, {
      visitor: null,
      raw: { settings: true },
      page: true,
    }).then(
      (granted) => {
        if (granted.ok || granted.problem.code === 'key.unknown')
          allowOrigin(response, request.headers.origin);
        if (granted.ok) answerJson(response, 200, settings(key, baseOf(request, use.publicUrl)));
        else answerProblem(response, granted.problem);
      },
      (error: unknown) => answerProblem(response, problemOf(error)),
    );
  });
}

/** Null where there is none, or none that can be read. */
function keyIn(request: IncomingMessage): string | null {
  const written = shape.exec(pathOf(request))?.[1];
  try {
    return written === undefined ? null : decodeURIComponent(written);
  } catch {
    return null;
  }
}

/** The server's address as the asking page sees it. */
function baseOf(request: IncomingMessage, publicUrl: string | null | undefined): URL {
  const fallback = `http://${request.headers.host ?? 'localhost'}`;
  const wanted = publicUrl ?? fallback;
  return new URL(URL.canParse(wanted) ? wanted : 'http://localhost');
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
