import { DomainError } from '../shared/errors.ts';

const DEVELOPMENT = {
  address: 'https://localhost:3000',
  id: '3f6f0f43-6b1c-4d0b-9a52-8e4a5d1c7b20',
  suffix: ' (ontwikkeling)',
};
/** Excel tells add-ins apart by this id: never change it, or offices get a second Flextensie beside the first. */
const PRODUCTION_ID = 'c0a7e9d2-51d8-4e64-8f0e-2b7d94a6f3e1';

/**
 * The manifest for offices, made from the one for development: its own id, without the word for development, and every
 * address at `url`, such as "https://flex.example.nl". Throws a DomainError when that is no bare https address.
 */
export function manifestFor(url: string, development: string): string {
  const address = checkAddress(url);
  const manifest = development
    .replaceAll(`${DEVELOPMENT.address}/`, `${address}/`)
    .replace(DEVELOPMENT.id, PRODUCTION_ID)
    .replace(DEVELOPMENT.suffix, '')
    .replace(/<!--.*?-->\n/s, '');
  if (manifest.includes('localhost') || !manifest.includes(PRODUCTION_ID)) {
    throw new Error('manifest.xml no longer is the development manifest that this knows');
  }
  return manifest;
}

function checkAddress(url: string): string {
  const address = URL.canParse(url) ? new URL(url) : undefined;
  if (address?.protocol !== 'https:') {
    throw new DomainError(
      'invalid',
      'Geef een adres op dat met https:// begint: Excel laadt niets over http.',
    );
  }
  if (['localhost', '127.0.0.1', '[::1]'].includes(address.hostname)) {
    throw new DomainError(
      'invalid',
      'Dit adres bestaat alleen op uw eigen computer. Geef het adres van uw server op.',
    );
  }
  if (address.origin !== url) {
    throw new DomainError(
      'invalid',
      `Geef alleen het adres op, zonder schuine streep, pad of wachtwoord: ${address.origin}`,
    );
  }
  return address.origin;
}
