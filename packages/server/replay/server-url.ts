// Where the commands that play and import find the server, and how they ask it: what is no answer of
// Opportune's is said in a sentence that helps.

type Environment = Readonly<Record<string, string | undefined>>;

/** The server's address, where it is not named on the command line. */
export function serverUrl(environment: Environment): string {
  const { OPPORTUNE_URL: url, OPPORTUNE_PORT: port } = environment;
  return url || `http://localhost:${port || 7700}`;
}

/** Asks, and parses the answer as JSON. Throws where nobody answers, or something else does. */
export async function ask<Answer>(
  url: string,
  request: RequestInit,
): Promise<{ readonly response: Response; readonly answer: Answer }> {
  const { origin } = new URL(url);
  const response = await fetch(url, request).catch((cause: unknown) => {
    throw new Error(`${origin} does not answer: start the server, or name it with --url`, {
      cause,
    });
  });
  try {
    return { response, answer: (await response.json()) as Answer };
  } catch (cause) {
    throw new Error(
      `${origin} answers with HTTP ${response.status} and no JSON: is it Opportune? Name the server with --url`,
      { cause },
    );
  }
}
