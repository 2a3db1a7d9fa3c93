// One's own photo: chosen, cut to a square in the browser and uploaded at once.
import type { User } from '@opportune/protocol/rest/account.ts';
import { Empty } from '@opportune/protocol/rest/common.ts';
import { UploadedPicture } from '@opportune/protocol/rest/pictures.ts';
import { api } from '../api/client.ts';
import { Button } from '../ui/button.tsx';
import { useApiMutation } from '../ui/data/use-api.ts';
import { Face } from '../ui/marks.tsx';
import { explainError } from '../ui/states.tsx';
import { t } from '../words/words.ts';
import { photoFrom } from './picture-file.ts';
import { PictureButton } from './picture-button.tsx';

interface PhotoFieldProps {
  readonly user: Pick<User, 'name' | 'photo'>;
  readonly onChange: (photo: User['photo']) => void;
}

export function PhotoField({ user, onChange }: PhotoFieldProps) {
  const upload = useApiMutation((file: Blob) => api.put('/my-photo', file, UploadedPicture), {
    invalidates: ['/users'],
    onDone: ({ picture }) => onChange(picture),
  });
  const remove = useApiMutation(() => api.delete('/my-photo', Empty), {
    invalidates: ['/users'],
    onDone: () => onChange(null),
  });
  const error = upload.error ?? remove.error;
  return (
    <div className="photo-field">
      <Face name={user.name} photo={user.photo} size="large" />
      <div className="grow">
        <span className="photo-label">{t('console.photo.label')}</span>
        <span className="small t3">{t('console.photo.hint')}</span>
        <span className="row">
          <PictureButton
            words={t(user.photo === null ? 'console.photo.choose' : 'console.photo.replace')}
            make={photoFrom}
            disabled={upload.isPending}
            onMade={(file) => upload.mutate(file)}
          />
          {user.photo !== null && (
            <Button variant="quiet" onClick={() => remove.mutate(undefined)}>
              {t('console.photo.remove')}
            </Button>
          )}
        </span>
        {error !== null && (
          <p className="field-error" role="alert">
            {explainError(error).text}
          </p>
        )}
      </div>
    </div>
  );
}
