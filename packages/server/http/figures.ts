// Figures for Prometheus that a feature has anyway: they are read when they are asked for.
import { Counter, Gauge, type Registry } from 'prom-client';

/** Name, what it is, and how it is read. A name that ends in `_total` never falls while the process runs. */
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
