// The way to a call by telephone, where the account can be called.
import { useEffect } from 'preact/hooks';
import { Button } from '../../window/view/fields.tsx';
import type { Own } from '../own.ts';

export function ByTelephone({ own: { dial, words } }: { readonly own: Own }) {
  useEffect(() => dial.look(), [dial]);
  if (!dial.state().told?.number) return null;
  return <Button look="opt" label={words.dial.title} act={dial.open} />;
}
