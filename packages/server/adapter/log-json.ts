// Structured logs: one JSON line per record, to standard error, so that standard output is for
// people. Callers never pass secrets, message texts or visitors' addresses.
import type { Log } from '@opportune/core/ports/log.ts';

export const logLevels = ['info', 'warn', 'error', 'silent'] as const;
export type LogLevel = (typeof logLevels)[number];

/** A log that writes records of `level` and above with `write`. */
export function openJsonLog(level: LogLevel, write: (line: string) => void = toStandardError): Log {
  const from = logLevels.indexOf(level);
  const record = (name: Exclude<LogLevel, 'silent'>) => {
    if (logLevels.indexOf(name) < from) return () => {};
    return (event: string, fields: Readonly<Record<string, unknown>> = {}) => {
      write(
        `${JSON.stringify({ time: new Date().toISOString(), level: name, event, ...fields }, said)}\n`,
      );
    };
  };
  return { info: record('info'), warn: record('warn'), error: record('error') };
}

/** JSON has no representation of an error. */
function said(_name: string, value: unknown): unknown {
  return value instanceof Error ? String(value) : value;
}

function toStandardError(line: string): void {
  process.stderr.write(line);
}
