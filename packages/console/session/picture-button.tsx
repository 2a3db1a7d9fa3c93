// A button that lets one choose a picture and makes it small. It uploads nothing.
import { useRef, useState } from 'react';
import { Button } from '../ui/button.tsx';
import { t } from '../words/words.ts';

interface PictureButtonProps {
  readonly words: string;
  /** Null: the file is no picture. */
  readonly make: (file: Blob) => Promise<Blob | null>;
  readonly onMade: (file: Blob) => void;
  readonly disabled?: boolean;
}

export function PictureButton({ words, make, onMade, disabled = false }: PictureButtonProps) {
  const input = useRef<HTMLInputElement>(null);
  const [isWrong, setWrong] = useState(false);
  const take = async (file: Blob | undefined): Promise<void> => {
    if (file === undefined) return;
    const made = await make(file);
    setWrong(made === null);
    if (made !== null) onMade(made);
  };
  return (
    <>
      <input
        ref={input}
        type="file"
        hidden
        accept="image/png,image/jpeg,image/webp"
        onChange={({ currentTarget }) => {
          void take(currentTarget.files?.[0]);
          // The same file can be chosen again.
          currentTarget.value = '';
        }}
      />
      <Button disabled={disabled} onClick={() => input.current?.click()}>
        {words}
      </Button>
      {isWrong && (
        <span className="field-error" role="alert">
          {t('console.photo.wrong')}
        </span>
      )}
    </>
  );
}
