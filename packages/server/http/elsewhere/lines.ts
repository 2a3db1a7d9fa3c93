// The lines over which this process passes things on to other nodes of its cluster. A machine that
// vanishes closes none of them, and TCP waits for many minutes. So once a node is out of the cluster,
// the lines to its address are ended here.
import type { Line } from '@opportune/core/cluster/homes.ts';
import { addressIn } from './place.ts';

export class Lines {
  readonly #open = new Map<string, Set<Line>>();
  /** The addresses of all nodes. Null until it is known. */
  #nodes: ReadonlySet<string> | null = null;

  /** Keeps a line to this place in mind until it closes. Ends it at once if no node is there. */
  add(place: string, line: Line): void {
    const address = addressIn(place);
    if (address === null) return;
    if (this.#nodes?.has(address) === false) return void line.destroy();
    const lines = this.#open.get(address) ?? new Set();
    this.#open.set(address, lines.add(line));
    line.once('close', () => {
      lines.delete(line);
      if (lines.size === 0 && this.#open.get(address) === lines) this.#open.delete(address);
    });
  }

  /** Ends the lines to all other addresses. */
  keep(nodes: readonly string[]): void {
    this.#nodes = new Set(nodes);
    for (const [address, lines] of this.#open)
      if (!this.#nodes.has(address)) for (const line of lines) line.destroy();
  }
}
