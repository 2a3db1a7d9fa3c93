// Fan-out between features and, later, between processes. Delivery is at most once and in order per
// topic; whoever needs more resumes from the store.

export interface Bus {
  publish(topic: string, message: unknown): void;
  /** Exact topics only. Returns the way to stop. A listener that throws harms nobody else. */
  subscribe(topic: string, listener: (message: unknown) => void): () => void;
  close(): Promise<void>;
}
