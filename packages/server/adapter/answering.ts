// Whether an engine answers, said in a bounded time: a frozen one takes a call and never comes back. At
// most one call is under way per engine, so that asking often holds up nothing else.

/** How long an engine may take to be said to answer. */
const patienceMs = 1500;

/** Asks by `ask`; false where it rejects, or has not answered in time. */
export function answering(ask: () => Promise<unknown>): () => Promise<boolean> {
  let underWay: Promise<boolean> | null = null;
  return async () => {
    underWay ??= ask()
      .then(
        () => true,
        () => false,
      )
      .finally(() => (underWay = null));
    return inTime(underWay);
  };
}

async function inTime(answer: Promise<boolean>): Promise<boolean> {
  const late = Promise.withResolvers<boolean>();
  const timer = setTimeout(late.resolve, patienceMs, false);
  try {
    return await Promise.race([answer, late.promise]);
  } finally {
    clearTimeout(timer);
  }
}
