// Shows what would be stored of a text. The browser masks it with the same code as the server.
import { useId, useMemo, useState } from 'react';
import { compileMask } from '@opportune/core/masking/mask.ts';
import type { MaskSettings } from '@opportune/protocol/rest/conversation/masking.ts';
import { TextArea, t } from '../../ui/index.ts';

interface MaskTryProps {
  readonly settings: MaskSettings;
  readonly example?: string;
}

export function MaskTry({ settings, example = t('masking.try.example') }: MaskTryProps) {
  const [text, setText] = useState(example);
  const mask = useMemo(() => compileMask(settings), [settings]);
  const stored = mask.text(text);
  const id = useId();
  return (
    <div className="masking-try">
      <TextArea
        label={t('masking.try')}
        hint={t('masking.try.hint')}
        rows={2}
        maxLength={1000}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <div>
        <span id={id} className="label">
          {t('masking.try.result')}
        </span>
        <output className="masking-stored" aria-labelledby={id}>
          {stored}
        </output>
        {text !== '' && stored === text && <p className="small t3">{t('masking.try.unchanged')}</p>}
      </div>
    </div>
  );
}
