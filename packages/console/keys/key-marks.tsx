// Draws a shortcut as keys.
import { keyParts } from './keys-words.ts';
import { t } from '../words/words.ts';

export function Keys({ keys }: { keys: string }) {
  return (
    <span className="keys">
      {keyParts(keys).map((part, at) =>
        part === t('keys.key.then') ? (
          <span key={at} className="small t3">
            {part}
          </span>
        ) : (
          <kbd key={at}>{part}</kbd>
        ),
      )}
    </span>
  );
}
