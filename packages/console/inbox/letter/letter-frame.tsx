// The HTML of an e-mail in a frame with an origin of its own, in which no script runs. Pictures of other
// servers are loaded only once the reader asks for them.
import { useState } from 'react';
import { apiUrl } from '../../api/client.ts';
import { Button, t } from '../../ui/index.ts';

interface Props {
  readonly path: string;
  readonly subject: string;
  /** It has pictures of other servers. */
  readonly remote: boolean;
}

export function LetterFrame({ path, subject, remote }: Props) {
  const [isLoaded, setIsLoaded] = useState(false);
  const query = isLoaded ? '?images=remote' : '';
  return (
    <div className="letter-html">
      {remote && (
        <div className="letter-images">
          {isLoaded ? (
            <span>{t('mails.images.loaded')}</span>
          ) : (
            <>
              <Button icon="eye" onClick={() => setIsLoaded(true)}>
                {t('mails.images.load')}
              </Button>
              <span>{t('mails.images.why')}</span>
            </>
          )}
        </div>
      )}
      <iframe
        title={t('mails.html.title', { subject })}
        src={apiUrl(`${path}/html${query}`)}
        sandbox="allow-popups allow-popups-to-escape-sandbox"
        referrerPolicy="no-referrer"
        loading="lazy"
      />
    </div>
  );
}
