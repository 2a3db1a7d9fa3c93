// The ways into the server: one HTTP server with the routes, sockets and metrics of every feature.
import path from 'node:path';
import type { Engines } from './adapter/engines.ts';
import { productVersion } from './config.ts';
import type { Config } from './config.ts';
import type { Features } from './features.ts';
import type { Ground } from './ground.ts';
import { createKeyedPrefix } from './http/address/keyed-prefix.ts';
import { createHttp } from './http/server.ts';
import type { Http, HttpOptions } from './http/server.ts';

export interface WaysInParts {
  readonly config: Config;
  readonly ground: Ground;
  readonly features: Features;
  /** Whether the engines answer, known within two seconds. */
  readonly answering: Engines['answering'];
  readonly bind: HttpOptions['bind'];
}

const packages = path.resolve(import.meta.dirname, '..');
const consoleFolder = path.join(packages, 'console', 'dist');
const docsFolder = path.join(packages, 'docs', 'dist');

/** Nothing listens until `listen` of the returned server is called. */
export async function createWaysIn(parts: WaysInParts): Promise<Http> {
  const { config, ground, features } = parts;
  const http = await createHttp({
    ...ground,
    ...ground.world,
    consoleFolder,
    docsFolder,
    frameOrigins: features.panels.origins,
    authentication: features.account.authentication,
    readiness: readinessOf(parts),
    bind: parts.bind,
    trustedProxies: config.trustedProxies,
    connections: ground.memory.plan.connections,
    keyedPrefix: createKeyedPrefix(ground.secrets.visitorTokenKey, 'request log'),
    secure: config.publicUrl?.protocol === 'https:',
    version: productVersion(),
  });
  for (const feature of features.list) {
    feature.routes?.(http.app);
    await feature.sockets?.(http);
    feature.metrics?.(http.metrics.registry);
    http.onDrain(() => feature.drain?.());
  }
  return http;
}

function readinessOf({ answering, features }: WaysInParts): HttpOptions['readiness'] {
  const { ledger } = features.engage;
  return async () => {
    const { records, facts } = await answering();
    return { records, facts: facts && ledger.failures === 0, room: ledger.hasRoom };
  };
}
