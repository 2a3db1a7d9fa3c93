// Fan-out between features and, later, between processes. Delivery is at most once and in order per
// topic; whoever needs more resumes from the store. A question is answered by whoever it is for, who
// may be in another process: nobody is asked synchronously. Values and versions: core/bus.

export interface Bus {
  publish(topic: string, message: unknown): void;
  /** Exact topics only. Returns the way to stop. A listener that throws harms nobody else and is logged. */
  subscribe(topic: string, listener: (message: unknown) => void): () => void;
  /**
   * Asks those who answer the topic. `heard` is called exactly once, perhaps before this returns: with
   * the first answer, or with undefined where nobody answers.
   */
  ask(topic: string, question: unknown, heard: (answer: unknown) => void): void;
  /** Answers undefined where somebody else is to. Returns the way to stop. */
  answer(topic: string, respond: (question: unknown) => unknown): () => void;
  close(): Promise<void>;
}
