// What a refusal says where it was asked for: under a field, or above the button of a form.
import { explainError } from './states.tsx';

/** The sentence of an error, for the `error` of a field; null where there is none. */
export function fieldError(error: unknown): string | null {
  return error === null ? null : explainError(error).text;
}

/** Why what was asked for was not done; nothing where there is no error. */
export function FormError({ error }: { error: unknown }) {
  if (error === null) return null;
  return (
    <p className="field-error" role="alert">
      {explainError(error).text}
    </p>
  );
}
