// Prometheus metrics whose values a feature already keeps. They are read at each scrape.
import { Counter, Gauge, type Registry } from 'prom-client';

/**
 * Name, help text, and how to read it. A metric whose name ends in `_total` never falls while the
 * process runs.
 */
export type NamedFigure = readonly [name: string, help: string, read: () => number];

export function addFigures(registry: Registry, figures: readonly NamedFigure[]): void {
  for (const [name, help, read] of figures) {
    const described = { name, help, registers: [registry] };
    if (name.endsWith('_total'))
      new Counter({
        ...described,
        collect() {
          this.reset();
          this.inc(read());
        },
      });
    else
      new Gauge({
        ...described,
        collect() {
          this.set(read());
        },
      });
  }
}
