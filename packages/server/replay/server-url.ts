// Finds the server for the commands that replay and import, and calls it. An answer that is not
// Opportune's becomes a helpful error.

type Environment = Readonly<Record<string, string | undefined>>;

/** The server's address, if the command line does not name it. */
export function serverUrl(environment: Environment): string {
  const { OPPORTUNE_URL: url, OPPORTUNE_PORT: port } = environment;
  return url || `http://localhost:${port || 7700}`;
}

/**
 * Sends a request and parses the answer as JSON. Throws if the server is unreachable or is not
 * Opportune.
 */
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
