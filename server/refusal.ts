import { HTTPException } from 'hono/http-exception';
import { DomainError } from '../shared/errors.ts';
import { isBusy, isFull } from './store/sqlite-codes.ts';

/** What a thrown thing is to the user. */
export function toRefusal(error: Error): DomainError {
  if (error instanceof DomainError) return error;
  if (error instanceof HTTPException && error.status < 500)
    return new DomainError(error.status === 413 ? 'too_large' : 'bad_request', 'Het verzoek klopt niet.');
  const { code } = error as NodeJS.ErrnoException;
  if (isFull(error))
    return new DomainError(
      'storage_full',
      'De schijf van de server is vol. Er is niets opgeslagen; waarschuw de beheerder.',
    );
  if (isBusy(error))
    return new DomainError(
      'unavailable',
      'De server is even bezig. Probeer het zo nog eens; er is niets opgeslagen.',
    );
  if (code === 'ECONNRESET')
    return new DomainError('bad_request', 'De verbinding is verbroken. Er is niets opgeslagen.');
  return new DomainError(
    'bug',
    'Er ging iets mis op de server. Er is niets opgeslagen. Probeer het later nog eens.',
  );
}
