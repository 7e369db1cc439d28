import type { VNode } from 'preact';
import { type Right, RIGHTS, type Toegang } from '../../shared/api.ts';
import { formatDay } from '../../shared/calendar.ts';
import { showInstant } from './words.ts';

const MEANING: Record<Right, string> = {
  lezen: 'rapporten, stukken en geschiedenis bekijken; hoort bij elk recht',
  schrijven: 'gegevens wijzigen en synchroniseren',
  vaststellen: 'facturen, afrekeningen en premies vastleggen',
  beheer: 'tarieven, toegang, logboek, wissen en overdracht',
};

/** Which rights someone gets; reading always. */
export const RightsChoice = ({
  rights,
  onChange,
}: {
  rights: readonly Right[];
  onChange: (rights: Right[]) => void;
}): VNode => (
  <fieldset class="plain">
    <legend>Rechten</legend>
    {RIGHTS.map((right) => (
      <label key={right} class="option">
        <input
          type="checkbox"
          checked={right === 'lezen' || rights.includes(right)}
          disabled={right === 'lezen'}
          onChange={({ currentTarget: { checked } }) =>
            onChange(RIGHTS.filter((each) => (each === right ? checked : rights.includes(each))))
          }
        />
        <span>
          {right}
          <span class="quiet">{MEANING[right]}</span>
        </span>
      </label>
    ))}
  </fieldset>
);

/** `lezen, schrijven`, or where they come from. */
export const showRights = ({ rechten, everyContract }: Toegang): string =>
  rechten.length === 0
    ? 'rollen van de organisatie'
    : `${rechten.join(', ')}${everyContract ? ', op elk contract' : ''}`;

/** What there is to know of someone's access, by name. */
export function listAccess(line: Toegang): [name: string, fact: string][] {
  const { source, since, grantedBy, lastUsedAt, expiresAt, blockedAt } = line;
  const signsIn = source === 'werkaccount' ? [['Aanmelden', 'met werkaccount'] as const] : [];
  const token =
    source === 'token'
      ? [['Token', expiresAt === null ? 'geen geldig token' : showExpiry(expiresAt)] as const]
      : [];
  return [
    ['Rechten', showRights(line)],
    ['Sinds', `${showInstant(since)}, door ${grantedBy}`],
    ['Gebruikt', lastUsedAt === null ? 'nooit' : showInstant(lastUsedAt)],
    ...[...signsIn, ...token].map(([name, fact]): [string, string] => [name, fact]),
    ...(blockedAt === null ? [] : [['Geblokkeerd', showInstant(blockedAt)] as [string, string]]),
  ];
}

/** The last day of a token is one in UTC. */
const showExpiry = (expiresAt: string): string =>
  `${new Date(expiresAt) < new Date() ? 'verlopen op' : 'tot en met'} ${formatDay(expiresAt.slice(0, 10))}`;
