// Publishes and asks between features and, later, between processes. Delivery is at most once and
// in order per topic; a listener that needs more resumes from the store. The answer to a question
// may come from another process, so there is no synchronous call. Values and versions: core/bus.

/** What crosses between processes. */
export type Publishing = Pick<Bus, 'publish' | 'subscribe' | 'close'>;

export interface Bus {
  publish(topic: string, message: unknown): void;
  /**
   * Exact topics only. Returns a function that unsubscribes. A listener that throws is logged and
   * harms no other.
   */
  subscribe(topic: string, listener: (message: unknown) => void): () => void;
  /**
   * Asks the processes that answer the topic. `heard` is called exactly once, perhaps before this
   * returns: with the first answer, or with undefined if there is none.
   */
  ask(topic: string, question: unknown, heard: (answer: unknown) => void): void;
  /**
   * Return undefined to leave the answer to another process. Returns a function that stops
   * answering.
   */
  answer(topic: string, respond: (question: unknown) => unknown): () => void;
  close(): Promise<void>;
}
