// Serves metrics for Prometheus at /metrics. Features add theirs to the same registry. Labels are
// only routes and codes, never ids, so that the number of series stays bounded.
import { Counter, Histogram, Registry, collectDefaultMetrics } from 'prom-client';

export interface Metrics {
  readonly registry: Registry;
  request(method: string, route: string, status: number, seconds: number): void;
}

/** Sums that rise and fall but have a counter's name. Each is also available by its parts. */
const misnamed = [
  'nodejs_active_resources_total',
  'nodejs_active_handles_total',
  'nodejs_active_requests_total',
];

/** Creates a registry with the metrics of the process and of HTTP. */
export function createMetrics(): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  for (const name of misnamed) registry.removeSingleMetric(name);
  const seconds = secondsIn(registry);
  const requests = requestsIn(registry);
  return {
    registry,
    request(method, route, status, took) {
      seconds.observe({ method, route }, took);
      requests.inc({ method, route, status: String(status) });
    },
  };
}

function secondsIn(registry: Registry) {
  return new Histogram({
    name: 'opportune_http_request_seconds',
    help: 'Time to answer an API or console request',
    labelNames: ['method', 'route'],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5],
    registers: [registry],
  });
}

function requestsIn(registry: Registry) {
  return new Counter({
    name: 'opportune_http_requests_total',
    help: 'API and console requests by status',
    labelNames: ['method', 'route', 'status'],
    registers: [registry],
  });
}
