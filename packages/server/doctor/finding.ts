// What one check of the doctor comes to: all right, a warning, or a failure with what to do.

export interface Finding {
  readonly state: 'ok' | 'warning' | 'failed';
  /** What was looked at and what was seen. */
  readonly seen: string;
  /** What to do about it; absent when nothing has to be done. */
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
