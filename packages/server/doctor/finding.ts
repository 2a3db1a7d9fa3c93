// The result of one check: ok, a warning, or a failure with advice.

export interface Finding {
  readonly state: 'ok' | 'warning' | 'failed';
  /** What was checked and found. */
  readonly seen: string;
  /** What to do about it. Absent if nothing has to be done. */
  readonly advice?: string;
}

export function ok(seen: string): Finding {
  return { state: 'ok', seen };
}

export function warning(seen: string, advice: string): Finding {
  return { state: 'warning', seen, advice };
}

export function failed(seen: string, advice: string): Finding {
  return { state: 'failed', seen, advice };
}
