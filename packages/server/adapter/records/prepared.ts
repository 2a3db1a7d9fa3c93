// Prepares what a connection is asked again, so that PostgreSQL parses it, applies row-level security
// and, where the best plan does not depend on the values, plans it once a connection. Each prepared
// statement takes memory of the connection, so their number is bounded. The texts that are asked most
// often are asked twice first, so they find room.
import type pg from 'pg';

/** The most that a connection prepares. Four took 14 to 57 KB each of PostgreSQL's process for it. */
export const mostPrepared = 200;
/** How many texts are remembered to have been asked once. The oldest is forgotten first. */
const mostSeen = 200;

export interface Statements {
  /** As it is sent now: with a name where it is prepared, which PostgreSQL then knows it by. */
  asked(text: string, values: readonly unknown[]): pg.QueryConfig;
  /** The same, prepared at its first use. For what is known to come often. */
  often(text: string, values: readonly unknown[]): pg.QueryConfig;
}

/** The statements of one connection. */
export function createStatements(): Statements {
  const names = new Map<string, string>();
  const seen = new Set<string>();

  function prepared(text: string): string | undefined {
    const known = names.get(text);
    if (known !== undefined || names.size >= mostPrepared) return known;
    const name = `s${names.size + 1}`;
    names.set(text, name);
    seen.delete(text);
    return name;
  }

  function isAgain(text: string): boolean {
    if (names.has(text) || seen.has(text)) return true;
    const [oldest] = seen.size < mostSeen ? [] : seen;
    if (oldest !== undefined) seen.delete(oldest);
    seen.add(text);
    return false;
  }

  return {
    asked(text, values) {
      const name = mayPrepare(text, values) && isAgain(text) ? prepared(text) : undefined;
      return query(name, text, values);
    },
    often: (text, values) => query(prepared(text), text, values),
  };
}

/** What `*` stands for changes when a table grows, and PostgreSQL then refuses the statement. */
const allColumns = /(?:\bSELECT|\bRETURNING|,|\.)\s*\*/i;

/** Without values a text may consist of several statements, which cannot be prepared. */
function mayPrepare(text: string, values: readonly unknown[]): boolean {
  return values.length > 0 && !allColumns.test(text);
}

function query(name: string | undefined, text: string, values: readonly unknown[]): pg.QueryConfig {
  return { text, values: [...values], ...(name === undefined ? {} : { name }) };
}
