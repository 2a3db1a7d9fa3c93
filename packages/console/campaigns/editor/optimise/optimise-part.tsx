// Whom the engagement is offered to: everybody whose moment comes, or those who gain from it, as
// learnt. It explains the choice and warns if there are too few visitors to optimise.
import { useState } from 'react';
import { checkOptimise } from '@opportune/core/campaign/check-campaign.ts';
import { IconButton, Segmented, t, choicesOf } from '../../../ui/index.ts';
import { problemsAt, useEdit } from '../edit-context.tsx';
import { JsonEditor } from '../json/json-editor.tsx';
import { readJson, type JsonReading } from '../json/json-problems.ts';
import {
  modeDocumentOf,
  ModeDocument,
  modeOf,
  textOf,
  withMode,
  withModeOf,
  type Mode,
} from './optimise-edit.ts';
import { OptimiseAdvice } from './optimise-advice.tsx';
import { OptimiseSays } from './optimise-says.tsx';
import { Part } from '../part.tsx';

const modes = ['always', 'optimise'] as const;

export function OptimisePart({ id, revision }: { id: string; revision: number }) {
  const edit = useEdit();
  const { document, change } = edit;
  const [json, setJson] = useState(false);
  const mode = modeOf(document);
  const choose = (next: Mode): void => change?.((now) => withMode(now, next));
  return (
    <Part
      name="optimise"
      icon="flask"
      problems={json ? [] : [...problemsAt(edit, 'optimise'), ...problemsAt(edit, 'mode')]}
      act={
        <IconButton
          icon="code"
          label={t(json ? 'campaigns.build.sentence' : 'campaigns.build.json')}
          aria-pressed={json}
          className={json ? 'on' : ''}
          onClick={() => setJson(!json)}
        />
      }
    >
      {json ? (
        <JsonEditor
          value={modeDocumentOf(document)}
          read={readMode}
          part={t('campaigns.part.optimise')}
          onChange={(next) => change?.((now) => withModeOf(now, next))}
        />
      ) : (
        <>
          {change === null ? (
            <span className="tok name">{t(`campaigns.optimise.mode.${mode}`)}</span>
          ) : (
            <Segmented
              label={t('campaigns.optimise.mode')}
              value={mode}
              onChange={choose}
              choices={choicesOf(modes, (value) => t(`campaigns.optimise.mode.${value}`))}
            />
          )}
          <p className="mode-text">{t(`campaigns.optimise.text.${textOf(document)}`)}</p>
          {mode === 'optimise' && <OptimiseSays />}
        </>
      )}
      <OptimiseAdvice id={id} revision={revision} mode={mode} />
    </Part>
  );
}

function readMode(text: string): JsonReading<ModeDocument> {
  return readJson(text, ModeDocument, checkOptimise);
}
