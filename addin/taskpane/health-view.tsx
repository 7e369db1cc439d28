import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import { version } from '../../package.json';
import type { ContractDetail } from '../../shared/api.ts';
import type { Client } from '../client.ts';
import type { Connection } from '../excel/connection.ts';
import { FUNCTION_CASES, readSettings, tryFunctions } from '../excel/health.ts';
import { Button } from './fluent.tsx';
import { type Finding, judge, toText } from './health.ts';
import { listLacking, readOffice } from './office.ts';
import { OpenLink } from './open-link.tsx';
import { TaskStatus, useTask } from './task.tsx';

interface HealthViewProps {
  client: Client;
  contract: ContractDetail;
  connection: Connection;
  onExpired: () => void;
}

/** The manual, and whether all that the workbook rests on works here. */
export function HealthView({ client, contract, connection, onExpired }: HealthViewProps): VNode {
  const task = useTask(onExpired);
  const [findings, setFindings] = useState<Finding[] | null>(null);
  const [copied, setCopied] = useState<'no' | 'yes' | 'refused'>('no');
  const check = () => {
    setCopied('no');
    task.run('Controleren', async () => {
      const start = performance.now();
      const answered = await client.getVersion().catch(() => null);
      const milliseconds = performance.now() - start;
      setFindings(
        judge({
          paneVersion: version,
          server: answered === null ? null : { version: answered, milliseconds },
          revision: connection.revision,
          serverRevision: contract.revision,
          office: readOffice(),
          lacking: listLacking(),
          settings: await readSettings(),
          outcomes: await tryFunctions(),
          cases: FUNCTION_CASES,
        }),
      );
    });
  };
  const copy = (text: string) =>
    navigator.clipboard.writeText(text).then(
      () => setCopied('yes'),
      () => setCopied('refused'),
    );
  return (
    <details class="stack">
      <summary>Hulp</summary>
      <div class="actions">
        <OpenLink url={new URL('/handleiding/', location.origin).href}>Handleiding</OpenLink>
        <Button disabled={task.step !== null} onClick={check}>
          Controleren
        </Button>
      </div>
      <TaskStatus task={task} />
      {findings !== null && (
        <>
          <p role="status">
            {findings.every(({ ok }) => ok)
              ? 'Alles is in orde.'
              : `${findings.filter(({ ok }) => !ok).length} van de ${findings.length} vragen aandacht.`}
          </p>
          <ul class="lines">
            {findings.map(({ ok, what, found, advice }) => (
              <li key={what}>
                {ok ? '✓' : '!'} <span class="unseen">{ok ? 'goed:' : 'let op:'}</span>
                <strong>{what}</strong> {found}
                {!ok && advice !== undefined && <div class="quiet">{advice}</div>}
              </li>
            ))}
          </ul>
          <div class="actions">
            <Button onClick={() => void copy(toText(findings))}>Diagnose kopiëren</Button>
            <span class="quiet" role="status">
              {copied === 'yes' ? 'Gekopieerd, zonder persoonsgegevens.' : ''}
            </span>
          </div>
          {copied === 'refused' && (
            <label class="chooser">
              Selecteer deze tekst en kopieer haar met Ctrl+C
              <textarea readOnly rows={6} onFocus={(event) => event.currentTarget.select()}>
                {toText(findings)}
              </textarea>
            </label>
          )}
        </>
      )}
    </details>
  );
}
