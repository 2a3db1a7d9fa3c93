// Exports a language of the draft for translators, and imports their file. What cannot be taken is
// listed by text; then nothing was.
import { useRef, useState } from 'react';
import { Campaign } from '@opportune/protocol/rest/campaign/campaign.ts';
import { ApiProblem, api } from '../../../api/client.ts';
import { Button, explainError, invalidate, say, t } from '../../../ui/index.ts';
import { refusalWords } from '../../../words/refusal-words.ts';
import type { Draft } from '../draft/draft.ts';

interface Fault {
  readonly path: string;
  readonly message: string;
}

export function LanguageFiles({ draft, language }: { draft: Draft; language: string }) {
  const input = useRef<HTMLInputElement>(null);
  const [faults, setFaults] = useState<readonly Fault[]>([]);
  const { campaign } = draft.state.get();
  const at = `/campaigns/${campaign.id}/translations/${language}`;
  const open = async (): Promise<void> => {
    // The file has what is written, not what was last saved.
    if (await draft.flush()) location.assign(`/api/v1${at}`);
  };
  const take = async (file: File): Promise<void> => {
    setFaults([]);
    if (!(await draft.flush())) return;
    setFaults(await importFile(draft, at, await file.text()));
  };
  return (
    <>
      <input
        ref={input}
        type="file"
        hidden
        aria-label={t('campaigns.languages.import')}
        accept=".xlf,.xliff,application/xliff+xml"
        onChange={({ currentTarget }) => {
          const file = currentTarget.files?.[0];
          if (file !== undefined) void take(file);
          // Without this, choosing the same file again would fire no change event.
          currentTarget.value = '';
        }}
      />
      <Button onClick={() => void open()}>{t('campaigns.languages.export')}</Button>
      {campaign.state !== 'archived' && (
        <Button onClick={() => input.current?.click()}>{t('campaigns.languages.import')}</Button>
      )}
      {faults.length > 0 && <Faults faults={faults} />}
    </>
  );
}

function Faults({ faults }: { faults: readonly Fault[] }) {
  return (
    <div role="alert" className="language-faults">
      <p className="warn">{t('campaigns.languages.refused')}</p>
      <ul>
        {faults.map(({ path, message }) => (
          <li key={path}>
            <span className="code">{path}</span> {message}
          </li>
        ))}
      </ul>
    </div>
  );
}

/** Returns what speaks against the file, by text. */
async function importFile(draft: Draft, at: string, xliff: string): Promise<readonly Fault[]> {
  const revision = String(draft.state.get().campaign.revision);
  try {
    draft.adopt(await api.put(at, { xliff }, Campaign, { revision }));
    invalidate('/campaigns');
    say(t('campaigns.languages.imported'));
    return [];
  } catch (error) {
    const problems = error instanceof ApiProblem ? (error.problem.problems ?? []) : [];
    if (problems.length === 0) say(explainError(error).text);
    return problems.map((each) => ({ path: each.path ?? '', message: refusalWords(each) }));
  }
}
