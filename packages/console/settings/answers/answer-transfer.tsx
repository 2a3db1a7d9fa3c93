// Imports and exports predefined answers as files. An export contains the answers that the list
// shows. An import adds shared answers for managers, and personal ones for agents.
import { useRef } from 'react';
import {
  AnswerImported,
  answerLimits,
  type PredefinedAnswer,
} from '@opportune/protocol/rest/conversation/answers.ts';
import { api } from '../../api/client.ts';
import { Button, explainError, Menu, MenuItem, say, useApiMutation, t } from '../../ui/index.ts';
import { answersCsv, answersJson, readAnswers } from './answer-files.ts';

export function AnswerFiles(props: { answers: readonly PredefinedAnswer[]; manager: boolean }) {
  const { answers, manager } = props;
  const input = useRef<HTMLInputElement>(null);
  const take = useApiMutation(
    (file: File) => importFile(file, manager ? '/answers/import' : '/my-answers/import'),
    { invalidates: ['/answers'], onDone: (words) => say(words) },
  );
  return (
    <>
      <input
        ref={input}
        type="file"
        hidden
        aria-label={t('answers.files.import')}
        accept=".json,.csv,application/json,text/csv"
        onChange={({ currentTarget }) => {
          const file = currentTarget.files?.[0];
          if (file !== undefined)
            take.mutate(file, { onError: (error) => say(explainError(error).text) });
          // Without this, choosing the same file again would fire no change event.
          currentTarget.value = '';
        }}
      />
      <Button disabled={take.isPending} onClick={() => input.current?.click()}>
        {t('answers.files.import')}
      </Button>
      {answers.length > 0 && (
        <Menu
          position="bottom-end"
          width={160}
          target={<Button tail="down">{t('answers.files.export')}</Button>}
        >
          <MenuItem onClick={() => save('answers.json', 'application/json', answersJson(answers))}>
            {t('answers.files.json')}
          </MenuItem>
          <MenuItem onClick={() => save('answers.csv', 'text/csv', answersCsv(answers))}>
            {t('answers.files.csv')}
          </MenuItem>
        </Menu>
      )}
    </>
  );
}

/** Imports a file and says in words what happened. */
async function importFile(file: File, path: string): Promise<string> {
  const read = readAnswers(await file.text());
  if (read.type === 'unread') return t('answers.files.unread');
  if (read.type === 'wrong')
    return t('answers.files.wrong', { n: read.at, reason: t('answers.files.form') });
  if (read.answers.length > answerLimits.imported)
    return t('answers.files.many', { n: answerLimits.imported });
  const { added, replaced } = await api.post(path, { answers: read.answers }, AnswerImported);
  return t('answers.files.imported', { added, replaced });
}

function save(name: string, type: string, text: string): void {
  const address = URL.createObjectURL(new Blob([text], { type: `${type};charset=utf-8` }));
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}
