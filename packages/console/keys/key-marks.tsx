// A shortcut as keys on a board.
import { k, keyParts } from './keys-words.ts';

export function Keys({ keys }: { keys: string }) {
  return (
    <span className="keys">
      {keyParts(keys).map((part, at) =>
        part === k('key.then') ? (
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
